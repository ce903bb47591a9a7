"""Why a fact was found in a sentence, or not: its predicates, the rules that they call up, where each rule ended."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from diplo_ner import morphology
from diplo_ner.models import EntityType
from diplo_ner.records import EntityLayer, RelationRecord, TaggedSentence
from diplo_ner.relations import find_relations
from diplo_ner.relations.actors import Document, fillers, owners
from diplo_ner.relations.arguments import Argument, is_verb
from diplo_ner.relations.document import read_document
from diplo_ner.relations.frames import Frame, frame_at, frames
from diplo_ner.relations.lexicon import Lexicon, default_lexicon
from diplo_ner.relations.match import Unmet, match, rules_of, unmet
from diplo_ner.relations.status import status_of
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.rules import OWNER, STATUS, Rule, plain_path
from diplo_ner.text import CleanText

_TYPES = frozenset(EntityType)
_STAGES = {"with": 0, "without": 1, "head": 2, "each": 2, "tail": 3}  # in the order in which a rule is tried
_SHOWN = 8  # words of a condition that a message lists
_ALIKE = 0.75  # difflib's ratio: 'посетить' and 'посещать' are alike, 'принять' and 'понять' are not
_CONTENT = ("VERB", "NOUN", "PROPN", "ADJ", "X")


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands under a path of a predicate: its words, and the entities that it means as 'TYPE name'."""

    path: str
    text: str
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """A relation that a rule gave; ``head`` and ``tail`` are names of entities."""

    rule: str
    relation: str
    head: str
    tail: str
    status: str

    def __str__(self) -> str:
        status = "" if self.status == "asserted" else f" [{self.status}]"
        return f"{self.relation}({self.head}, {self.tail}){status}"


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that gave nothing: the first condition that failed, as a record and in words."""

    rule: str
    relation: str
    unmet: Unmet
    why: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or noun with its arguments; ``missed`` has the rule that got farthest first.

    Where no rule knows the word, ``fired`` and ``missed`` are empty and ``alike`` names words that rules know.
    """

    word: str
    lemma: str
    is_noun: bool
    arguments: tuple[Filler, ...]
    fired: tuple[Fired, ...]
    missed: tuple[Missed, ...]
    alike: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a rule knows the word."""
        return bool(self.fired or self.missed)

    def __str__(self) -> str:
        kind = "noun" if self.is_noun else "verb"
        width = max((len(filler.path) for filler in self.arguments), default=0)
        known_instead = f"; rules know {', '.join(self.alike)}" if self.alike else ""
        lines = [f"{self.word}: {kind} {self.lemma}"]
        lines += [f"    {f.path:{width}}  {f.text} = {', '.join(f.entities) or 'no entity'}" for f in self.arguments]
        lines += [] if self.is_known else [f"  - no rule knows this {kind}{known_instead}"]
        lines += [f"  + {fired} by {fired.rule}" for fired in self.fired]
        lines += [f"  - {missed.rule} ({missed.relation}): {missed.why}" for missed in self.missed]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence: half-open offsets into the text as given, its predicates, and the facts that need none.

    ``by_build`` are those: 'президент страны Иван Петров'. ``predicates`` is empty where the sentence has no entity.
    ``str`` of it is for reading.
    """

    start: int
    end: int
    text: str
    entities: tuple[str, ...]
    predicates: tuple[Predicate, ...]
    by_build: tuple[Fired, ...]

    def __str__(self) -> str:
        lines = [f"{self.start}-{self.end}  {self.text}"]
        lines.append(f"entities: {', '.join(self.entities) or 'none; without one no rule is tried'}")
        lines += [f"+ {fired} by {fired.rule}" for fired in self.by_build]
        lines += [line for predicate in self.predicates for line in str(predicate).split("\n")]
        if self.entities and not self.predicates:
            lines.append("- no rule knows a word of it; ask for one to see what stands under its paths")
        return "\n  ".join(lines)


def explain(
    clean: CleanText,
    sentences: Sequence[TaggedSentence],
    layer: EntityLayer,
    lexicon: Lexicon | None = None,
    near: str | None = None,
) -> list[Explanation]:
    """The explanation of each sentence, or of those that have the words ``near``, in any of their forms."""
    lexicon = lexicon or default_lexicon()
    wanted = [] if near is None else [_forms(word) for word in near.split()]
    document = read_document(sentences, layer)
    trees = {tree.sentence: tree for tree in document.trees}
    found = find_relations(sentences, layer, lexicon)
    return [
        _sentence(clean, document, tagged, trees.get(number), lexicon, found, wanted)
        for number, tagged in enumerate(sentences)
        if _has(tagged, wanted)
    ]


def _forms(word: str) -> frozenset[str]:
    low = word.lower().strip(".,;:!?«»\"'()")
    return frozenset({low, *morphology.lemmas(low)})


def _has(tagged: TaggedSentence, wanted: Sequence[frozenset[str]]) -> bool:
    own = [_forms(token.text) for token in tagged.tokens] if wanted else []
    return all(any(forms & word for word in own) for forms in wanted)


def _sentence(
    clean: CleanText,
    document: Document,
    tagged: TaggedSentence,
    tree: Tree | None,
    lexicon: Lexicon,
    found: Sequence[RelationRecord],
    wanted: Sequence[frozenset[str]],
) -> Explanation:
    first, last = tagged.tokens[0].start, tagged.tokens[-1].end
    start, end = clean.span(first, last)
    predicates = () if tree is None else tuple(_predicates(document, tree, lexicon, wanted))
    by_rule = {(fired.rule, str(fired)) for predicate in predicates for fired in predicate.fired}
    here = [_fired(document, record) for record in found if first <= record.start and record.end <= last]
    by_build = tuple(fired for fired in here if (fired.rule, str(fired)) not in by_rule)
    entities = () if tree is None else _names(document, _mentions_of(document, tree))
    return Explanation(start, end, " ".join(clean.original[start:end].split()), entities, predicates, by_build)


def _mentions_of(document: Document, tree: Tree) -> list[int]:
    return [n for n, mention in enumerate(document.layer.mentions) if mention.sentence == tree.sentence]


def _predicates(
    document: Document, tree: Tree, lexicon: Lexicon, wanted: Sequence[frozenset[str]]
) -> Iterator[Predicate]:
    """Predicates that rules know, and those that none does where they are among the words asked for."""
    known = {frame.node: frame for frame in frames(tree, lexicon)}
    for node in tree.nodes:
        asked = any(forms & _forms(tree.tagged.tokens[node.token].text) for forms in wanted)
        if node.index in known:
            yield _predicate(document, tree, known[node.index], lexicon)
        elif asked and node.pos in _CONTENT and not node.kinds - {"POST", "EVENT"}:
            yield _unknown(document, tree, node, lexicon)


def _predicate(document: Document, tree: Tree, frame: Frame, lexicon: Lexicon) -> Predicate:
    fired = [_fired(document, record) for record in match(document, tree, frame, lexicon)]
    missed = []
    for rule in rules_of(frame, lexicon):
        failed = unmet(document, tree, frame, rule, lexicon)
        if failed is not None:
            why = _why(document, tree, frame, rule, failed, lexicon)
            missed.append(Missed(rule.id, rule.type, failed, why))
    missed.sort(key=lambda miss: _distance(frame, miss.unmet))
    word = tree.tagged.tokens[tree.nodes[frame.node].token].text
    arguments = tuple(_filler(document, tree, argument) for argument in frame.arguments)
    return Predicate(word, frame.lemma, frame.noun, arguments, tuple(fired), tuple(missed))


def _distance(frame: Frame, failed: Unmet) -> tuple[int, bool]:
    """How far a rule is from firing: the later a condition the nearer, and nearer where its paths lead to something."""
    return -_STAGES[failed.key], not _under(frame, failed)


def _under(frame: Frame, failed: Unmet) -> list[Argument]:
    paths = (plain_path(path) for path in failed.paths)
    return [argument for path in dict.fromkeys(paths) for argument in frame.nodes(path)]


def _unknown(document: Document, tree: Tree, node: Node, lexicon: Lexicon) -> Predicate:
    frame = frame_at(tree, node, lexicon)
    words = lexicon.verbs if is_verb(node) else lexicon.nouns
    alike = difflib.get_close_matches(node.lemma, words, n=3, cutoff=_ALIKE)
    arguments = tuple(_filler(document, tree, argument) for argument in frame.arguments)
    return Predicate(tree.tagged.tokens[node.token].text, node.lemma, frame.noun, arguments, (), (), tuple(alike))


def _filler(document: Document, tree: Tree, argument: Argument) -> Filler:
    path = argument.path + ("~" if argument.loose else "")
    entities = _names(document, fillers(document, tree, argument.node, _TYPES))
    return Filler(path, _words(tree, argument.node), entities)


def _words(tree: Tree, index: int) -> str:
    node = tree.nodes[index]
    return " ".join(token.text for token in tree.tagged.tokens[node.start : node.end])


def _names(document: Document, mentions: Collection[int]) -> tuple[str, ...]:
    layer = document.layer
    found = (layer.entities[layer.mentions[mention].entity] for mention in mentions)
    return tuple(dict.fromkeys(f"{entity.type} {entity.name}" for entity in found))


def _fired(document: Document, record: RelationRecord) -> Fired:
    entities = document.layer.entities
    return Fired(record.rule, record.type, entities[record.head].name, entities[record.tail].name, record.status)


def _why(document: Document, tree: Tree, frame: Frame, rule: Rule, failed: Unmet, lexicon: Lexicon) -> str:
    """The failed condition in words."""
    paths = " or ".join(failed.paths)
    if failed.paths == (STATUS,):
        mode = status_of(tree, frame, lexicon)
        wanted = f"{'wanted' if failed.key == 'with' else 'ruled out'}: {_listed(failed)}"
        return f"{failed.key} {STATUS}: the predicate is {mode}; {wanted}"
    at = _under(frame, failed)
    if failed.key == "without":
        nodes = [_words(tree, a.node) for a in at if not failed.words or _lemmas(tree, a.node) & failed.words]
        return f"without {paths}: '{', '.join(nodes)}' stands there"
    words = ", ".join(f"'{_words(tree, argument.node)}'" for argument in at)
    if failed.key == "with":
        wanted = f"wanted: {_listed(failed)}" if failed.words else "any word would do"
        return f"with {paths}: {f'{words} stands there' if words else 'nothing stands there'}; {wanted}"
    role = {"head": "head", "tail": "tail", "each": "pair"}[failed.key]
    wanted = f"wanted: {'two of ' if role == 'pair' else ''}{_listed(failed)}"
    if not at:
        return f"{role}: nothing stands under {paths}; {wanted}"
    if rule.direct and all(argument.loose for argument in at):
        return f"{role}: {words} under {paths} hangs on a neighbour of the word, and the rule is direct"
    meant = [entity for argument in at for entity in _meant(document, tree, argument, failed.paths)]
    return f"{role}: {words} under {paths} is {', '.join(meant) if meant else 'no entity'}; {wanted}"


def _meant(document: Document, tree: Tree, argument: Argument, paths: Sequence[str]) -> tuple[str, ...]:
    found = list(fillers(document, tree, argument.node, _TYPES))
    if any(path.endswith(OWNER) for path in paths):
        found += owners(document, tree, argument.node, _TYPES)
    return _names(document, found)


def _lemmas(tree: Tree, index: int) -> frozenset[str]:
    node = tree.nodes[index]
    return frozenset({node.lemma, *(tree.nodes[i].lemma for i in node.children if tree.nodes[i].dep == "conj")})


def _listed(failed: Unmet) -> str:
    words = sorted(failed.words)
    return ", ".join(words[:_SHOWN]) + (f" (and {len(words) - _SHOWN} more)" if len(words) > _SHOWN else "")
