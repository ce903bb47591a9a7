"""Tables, graph and page of an extraction."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import networkx

from diplo_ner import Extraction, extract
from diplo_ner.export.frames import entities_frame, mentions_frame, relations_frame
from diplo_ner.export.graphs import to_graph

TEXT = (
    "<script>alert(1)</script> Президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме & супругой."
)


def result() -> Extraction:
    return extract(TEXT)


def test_relations_frame() -> None:
    frame = relations_frame([result(), Extraction(text=""), result()])
    met = frame[frame.type == "met"]
    assert list(met.document) == [0, 2]
    assert set(met.iloc[0][["head_name", "tail_name"]]) == {"Янис Озолс", "Марк Тамме"}
    assert set(met.cameo) == {"040"}
    assert TEXT[met.iloc[0].start : met.iloc[0].end] == met.iloc[0].evidence
    assert list(result().to_frame().columns) == list(frame.columns)


def test_entities_and_mentions_frames() -> None:
    extraction = result()
    entities, mentions = entities_frame([extraction]), mentions_frame([extraction])
    assert len(entities) == len(extraction.entities)
    assert int(entities.mentions.sum()) == len(mentions)
    assert all(TEXT[row.start : row.end] == row.text for row in mentions.itertuples())


def test_graph_joins_documents_and_survives_graphml() -> None:
    graph = to_graph([result(), result()])
    assert graph.number_of_edges() == 2 * len(result().relations)
    assert graph.number_of_nodes() <= len(result().entities)
    file = io.BytesIO()
    networkx.write_graphml(graph, file)
    file.seek(0)
    assert set(networkx.read_graphml(file).nodes) == set(graph.nodes)
    assert result().to_graph().number_of_nodes() == graph.number_of_nodes()


class Balance(HTMLParser):
    """Fails where tags do not nest; collects the words of the text block."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks += tag == "mark"
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_nests_and_escapes() -> None:
    page = result().to_html()
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    assert balance.marks > 4
    assert "alert(1)</script>" not in page
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;" in page.replace("</span>", "").replace("\n", "")
        or "&lt;script&gt;" in page
    )
    assert "http" not in page, "the page must not need the network"


def test_fragment_has_no_script() -> None:
    fragment = result()._repr_html_()
    assert "<script" not in fragment
    assert "Янис Озолс" in fragment
