"""Optional packages: what a missing one is answered with, and that importing an exporter loads none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from diplo_ner import MissingExtraError
from diplo_ner.display.pictures import draw_graph, draw_timeline
from diplo_ner.export.frames import relations_frame
from diplo_ner.export.graphs import to_graph
from diplo_ner.export.spacy_docs import to_spacy
from extractions import made

GRAPH = to_graph([made()])


@pytest.mark.parametrize(
    ("package", "extra", "use"),
    [
        ("pandas", "pandas", lambda: relations_frame([made()])),
        ("networkx", "graph", lambda: to_graph([made()])),
        ("networkx", "plot", lambda: draw_graph(GRAPH)),
        ("matplotlib.figure", "plot", lambda: draw_graph(GRAPH)),
        ("matplotlib.figure", "plot", lambda: draw_timeline([made()])),
        ("spacy.tokens", "spacy", lambda: to_spacy(made())),
    ],
)
def test_a_missing_extra_says_what_to_install(
    package: str, extra: str, use: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(
        MissingExtraError, match=rf"{package.partition('.')[0]} is not installed: pip install 'diplo-ner\[{extra}\]'"
    ):
        use()


def test_importing_the_exporters_loads_no_optional_package() -> None:
    code = (
        "import sys, diplo_ner.export.formats, diplo_ner.export.spacy_docs, diplo_ner.display.pictures\n"
        "loaded = {'pandas', 'networkx', 'matplotlib', 'spacy', 'numpy', 'natasha', 'pymorphy3'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
