"""Steps that undo markup: HTML entities and tags, Markdown escapes, links and emphasis."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from diplo_ner.text.draft import Draft

_ENTITY = re.compile(r"&(?:amp;)*+(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTAINER = re.compile(r"<(?:(?P<comment>!--)|(?P<code>script|style|noscript|template)(?=[\s/>]))", re.IGNORECASE)
_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|head|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE_TAGS = (
    "a|abbr|acronym|audio|b|base|bdi|bdo|big|button|cite|code|col|data|del|dfn|em|embed|font|i|iframe|img|input|ins|"
    "kbd|label|link|mark|meta|nobr|noscript|o:p|object|option|param|path|picture|q|s|samp|script|select|small|source|"
    "span|strike|strong|style|sub|sup|svg|template|textarea|time|track|tt|u|var|video|wbr"
)
# A '<' that is a plain sign ('a < b') is no tag: the name must be one of HTML's and the attributes must look like some.
_TAG = re.compile(
    rf"<(?:[!?][a-zA-Z\[][^<>]*+|/?(?:(?P<block>{_BLOCK_TAGS})|{_INLINE_TAGS})"
    r"(?:\s++[a-zA-Z_:@][\w:.-]*+(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>]++))?+)*+\s*+/?)>",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?=[*_#\[\]()`~>|+.!{}-])")
_RULE_LINE = re.compile(r"(?:\\?[*_=~.-][ \t]*+){3,}+(?=\n|\Z)")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((?:[^()\s]{1,2000})(?:\s\"[^\"\n]{0,300}\")?\)")
_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[\w«„“\"(])([^*\n]{1,400})(?<=\S)\1(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w])(_{1,2})(?=[^\W_]|[«„“\"(])([^_\n]{1,400})(?<=\S)\1(?!\w)")


def decode_entities(draft: Draft) -> None:
    """'&laquo;' and '&#1055;', also where the ampersand was escaped once more."""
    if "&" in draft.text:
        draft.substitute("entity", _ENTITY, _decoded)


def _decoded(match: re.Match[str]) -> str | None:
    text, before = match[0], ""
    while text != before:
        text, before = html.unescape(text), text
    return None if text == match[0] else text


def drop_containers(draft: Draft) -> None:
    """Comments, and scripts and style sheets with what they hold."""
    if "<" in draft.text:
        draft.replace("code", ((start, end, "") for start, end in _containers(draft.text)))


def _containers(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    # An opening tag without its end would make each search run to the end of the text, so it is asked once a kind.
    endless: set[str] = set()
    for match in _CONTAINER.finditer(text):
        kind = (match["code"] or "comment").lower()
        if match.start() < done or kind in endless:
            continue
        closer = re.compile("-->" if match["comment"] else rf"</{kind}\s*+>", re.IGNORECASE).search(text, match.end())
        if closer is None:
            endless.add(kind)
            continue
        done = closer.end()
        yield match.start(), done


def drop_tags(draft: Draft) -> None:
    """Tags; one of a block becomes a blank line, of a heading or list item also its mark."""
    if "<" in draft.text:
        draft.substitute("tag", _TAG, _tag_text)


def _tag_text(match: re.Match[str]) -> str:
    name = (match["block"] or "").lower()
    if not name:
        return ""
    if name == "br":
        return "\n"
    if match[0].startswith("</"):
        return "\n\n"
    return "\n\n## " if name[0] == "h" and name[1:].isdigit() else "\n\n• " if name == "li" else "\n\n"


def drop_escapes(draft: Draft) -> None:
    r"""Markdown's '\-' and '1\.'; a line that is all marks ('\*\*\*') stays as it is."""
    if "\\" in draft.text:
        rules = [match.span() for match in _RULE_LINE.finditer(draft.text)]
        draft.replace("escape", _outside(_ESCAPE, draft.text, rules))


def _outside(pattern: re.Pattern[str], text: str, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    i = 0
    for match in pattern.finditer(text):
        while i < len(ranges) and ranges[i][1] <= match.start():
            i += 1
        if i == len(ranges) or match.start() < ranges[i][0]:
            yield match.start(), match.end(), ""


def drop_links(draft: Draft) -> None:
    """'[text](address)' becomes 'text'."""
    if "](" in draft.text:
        draft.replace("link", _unwrapped(_LINK, 1, draft.text))


def drop_emphasis(draft: Draft) -> None:
    """'**text**', '*text*', '__text__', '_text_' become 'text'."""
    for sign, pattern in (("*", _STARS), ("_", _UNDERSCORES)):
        if sign in draft.text:
            draft.replace("emphasis", _unwrapped(pattern, 2, draft.text))


def _unwrapped(pattern: re.Pattern[str], inner: int, text: str) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(text):
        yield match.start(), match.start(inner), ""
        yield match.end(inner), match.end(), ""


MARKUP_STEPS: tuple[Callable[[Draft], None], ...] = (
    decode_entities,
    drop_containers,
    drop_tags,
    drop_escapes,
    drop_links,
    drop_emphasis,
)
