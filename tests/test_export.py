"""Tables, graph and page of an extraction, and the formats by name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import networkx
import pandas
import pyarrow
import pytest
from hypothesis import given, settings

from diplo_ner import Extraction, InputError, extract
from diplo_ner.export.formats import FORMATS
from diplo_ner.export.frames import entities_frame, mentions_frame, relations_frame, to_frame
from diplo_ner.export.graphs import to_cypher, to_graph, to_graphml
from extractions import extractions, made

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


def test_a_table_by_name() -> None:
    extraction = result()
    assert extraction.to_frame().equals(relations_frame([extraction]))
    assert extraction.to_frame("entities").equals(entities_frame([extraction]))
    assert extraction.to_frame("mentions").equals(mentions_frame([extraction]))
    with pytest.raises(InputError, match="no table 'facts'; there are: relations, entities, mentions"):
        to_frame([extraction], "facts")


@pytest.mark.parametrize("frame", [entities_frame, mentions_frame, relations_frame])
def test_frames_have_one_arrow_schema_whatever_they_hold(frame: Callable[[list[Extraction]], pandas.DataFrame]) -> None:
    empty, some = frame([]), frame([made(), Extraction(text="")])
    assert (empty.dtypes == some.dtypes).all()
    schema = pyarrow.Schema.from_pandas(some, preserve_index=False)
    assert schema == pyarrow.Schema.from_pandas(empty, preserve_index=False)
    assert not [field for field in schema if pyarrow.types.is_null(field.type)]
    assert len(some) > 0
    file = io.BytesIO()
    some.to_parquet(file)
    pandas.testing.assert_frame_equal(pandas.read_parquet(file), some)


def test_own_columns_of_a_kind_are_empty_for_the_others() -> None:
    frame = entities_frame([made()]).set_index("id")
    assert frame.loc["E1", "iso3"] == "LVA"
    assert frame.loc["E5", "iso"] == "2024-01-16"
    assert frame.loc["E2", ["iso2", "deputy", "acting", "title"]].isna().all()


@settings(deadline=None)
@given(extractions())
def test_graphml_there_and_back(extraction: Extraction) -> None:
    graph = to_graph([extraction, extraction])
    assert graph.number_of_edges() == 2 * len(extraction.relations)
    read = networkx.read_graphml(io.BytesIO("\n".join(to_graphml(graph)).encode()), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(map(str, read.edges(data=True))) == sorted(map(str, graph.edges(data=True)))


def test_graph_joins_documents() -> None:
    graph = to_graph([result(), result()])
    assert graph.number_of_edges() == 2 * len(result().relations)
    assert graph.number_of_nodes() <= len(result().entities)
    assert result().to_graph().number_of_nodes() == graph.number_of_nodes()


_CYPHER_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'")
_CYPHER_ESCAPE = re.compile(r"\\(?:u(....)|(.))")


def decoded(literal: str) -> str:
    """What a Cypher string literal means, by openCypher's grammar."""
    letters = {"n": "\n", "r": "\r", "t": "\t"}
    return _CYPHER_ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else letters.get(m[2], m[2]), literal)


@settings(deadline=None)
@given(extractions())
def test_cypher_holds_what_the_graph_holds(extraction: Extraction) -> None:
    graph = to_graph([extraction])
    statements = list(to_cypher(graph))
    assert all(len(statement.splitlines()) == 1 for statement in statements)
    assert [statement.split()[0] for statement in statements] == ["MERGE"] * len(graph) + ["MATCH"] * len(graph.edges)
    wanted = [[key, *node.values()] for key, node in graph.nodes(data=True)]
    wanted += [[head, tail, *edge.values()] for head, tail, edge in graph.edges(data=True)]
    found = [[decoded(literal) for literal in _CYPHER_STRING.findall(statement)] for statement in statements]
    assert found == [[value for value in values if isinstance(value, str) and value] for values in wanted]


def test_cypher_statements() -> None:
    statements = list(to_cypher(to_graph([made()])))
    assert statements[0] == (
        "MERGE (n:Entity {key: 'COUNTRY:Латвия'}) SET n:`COUNTRY`, n += "
        "{name: 'Латвия', type: 'COUNTRY', wikidata: 'Q211'};"
    )
    assert statements[-1].startswith(
        "MATCH (h:Entity {key: 'PERSON:Янис Озолс'}), (t:Entity {key: 'PERSON:Ли'}) CREATE (h)-[:`met` "
        "{type: 'met', status: 'planned', place: 'Рига', date: 'вчера', evidence: 'Он встретит Ли\\tвчера.', "
    )


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_writes_lines(name: str) -> None:
    lines = list(FORMATS[name].write(iter([("one", made())])))
    assert lines
    assert not [line for line in lines if line.endswith("\n")]
    assert "Озолс" in "\n".join(lines)
    list(FORMATS[name].write(iter([("none", Extraction(text=""))])))


def test_one_document_an_ann_file() -> None:
    with pytest.raises(InputError, match="of one document"):
        list(FORMATS["brat"].write([("one", made()), ("two", made())]))


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
    assert "://" not in page, "the page must not need the network"


def test_fragment_has_no_script() -> None:
    fragment = result()._repr_html_()
    assert "<script" not in fragment
    assert "Янис Озолс" in fragment
