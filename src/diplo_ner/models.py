"""The public results: frozen pydantic models.

Offsets are half-open character offsets into the text as it was given: ``text[m.start:m.end] == m.text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

if TYPE_CHECKING:
    import networkx
    import pandas


class EntityType(StrEnum):
    """The nine kinds of entity."""

    PERSON = "PERSON"
    POST = "POST"
    COUNTRY = "COUNTRY"
    PARTY = "PARTY"
    ORGANIZATION = "ORGANIZATION"
    PLACE = "PLACE"
    EVENT = "EVENT"
    DOCUMENT = "DOCUMENT"
    DATE = "DATE"


class MentionKind(StrEnum):
    """How a mention refers: by a name of its own, or through something else."""

    NAME = "name"
    SHORT = "short"
    ABBREVIATION = "abbreviation"
    ADJECTIVE = "adjective"
    DESCRIPTION = "description"
    METONYM = "metonym"
    PRONOUN = "pronoun"


class Status(StrEnum):
    """The mode in which the text states a relation."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    FORMER = "former"


class Gender(StrEnum):
    """Grammatical gender of a person's name."""

    MALE = "male"
    FEMALE = "female"


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(_Result):
    """One place of the text that refers to an entity."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    kind: MentionKind = MentionKind.NAME


class Entity(_Result):
    """One real thing; one real thing in a text is one entity.

    ``name`` is canonical, in the nominative. ``name_is_guess`` is true where the nominative could not be derived
    safely. ``wikidata`` is a Wikidata item ('Q159') or None.
    """

    id: str
    name: str
    mentions: tuple[Mention, ...]
    name_is_guess: bool = False
    wikidata: str | None = None

    def __str__(self) -> str:
        return self.name


class Person(Entity):
    """A person; the parts of the name are in the nominative."""

    type: Literal[EntityType.PERSON] = EntityType.PERSON
    given_name: str | None = None
    surname: str | None = None
    patronymic: str | None = None
    gender: Gender | None = None


class Post(Entity):
    """An office: ``title`` ('министр иностранных дел'), ``body`` the id of its organisation or country.

    ``deputy`` counts degrees of deputyship (заместитель министра: 1).
    """

    type: Literal[EntityType.POST] = EntityType.POST
    title: str = ""
    body: str | None = None
    deputy: int = 0
    acting: bool = False
    former: bool = False


class Country(Entity):
    """A state or a territory with ISO 3166-1 codes (None for states that have none)."""

    type: Literal[EntityType.COUNTRY] = EntityType.COUNTRY
    iso2: str | None = None
    iso3: str | None = None


class Party(Entity):
    """A political party; ``country`` is an ISO 3166-1 alpha-2 code."""

    type: Literal[EntityType.PARTY] = EntityType.PARTY
    country: str | None = None


class Organization(Entity):
    """A body, bloc, agency, company or medium; ``country`` is an ISO 3166-1 alpha-2 code where known."""

    type: Literal[EntityType.ORGANIZATION] = EntityType.ORGANIZATION
    country: str | None = None


class Place(Entity):
    """A city, region, river, building: any named place that is not a country."""

    type: Literal[EntityType.PLACE] = EntityType.PLACE
    country: str | None = None


class Event(Entity):
    """A summit, session, war, election or another named or described event."""

    type: Literal[EntityType.EVENT] = EntityType.EVENT


class Document(Entity):
    """A treaty, law, resolution or another document."""

    type: Literal[EntityType.DOCUMENT] = EntityType.DOCUMENT


class Date(Entity):
    """A date or a period; ``iso`` is ISO 8601 as exactly as known ('2024-01', '2024-01-20', '2023-10/2023-12')."""

    type: Literal[EntityType.DATE] = EntityType.DATE
    iso: str | None = None


AnyEntity = Annotated[
    Person | Post | Country | Party | Organization | Place | Event | Document | Date, Field(discriminator="type")
]


class Evidence(_Result):
    """Where the text says so: the clause or sentence, the trigger word in it, and the rule that fired."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    trigger: str
    rule: str


class Relation(_Result):
    """A typed link of two entities. ``head``, ``tail`` and the qualifiers are entity ids.

    ``type`` is a name of the relation catalogue: of the package's, or of one that came with a user's rules in this
    process. ``plover`` and ``cameo`` are event codes as strings, None for relations that are facts about actors rather
    than events. ``confidence`` is in [0, 1].
    """

    id: str
    type: str
    head: str
    tail: str
    status: Status = Status.ASSERTED
    place: str | None = None
    date: str | None = None
    event: str | None = None
    source: str | None = None
    evidence: Evidence
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)
    plover: str | None = None
    cameo: str | None = None

    _names: tuple[str, str] | None = PrivateAttr(default=None)

    @field_validator("type")
    @classmethod
    def _is_known(cls, value: str) -> str:
        from diplo_ner.resources.catalogue import known_types
        from diplo_ner.resources.tables import unknown

        if value not in (types := known_types()):
            hint = "a relation of your own is known once Extractor(rules=[...]) has read its file"
            raise ValueError(f"{unknown('relation', value, types)}; {hint}")
        return value

    def __str__(self) -> str:
        head, tail = self._names or (self.head, self.tail)
        status = "" if self.status is Status.ASSERTED else f" [{self.status}]"
        return f"{self.type}({head}, {tail}){status}"


class Extraction(_Result):
    """What one text says. ``notes`` tells what was not read, and why (empty when all was)."""

    text: str
    entities: tuple[AnyEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _link(self) -> Extraction:
        by_id = self._by_id
        if len(by_id) != len(self.entities):
            raise ValueError("entity ids are not unique")
        for relation in self.relations:
            refs = (relation.head, relation.tail, relation.place, relation.date, relation.event, relation.source)
            for ref in refs:
                if ref is not None and ref not in by_id:
                    raise ValueError(f"relation {relation.id} refers to {ref!r}, which is no entity of this text")
            relation._names = (by_id[relation.head].name, by_id[relation.tail].name)
        return self

    @cached_property
    def _by_id(self) -> dict[str, AnyEntity]:
        return {entity.id: entity for entity in self.entities}

    def entity(self, entity_id: str) -> AnyEntity:
        """The entity with this id; raises KeyError where there is none."""
        return self._by_id[entity_id]

    def __str__(self) -> str:
        return "\n".join(str(relation) for relation in self.relations)

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield "entities", len(self.entities)
        yield "relations", len(self.relations)

    def to_frame(self, table: Literal["relations", "entities", "mentions"] = "relations") -> pandas.DataFrame:
        """A table with a row for each of them. Needs pandas (extra ``pandas``), else raises MissingExtraError."""
        from diplo_ner.export.frames import to_frame

        return to_frame([self], table)

    def to_graph(self) -> networkx.MultiDiGraph:
        """Entities as nodes, relations as edges. Needs networkx (extra ``graph``), else raises MissingExtraError."""
        from diplo_ner.export.graphs import to_graph

        return to_graph([self])

    def to_html(self) -> str:
        """A self-contained page of the text with its entities and relations; all text is escaped."""
        from diplo_ner.display.html import to_html

        return to_html(self)

    def _repr_html_(self) -> str:
        from diplo_ner.display.html import to_fragment

        return to_fragment(self)


class Failure(_Result):
    """A text of a stream that could not be read, and why.

    ``position`` counts the texts of the stream from 0; ``excerpt`` is the beginning of the text, or of the ``repr`` of
    what is no text; ``error`` is the class of the error ('InputError', 'ProcessingError').
    """

    position: int = Field(ge=0)
    excerpt: str
    error: str
    message: str


class FileResult(_Result):
    """A line of the output of ``diplo-ner extract DIR -o``: a file, told by its path and content, and what it says.

    ``path`` is relative to the folder, with '/'. ``sha256`` is that of its bytes, in hexadecimal, None where it could
    not be opened. ``extraction`` is None where ``error`` says why.
    """

    path: str
    sha256: str | None
    extraction: Extraction | None = None
    error: str | None = None
