"""A graph: entities as nodes, relations as edges; and the same as Cypher statements."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from diplo_ner.errors import MissingExtraError
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    import networkx

# What XML 1.0 cannot hold (production 2), and '\r', which readers of XML turn into '\n'.
_NOT_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = {"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_TO_ESCAPE = re.compile(r"[\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")


def to_graph(extractions: Iterable[Extraction]) -> networkx.MultiDiGraph:
    """A node an entity and an edge a relation.

    Entities of several extractions are one node where type and name agree; ``document`` counts the extractions from 0.
    All attributes are strings and numbers, '' for what is not known, so that GraphML can hold them
    (``networkx.write_graphml``; read it back with ``force_multigraph=True``). Raises MissingExtraError where networkx
    is not installed (extra ``graph``).
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("networkx", "graph") from error
    graph = networkx.MultiDiGraph()
    for number, result in enumerate(extractions):
        keys = {e.id: _plain(f"{e.type.value}:{e.name}") for e in result.entities}
        for entity in result.entities:
            graph.add_node(
                keys[entity.id], name=_plain(entity.name), type=entity.type.value, wikidata=entity.wikidata or ""
            )
        for r in result.relations:
            around = {
                role: "" if entity_id is None else _plain(result.entity(entity_id).name)
                for role, entity_id in (("place", r.place), ("date", r.date), ("event", r.event), ("source", r.source))
            }
            graph.add_edge(
                keys[r.head],
                keys[r.tail],
                type=r.type,
                status=r.status.value,
                **around,
                evidence=_plain(r.evidence.text),
                document=number,
                confidence=r.confidence,
                cameo=r.cameo or "",
            )
    return graph


def to_graphml(graph: networkx.MultiDiGraph) -> Iterator[str]:
    """The lines of a GraphML file in UTF-8, without line ends."""
    import networkx

    file = io.BytesIO()  # generate_graphml writes all that is not ASCII as numbers
    networkx.write_graphml(graph, file)
    yield from file.getvalue().decode("utf-8").removesuffix("\n").split("\n")


def to_cypher(graph: networkx.MultiDiGraph) -> Iterator[str]:
    """Statements that put a graph of ``to_graph`` into a Cypher database such as Neo4j, one a line.

    A node gets the labels Entity and its type and is merged by ``key`` ('PERSON:Янис Озолс'), so that it is one however
    often it is loaded; an edge is created each time, of a type that is the name of the relation.
    """
    for key, node in graph.nodes(data=True):
        yield f"MERGE (n:Entity {{key: {_literal(key)}}}) SET n:{_identifier(node['type'])}, n += {_map(node)};"
    for head, tail, edge in graph.edges(data=True):
        ends = f"(h:Entity {{key: {_literal(head)}}}), (t:Entity {{key: {_literal(tail)}}})"
        yield f"MATCH {ends} CREATE (h)-[:{_identifier(edge['type'])} {_map(edge)}]->(t);"


def _map(attributes: Mapping[str, str | float]) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in attributes.items() if value != "") + "}"


def _literal(value: str | float) -> str:
    return "'" + _TO_ESCAPE.sub(_escape, value) + "'" if isinstance(value, str) else repr(value)


def _escape(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _identifier(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _plain(text: str) -> str:
    return _NOT_XML.sub(" ", text)
