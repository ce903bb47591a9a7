"""Reads and checks the data files."""
