"""Scores extractions against annotated documents."""
