"""What is fuzzed. A target takes bytes; what it raises is a finding, unless it is an error of diplo_ner's own tree.

Every function here is a target, under its own name. ``tests/test_fuzz_seeds.py`` runs each over its seeds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from diplo_ner import DataError, Extraction, WeightsError
from diplo_ner.evaluation.corpus import read_documents
from diplo_ner.export.jsonl import read_jsonl
from diplo_ner.extractor import extract
from diplo_ner.resources import catalogue, gazetteers, rules
from diplo_ner.resources.confidence import read_confidence
from diplo_ner.resources.own_names import read_own_names
from diplo_ner.resources.own_rules import read_own_rules
from diplo_ner.resources.post_synonyms import read_post_synonyms
from diplo_ner.resources.yaml_files import read_yaml
from diplo_ner.segment import segment
from diplo_ner.tagging import weights
from diplo_ner.text import repair

_FOLDER = Path(tempfile.mkdtemp(prefix="diplo_ner_fuzz_"))
# What stands between two pieces of a mixture; nothing, as often as not.
_BETWEEN = (
    *([""] * 14), ".", ".", ".", ",", ",", "и", "и", "с", "из", "в", "на", "что", "—", "-", ":", ";",
    "«", "»", "(", ")", "\n\n", "\n", "77-й", "(АББР)", "\u00ad", "&nbsp;", "№", "\U0001f600",
)  # fmt: skip
_TABLES: tuple[Callable[[Path], object], ...] = (
    gazetteers.read_countries, gazetteers.read_cities, gazetteers.read_organizations, gazetteers.read_parties,
    gazetteers.read_posts, gazetteers.read_heads, gazetteers.read_people, read_confidence, read_post_synonyms,
)  # fmt: skip


def text(data: bytes) -> None:
    """Repair and segmentation: every character of the result leads back into the text as given, in blocks in order."""
    given = data.decode("utf-8", "ignore")
    clean = repair(given)
    assert clean.original == given
    for place in range(len(clean.text)):
        start, end = clean.span(place, place + 1)
        assert 0 <= start < end <= len(given)
    done = 0
    for start, end in clean.blocks:
        assert done <= start < end <= len(clean.text)
        done = end
    for edit in clean.edits:
        assert 0 <= edit.start <= edit.end <= len(given)
    for sentence in segment(clean.text, clean.blocks):
        for token in sentence.tokens:
            assert clean.text[token.start : token.end] == token.text != ""


def facts(data: bytes) -> None:
    """The whole chain: offsets hold, JSON gives the same back, HTML comes out whole."""
    given = data.decode("utf-8", "ignore")
    result = extract(given)
    for entity in result.entities:
        assert entity.mentions
        for mention in entity.mentions:
            assert given[mention.start : mention.end] == mention.text != ""
    for relation in result.relations:
        evidence = relation.evidence
        assert given[evidence.start : evidence.end] == evidence.text != ""
        assert relation.head != relation.tail
    assert Extraction.model_validate_json(result.model_dump_json()) == result
    assert result.to_html()


def mixture(data: bytes) -> None:
    """The whole chain on sentences cut and joined anew, which are nearly Russian: parsers err there most.

    Each four bytes pick a sentence of the rules' examples (two), where to cut it, and what follows the piece.
    """
    sentences = _sentences()
    pieces = []
    for at in range(0, len(data) - 3, 4):
        words = sentences[(data[at] << 8 | data[at + 1]) % len(sentences)]
        start = data[at + 2] % 16 * len(words) // 16
        pieces += [*words[start : start + 1 + (data[at + 2] >> 4)], _BETWEEN[data[at + 3] % len(_BETWEEN)]]
    facts(" ".join(piece for piece in pieces if piece).encode())


@cache
def _sentences() -> list[list[str]]:
    return [example.split() for rule in rules.rules() for example in (*rule.match, *rule.reject)]


def table(data: bytes) -> None:
    """Every reader of a gazetteer; the first byte picks one."""
    if data:
        _loads(_TABLES[data[0] % len(_TABLES)], data[1:])


def yaml(data: bytes) -> None:
    """The reader of YAML, and what reads rules, catalogues and a user's names with it."""
    for read in (read_yaml, catalogue.read_catalogue, _read_rules, _read_words, read_own_names, read_own_rules):
        _loads(read, data)


def jsonl(data: bytes) -> None:
    """Extractions and annotated documents from JSON Lines."""
    for read in (read_jsonl, read_documents):
        _loads(lambda path, read=read: list(read(path)), data)  # type: ignore[misc]


def pack(data: bytes) -> None:
    """The pack of weights: as it is, and with a header and a checksum that fit, so that the rest is read too."""
    for content in (data, weights.seal(data[4:], int.from_bytes(data[:4], "little") % (len(data) + 2))):
        with suppress(WeightsError):
            weights.unpack(content, "pack")


def _read_rules(path: Path) -> object:
    return rules.read_rules(path, catalogue.catalogue())


def _read_words(path: Path) -> object:
    return rules.read_words(path, ("negation", "plan"))


def _loads(read: Callable[[Path], object], data: bytes) -> None:
    path = _FOLDER / "file.yaml"  # a user's names may be of two formats, told by the suffix
    path.write_bytes(data)
    with suppress(DataError):
        read(path)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (text, facts, mixture, table, yaml, jsonl, pack)
}
