"""HTML views: a fragment for notebooks and a self-contained page; all text is escaped."""

from __future__ import annotations

from html import escape

from diplo_ner.models import AnyEntity, Extraction, Mention

_COLOURS = {
    "PERSON": "#b3541e", "POST": "#8a6d00", "COUNTRY": "#1f6f3f", "PARTY": "#a02050", "ORGANIZATION": "#1d5fa8",
    "PLACE": "#3f7f7f", "EVENT": "#6a3fa0", "DOCUMENT": "#555555", "DATE": "#7a4f2a",
}  # fmt: skip
_STYLE = (
    "<style>.dn{font:15px/1.9 system-ui,sans-serif;color:#111;background:#fff;padding:1em;color-scheme:light dark}"
    ".dn mark{background:none;color:inherit;border-bottom:2px solid var(--c);padding-bottom:1px}"
    ".dn mark:nth-child(n) mark{border-bottom-width:3px;padding-bottom:3px}"
    ".dn .text{white-space:pre-wrap}.dn table{border-collapse:collapse;margin-top:1em}"
    ".dn td,.dn th{text-align:left;padding:.15em .7em;border-bottom:1px solid #8888;vertical-align:top}"
    ".dn .on{background:#ffe08a;color:#111}.dn tr[data-start]{cursor:pointer}"
    "@media(prefers-color-scheme:dark){.dn{color:#eee;background:#161616}.dn mark{filter:brightness(1.6)}}</style>"
)
_SCRIPT = """<script>
const rows=[...document.querySelectorAll('tr[data-type]')];
const type=document.getElementById('type'),actor=document.getElementById('actor');
const show=()=>rows.forEach(r=>r.hidden=(type.value&&r.dataset.type!==type.value)||
 (actor.value&&!r.dataset.actors.includes(actor.value.toLowerCase())));
type.onchange=actor.oninput=show;
rows.forEach(r=>r.onclick=()=>{const s=+r.dataset.start,e=+r.dataset.end;let first=null;
 document.querySelectorAll('.text span').forEach(p=>{const on=+p.dataset.s<e&&+p.dataset.e>s;
 p.classList.toggle('on',on);if(on&&!first)first=p});if(first)first.scrollIntoView({block:'center'})});
</script>"""


def to_fragment(extraction: Extraction) -> str:
    """The text with its entities marked and its relations below, for a notebook; no script."""
    return f'{_STYLE}<div class="dn"><div class="text">{_marked(extraction)}</div>{_table(extraction)}</div>'


def to_html(extraction: Extraction) -> str:
    """A page that needs no network: filters by type and actor, a click on a relation shows its evidence."""
    types = sorted({relation.type for relation in extraction.relations})
    options = "".join(f"<option>{escape(name)}</option>" for name in types)
    controls = (
        f'<p><label>type <select id="type"><option value="">all</option>{options}</select></label> '
        '<label>actor <input id="actor"></label></p>'
    )
    return (
        '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>diplo_ner</title>'
        f'{_STYLE}</head><body class="dn"><div class="text">{_marked(extraction)}</div>{controls}'
        f"{_table(extraction)}{_SCRIPT}</body></html>"
    )


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
            f'<mark style="--c:{_COLOURS[e.type.value]}" title="{escape(e.type.value)}: {escape(e.name)}">'
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
            r.evidence.text,
        ]
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        actors = escape(f"{cells[1]}\n{cells[2]}".lower())
        place = f'data-start="{r.evidence.start}" data-end="{r.evidence.end}"'
        rows.append(f'<tr data-type="{escape(r.type)}" data-actors="{actors}" {place}>{body}</tr>')
    head = "".join(f"<th>{name}</th>" for name in ("relation", "head", "tail", "status", "evidence"))
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"
