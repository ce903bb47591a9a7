"""The dependency tree of a sentence with its entity spans contracted to single nodes.

The parser errs most inside names and long posts; the entity spans know better there. So every outermost mention of an
actor, post, place or date becomes one node, and a post with its holder beside it becomes one node too. Events and
documents are not contracted: their participants stand inside them ('встреча X с Y', 'соглашение между A и B').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from diplo_ner.entities.name_forms import WOMENS_SURNAMES
from diplo_ner.morphology import cases, is_known, lemma
from diplo_ner.records import EntityLayer, MentionSpan, TaggedSentence

CONTRACTED = frozenset({"PERSON", "POST", "COUNTRY", "PARTY", "ORGANIZATION", "PLACE", "DATE"})
ANY_CASE = "*"
# What is so at a place: 'форум о мире на Кавказе' is no forum on the Caucasus.
SITUATIONS = frozenset({
    "мир", "ситуация", "положение", "обстановка", "событие", "конфликт", "война", "кризис", "урегулирование",
    "перемирие",
})  # fmt: skip
_AGREEMENT = ("Case", "Number", "Gender")
# The cases that a preposition governs; a tag outside of them is the tagger's error.
GOVERNED: Mapping[str, tuple[str, ...]] = {
    "в": ("Acc", "Loc"), "на": ("Acc", "Loc"), "с": ("Ins", "Gen"), "к": ("Dat",), "по": ("Dat",), "между": ("Ins",),
    "за": ("Acc", "Ins"), "о": ("Loc",), "из": ("Gen",), "от": ("Gen",), "у": ("Gen",), "для": ("Gen",),
    "против": ("Gen",), "перед": ("Ins",), "под": ("Ins", "Acc"), "над": ("Ins",), "через": ("Acc",),
    "после": ("Gen",), "при": ("Loc",), "до": ("Gen",), "без": ("Gen",), "кроме": ("Gen",), "из-за": ("Gen",),
    "среди": ("Gen",), "около": ("Gen",), "вместо": ("Gen",), "ради": ("Gen",), "про": ("Acc",), "вокруг": ("Gen",),
}  # fmt: skip
VARIANTS: Mapping[str, str] = {
    "во": "в", "со": "с", "ко": "к", "об": "о", "обо": "о", "изо": "из", "ото": "от", "подо": "под", "надо": "над",
    "передо": "перед", "меж": "между",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """One node: tokens ``start`` to ``end`` (half-open), ``token`` the one that carries its grammar.

    ``prep`` is a preposition in its plain form ('с' for 'со', 'в ходе' for a compound one) or ''; ``case`` a UD case,
    '*' where the tag contradicts the preposition, or ''. ``mentions`` indexes the document's mentions that the node
    denotes, of types ``kinds``; ``nested`` are those inside its span.
    """

    index: int
    start: int
    end: int
    token: int
    lemma: str
    pos: str
    feats: Mapping[str, str]
    dep: str
    head: int = -1
    prep: str = ""
    case: str = ""
    mentions: tuple[int, ...] = ()
    nested: tuple[int, ...] = ()
    kinds: frozenset[str] = frozenset()
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The contracted tree of sentence number ``sentence``; ``at[token]`` is the index of the token's node.

    ``words`` are the texts of its tokens in lower case; ``moved`` tells whether a node was hung elsewhere.
    """

    sentence: int
    tagged: TaggedSentence
    words: list[str]
    nodes: list[Node]
    at: list[int]
    moved: bool = False

    def root(self) -> Node | None:
        return next((node for node in self.nodes if node.head < 0), None)

    def child(self, node: Node, *deps: str) -> Node | None:
        return next((self.nodes[i] for i in node.children if self.nodes[i].dep in deps), None)

    def inside(self, node: Node) -> tuple[int, ...]:
        """All mentions within the node's span, outer before inner."""
        return node.mentions + node.nested

    def hang(self, node: Node, head: int, dep: str = "") -> None:
        """Give a node another head, and where it is given another relation to it; ``children`` stay as they were."""
        self.moved = self.moved or node.head != head
        node.head, node.dep = head, dep or node.dep

    def up(self, node: Node) -> Node | None:
        return self.nodes[node.head] if node.head >= 0 else None


def is_below(tree: Tree, node: Node, above: Node) -> bool:
    """Whether ``node`` is ``above`` or stands somewhere under it."""
    step: Node | None = node
    for _ in tree.nodes:  # no walk is longer, not even where heads go round
        if step is None or step.index == above.index:
            break
        step = tree.up(step)
    return step is not None and step.index == above.index


def agree(one: Node, other: Node) -> bool:
    """Whether two nodes agree in case, number and, in the singular, gender, as far as their tags tell."""
    plural = "Plur" in (one.feats.get("Number"), other.feats.get("Number"))
    keys = _AGREEMENT[:2] if plural else _AGREEMENT
    return all(
        one.feats.get(key) == other.feats.get(key) for key in keys if one.feats.get(key) and other.feats.get(key)
    )


def build_tree(
    number: int,
    tagged: TaggedSentence,
    layer: EntityLayer,
    mentions: Sequence[int],
    holders: Sequence[tuple[int, int]],
) -> Tree:
    """``mentions`` are the indices of the layer's mentions in this sentence, ``holders`` its pairs of them."""
    spans = _contracted_spans(tagged, layer, mentions, holders)
    size = len(tagged.tokens)
    ranges: list[tuple[int, int]] = []
    token = 0
    for start, end in spans:
        ranges += [(i, i + 1) for i in range(token, start)]
        ranges.append((start, end))
        token = end
    ranges += [(i, i + 1) for i in range(token, size)]
    at = [index for index, (start, end) in enumerate(ranges) for _ in range(start, end)]
    words = [token.text.lower() for token in tagged.tokens]
    nodes = _nodes(tagged, words, ranges, at)
    break_cycles(nodes)
    tree = Tree(number, tagged, words, nodes, at)
    _attach_mentions(tree, layer, mentions, holders)
    link_children(tree)
    for node in _behind_prepositions(tree):
        _find_preposition(tree, node)
    return tree


def _contracted_spans(
    tagged: TaggedSentence, layer: EntityLayer, mentions: Sequence[int], holders: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Disjoint token ranges in order: outermost contracted mentions, posts joined with the holder beside them."""
    found = [
        (layer.mentions[m].start, layer.mentions[m].end)
        for m in mentions
        if layer.entities[layer.mentions[m].entity].type in CONTRACTED
    ]
    for post, person in holders:
        a, b = sorted((layer.mentions[post], layer.mentions[person]), key=lambda m: m.start)
        if _only_glue(tagged, a.end, b.start) and not _in_other_case(tagged, a, b):
            found.append((a.start, max(a.end, b.end)))
    found.sort(key=lambda span: (span[0], -span[1]))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _in_other_case(tagged: TaggedSentence, post: MentionSpan, person: MentionSpan) -> bool:
    """'избрал премьером Милицу': a name whose form has one case alone is not joined with a post in another one."""
    name = tagged.tokens[person.start].text
    case = tagged.feats[_representative(post.start, post.end, tagged)].get("Case")
    possible = cases(name) if is_known(name) else frozenset()
    sure = len(possible) == 1 or (case == "Ins" and "Nom" not in possible)  # 'с министром Цой' stays one
    return case is not None and bool(possible) and case not in possible and sure


def _only_glue(tagged: TaggedSentence, start: int, end: int) -> bool:
    """Whether a post and its holder may be joined over these tokens: a bracket, quotes, a title; no comma, no verb."""
    gap = range(start, end)
    if len(gap) > 6 or any(tagged.pos[i] in ("VERB", "AUX", "SCONJ", "ADP") for i in gap):
        return False
    return not any(tagged.tokens[i].text in (",", ";", ":", ".", "—", "–", "-") for i in gap)


def _nodes(
    tagged: TaggedSentence, words: Sequence[str], ranges: Sequence[tuple[int, int]], at: Sequence[int]
) -> list[Node]:
    heads, deps = tagged.heads, tagged.deps
    nodes = []
    for index, (start, end) in enumerate(ranges):
        token = start if end - start == 1 else _representative(start, end, tagged)
        pos, feats = tagged.pos[token], tagged.feats[token]
        head = at[heads[token]] if heads[token] >= 0 else -1
        base = words[token] if pos == "PUNCT" else lemma(words[token], pos, feats)
        nodes.append(Node(index, start, end, token, base, pos, feats, deps[token], head, "", feats.get("Case", "")))
    for node in nodes:
        noun = nodes[node.head]
        if node.end - node.start > 1 and noun.head == node.index and _is_combined(tagged, node.start, node.end):
            # The parser took 'ирано' of 'ирано-иракское соглашение' for a noun that the other one hangs on.
            above = heads[node.start]
            noun.head, noun.dep = at[above] if above >= 0 else -1, deps[node.start]
    return nodes


def _representative(start: int, end: int, tagged: TaggedSentence) -> int:
    """The token of the span whose head is outside; of several the one nearest to the root, then the first.

    Of 'ирано-иракское' the last part: it alone agrees with the noun, whatever the parser makes of the first.
    """
    outside = [i for i in range(start, end) if not start <= tagged.heads[i] < end]
    outside = [i for i in outside if not _is_combined(tagged, i, end)] or outside
    outside = [i for i in outside if tagged.deps[i] not in ("punct", "case", "cc")] or outside or [start]
    return min(outside, key=lambda i: (_depth(i, tagged), i))


def _is_combined(tagged: TaggedSentence, i: int, end: int) -> bool:
    """Whether a token is the first part of an adjective or the hyphen behind it: 'ирано-' of 'ирано-иракское'."""
    if tagged.tokens[i].text == "-":
        i -= 1
    whole = i >= 0 and i + 2 < end and tagged.tokens[i + 1].text == "-" and tagged.pos[i + 2] == "ADJ"
    return whole and tagged.tokens[i].text.endswith("о")


def _depth(token: int, tagged: TaggedSentence) -> int:
    depth = 0
    while tagged.heads[token] >= 0 and depth <= len(tagged.heads):
        token, depth = tagged.heads[token], depth + 1
    return depth


def break_cycles(nodes: list[Node]) -> None:
    """Each walk up must end: where heads go round, as they may in the parser's output, the last is cut off."""
    state = [0] * len(nodes)
    for first in range(len(nodes)):
        path = []
        index = first
        while index >= 0 and state[index] == 0:
            state[index] = 1
            path.append(index)
            index = nodes[index].head
        if index >= 0 and state[index] == 1:
            nodes[path[-1]].head = -1
        for seen in path:
            state[seen] = 2


def link_children(tree: Tree) -> None:
    for node in tree.nodes:
        node.children.clear()
    for node in tree.nodes:
        if node.head >= 0:
            tree.nodes[node.head].children.append(node.index)


def _attach_mentions(
    tree: Tree, layer: EntityLayer, mentions: Iterable[int], holders: Iterable[tuple[int, int]]
) -> None:
    """Give each node the mentions that denote it: the outermost of a contracted range, and the event or
    document whose head word it is.
    """
    held: dict[int, list[int]] = defaultdict(list)
    joined = {m for pair in holders for m in pair}
    # 'советник президента Орлова Белов': who stands between a post and its holder is of the post.
    between = [sorted((layer.mentions[a].start, layer.mentions[b].start)) for a, b in holders]
    inner: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for m in mentions:
        span = layer.mentions[m]
        kind = layer.entities[span.entity].type
        if kind not in CONTRACTED:
            head = tree.at[_representative(span.start, span.end, tree.tagged)]
            same = (o for o in held[head] if layer.entities[layer.mentions[o].entity].type == kind)
            if not any(_has(layer.mentions[other], span) for other in same):  # 'резолюция' of 'резолюция о мире'
                held[head].append(m)
            continue
        index = tree.at[span.start]
        outer = inner[index]
        nested = any(
            (start <= span.start and span.end <= end) and (start, end) != (span.start, span.end) for start, end in outer
        )
        outer.append((span.start, span.end))
        nested = nested or (m not in joined and any(first < span.start < last for first, last in between))
        if not nested or (m in joined and kind == "PERSON"):
            held[index].append(m)
        else:
            tree.nodes[index].nested += (m,)
    for index, found in held.items():
        if _is_named_so(tree, tree.nodes[index], layer, found):
            tree.nodes[index].case = "Nom"
        tree.nodes[index].mentions = tuple(found)
        tree.nodes[index].kinds = frozenset(layer.entities[layer.mentions[m].entity].type for m in found)


def _is_named_so(tree: Tree, node: Node, layer: EntityLayer, mentions: Sequence[int]) -> bool:
    """Whether a surname that declines stands as the person is called: 'Белова' of Анна Белова is a nominative."""
    word = tree.tagged.tokens[node.token].text
    if node.end - node.start > 1 or not word.endswith(WOMENS_SURNAMES):
        return False
    entities = (layer.entities[layer.mentions[m].entity] for m in mentions)
    return any(entity.type == "PERSON" and entity.name.split()[-1] == word for entity in entities)


def _has(outer: MentionSpan, inner: MentionSpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _behind_prepositions(tree: Tree) -> list[Node]:
    """The nodes that a preposition hangs on or stands right before."""
    found: set[int] = set()
    for token, dep in enumerate(tree.tagged.deps):
        if dep == "case":
            found.add(tree.nodes[tree.at[token]].head)
            found.update(tree.at[token + 1 : token + 2])
    return [tree.nodes[index] for index in found if index >= 0]


def _find_preposition(tree: Tree, node: Node) -> None:
    tagged = tree.tagged
    for child in node.children:
        word = tree.nodes[child]
        if word.dep == "case" and word.start < node.start:
            parts = [word.lemma if word.pos != "ADP" else tree.words[word.start]]
            behind = (tree.nodes[i] for i in word.children)
            parts += [tree.words[n.start] for n in behind if n.dep == "fixed" and n.start > word.start]
            node.prep = VARIANTS.get(" ".join(parts), " ".join(parts))
            break
    else:
        before = node.start - 1
        if before >= 0 and tagged.deps[before] == "case" and node.pos in ("NOUN", "PROPN", "PRON", "X", "NUM"):
            node.prep = VARIANTS.get(tree.words[before], tree.words[before])
    if node.prep in ("в", "на", "с") and _indeclinable(tagged.tokens[node.token].text, node):
        node.case = ANY_CASE
    governed = GOVERNED.get(node.prep)
    if governed and node.case not in governed:
        node.case = governed[0] if len(governed) == 1 or node.prep == "с" else ANY_CASE


def _indeclinable(word: str, node: Node) -> bool:
    """'в Баку', 'в МИД': the form does not tell where from whither, and the tagger guesses."""
    if word.isupper():
        return len(word) > 1
    return node.pos == "PROPN" and word[-1] in "оеиуюэы" and node.lemma == word.lower()
