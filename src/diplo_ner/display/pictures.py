"""Pictures: the graph of relations, and a timeline of what happened when. Alone imports matplotlib (extra ``plot``).

Both give a ``matplotlib.figure.Figure``: ``figure.savefig("graph.png")`` writes it, a notebook shows it.
"""

from __future__ import annotations

import calendar
import itertools
import re
import textwrap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from diplo_ner.display.html import COLOURS
from diplo_ner.errors import MissingExtraError
from diplo_ner.models import Date, Extraction, Relation, Status

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STATUS_COLOURS = {
    Status.ASSERTED: "#1d5fa8", Status.PLANNED: "#1f6f3f", Status.HYPOTHETICAL: "#7a6000", Status.NEGATED: "#a02050",
    Status.FORMER: "#555555",
}  # fmt: skip
NOTHING = "no relation has a date whose year is known"
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ROOM = (0.75, 0.4)
_NAME_WIDTH, _ROW_WIDTH = 18, 70  # characters of a line


def draw_graph(graph: networkx.MultiDiGraph) -> Figure:
    """A picture of a graph of ``Extraction.to_graph``: names in the colours of their types, arrows with relations.

    Relations of the same two in the same direction share an arrow; what is not asserted has its status in brackets;
    nodes without relations are left out. A subgraph draws a part of it: ``graph.subgraph(nodes)``.
    Raises MissingExtraError where matplotlib or networkx is not installed (extra ``plot``).
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("networkx", "plot") from error
    arrows: dict[tuple[str, str], list[str]] = {}
    for head, tail, edge in graph.edges(data=True):
        label = edge["type"] if edge["status"] == Status.ASSERTED else f"{edge['type']} [{edge['status']}]"
        if label not in (labels := arrows.setdefault((head, tail), [])):
            labels.append(label)
    names = {
        node: textwrap.fill(graph.nodes[node]["name"], _NAME_WIDTH)
        for node in graph
        if any(node in ends for ends in arrows)
    }
    sizes = {node: _size(name) for node, name in names.items()}
    at, width, height = _layout(networkx.Graph(list(arrows)), sizes)
    axes = _axes(width + 1.5, height)
    axes.set_axis_off()
    axes.set(xlim=(0, width), ylim=(0, height))  # in inches, as the sizes of names
    for (head, tail), labels in arrows.items():
        start, end = _edge(at[head], at[tail], sizes[head]), _edge(at[tail], at[head], sizes[tail])
        _arrow(axes, start, end, "\n".join(labels))
    for node, name in names.items():
        kind = graph.nodes[node]["type"]
        box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": COLOURS[kind][0], "linewidth": 1.5}
        x, y = at[node]
        axes.text(x, y, name, ha="center", va="center", fontsize=9, color=COLOURS[kind][0], bbox=box, zorder=3)
    kinds = {graph.nodes[node]["type"] for node in names}
    _legend(axes, {kind: COLOURS[kind][0] for kind in COLOURS if kind in kinds})
    return _figure(axes)


def draw_timeline(extractions: Iterable[Extraction]) -> Figure:
    """The relations that have a date, the earliest on top: a dot at its beginning, a bar as long as it is not exact.

    Of a date only its ``iso`` counts, which for 'во вторник' needs the day of publication. Raises MissingExtraError
    where matplotlib is not installed (extra ``plot``).
    """
    dated = []
    for extraction in extractions:
        for relation in extraction.relations:
            when = None if relation.date is None else extraction.entity(relation.date)
            if isinstance(when, Date) and when.iso and (period := read_period(when.iso)):
                dated.append((*period, relation))
    dated.sort(key=lambda row: row[:2])
    axes = _axes(11.0, 1.2 + 0.3 * max(3, len(dated)))
    if not dated:
        axes.set_axis_off()
        axes.text(0.5, 0.5, NOTHING, ha="center", va="center", transform=axes.transAxes)
        return _figure(axes)
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    for row, (first, last, relation) in enumerate(dated):
        colour = STATUS_COLOURS[relation.status]
        start, end = date2num(first), date2num(last)
        axes.barh(row, end - start, left=start, height=0.35, color=colour, alpha=0.35)
        axes.plot([start], [row], "o", color=colour, markersize=5)
    axes.set_yticks(range(len(dated)), [_row(relation) for _, _, relation in dated], fontsize=8)
    axes.set_ylim(len(dated) - 0.4, -0.6)
    axes.margins(x=0.05)
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    axes.use_sticky_edges = False
    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    present = {relation.status for _, _, relation in dated}
    _legend(axes, {status.value: colour for status, colour in STATUS_COLOURS.items() if status in present})
    return _figure(axes)


def read_period(iso: str) -> tuple[date, date] | None:
    """The first and the last day of a date of ISO 8601 as ``Date.iso`` has it; None for what is none."""
    points = [_days(point) for point in iso.split("/")]
    if len(points) > 2 or None in points:
        return None
    (first, _), (_, last) = (point for point in (points[0], points[-1]) if point)
    return (first, last) if first <= last else None


def _days(point: str) -> tuple[date, date] | None:
    if not (found := _POINT.fullmatch(point)):
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    return first, first.replace(month=last_month, day=day or calendar.monthrange(first.year, last_month)[1])


def _row(relation: Relation) -> str:
    return textwrap.shorten(str(relation), _ROW_WIDTH, placeholder=" …")


def _size(name: str) -> tuple[float, float]:
    """Width and height of a name of 9 points in its box, with room for a relation beside it, in inches."""
    lines = name.split("\n")
    return 0.08 * max(map(len, lines)) + 0.15 + _ROOM[0], 0.16 * len(lines) + 0.15 + _ROOM[1]


def _layout(
    graph: networkx.Graph, sizes: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, tuple[float, float]], float, float]:
    """The place of each node, and the width and height of them all: parts without a link side by side, in rows."""
    import networkx

    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    placed: dict[str, tuple[float, float]] = {}
    row_width = max(8.0, 2.2 * len(sizes) ** 0.5)
    left = top = tallest = widest = 0.0
    for part in parts:
        nodes = sorted(part)
        reach = 1.3 * len(nodes) ** 0.5 - 0.8
        ordered = networkx.Graph()  # a subgraph's nodes come in the order of a set
        ordered.add_nodes_from(nodes)
        ordered.add_edges_from(sorted(graph.edges(nodes)))
        laid = networkx.spring_layout(ordered, k=3 / len(nodes) ** 0.5, iterations=300, seed=1, scale=reach)
        at = _apart({node: (1.4 * float(x), float(y)) for node, (x, y) in sorted(laid.items())}, sizes)
        low_x, low_y = (min(at[node][axis] - sizes[node][axis] / 2 for node in nodes) for axis in (0, 1))
        width, height = (
            max(at[node][axis] + sizes[node][axis] / 2 for node in nodes) - low
            for axis, low in ((0, low_x), (1, low_y))
        )
        if left and left + width > row_width:
            left, top, tallest = 0.0, top + tallest, 0.0
        placed |= {node: (x - low_x + left, y - low_y + top) for node, (x, y) in at.items()}
        left, tallest = left + width + 0.3, max(tallest, height + 0.2)
        widest = max(widest, left)
    return placed, max(widest, 4.0), max(top + tallest, 2.0)


def _apart(
    at: Mapping[str, tuple[float, float]], sizes: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Names that overlap, pushed apart along the axis where less is wanting, for at most 100 rounds."""
    places = {node: [x, y] for node, (x, y) in at.items()}
    for _ in range(100):
        moved = False
        for one, other in itertools.combinations(places, 2):
            gaps = [places[other][axis] - places[one][axis] for axis in (0, 1)]
            wants = [(sizes[one][axis] + sizes[other][axis]) / 2 - abs(gaps[axis]) for axis in (0, 1)]
            if min(wants) > 1e-6:
                axis = wants.index(min(wants))
                push = wants[axis] / 2 if gaps[axis] >= 0 else -wants[axis] / 2
                places[one][axis] -= push
                places[other][axis] += push
                moved = True
        if not moved:
            break
    return {node: (x, y) for node, (x, y) in places.items()}


def _axes(width: float, height: float) -> Axes:
    try:
        from matplotlib.figure import Figure  # not pyplot, which keeps every figure and picks a window system
    except ImportError as error:
        raise MissingExtraError("matplotlib", "plot") from error
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return figure


def _edge(center: tuple[float, float], towards: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    """Where the way from the center of a name to another place leaves its box."""
    across, up = towards[0] - center[0], towards[1] - center[1]
    half_width, half_height = (size[0] - _ROOM[0]) / 2, (size[1] - _ROOM[1]) / 2
    part = min(half_width / abs(across) if across else 1.0, half_height / abs(up) if up else 1.0, 0.45)
    return center[0] + part * across, center[1] + part * up


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], label: str) -> None:
    bend = 0.15
    style = {"arrowstyle": "-|>", "color": "#999999", "connectionstyle": f"arc3,rad={bend}", "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=style, zorder=1)
    # Nearer to the start, so that the words of two opposite arrows keep apart; matplotlib bends an arc by rad times the
    # distance, to the right of its direction.
    across, up = end[0] - start[0], end[1] - start[1]
    x, y = start[0] + 0.42 * across + bend / 2 * up, start[1] + 0.42 * up - bend / 2 * across
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
    axes.text(x, y, label, ha="center", va="center", fontsize=7, color="#333333", bbox=box, zorder=4)


def _legend(axes: Axes, colours: dict[str, str]) -> None:
    from matplotlib.patches import Patch

    if colours:
        handles = [Patch(color=colour, label=name) for name, colour in colours.items()]
        axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False)
