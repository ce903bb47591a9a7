"""Settings of Sphinx: Markdown pages, the API from docstrings."""

from importlib.metadata import version as _version

project = "diplo_ner"
author = "the diplo_ner developers"
version = release = _version("diplo-ner")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_*"]
html_theme = "furo"
html_title = "diplo_ner"
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"
suppress_warnings = ["myst.header"]
