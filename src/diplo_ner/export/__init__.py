"""Files and objects of other tools, written from extractions; ``formats.py`` lists the formats of the command line."""
