"""Entities of a document: spans of all recognisers merged, grouped by the thing they name, named and linked."""

from diplo_ner.entities.layer import find_entities

__all__ = ["find_entities"]
