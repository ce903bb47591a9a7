"""Trees stay trees: whatever the parser says of the words, no step of mending lets heads go round."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplo_ner.records import EntityLayer, EntityRecord, MentionSpan, Sentence, TaggedSentence, Token
from diplo_ner.relations.mending import STEPS, mend
from diplo_ner.relations.tree import Tree, build_tree, is_below, link_children

FINITE = {"VerbForm": "Fin", "Tense": "Past", "Voice": "Act", "Number": "Sing", "Gender": "Masc"}
MALE = {case: {"Case": case, "Number": "Sing", "Gender": "Masc"} for case in ("Nom", "Gen", "Dat", "Acc", "Ins")}
CLAUSE = ("root", "conj", "parataxis", "ccomp", "advcl", "acl")
NOUN = ("nsubj", "obj", "obl", "nmod", "conj", "appos", "xcomp", "parataxis", "root", "iobj")
Word = tuple[str, str, dict[str, str], tuple[str, ...]]  # as written, part of speech, features, relations
# What the steps look for, in the order in which they look for it.
CHUNKS: tuple[tuple[Word, ...], ...] = (
    (("был", "AUX", FINITE, ("cop",)), ("человеком", "NOUN", MALE["Ins"], NOUN)),
    (("был", "AUX", FINITE, ("cop", "conj")),),
    (("членом", "NOUN", MALE["Ins"], NOUN), ("Латвии", "PROPN", MALE["Gen"], NOUN)),
    (("77", "NUM", {}, NOUN), ("-", "PUNCT", {}, ("punct",)), ("й", "NOUN", MALE["Gen"], NOUN)),
    (("сессии", "NOUN", {"Case": "Gen", "Number": "Sing", "Gender": "Fem"}, NOUN),),
    (("в", "ADP", {}, ("case",)), ("рамках", "NOUN", MALE["Gen"], (*NOUN, "fixed"))),
    (("съезда", "NOUN", MALE["Gen"], NOUN),),
    (("заявил", "VERB", FINITE, CLAUSE),), (("назвал", "VERB", FINITE, CLAUSE),),
    (("сверит", "VERB", FINITE, (*CLAUSE, "amod")), ("часы", "NOUN", MALE["Acc"], NOUN)),
    (("помогая", "VERB", {"VerbForm": "Conv", "Aspect": "Imp"}, CLAUSE),),
    (("Озолс", "PROPN", MALE["Nom"], NOUN),), (("Чили", "PROPN", MALE["Acc"], NOUN),),
    (("назначивший", "VERB", {**MALE["Nom"], "VerbForm": "Part"}, (*CLAUSE, "amod")),),
    (("персоной", "NOUN", MALE["Ins"], NOUN), ("посла", "NOUN", MALE["Acc"], NOUN)),
    (("передача", "NOUN", MALE["Nom"], NOUN), ("оружия", "NOUN", MALE["Gen"], ("nmod",))),
    ((",", "PUNCT", {}, ("punct",)),), (("и", "CCONJ", {}, ("cc",)),), (("когда", "SCONJ", {}, ("mark",)),),
    (("во", "ADP", {}, ("case",)), ("главе", "NOUN", MALE["Dat"], NOUN), ("с", "ADP", {}, ("case",))),
    (("между", "ADP", {}, ("case",)), ("Чадом", "PROPN", MALE["Ins"], NOUN)),
)  # fmt: skip
TYPES = ("PERSON", "COUNTRY", "ORGANIZATION", "POST", "DATE", "PLACE", "EVENT")


def sentence(words: Sequence[Word], heads: Sequence[int], deps: Sequence[str]) -> TaggedSentence:
    tokens = tuple(Token(20 * i, 20 * i + len(word[0]), word[0]) for i, word in enumerate(words))
    pos, feats = tuple(word[1] for word in words), tuple(word[2] for word in words)
    return TaggedSentence(Sentence(0, 20 * len(words), tokens, 0), pos, feats, tuple(heads), tuple(deps), ())


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    words = [word for chunk in draw(st.lists(st.sampled_from(CHUNKS), min_size=1, max_size=6)) for word in chunk]
    size = len(words)
    tagged = sentence(
        words, [draw(st.integers(-1, size - 1)) for _ in words], [draw(st.sampled_from(w[3])) for w in words]
    )
    named = sorted(draw(st.sets(st.integers(0, size - 1), max_size=3)))
    entities = tuple(EntityRecord(draw(st.sampled_from(TYPES)), words[i][0], False, None, {}) for i in named)
    mentions = tuple(MentionSpan(0, i, i + 1, number, "name") for number, i in enumerate(named))
    return build_tree(0, tagged, EntityLayer(entities, mentions, ()), range(len(named)), ())


def goes_round(tree: Tree) -> bool:
    for first in tree.nodes:
        step = tree.up(first)
        for _ in tree.nodes:
            step = step and tree.up(step)
        if step is not None:
            return True
    return False


@settings(max_examples=400, deadline=None)
@given(trees())
def test_no_step_lets_heads_go_round(tree: Tree) -> None:
    assert not goes_round(tree)
    for step in STEPS:
        step(tree)
        assert not goes_round(tree), step.__name__
        link_children(tree)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_children_are_those_of_the_heads(tree: Tree) -> None:
    mend(tree)
    assert all(tree.nodes[i].head == node.index for node in tree.nodes for i in node.children)
    assert sum(len(node.children) for node in tree.nodes) == sum(node.head >= 0 for node in tree.nodes)


# Chunks by number, heads, relations: what the parser said where steps let heads go round.
ROUNDS = [
    ((1, 0, 6), (2, 2, 3, -1), ("cop", "cop", "parataxis", "root")),
    ((3, 4), (2, 0, -1, 2), ("nmod", "punct", "root", "nmod")),
    ((3, 4), (3, 0, 0, 2), ("nmod", "punct", "nmod", "nmod")),
]


@pytest.mark.parametrize(("chunks", "heads", "deps"), ROUNDS)
def test_known_rounds(chunks: tuple[int, ...], heads: tuple[int, ...], deps: tuple[str, ...]) -> None:
    words = [word for number in chunks for word in CHUNKS[number]]
    tree = build_tree(0, sentence(words, heads, deps), EntityLayer((), (), ()), (), ())
    for step in STEPS:
        step(tree)
        assert not goes_round(tree), step.__name__
        link_children(tree)


def mended(words: Sequence[Word], heads: Sequence[int], deps: Sequence[str], named: int) -> list[tuple[int, str]]:
    """Head and relation of each node, the word ``named`` being a country."""
    layer = EntityLayer(
        (EntityRecord("COUNTRY", "Чили", False, None, {}),), (MentionSpan(0, named, named + 1, 0, "name"),), ()
    )
    tree = build_tree(0, sentence(words, heads, deps), layer, (0,), ())
    mend(tree)
    return [(node.head, node.dep) for node in tree.nodes]


COUNTRY: Word = ("Чили", "PROPN", MALE["Nom"], NOUN)
VERB: Word = ("поддержал", "VERB", FINITE, CLAUSE)
PACT: Word = ("мир", "NOUN", MALE["Acc"], NOUN)
COMMA: Word = (",", "PUNCT", {}, ("punct",))


def test_a_finite_verb_is_no_attribute() -> None:
    found = mended((COUNTRY, VERB, PACT), (2, 2, -1), ("nmod", "amod", "root"), 0)
    assert (found[0], found[2]) == ((1, "nsubj"), (1, "obj"))


def test_a_nominative_joined_to_its_verb_is_its_subject() -> None:
    found = mended((COUNTRY, VERB, PACT), (1, -1, 1), ("conj", "root", "obj"), 0)
    assert found[0] == (1, "nsubj")


def test_what_stands_before_a_comma_is_not_the_next_verb_s() -> None:
    words = (VERB, COUNTRY, COMMA, ("он", "PRON", MALE["Nom"], NOUN), ("сказал", "VERB", FINITE, CLAUSE))
    words = (words[0], (*COUNTRY[:2], MALE["Acc"], NOUN), *words[2:])
    found = mended(words, (4, 4, 4, 4, -1), ("advcl", "obj", "punct", "nsubj", "root"), 1)
    assert found[1] == (0, "obj")


def test_a_gerund_is_of_the_verb_right_before_it() -> None:
    gerund: Word = ("помогая", "VERB", {"VerbForm": "Conv", "Aspect": "Imp"}, CLAUSE)
    words = (("спросил", "VERB", FINITE, CLAUSE), COMMA, COUNTRY, ("медлил", "VERB", FINITE, CLAUSE), COMMA, gerund)
    found = mended(words, (-1, 3, 3, 0, 5, 0), ("root", "punct", "nsubj", "ccomp", "punct", "advcl"), 2)
    assert found[5] == (3, "advcl")


@pytest.mark.parametrize("first", [0, 1])
def test_a_walk_ends_where_heads_go_round(first: int) -> None:
    words = (Token(0, 1, "а"), Token(2, 3, "б"), Token(4, 5, "в"))
    tagged = TaggedSentence(Sentence(0, 5, words, 0), ("NOUN",) * 3, ({},) * 3, (1, -1, -1), ("nmod",) * 3, ())
    tree = build_tree(0, tagged, EntityLayer((), (), ()), (), ())
    tree.nodes[1].head = 0
    assert is_below(tree, tree.nodes[first], tree.nodes[1 - first])
    assert not is_below(tree, tree.nodes[first], tree.nodes[2])
