"""Steps that mend single characters: invisible ones, spaces, quotes, dashes, stress marks, Latin look-alikes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from diplo_ner.text.draft import Draft

# Patterns begin with a set of characters and look behind after it: only such a beginning is searched for without a try
# at each character.
_LINE_END = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?")
_HYPHEN = re.compile("[\u2010\u2011\u00ad\u00ac](?:(?<=[\u2010\u2011])|(?=[ \t\u00a0]*+\n))")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_STRESS = re.compile("([аеиоуыэюяёАЕИОУЫЭЮЯЁіїєІЇЄ][\u0306\u0308]?)[\u0300\u0301\u0341]+")
_DECOMPOSED = re.compile("[иИуУ]\u0306|[еЕіІ]\u0308")
_COMPOSED = {"и\u0306": "й", "И\u0306": "Й", "у\u0306": "ў", "У\u0306": "Ў"} | {
    "е\u0308": "ё", "Е\u0308": "Ё", "і\u0308": "ї", "І\u0308": "Ї",
}  # fmt: skip
_QUOTE = re.compile("[„“”‟]")
_DASH = re.compile(r"[‒–―](?<!\S.)(?!\S)")
_DOUBLE_SPACE = re.compile(r" (?<=\S ) ++(?=\S)")

_LATIN_RUN = re.compile(r"[A-Za-záàéèëóòýÁÉËÓ]+")
_LOOKALIKE = str.maketrans("aceopxykABCEHKMOPTXYáàéèóòýëÁÉÓË", "асеорхукАВСЕНКМОРТХУааееооуёАЕОЁ")
_LOOKALIKES = frozenset(map(chr, _LOOKALIKE))
_CYRILLIC_LOOKALIKES = frozenset("асеорхукАВСЕНКМОРТХУё")
_LONGEST_WORD = 60  # characters; the longest words of the dictionary have fewer than 40
# A small Latin letter between Russian words ('c Ираном', 'y Китая'), or a capital that begins a sentence ('B Москве').
_LONE_LETTER = re.compile(
    r"[aocykABCKOY](?= [«\"(]?[А-Яа-яЁё])(?:(?<=[А-Яа-яЁё»,)0-9][ \n][aocyk])|"
    r"(?:(?<=\A[ABCKOY])|(?<=\n[ABCKOY])|(?<=[.!?»…] [ABCKOY]))(?= [«\"(]?[А-Яа-яЁё]{2}))"
)


def mend_line_ends(draft: Draft) -> None:
    draft.substitute("line end", _LINE_END, lambda _: "\n")


def mend_hyphens(draft: Draft) -> None:
    """Other hyphens become '-'; a soft hyphen at a line end too, for there it did break a word."""
    if not draft.text.isascii():
        draft.substitute("hyphen", _HYPHEN, lambda _: "-")


def drop_invisible(draft: Draft) -> None:
    draft.substitute("invisible", _INVISIBLE, lambda _: "")


def mend_surrogates(draft: Draft) -> None:
    """Half a surrogate pair cannot be encoded, so the engines below would fail on it."""
    draft.substitute("surrogate", _SURROGATE, lambda _: "\ufffd")


def mend_spaces(draft: Draft) -> None:
    draft.substitute("space", _SPACE, lambda _: " ")


def drop_stress(draft: Draft) -> None:
    if "\u0301" in draft.text or "\u0300" in draft.text or "\u0341" in draft.text:
        draft.substitute("stress", _STRESS, lambda match: match[1])


def compose(draft: Draft) -> None:
    if "\u0306" in draft.text or "\u0308" in draft.text:
        draft.substitute("composition", _DECOMPOSED, lambda match: _COMPOSED[match[0]])


def mend_quotes(draft: Draft) -> None:
    """„лапки“ and “these” become «ёлочки»; straight quotes stay."""
    draft.substitute("quote", _QUOTE, _angled)


def _angled(match: re.Match[str]) -> str:
    if match[0] == "„":
        return "«"
    before = match.string[match.start() - 1 : match.start()]
    opens = match[0] != "”" and (not before or before.isspace() or before in "([«—-")
    return "«" if opens else "»"


def mend_dashes(draft: Draft) -> None:
    draft.substitute("dash", _DASH, lambda _: "—")


def mend_lookalikes(draft: Draft) -> None:
    """Latin letters inside a Russian word; a word of both scripts that has a truly Latin letter ('COVIDа') stays."""
    if not draft.text.isascii():
        draft.replace("look-alike", _lookalikes(draft.text))
        draft.substitute("look-alike", _LONE_LETTER, lambda match: match[0].translate(_LOOKALIKE))


def _lookalikes(text: str) -> Iterator[tuple[int, int, str]]:
    done = 0
    for match in _LATIN_RUN.finditer(text):
        start, end = match.span()
        if start < done or not any(map(_is_cyrillic, (text[start - 1 : start], text[end : end + 1]))):
            continue
        first, last = start, end
        while first > max(done, start - _LONGEST_WORD) and text[first - 1].isalpha():
            first -= 1
        while last < min(len(text), start + _LONGEST_WORD) and text[last].isalpha():
            last += 1
        done, word = last, text[first:last]
        if _is_russian(word):
            yield first, last, word.translate(_LOOKALIKE)


def _is_russian(word: str) -> bool:
    """Whether a word of both scripts is Russian: no letter is surely Latin, and one surely Russian or most of them."""
    latin = [char for char in word if not _is_cyrillic(char)]
    surely_russian = any(_is_cyrillic(char) and char not in _CYRILLIC_LOOKALIKES for char in word)
    return _LOOKALIKES.issuperset(latin) and (surely_russian or len(latin) * 2 < len(word))


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"


def drop_double_spaces(draft: Draft) -> None:
    if "  " in draft.text:
        draft.substitute("double space", _DOUBLE_SPACE, lambda _: " ")


CHARACTER_STEPS: tuple[Callable[[Draft], None], ...] = (
    mend_line_ends,
    mend_hyphens,
    drop_invisible,
    mend_surrogates,
    mend_spaces,
    drop_stress,
    compose,
    mend_quotes,
    mend_dashes,
    mend_lookalikes,
    drop_double_spaces,
)
