"""The tree of a text in CoNLL-U and as a spaCy Doc."""

from __future__ import annotations

import re
from pathlib import Path

import conllu
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

from diplo_ner import Extraction, InputError, extract
from diplo_ner.export.conllu import to_conllu
from diplo_ner.export.spacy_docs import from_spacy, to_spacy
from diplo_ner.export.words import as_tree, read_words
from extractions import made
from samples import sample_paths

# A word broken over a line, a heading inside another word, markup, a soft hyphen, blanks, a line end of Windows.
BROKEN = (
    "  Президент Латвии Янис Озолс <b>встре\xadтился</b>  с послом Эсто-\nнии Марком Тамме.\r\n\r\n"
    "Стороны дого-\n\n## Новости дня\n\nворились о встрече в Риге.\n\n***\n"
)


@settings(deadline=None)
@given(st.lists(st.integers(-1, 7), min_size=1, max_size=8))
def test_any_heads_become_a_tree(drawn: list[int]) -> None:
    heads = [min(head, len(drawn) - 1) for head in drawn]
    found, deps = as_tree(heads, ["root" if head < 0 else "obj" for head in heads])
    assert found.count(-1) == deps.count("root") == 1
    for start in range(len(found)):
        steps, at = 0, start
        while at >= 0:
            at, steps = found[at], steps + 1
            assert steps <= len(found), "a circle"
    kept = [i for i, head in enumerate(heads) if found[i] == head]
    assert all(deps[i] == ("root" if found[i] < 0 else "obj") for i in kept)
    assert {deps[i] for i in range(len(found)) if i not in kept} <= {"dep", "root"}


def test_a_tree_stays_as_it_is() -> None:
    assert as_tree([1, -1, 1], ["nsubj", "root", "obj"]) == ([1, -1, 1], ["nsubj", "root", "obj"])
    assert as_tree([1, -1, -1], ["nsubj", "root", "root"]) == ([1, -1, 1], ["nsubj", "root", "dep"])
    assert as_tree([1, 0, 1], ["nsubj", "obl", "obj"]) == ([-1, 0, 1], ["root", "obl", "obj"])


def test_a_word_whose_halves_stand_apart_has_pieces() -> None:
    (word,) = [word for words in read_words(BROKEN) for word in words if word.form == "договорились"]
    assert [BROKEN[start:end] for start, end in word.pieces] == ["дого", "ворились"]
    (joined,) = [word for words in read_words(BROKEN) for word in words if word.form == "Эстонии"]
    assert BROKEN[joined.start : joined.end] == "Эсто-\nнии"


def parsed(extraction: Extraction, name: str = "") -> list[conllu.TokenList]:
    return list(conllu.parse("".join(line + "\n" for line in to_conllu(extraction, name))))


@pytest.mark.parametrize("text", [BROKEN, *(path.read_text(encoding="utf-8") for path in sample_paths()[:3])])
def test_conllu_there_and_back(text: str) -> None:
    extraction = extract(text)
    sentences = parsed(extraction, "a b")
    assert "".join(sentence.serialize() for sentence in sentences) == "".join(
        line + "\n" for line in to_conllu(extraction, "a b")
    )
    assert sentences[0].metadata["newdoc id"] == "a_b"
    for sentence, words in zip(sentences, read_words(text), strict=True):
        assert sentence.metadata["text"] == "".join(
            token["form"] + ("" if token["misc"].get("SpaceAfter") == "No" else " ") for token in sentence
        ).rstrip(" ")
        root = sentence.to_tree()
        assert root.token["deprel"] == "root"
        for token, word in zip(sentence, words, strict=True):
            start, end = map(int, token["misc"]["TokenRange"].split(":"))
            assert (token["form"], token["head"], start, end) == (word.form, word.head + 1, word.start, word.end)
            assert re.sub(r"\W|\s", "", text[start:end])[:1] in (word.form[:1], "")


_MARK = re.compile(r"\((?P<open>\w+)-(?P<type>\w+)-(?P<head>\d+)-(?P<kind>[\w:]*)(?P<single>\))?|(?P<close>\w+)\)")


def brackets(extraction: Extraction) -> list[tuple[str, str, int, int]]:
    """Entity, type, start and end of each mention that the Entity marks enclose."""
    found = []
    for sentence in parsed(extraction):
        opened: dict[str, list[tuple[str, int]]] = {}
        for token in sentence:
            start, end = map(int, token["misc"]["TokenRange"].split(":"))
            for mark in _MARK.finditer(token["misc"].get("Entity", "")):
                key = mark["open"] or mark["close"]
                if mark["open"]:
                    opened.setdefault(key, []).append((mark["type"], start))
                if mark["close"] or mark["single"]:
                    kind, first = opened[key].pop()
                    found.append((key, kind, first, end))
        assert not any(opened.values())
    return sorted(found)


def test_conllu_encloses_all_mentions() -> None:
    extraction = extract(sample_paths()[0].read_text(encoding="utf-8"))
    wanted = [(e.id, e.type.value, m.start, m.end) for e in extraction.entities for m in e.mentions]
    assert brackets(extraction) == sorted(wanted)


def test_conllu_lines() -> None:
    lines = list(to_conllu(made()))
    assert lines[:3] == ["# newdoc", "# global.Entity = eid-etype-head-other", "# sent_id = 1"]
    assert [line.split("\t")[9] for line in lines if "pronoun" in line] == [
        "Entity=(E2-PERSON-1-kind:pronoun)|TokenRange=46:48"
    ]
    ids = made().entity("E1").model_copy(update={"id": "a-b(c"})
    line = next(line for line in to_conllu(Extraction(text=made().text, entities=(ids,))) if "Entity=" in line)
    assert "Entity=(a%2Db%28c-COUNTRY-1-)" in line
    assert list(to_conllu(Extraction(text=""))) == []


@pytest.mark.parametrize("text", ["", " ", "***", BROKEN, *(p.read_text(encoding="utf-8") for p in sample_paths())])
def test_doc_has_the_text_and_gives_the_extraction_back(text: str) -> None:
    extraction = extract(text)
    doc = to_spacy(extraction)
    assert doc.text == text
    assert from_spacy(doc) == extraction
    mentions = [(m.text, e.type.value, e.id, e.wikidata or "") for e in extraction.entities for m in e.mentions]
    assert [(s.text, s.label_, s.id_, s.kb_id_) for s in doc.spans["diplo_ner"]] == mentions
    assert all(a.end <= b.start for a, b in zip(doc.ents, doc.ents[1:], strict=False))
    assert {ent.text for ent in doc.ents} <= {text for text, *_ in mentions}


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("аБв, .-\n\r\t\xad\u0301*#<b>/1&;«»\u2028\U0001f600"), max_size=60))
def test_doc_of_any_text(text: str) -> None:
    doc = to_spacy(Extraction(text=text))
    assert doc.text == text
    assert all(token.head.i < len(doc) for token in doc)


def test_doc_tells_the_grammar() -> None:
    doc = to_spacy(extract(BROKEN))
    tokens = {token.text: token for token in doc}
    met = tokens["встре\xadтился"]
    assert (met.norm_, met.lemma_, met.pos_, met.dep_) == ("встретился", "встретиться", "VERB", "ROOT")
    assert tokens["Президент"].head == met
    assert tokens["Президент"].morph.to_dict()["Case"] == "Nom"
    assert (tokens["ворились"].dep_, tokens["ворились"].head.text) == ("goeswith", "дого")
    assert tokens["<b>"].pos_ == "X"
    assert doc[0].is_space
    assert "Эсто-\nнии" in {span.text for span in doc.spans["diplo_ner"]}


def test_pronouns_are_spans_and_no_ents() -> None:
    doc = to_spacy(made())
    assert "Он" in {span.text for span in doc.spans["diplo_ner"]}
    assert [ent.text for ent in doc.ents] == ["Латвии", "Янис\r\nОзолс", "Ригу", "Ли", "вчера"]


def test_doc_through_bytes_and_bin(tmp_path: Path) -> None:
    nlp = spacy.blank("ru")
    docs = [to_spacy(extract(BROKEN), nlp.vocab), to_spacy(made())]
    DocBin(store_user_data=True, docs=docs).to_disk(tmp_path / "docs.spacy")
    read = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("ru").vocab))
    read.append(Doc(spacy.blank("ru").vocab).from_bytes(docs[0].to_bytes()))
    for doc, copy in zip([*docs, docs[0]], read, strict=True):
        assert copy.text == doc.text
        assert from_spacy(copy) == from_spacy(doc)
        assert [(s.start, s.end, s.label_, s.id_, s.kb_id_) for s in copy.spans["diplo_ner"]] == [
            (s.start, s.end, s.label_, s.id_, s.kb_id_) for s in doc.spans["diplo_ner"]
        ]
        assert [(t.dep_, t.head.i, t.lemma_, t.pos_) for t in copy] == [
            (t.dep_, t.head.i, t.lemma_, t.pos_) for t in doc
        ]


def test_a_doc_without_an_extraction() -> None:
    with pytest.raises(InputError, match="store_user_data=True"):
        from_spacy(spacy.blank("ru")("Анна"))
