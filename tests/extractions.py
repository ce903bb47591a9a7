"""Extractions made by hand or drawn by hypothesis, for tests of what is written from them."""

from __future__ import annotations

from hypothesis import strategies as st

from diplo_ner import (
    Country,
    Date,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Person,
    Place,
    Relation,
    Status,
)
from diplo_ner.export.standoff import CLASSES

# A nested mention, one over a line end of Windows, a character outside the BMP, two mentions of one person.
TEXT = "\U0001f600 Президент Латвии Янис\r\nОзолс прибыл в Ригу. Он встретит Ли\tвчера."


def mention(words: str, kind: MentionKind = MentionKind.NAME, text: str = TEXT) -> Mention:
    start = text.index(words)
    return Mention(start=start, end=start + len(words), text=words, kind=kind)


def made() -> Extraction:
    evidence = Evidence(
        start=TEXT.index("Он"), end=len(TEXT), text=TEXT[TEXT.index("Он") :], trigger="встретит", rule="met.made"
    )
    return Extraction(
        text=TEXT,
        entities=(
            Country(
                id="E1", name="Латвия", mentions=(mention("Латвии"),), iso2="LV", iso3="LVA", wikidata="Q211",
            ),
            Person(
                id="E2", name="Янис Озолс", surname="Озолс",
                mentions=(mention("Янис\r\nОзолс"), mention("Он", MentionKind.PRONOUN)),
            ),
            Place(id="E3", name="Рига", mentions=(mention("Ригу"),), country="LV"),
            Person(id="E4", name="Ли", mentions=(mention("Ли"),), name_is_guess=True),
            Date(id="E5", name="вчера", mentions=(mention("вчера"),), iso="2024-01-16"),
        ),
        relations=(
            Relation(id="R1", type="affiliated_with", head="E2", tail="E1", evidence=evidence),
            Relation(
                id="R2", type="met", head="E2", tail="E4", status=Status.PLANNED, evidence=evidence, place="E3",
                date="E5", confidence=0.5, plover="CONSULT", cameo="044",
            ),
        ),
    )  # fmt: skip


_LETTERS = st.characters(codec="utf-8") | st.sampled_from("\t\n\r\x85\u2028 ав\"\\'`;")


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any text, its spans nested, crossing and equal; every entity has a mention that does not begin or end blank."""
    text = draw(st.text(_LETTERS, max_size=40)) + "я"
    solid = [i for i, letter in enumerate(text) if letter.isalnum()]
    entities: list[Entity] = []
    taken: set[tuple[int, int]] = set()
    for number in range(draw(st.integers(0, 5))):
        cuts = draw(st.lists(st.tuples(st.sampled_from(solid), st.sampled_from(solid)), min_size=1, max_size=3))
        spans = sorted({(min(cut), max(cut) + 1) for cut in cuts} - taken)
        if spans:
            taken |= set(spans)
            kinds = draw(st.lists(st.sampled_from(MentionKind), min_size=len(spans), max_size=len(spans)))
            entities.append(
                CLASSES[draw(st.sampled_from(EntityType))](
                    id=f"X{number}",
                    name=draw(st.text(_LETTERS, min_size=1, max_size=9)),
                    wikidata=draw(st.sampled_from([None, "Q1"])),
                    mentions=tuple(
                        Mention(start=start, end=end, text=text[start:end], kind=kind)
                        for (start, end), kind in zip(spans, kinds, strict=True)
                    ),
                )
            )
    ids = [entity.id for entity in entities]
    relations = []
    for number in range(draw(st.integers(0, 4)) if ids else 0):
        start, end = sorted((draw(st.sampled_from(solid)), draw(st.sampled_from(solid))))
        relations.append(
            Relation(
                id=f"Y{number}",
                type=draw(st.sampled_from(["met", "signed", "holds_post"])),
                head=draw(st.sampled_from(ids)),
                tail=draw(st.sampled_from(ids)),
                status=draw(st.sampled_from(Status)),
                source=draw(st.sampled_from([None, *ids])),
                confidence=draw(st.floats(0, 1)),
                cameo=draw(st.sampled_from([None, "040"])),
                evidence=Evidence(
                    start=start, end=end, text=text[start:end], trigger=draw(st.text(_LETTERS, max_size=5)), rule="r"
                ),
            )
        )
    return Extraction.model_validate({"text": text, "entities": entities, "relations": relations})
