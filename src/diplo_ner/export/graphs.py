"""A graph: entities as nodes, relations as edges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diplo_ner.errors import MissingExtraError
from diplo_ner.models import Extraction

if TYPE_CHECKING:
    import networkx

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def to_graph(extractions: Iterable[Extraction]) -> networkx.MultiDiGraph:
    """A node an entity and an edge a relation, keyed by its type.

    Entities of several extractions are one node where type and name agree. All attributes are strings and numbers, so
    that GraphML can hold them. Raises MissingExtraError where networkx is not installed (extra ``graph``).
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
            graph.add_edge(
                keys[r.head],
                keys[r.tail],
                type=r.type,
                status=r.status.value,
                evidence=_plain(r.evidence.text),
                document=number,
                confidence=r.confidence,
                cameo=r.cameo or "",
            )
    return graph


def _plain(text: str) -> str:
    return _NOT_XML.sub(" ", text)
