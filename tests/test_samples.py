"""The samples of data/samples are well annotated: what the gate measures on must be right itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import samples

PATHS = samples.sample_paths()
PEOPLE, BODIES = {"PERSON"}, {"ORGANIZATION", "PARTY"}
ACTORS = PEOPLE | BODIES | {"COUNTRY"}
# Which types may stand at the ends of a relation, where it is not actor -> actor (RELATIONS, table of types).
ENDS = {
    "holds_post": (PEOPLE, {"POST"}),
    "affiliated_with": (PEOPLE, BODIES | {"COUNTRY"}),
    "member_of": (BODIES | {"COUNTRY"}, {"ORGANIZATION"}),
    "part_of": (BODIES, BODIES | {"COUNTRY"}),
    "visited": (ACTORS, {"COUNTRY", "PLACE"}),
    "signed": (ACTORS, {"DOCUMENT"}),
    "supports": (ACTORS, ACTORS | {"EVENT", "DOCUMENT"}),
    "rejects": (ACTORS, ACTORS | {"EVENT", "DOCUMENT"}),
    "appointed": (ACTORS, PEOPLE),
    "dismissed": (ACTORS, PEOPLE),
    "participates_in": (ACTORS, {"EVENT"}),
    "organizes": (ACTORS, {"EVENT"}),
    "takes_place_in": ({"EVENT"}, {"PLACE", "COUNTRY"}),
}


def test_there_are_enough() -> None:
    assert len(PATHS) >= 12
    assert {p.name for p in samples.DIRECTORY.glob("*.facts.txt")} == {f"{p.stem}.facts.txt" for p in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_sample_is_well_annotated(path: Path) -> None:
    sample = samples.load_sample(path)
    text = sample["text"]
    assert 600 <= len(text) <= 1500
    for entity in sample["entities"]:
        for mention in entity["mentions"]:
            assert re.search(rf"(?<!\w){re.escape(mention)}(?!\w)", text), (entity["key"], mention)
    types = {entity["key"]: entity["type"] for entity in sample["entities"]}
    seen = set()
    for relation in sample["relations"]:
        fact = (relation["type"], relation["head"], relation["tail"])
        heads, tails = ENDS.get(relation["type"], (ACTORS, ACTORS))
        assert types[relation["head"]] in heads, fact
        assert types[relation["tail"]] in tails, fact
        assert relation["head"] != relation["tail"], fact
        assert relation.get("date", "") in text, fact
        assert fact not in seen, fact
        seen.add(fact)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("a PERSON", "neither"),
        ("a HERO Ли | Ли", "unknown entity type 'HERO'"),
        ("a PERSON Ли", "a has no mentions"),
        ("met(a, b)", "no entity has the key 'a'"),
        ("a PERSON Ли | Ли\nmeets(a, a)", "unknown relation type 'meets'"),
        ("a PERSON Ли | Ли\nmet(a, a) soon", "unknown status 'soon'"),
        ("a PERSON Ли | Ли\na PERSON Ян | Ян", "keys stand twice: a"),
    ],
)
def test_bad_facts_say_where_and_what(tmp_path: Path, facts: str, message: str) -> None:
    (tmp_path / "some.txt").write_text("Ли", encoding="utf-8")
    (tmp_path / "some.facts.txt").write_text(facts, encoding="utf-8")
    with pytest.raises(samples.SampleError, match=r"^some\.facts\.txt") as error:
        samples.load_sample(tmp_path / "some.txt")
    assert message in str(error.value)
