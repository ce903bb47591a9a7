"""CoNLL-U (https://universaldependencies.org/format.html): the words of a text with lemma, grammar and tree::

    # newdoc id = article
    # global.Entity = eid-etype-head-other
    # sent_id = article-1
    # text = Президент Латвии Янис Озолс прибыл в Ригу.
    1	Президент	президент	NOUN	_	Case=Nom|...	5	nsubj	_	Entity=(E1-POST-1-|TokenRange=0:9
    2	Латвии	латвия	PROPN	_	Case=Gen|...	1	nmod	_	Entity=(E2-COUNTRY-1-)E1)|TokenRange=10:16

- FORM and ``# text`` are of the repaired text (a word broken over two lines is one word); TokenRange, as UDPipe has it,
  is the half-open range of code points of the text as given.
- Mentions are brackets as in CorefUD: the id of the entity, its type, the number of the head word within the mention,
  and, where it is no name, the kind of the mention. They may nest and cross.
- Where the parser gives no tree, its heads are mended: see ``words.read_words``.
- Not held: relations, names and codes of entities; mentions of no word, or of words of several sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from diplo_ner.export.words import Word, read_words
from diplo_ner.models import AnyEntity, Extraction, Mention, MentionKind

_SEPARATORS = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "%-()|= \t\r\n"})


def to_conllu(extraction: Extraction, name: str = "") -> Iterator[str]:
    """The lines of one document, without line ends; each sentence ends in an empty line.

    Of an extraction the text and the mentions are used; ``Extraction(text=text)`` gives the tree alone.
    """
    name = "_".join(name.split())
    mentions = [(mention, entity) for entity in extraction.entities for mention in entity.mentions]
    mentions.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    for number, words in enumerate(read_words(extraction.text), 1):
        if number == 1:
            yield f"# newdoc id = {name}" if name else "# newdoc"
            yield "# global.Entity = eid-etype-head-other"
        yield f"# sent_id = {name}-{number}" if name else f"# sent_id = {number}"
        yield "# text = " + "".join(word.form + " " * word.space_after for word in words).rstrip(" ")
        marks = _marks(words, mentions)
        for place, word in enumerate(words):
            yield _line(place, word, marks.get(place, ""))
        yield ""


def _line(place: int, word: Word, marks: str) -> str:
    feats = "|".join(f"{key}={value}" for key, value in sorted(word.feats.items(), key=lambda item: item[0].lower()))
    misc = [f"TokenRange={word.start}:{word.end}"]
    if not word.space_after:
        misc.append("SpaceAfter=No")
    if marks:
        misc.append(f"Entity={marks}")
    fields = [str(place + 1), word.form, word.lemma, word.pos, "_", feats or "_", str(word.head + 1), word.dep, "_"]
    return "\t".join([*fields, "|".join(sorted(misc, key=str.lower))])


def _marks(words: Sequence[Word], mentions: Sequence[tuple[Mention, AnyEntity]]) -> Mapping[int, str]:
    """The brackets at each word: those that open, outer first, mentions of one word, those that close, inner first."""
    opening: dict[int, str] = {}
    single: dict[int, str] = {}
    closing: dict[int, str] = {}
    low, high = min(word.start for word in words), max(word.end for word in words)
    for mention, entity in mentions:
        if mention.start < low or mention.end > high:
            continue
        inside = [i for i, w in enumerate(words) if any(a < mention.end and mention.start < b for a, b in w.pieces)]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        key = entity.id.translate(_SEPARATORS)
        kind = "" if mention.kind is MentionKind.NAME else f"kind:{mention.kind}"
        mark = f"({key}-{entity.type}-{_head(words, first, last)}-{kind}"
        if first == last:
            single[first] = single.get(first, "") + mark + ")"
        else:
            opening[first] = opening.get(first, "") + mark
            closing[last] = f"{key})" + closing.get(last, "")
    places = {*opening, *single, *closing}
    return {i: opening.get(i, "") + single.get(i, "") + closing.get(i, "") for i in places}


def _head(words: Sequence[Word], first: int, last: int) -> int:
    """The number within the span, from 1, of the first word that depends on none in the span."""
    return next(i - first + 1 for i in range(first, last + 1) if not first <= words[i].head <= last)
