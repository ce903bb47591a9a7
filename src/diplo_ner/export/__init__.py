"""Tables and graphs of extractions."""
