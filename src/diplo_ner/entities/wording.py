"""Tokens as the words that decline: hyphenated words put together again, their white space and letter case kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

_CLOSING = frozenset(".,)»”’!?;:%")
_OPENING = frozenset("(«„“")


class Word(NamedTuple):
    """A word or mark of a phrase; ``gap`` is the white space before it, and ``feats`` are its last token's."""

    text: str
    pos: str
    feats: Mapping[str, str]
    gap: str


def words_of(
    tokens: Sequence[str],
    pos: Sequence[str],
    feats: Sequence[Mapping[str, str]],
    gaps: Sequence[str] | None = None,
) -> list[Word]:
    """The words of some tokens; a hyphen with no space beside it joins the tokens on its two sides.

    Where ``gaps`` is not given, every hyphen between two words of letters or digits counts so.
    """
    found: list[Word] = []
    joined = False
    for i, token in enumerate(tokens):
        gap = (gaps[i] if gaps is not None else _usual_gap(tokens, i)) if i else ""
        if found and not gap and (joined or (token == "-" and found[-1].text[-1].isalnum())):
            joined = token == "-"
            found[-1] = Word(found[-1].text + token, pos[i] if token != "-" else found[-1].pos, feats[i], found[-1].gap)
        else:
            joined = False
            found.append(Word(token, pos[i], feats[i], gap))
    return found


def join(words: Sequence[Word], texts: Sequence[str]) -> str:
    """``texts``, one a word, with the words' white space between."""
    return "".join((word.gap if i else "") + text for i, (word, text) in enumerate(zip(words, texts, strict=True)))


def join_usual(tokens: Sequence[str]) -> str:
    """Tokens as a text with the usual white space: a space between words, none beside marks that lean on them."""
    return "".join((_usual_gap(tokens, i) if i else "") + token for i, token in enumerate(tokens))


def fold(word: str) -> str:
    """Lower case with 'ё' as 'е': what words are compared by."""
    return word.lower().replace("ё", "е")


def recase(written: str, word: str) -> str:
    """``word`` in the letter case of ``written``, letter by letter as far as the two agree, 'ё' aside."""
    parts, written_parts = word.split("-"), written.split("-")
    if len(parts) == len(written_parts):
        return "-".join(_recase_part(a, b) for a, b in zip(written_parts, parts, strict=True))
    return _recase_part(written, word)


def _recase_part(written: str, word: str) -> str:
    if written.islower():
        return word
    if written[1:].islower():
        return word[:1].upper() + word[1:] if fold(written[:1]) == fold(word[:1]) else word
    same = 0
    for a, b in zip(fold(written), fold(word), strict=False):
        if a != b:
            break
        same += 1
    start = "".join(b.upper() if a.isupper() else b for a, b in zip(written[:same], word[:same], strict=True))
    rest = word[same:]
    return start + (rest.upper() if len(written) > 2 and written.isupper() else rest)


def unrestored(written: str, form: str, word: str) -> str:
    """``word`` with 'е' for each 'ё' that the dictionary put into ``written`` to read it as ``form``.

    'Черного' gives 'черное', as a text without 'ё' writes it, but 'Петра' gives 'пётр'.
    """
    restored = {i for i, (a, b) in enumerate(zip(written.lower(), form, strict=False)) if a == "е" and b == "ё"}
    return "".join("е" if i in restored and letter == "ё" else letter for i, letter in enumerate(word))


def _usual_gap(tokens: Sequence[str], i: int) -> str:
    before, token = tokens[i - 1], tokens[i]
    glued = any(mark in (before, token) for mark in "-'’`")
    return "" if glued or token in _CLOSING or before in _OPENING else " "
