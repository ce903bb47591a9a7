"""HTML views: a fragment for notebooks and a self-contained page; all text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from diplo_ner.models import AnyEntity, Extraction, Mention
from diplo_ner.resources.tables import data_file

# Of each type, on white and on the dark page: every pair has a contrast of at least 4.5, WCAG 2.2's level AA for text.
COLOURS = {
    "PERSON": ("#a8490f", "#ff9d5c"), "POST": ("#7a6000", "#e3c24a"), "COUNTRY": ("#1f6f3f", "#6fd695"),
    "PARTY": ("#a02050", "#ff8fb5"), "ORGANIZATION": ("#1d5fa8", "#7fb8ff"), "PLACE": ("#236b6b", "#6fd0d0"),
    "EVENT": ("#6a3fa0", "#c8a2ff"), "DOCUMENT": ("#555555", "#bdbdbd"), "DATE": ("#7a4f2a", "#d9a877"),
}  # fmt: skip
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def to_fragment(extraction: Extraction) -> str:
    """The text with its entities marked and its relations below, for a notebook; no script."""
    return f'{_style()}<div class="dn">{_key(extraction)}{_text(extraction)}{_table(extraction)}</div>'


def to_html(extraction: Extraction) -> str:
    """A page that needs no network: filters by type and actor, a click on a relation shows its evidence."""
    types = sorted({relation.type for relation in extraction.relations})
    actors = sorted({extraction.entity(i).name for r in extraction.relations for i in (r.head, r.tail)})
    controls = (
        f'<p class="bar"><label>type <select id="type"><option value="">all</option>{_options(types)}</select></label>'
        f'<label>actor <input id="actor" list="actors"></label><datalist id="actors">{_options(actors)}</datalist>'
        '<output id="count"></output></p>'
    )
    return (
        '<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>diplo_ner</title>{_style()}</head>'
        f'<body class="dn"><section>{_key(extraction)}{_text(extraction)}</section>'
        f"<section>{controls}{_table(extraction)}</section><script>{_asset('script.js')}</script></body></html>"
    )


@cache
def _asset(name: str) -> str:
    return data_file("page", name).read_text(encoding="utf-8")


def _style() -> str:
    return f"<style>{_asset('style.css')}</style>"


def _options(names: Iterable[str]) -> str:
    return "".join(f"<option>{escape(name)}</option>" for name in names)


def _key(extraction: Extraction) -> str:
    """Which colour is which type, of the types that the text has."""
    present = {entity.type.value for entity in extraction.entities}
    items = "".join(f'<li style="{_colours(name)}">{name}</li>' for name in COLOURS if name in present)
    return f'<ul class="key">{items}</ul>' if items else ""


def _colours(entity_type: str) -> str:
    light, dark = COLOURS[entity_type]
    return f"--l:{light};--d:{dark}"


def _text(extraction: Extraction) -> str:
    return f'<div class="text">{_marked(extraction)}</div>'


def _marked(extraction: Extraction) -> str:
    """The text cut at every edge of a mention or an evidence, marks nested; crossing mentions lose the later one."""
    spans = _nested(extraction)
    edges = {0, len(extraction.text)}
    edges.update(edge for mention, _ in spans for edge in (mention.start, mention.end))
    edges.update(edge for r in extraction.relations for edge in (r.evidence.start, r.evidence.end))
    ordered = sorted(edges)
    opening: dict[int, list[AnyEntity]] = {}
    closing: dict[int, int] = {}
    for mention, entity in spans:
        opening.setdefault(mention.start, []).append(entity)
        closing[mention.end] = closing.get(mention.end, 0) + 1
    parts = []
    for start, end in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        parts.append("</mark>" * closing.get(start, 0))
        parts += [
            f'<mark style="{_colours(e.type.value)}" title="{escape(e.type.value)}: {escape(e.name)}">'
            for e in opening.get(start, [])
        ]
        if end > start:
            parts.append(f'<span data-s="{start}" data-e="{end}">{escape(extraction.text[start:end])}</span>')
    return "".join(parts)


def _nested(extraction: Extraction) -> list[tuple[Mention, AnyEntity]]:
    """Mentions that nest properly, outer first; of the same span only the first."""
    found = [(mention, entity) for entity in extraction.entities for mention in entity.mentions]
    found.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    kept: list[tuple[Mention, AnyEntity]] = []
    open_ends: list[int] = []
    last = (-1, -1)
    for mention, entity in found:
        while open_ends and open_ends[-1] <= mention.start:
            open_ends.pop()
        if (open_ends and mention.end > open_ends[-1]) or (mention.start, mention.end) == last:
            continue
        open_ends.append(mention.end)
        last = (mention.start, mention.end)
        kept.append((mention, entity))
    return kept


def _table(extraction: Extraction) -> str:
    rows = []
    for r in extraction.relations:
        cells = [
            r.type,
            extraction.entity(r.head).name,
            extraction.entity(r.tail).name,
            r.status.value,
            extraction.entity(r.source).name if r.source else "",
            r.evidence.text,
        ]
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        actors = escape(f"{cells[1]}\n{cells[2]}".lower())
        place = f'data-start="{r.evidence.start}" data-end="{r.evidence.end}"'
        rows.append(f'<tr tabindex="0" data-type="{escape(r.type)}" data-actors="{actors}" {place}>{body}</tr>')
    head = "".join(f"<th>{name}</th>" for name in ("relation", "head", "tail", "status", "source", "evidence"))
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"
