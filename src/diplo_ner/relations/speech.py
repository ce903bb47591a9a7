"""Attribution: to whom the text gives what it says.

First the stretches of text that somebody is said to say are found, each by one way that Russian news has to mark them
(``_WAYS``, ``_quoted``); they nest, and the innermost counts: a word belongs to the shortest stretch around it. A
stretch whose speaker the text does not name has the speaker None and keeps what stands in it from those around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from diplo_ner.entities.spans import DASHES, OPENING
from diplo_ner.records import RelationRecord, TaggedSentence
from diplo_ner.relations.actors import Document
from diplo_ner.relations.arguments import is_verb
from diplo_ner.relations.frames import Frame
from diplo_ner.relations.interviews import words_of_one
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.match import BESIDE, BY_WORDS
from diplo_ner.relations.quotations import Place, Quotation, places, quotations
from diplo_ner.relations.ranges import STOPS, between_marks, clause, hull, relative_clause
from diplo_ner.relations.speakers import SELF, UNNAMED, Said, Speaker, named_by, speaker_of
from diplo_ner.relations.tree import Node, Tree, build_tree
from diplo_ner.resources.catalogue import ACTORS

_ENDS = frozenset({",", ".", "!", "?", "…", "..."})
_SPEECH = ("speech", "speech_acts", "speech_impersonal", "speech_trusted")
_SAID_BY_DENIAL = frozenset({"исключить", "исключать", "отрицать"})  # 'не исключил, что'
_OPENERS = frozenset({"как", "если"})
_ABOUT = frozenset({"о", "про"})
_THIS = (("об", "этом"), ("такое", "заявление"), ("соответствующее", "заявление"), ("с", "таким", "заявлением"))
_LEAD = 2  # sentences of a paragraph that 'Об этом сообщил X' at the head of the next one may sum up
_AHEAD = 3  # tokens from a closing mark to the verb that names the speaker


class Attribution:
    """To whom each word of a document is attributed."""

    def __init__(self, sentences: Sequence[TaggedSentence], stretches: Iterable[Said]) -> None:
        # Tokens are numbered through the document: the first of each sentence, and at the end how many there are.
        self._first = list(accumulate((len(tagged.tokens) for tagged in sentences), initial=0))
        self._at: list[Said | None] = [None] * self._first[-1]
        numbered = [(self._number(said.start), self._number(said.end), said) for said in stretches]
        for start, end, said in sorted(numbered, key=lambda stretch: stretch[0] - stretch[1]):
            self._at[start:end] = [said] * (end - start)

    def _number(self, place: Place) -> int:
        return self._first[place[0]] + place[1]

    def source_of(self, record: RelationRecord, tree: Tree, frame: Frame) -> int | None:
        """The entity to whom the text attributes a relation that the predicate states, or None."""
        if frame.noun and record.type in BESIDE:
            return None
        said = self._at[self._number((tree.sentence, tree.nodes[frame.node].token))]
        if said is None or (not said.whole and said.speaker in (record.head, record.tail)):
            return None
        if said.speaker == record.head and record.type in BY_WORDS:
            return None  # that the one who does it by speaking speaks adds nothing
        return said.speaker


def attribution(document: Document, sentences: Sequence[TaggedSentence], lexicon: Lexicon) -> Attribution:
    """Who says what in the document."""
    whole = words_of_one(sentences, document.layer, lexicon)
    return Attribution(sentences, [*whole, *_Reader(document, sentences, lexicon).stretches()])


class _Reader:
    """Reads a document once, in text order, and remembers who spoke last."""

    def __init__(self, document: Document, sentences: Sequence[TaggedSentence], lexicon: Lexicon) -> None:
        self.document, self.sentences, self.lexicon = document, sentences, lexicon
        self.verbs = frozenset().union(*(lexicon.words[name] for name in _SPEECH))
        self.trees = {tree.sentence: tree for tree in document.trees}
        self.quotations = list(quotations(sentences))
        self.inside: dict[Place, Quotation] = {}  # the innermost around each place
        for quotation in reversed(self.quotations):
            self.inside.update(dict.fromkeys(places(sentences, quotation.start, quotation.end), quotation))
        self.speakers: dict[Place, Speaker] = {}  # by the place of the verb

    def stretches(self) -> Iterator[Said]:
        full = {place for place, quotation in self.inside.items() if self._is_full(quotation)}
        last: int | None = None
        for number in range(len(self.sentences)):
            tree = self._tree(number)
            speaker: int | None = None
            for node in tree.nodes if tree is not None else ():
                if tree is None or not is_verb(node) or not self._speaks(tree, node):
                    continue
                who = speaker_of(self.document, tree, node, self.lexicon, last)
                if who.node >= 0 and tree.nodes[who.node].lemma in SELF:
                    continue  # '«Я напомнил X, что», — заявил Y'
                self.speakers[number, node.token] = who
                speaker = who.entity if who.entity is not None else speaker
                yield from self._reported(tree, node, who, full)
            if tree is not None:
                yield from self._by_nouns(tree, last)
            last = speaker if speaker is not None or tree is not None else last
        for quotation in self.quotations:
            yield from self._quoted(quotation)

    def _within(self, said: Said, place: Place) -> Said:
        """Cut to the quotation in which an aside at a place stands."""
        around = self.inside.get(place)
        if around is None:
            return said
        return replace(
            said, start=max(said.start, (around.start[0], around.start[1] + 1)), end=min(said.end, around.end)
        )

    def _tree(self, number: int) -> Tree | None:
        """The tree of a sentence; of one without mentions only where a quotation or 'сказал он' may need it."""
        tree = self.trees.get(number)
        if tree is None and any(pos == "VERB" for pos in self.sentences[number].pos):
            tree = self.trees[number] = build_tree(number, self.sentences[number], self.document.layer, (), ())
        return tree

    def _speaks(self, tree: Tree, verb: Node) -> bool:
        return verb.lemma in self.verbs or self._states(tree, verb)

    def _states(self, tree: Tree, verb: Node) -> bool:
        """'выступил с заявлением', 'сделал заявление'."""
        if verb.lemma not in self.lexicon.words["speech_with_noun"]:
            return False
        return any(tree.nodes[i].lemma in ("заявление", "обращение") for i in verb.children)

    # Verbs.

    def _reported(self, tree: Tree, verb: Node, who: Speaker, full: set[Place]) -> Iterator[Said]:
        denied = any(tree.nodes[i].lemma == "не" and i == verb.index - 1 for i in verb.children)
        if denied and verb.lemma not in _SAID_BY_DENIAL:
            return  # 'не сообщил о визите'
        if who == UNNAMED and verb.lemma not in self.lexicon.words["speech"]:
            return
        content = list(self._content(tree, verb, who))
        yield from content
        if any(said.whole for said in content):
            return
        size = len(tree.tagged.tokens)
        if (summed := self._sums_up(tree, verb, who)) is not None:
            yield summed
        elif self._is_aside(tree, verb, who) and (tree.sentence, verb.start) not in full:
            start, end = self._aside_span(tree, verb, who)
            if not self._closes_full(tree, start, full):
                first, last = self._scope(tree, verb, end)
                said = Said((tree.sentence, first), (tree.sentence, last), who.entity)
                yield self._within(said, (tree.sentence, start))
                yield Said((tree.sentence, start), (tree.sentence, min(end, size)), None)

    def _content(self, tree: Tree, verb: Node, who: Speaker) -> Iterator[Said]:
        """The clauses and nouns that the verb introduces."""
        acts = verb.lemma in self.lexicon.words["speech_acts"]
        for index in verb.children:
            node = tree.nodes[index]
            first, last = hull(tree, node)
            first = max(first, verb.end)
            if node.index < verb.index and not acts:
                if node.prep in _ABOUT and node.dep == "obl":
                    yield self._part(tree, *hull(tree, node), who, whole=False)
                continue
            if acts:
                if node.prep in ("в", "за", "о") and node.dep in ("obl", "nmod", "obj"):
                    yield self._part(tree, first, last, who, whole=False)
                continue
            subordinate = is_verb(node) and node.dep in ("ccomp", "csubj", "csubj:pass")
            told = node.lemma == "то" and any(is_verb(tree.nodes[i]) for i in node.children)
            if subordinate or told:
                yield self._part(tree, first, last, who, whole=True)
                continue
            fact = node.dep in ("obj", "nsubj:pass") and verb.lemma in self.lexicon.words["speech_of_facts"]
            if fact or node.prep in _ABOUT:
                yield self._part(tree, first, last, who, whole=False)
        if not acts:
            yield from self._behind_mark(tree, verb, who)

    def _behind_mark(self, tree: Tree, verb: Node, who: Speaker) -> Iterator[Said]:
        """The clause behind 'что' or a colon, wherever the parser hung it."""
        size = len(tree.tagged.tokens)
        for node in tree.nodes[verb.index + 1 :]:
            word = tree.words[node.start]
            if word == ":" and node.index > who.node:
                if node.end < size:
                    yield self._part(tree, node.end, size, who, whole=True)
                elif (end := self._paragraph_behind(tree)) is not None:
                    yield Said((tree.sentence + 1, 0), end, who.entity)
                return
            if word in ("что", "будто", "якобы") and node.pos == "SCONJ":
                head = tree.up(node)
                last = hull(tree, head)[1] if head is not None and head.index > node.index else size
                yield self._part(tree, node.start, max(last, node.end), who, whole=True)
                return
            if is_verb(node) and node.feats.get("VerbForm") in ("Fin", "Inf"):
                return

    def _paragraph_behind(self, tree: Tree) -> Place | None:
        """Where the paragraph behind a sentence that ends in a colon ends; None where none is behind it."""
        number = tree.sentence + 1
        if number >= len(self.sentences) or self.sentences[number].tokens[0].text in OPENING:
            return None
        block = self.sentences[number].sentence.block
        while number < len(self.sentences) and self.sentences[number].sentence.block == block:
            number += 1
        return number, 0

    def _part(self, tree: Tree, first: int, last: int, who: Speaker, *, whole: bool) -> Said:
        return Said((tree.sentence, first), (tree.sentence, last), who.entity, whole)

    def _sums_up(self, tree: Tree, verb: Node, who: Speaker) -> Said | None:
        """What 'Об этом сообщил X' sums up: the sentence before it, or what stands before it in its own."""
        words = tree.words[: verb.start]
        at = next((i for i in range(len(words)) for this in _THIS if tuple(words[i : i + len(this)]) == this), -1)
        if any((tree.sentence, n.token) in self.speakers for n in tree.nodes[: verb.index] if n.start > at):
            return None  # 'Об этом сообщили в X, уточнил Y'
        if at > 1 and words[at - 1] in (";", ":", *DASHES):
            return Said((tree.sentence, 0), (tree.sentence, at), who.entity)
        if at != 0 or tree.sentence == 0:
            return None
        number = tree.sentence - 1
        block = self.sentences[number].sentence.block
        if block != tree.tagged.sentence.block:
            lead = [n for n in range(max(number - _LEAD, 0), number + 1) if self.sentences[n].sentence.block == block]
            number = lead[0] if len(lead) <= _LEAD else number
        return Said((number, 0), (tree.sentence, 0), who.entity)

    def _is_aside(self, tree: Tree, verb: Node, who: Speaker) -> bool:
        """', сообщил X', ', как сообщил X,', 'Как сообщил X, ...', 'если верить X'."""
        if self._states(tree, verb):
            return False
        opener = self._opener(tree, verb)
        before = tree.tagged.tokens[opener - 1].text if opener > 0 else ""
        if tree.words[opener] in _OPENERS:
            return before in ("", ",", "(", ":", *DASHES)
        inverted = who.node > verb.index
        finite = verb.feats.get("VerbForm") == "Fin"
        return inverted and finite and (before == "," or before in DASHES)

    def _opener(self, tree: Tree, verb: Node) -> int:
        """The token where the verb's clause begins: 'как', 'если', an adverb or a time before the verb."""
        first = verb.start
        for node in reversed(tree.nodes[: verb.index]):
            word = tree.words[node.start]
            if word in _OPENERS:
                return node.start
            if node.pos == "PUNCT" or (is_verb(node) and node.lemma != "стать") or verb.index - node.index > 4:
                return first
            if node.pos not in ("ADV", "ADP", "PART", "ADJ", "VERB") and node.kinds != {"DATE"}:
                return first
            if node.pos == "ADV":
                first = node.start
        return first

    def _aside_span(self, tree: Tree, verb: Node, who: Speaker) -> tuple[int, int]:
        tokens = tree.tagged.tokens
        node = tree.nodes[max(who.node, verb.index)]
        end = max(node.end, hull(tree, node)[1] if node.index > verb.index else 0)
        while end < len(tokens) and tokens[end].text not in STOPS:
            end += 1
        return self._opener(tree, verb), end

    def _scope(self, tree: Tree, verb: Node, end: int) -> tuple[int, int]:
        """What an aside inside a sentence is about: its clause, the whole sentence where that is the main one."""
        size = len(tree.tagged.tokens)
        head = tree.up(verb)
        while head is not None and head.head >= 0 and head.dep in ("conj", "parataxis"):
            head = tree.up(head)
        at_edge = self._opener(tree, verb) == 0 or size - end <= 1
        if at_edge:
            return 0, size
        if (behind := relative_clause(tree, self._opener(tree, verb), end)) is not None:
            return behind
        first, last = (0, size) if head is None or not is_verb(head) else clause(tree, head)
        return between_marks(tree, min(first, end), max(last, end), end)

    # Nouns.

    def _by_nouns(self, tree: Tree, last: int | None) -> Iterator[Said]:
        size = len(tree.tagged.tokens)
        for node in tree.nodes:
            if not node.prep:
                continue
            who = named_by(self.document, tree, node, self.lexicon, last)
            if who is None:
                continue
            verb = tree.up(node)
            telling = UNNAMED if verb is None else self.speakers.get((tree.sentence, verb.token), UNNAMED)
            if node.prep == "с" and telling.entity is not None:
                continue  # 'передаёт X со ссылкой на Y'
            while verb is not None and not is_verb(verb):
                verb = tree.up(verb)
            if (behind := relative_clause(tree, node.start - 1, node.end)) is not None:
                start, end = behind
            else:
                start, end = (0, size) if verb is None or node.start <= 2 else clause(tree, verb)
            said = Said((tree.sentence, start), (tree.sentence, end), who.entity)
            yield self._within(said, (tree.sentence, node.start))

    # Quotations.

    def _is_full(self, quotation: Quotation) -> bool:
        """Whether it opens a sentence or stands behind a colon or dash, and so is no part of another clause."""
        sentence, token = quotation.start
        if token == 0:
            return True
        before = self.sentences[sentence].tokens[token - 1].text
        return before == ":" or before in DASHES

    def _closes_full(self, tree: Tree, start: int, full: set[Place]) -> bool:
        """Whether a full quotation ends right before the aside that starts at a token."""
        return any((tree.sentence, token) in full for token in range(max(start - _AHEAD, 0), start))

    def _quoted(self, quotation: Quotation) -> Iterator[Said]:
        who = self._said_behind(quotation) or self._said_inside(quotation) or self._said_before(quotation)
        if who is not None:
            yield Said(quotation.start, quotation.end, who.entity)

    def _said_behind(self, quotation: Quotation) -> Speaker | None:
        """'«…», — сказал X', '«…». Об этом сказал X' has its own way."""
        sentence, token = quotation.end
        if sentence >= len(self.sentences):
            return None
        return self._said_at(sentence, token + 1)

    def _said_at(self, sentence: int, token: int) -> Speaker | None:
        """The speaker of 'сказал X' that begins at a token, over marks."""
        tokens = self.sentences[sentence].tokens
        dash = False
        marks = 0
        while token < len(tokens) and marks < _AHEAD and (tokens[token].text in _ENDS or tokens[token].text in DASHES):
            dash = dash or tokens[token].text in DASHES
            token, marks = token + 1, marks + 1
        if not marks or token >= len(tokens):
            return None
        tree = self._tree(sentence)
        if tree is None:
            return None
        for node in tree.nodes[tree.at[token] : tree.at[token] + 3]:
            if node.pos == "PUNCT":
                return None
            if not is_verb(node):
                continue
            known = self.speakers.get((sentence, node.token))
            if known is None and dash and node.feats.get("VerbForm") == "Fin":
                known = speaker_of(self.document, tree, node, self.lexicon, None)
                known = known if known.node > node.index else None
            return known
        return None

    def _said_inside(self, quotation: Quotation) -> Speaker | None:
        """'«…, — сказал X, — …»': the speaker between dashes."""
        for sentence, token in places(self.sentences, quotation.start, quotation.end):
            tokens = self.sentences[sentence].tokens
            breaks = token and tokens[token].text in DASHES and tokens[token - 1].text in _ENDS
            if breaks and (who := self._said_at(sentence, token)) is not None:
                return who
        return None

    def _said_before(self, quotation: Quotation) -> Speaker | None:
        """'X сказал: «…»', also over the end of a paragraph."""
        sentence, token = quotation.start
        if token == 0:
            sentence, token = sentence - 1, len(self.sentences[sentence - 1].tokens)
        if sentence < 0 or self.sentences[sentence].tokens[token - 1].text != ":":
            return None
        tree = self._tree(sentence)
        verbs = [n for n in tree.nodes[: tree.at[token - 1]] if is_verb(n)] if tree is not None else []
        known = [self.speakers[sentence, n.token] for n in verbs if (sentence, n.token) in self.speakers]
        if known or tree is None or not verbs:
            return known[-1] if known else None
        who = speaker_of(self.document, tree, verbs[-1], self.lexicon, None)
        return who if who.entity is not None and self.document.layer.entities[who.entity].type in ACTORS else None
