"""Views of an extraction in HTML."""
