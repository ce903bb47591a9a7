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
    {"вице", "экс", "обер", "унтер", "лейб", "штаб", "пресс", "премьер", "генерал", "контр-адмирал", "кое", "во", "по"}
    | {"нью", "сан", "санта", "лос", "ла", "эль", "аль", "ан", "аш", "бен", "бин", "ибн", "де", "усть", "северо", "юго", "восточно", "западно"}
)
_HYPHENATED_LAST = frozenset({"то", "либо", "нибудь", "таки", "ка", "заде", "оглы", "кызы", "хан", "паша", "бей"})
# First parts in -о that are written together with what follows ('многовекторный'), unlike 'торгово-экономический'.
_SOLID_FIRST = frozenset(
    "много само обще взаимо макро микро электро гидро авто радио фото кино евро нео псевдо высоко низко широко ново старо "
    "древне выше ниже мало трудно равно едино право лево верхне нижне средне крупно долго кратко внешне внутри меж между "
    "разно одно перво много гео био эко нейро кибер супер ультра анти контр про".split()
)
_ADJECTIVE_ENDINGS = ("ый", "ий", "ой", "ский", "ческий", "йский", "нский", "ный")


def left_half(text: str, start: int, end: int) -> str | None:
    """The word that ends with a hyphen at ``end`` (not before ``start``), without that hyphen; None if there is none."""
    if text[end - 1 : end] != "-":
        return None
    match = LEFT_HALF.search(text, max(start, end - _LONGEST_LEFT), end)
    return match[0][:-1] if match else None


def right_half(text: str, start: int) -> str | None:
    match = RIGHT_HALF.match(text, start)
    return match[0] if match else None


def joint(left: str, right: str, *, apart: bool) -> str | None:
    """What stands between two halves: '' (one word), '-' (a compound), ' ' (a suspended hyphen: 'двух- и'), None (two words).

    ``apart`` says that other text or a blank line stands between them: then only what the dictionary knows is joined
    when the second half begins with a capital.
    """
    if right.lower() in _CONJUNCTIONS:
        return None if apart else " "
    if left[-1].isdigit() or right[0].isdigit():
        return None if apart and not right[0].islower() else "-"
    capitals = left.isupper() and right.isupper() and len(left) > 1
    if right[0].isupper() and not capitals:
        known = left.lower().split("-")[-1] in _HYPHENATED_FIRST or is_known(f"{left}-{right}")
        return "-" if known or (left[0].isupper() and not apart) else None
    last, first = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
    # 'северо-восточ' + 'ный': the break is inside the last part, so the whole compound is asked, then that part alone.
    solid = is_known(left + right) or is_known(last + first)
    if first.lower() in _HYPHENATED_LAST and is_known(f"{last}-{first}"):
        return "" if solid and not is_known(last) else "-"
    if solid:
        return ""
    if is_known(f"{last}-{first}") or _is_compound(last.lower(), first.lower()):
        return "-"
    return ""


def _is_compound(left: str, right: str) -> bool:
    """Whether two halves that make no known word are a compound of the moment ('азербайджано-китайских')."""
    if left in _SOLID_FIRST:
        return False
    if left in _HYPHENATED_FIRST or right in _HYPHENATED_LAST:
        return True
    if len(left) < 3 or len(right) < 3 or not is_known(right):
        return False
    stem = left[:-1] if left[-1] in "ое" else ""
    return is_known(left) or any(is_known(stem + ending) for ending in _ADJECTIVE_ENDINGS if stem)
