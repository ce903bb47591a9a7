"""Tagging: natasha's news models and our own entity model, run by one packed encoder."""

from diplo_ner.tagging.tagger import Tagger, load_tagger

__all__ = ["Tagger", "load_tagger"]
