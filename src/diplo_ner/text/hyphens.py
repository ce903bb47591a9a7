"""Whether two halves at a line end are one word, and whether that word keeps its hyphen; the dictionary decides."""

from __future__ import annotations

import re

from diplo_ner.morphology import is_known

LEFT_HALF = re.compile(r"(?:[^\W_]++-)++\Z")
RIGHT_HALF = re.compile(r"[^\W_]++(?:-[^\W_]++)*+")
_LONGEST_LEFT = 80  # characters; the longest compounds of the dictionary have fewer than 40

_CONJUNCTIONS = frozenset({"и", "или", "да", "а", "но"})
# First parts that are written with a hyphen before any word, whether or not the dictionary lists the compound.
_HYPHENATED_FIRST = frozenset(
    {"вице", "экс", "обер", "унтер", "лейб", "штаб", "пресс", "премьер", "генерал"}
    | {"северо", "юго", "восточно", "западно", "усть", "нью", "сан", "санта", "лос", "эль", "аль", "аш", "ибн"}
)
_PARTICLES = frozenset({"то", "либо", "нибудь", "таки", "ка"})
_NAME_ENDINGS = frozenset({"заде", "оглы", "кызы", "хан", "паша", "бей"})
# First parts in -о that are written together with what follows ('многовекторный'), unlike 'торгово-экономический'.
_SOLID_FIRST = frozenset(
    {
        "авто", "анти", "био", "верхне", "взаимо", "внешне", "внутри", "высоко", "выше", "гео", "гидро",
        "долго", "древне", "евро", "едино", "кибер", "кино", "контр", "кратко", "крупно", "лево", "макро",
        "мало", "меж", "между", "микро", "много", "нейро", "нео", "ниже", "нижне", "низко", "ново", "обще",
        "одно", "перво", "право", "про", "псевдо", "равно", "радио", "разно", "само", "средне", "старо",
        "супер", "трудно", "ультра", "фото", "широко", "эко", "электро",
    }
)  # fmt: skip
_LONGEST_FIRST = max(map(len, _SOLID_FIRST))
_ADJECTIVE_ENDINGS = ("ый", "ий", "ой", "ский", "ческий", "йский", "нский", "ный")


def left_half(text: str, start: int, end: int) -> str | None:
    """The word before a hyphen at ``end``, looked for down to ``start``, without that hyphen; None if there is none."""
    if text[end - 1 : end] != "-":
        return None
    match = LEFT_HALF.search(text, max(start, end - _LONGEST_LEFT), end)
    return match[0][:-1] if match else None


def right_half(text: str, start: int) -> str | None:
    match = RIGHT_HALF.match(text, start)
    return match[0] if match else None


def joint(left: str, right: str, *, apart: bool) -> str | None:
    """What stands between two halves: '' in a word, '-' in a compound, ' ' in 'двух- и трёх', None if they are apart.

    ``apart`` says that other text or a blank line stands between them: then only what the dictionary knows is joined
    when the second half begins with a capital.
    """
    cut_name = left[0].isupper() and not is_known(left)
    if right.lower() in _CONJUNCTIONS and not cut_name and not is_known(left + right):
        return None if apart else " "
    if left[-1].isdigit() or right[0].isdigit():
        return None if apart and not right[0].islower() else "-"
    capitals = left.isupper() and right.isupper() and len(left) > 1
    if right[0].isupper() and not capitals:
        known = left.lower().split("-")[-1] in _HYPHENATED_FIRST or is_known(f"{left}-{right}")
        return "-" if known or (left[0].isupper() and not apart) else None
    last, first = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
    # 'северо-восточ' + 'ный': the break is inside the last part, so the whole compound is asked, then that part alone.
    solid = _is_solid(left + right) or _is_solid(last + first)
    if first.lower() in _PARTICLES and is_known(f"{last}-{first}"):
        return "" if solid and not is_known(last) else "-"
    compound = _is_compound(last, first)
    # The dictionary holds some compounds in a wrong solid spelling too ('торговоэкономический').
    if is_known(f"{last}-{first}"):
        return "-" if compound or not solid else ""
    abbreviation = len(last) > 1 and last.isupper() and right.islower()
    return "-" if (compound or abbreviation) and not solid else ""


def belong_together(left: str, right: str) -> bool:
    """Whether two halves are one word though text parts them: they make a known one, or the second alone is none."""
    if is_known(f"{left}-{right}"):
        return True
    if not right[0].islower():
        return False
    return _is_solid(left + right) or _is_compound(left, right) or not is_known(right)


def _is_solid(word: str) -> bool:
    """Whether the dictionary holds the word, or the rest after a first part that any word may take ('много')."""
    if is_known(word):
        return True
    word = word.lower()
    ends = range(3, min(len(word) - 3, _LONGEST_FIRST + 1))
    return any(word[:end] in _SOLID_FIRST and is_known(word[end:]) for end in ends)


def _is_compound(left: str, right: str) -> bool:
    """Whether two halves that make no known word are a compound of the moment ('азербайджано-китайских')."""
    first, last = left.lower(), right.lower()
    if first in _SOLID_FIRST:
        return False
    if first in _HYPHENATED_FIRST or last in _NAME_ENDINGS or (last in _PARTICLES and is_known(left)):
        return True
    if len(left) < 3 or len(right) < 3 or not is_known(right):
        return False
    if first[-1] in "ое" and any(is_known(first[:-1] + ending) for ending in _ADJECTIVE_ENDINGS):
        return True
    # A capital before a small half is more often a name cut in two than a compound that begins a sentence.
    return left.islower() and is_known(left)
