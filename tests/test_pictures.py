"""What the pictures show: names, arrows, bars."""

from __future__ import annotations

import io
from datetime import date
from itertools import combinations

import networkx
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from diplo_ner import Extraction, extract
from diplo_ner.display.pictures import NOTHING, STATUS_COLOURS, draw_graph, draw_timeline, read_period
from diplo_ner.export.graphs import to_graph
from extractions import made
from samples import sample_paths


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.axes[0].texts if not isinstance(text, Annotation)]


def arrows(figure: Figure) -> int:
    return sum(isinstance(text, Annotation) for text in figure.axes[0].texts)


def legend(figure: Figure) -> list[str]:
    found = figure.axes[0].get_legend()
    return [text.get_text() for text in found.get_texts()] if found else []


def is_drawn(figure: Figure) -> bool:
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue().startswith(b"\x89PNG")


def test_graph_shows_names_and_relations() -> None:
    figure = draw_graph(made().to_graph())
    assert sorted(text.get_text() for text in texts(figure)) == [
        "affiliated_with", "met [planned]", "Латвия", "Ли", "Янис Озолс",
    ]  # fmt: skip
    assert arrows(figure) == 2
    assert legend(figure) == ["PERSON", "COUNTRY"], "a place without relations is left out"
    assert is_drawn(figure)


def test_one_arrow_for_two_relations_one_way() -> None:
    graph = to_graph([made(), made()])
    graph.add_edge("PERSON:Янис Озолс", "PERSON:Ли", type="supports", status="asserted")
    figure = draw_graph(graph)
    assert "met [planned]\nsupports" in [text.get_text() for text in texts(figure)]
    assert arrows(figure) == 2


def test_names_do_not_overlap_and_lie_inside() -> None:
    graph = to_graph(extract(path.read_text(encoding="utf-8")) for path in sample_paths()[:4])
    figure = draw_graph(graph)
    assert is_drawn(figure)
    assert arrows(figure) == len({edge[:2] for edge in graph.edges})
    names = [text for text in texts(figure) if text.get_zorder() == 3]
    assert len(names) == sum(degree > 0 for _, degree in graph.degree())
    boxes = [box.get_window_extent() for text in names if (box := text.get_bbox_patch())]
    assert len(boxes) == len(names)
    assert not [1 for one, other in combinations(boxes, 2) if one.overlaps(other)]
    assert all(figure.bbox.containsx(x) for box in boxes for x in (box.x0, box.x1))
    assert all(figure.bbox.containsy(y) for box in boxes for y in (box.y0, box.y1))


def test_an_empty_graph() -> None:
    figure = draw_graph(networkx.MultiDiGraph())
    assert not list(figure.axes[0].texts)
    assert is_drawn(figure)


def test_timeline_is_in_order_of_time() -> None:
    text = (
        "В 2023 году Янис Озолс посетил Польшу. 12 марта 2024 года Янис Озолс встретится с Марком Тамме. "
        "Янис Озолс посетил Литву."
    )
    figure = draw_timeline([extract(text, published=date(2024, 1, 20))])
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "visited(Янис Озолс, Польша)", "met(Янис Озолс, Марк Тамме) [planned]",
    ]  # fmt: skip
    bars = axes.patches
    assert [round(bar.get_width()) for bar in bars] == [364, 0]  # type: ignore[attr-defined]
    assert len(axes.lines) == 2
    assert [line.get_color() for line in axes.lines] == [STATUS_COLOURS["asserted"], STATUS_COLOURS["planned"]]  # type: ignore[index]
    assert legend(figure) == ["asserted", "planned"]
    low, high = axes.get_ylim()
    assert low > high, "the earliest on top"
    assert is_drawn(figure)


def test_a_timeline_of_nothing_says_so() -> None:
    figure = draw_timeline([Extraction(text="")])
    assert [text.get_text() for text in texts(figure)] == [NOTHING]
    assert is_drawn(figure)


@pytest.mark.parametrize(
    ("iso", "period"),
    [
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-01-20", (date(2024, 1, 20), date(2024, 1, 20))),
        ("2023-10/2023-12", (date(2023, 10, 1), date(2023, 12, 31))),
        ("2024/2023", None),
        ("2024-13", None),
        ("0000", None),
        ("2024/", None),
        ("1/2/3", None),
        ("вчера", None),
    ],
)
def test_read_period(iso: str, period: tuple[date, date] | None) -> None:
    assert read_period(iso) == period
