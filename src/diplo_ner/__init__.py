"""Who is who and who did what with whom in Russian diplomatic and political news.

from diplo_ner import extract
result = extract(text)
for relation in result.relations:
    print(relation)
"""

from importlib.metadata import PackageNotFoundError, version

from diplo_ner.errors import DataError, DiploNerError, InputError, MissingExtraError, ProcessingError, WeightsError
from diplo_ner.extractor import Extractor, extract, extract_many
from diplo_ner.models import (
    Country,
    Date,
    Document,
    Entity,
    EntityType,
    Event,
    Evidence,
    Extraction,
    Failure,
    FileResult,
    Gender,
    Mention,
    MentionKind,
    Organization,
    Party,
    Person,
    Place,
    Post,
    Relation,
    Status,
)

__all__ = [
    "Country",
    "DataError",
    "Date",
    "DiploNerError",
    "Document",
    "Entity",
    "EntityType",
    "Event",
    "Evidence",
    "Extraction",
    "Extractor",
    "Failure",
    "FileResult",
    "Gender",
    "InputError",
    "Mention",
    "MentionKind",
    "MissingExtraError",
    "Organization",
    "Party",
    "Person",
    "Place",
    "Post",
    "ProcessingError",
    "Relation",
    "Status",
    "WeightsError",
    "extract",
    "extract_many",
]

try:
    __version__ = version("diplo-ner")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
