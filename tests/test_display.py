"""The page and the fragment: whatever the text and its mentions, tags nest and the text is all there, escaped."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from types import ModuleType

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplo_ner import Country, Evidence, Extraction, Mention, MissingExtraError, Person, Relation
from diplo_ner.display.html import to_fragment, to_html

HOSTILE = "<script>alert('1')</script> & \"цитата\" <mark> &amp; Анна"


class Page(HTMLParser):
    """Asserts that tags nest; keeps the words inside the block of class 'text' and each tag's attributes."""

    VOID = ("meta", "input")

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if ("div", "text") in self.open:
            self.text += data


def person(number: int, text: str, *spans: tuple[int, int], name: str = "Анна") -> Person:
    mentions = tuple(Mention(start=start, end=end, text=text[start:end]) for start, end in spans)
    return Person(id=f"E{number}", name=name, mentions=mentions)


def linked(text: str, head: Person, tail: Person | Country, start: int, end: int) -> Extraction:
    evidence = Evidence(start=start, end=end, text=text[start:end], trigger="", rule="made.up")
    return Extraction(
        text=text,
        entities=(head, tail),
        relations=(Relation(id="R1", type="met", head=head.id, tail=tail.id, evidence=evidence),),
    )


def test_hostile_text_stays_text() -> None:
    name = "\"><img src=x onerror=alert(1)>'"
    head, tail = person(1, HOSTILE, (0, 8), (3, 20), name=name), person(2, HOSTILE, (58, 62))
    page = Page(to_html(linked(HOSTILE, head, tail, 0, len(HOSTILE))))
    assert page.text == HOSTILE
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in page.tags}
    assert {"onerror", "onclick", "src", "href"}.isdisjoint(key for _, attrs in page.tags for key in attrs)


def test_fragment_has_the_same_text_and_no_script() -> None:
    page = Page(to_fragment(linked(HOSTILE, person(1, HOSTILE, (0, 8)), person(2, HOSTILE, (58, 62)), 0, 5)))
    assert page.text == HOSTILE
    assert "script" not in {tag for tag, _ in page.tags}


def test_page_needs_no_network() -> None:
    page = to_html(Extraction(text="Анна"))
    assert not re.search(r"https?:|//|@import|url\(", page)


def test_marks_nest() -> None:
    text = "министр иностранных дел Китая"
    country = Country(id="E2", name="Китай", mentions=(Mention(start=24, end=29, text="Китая"),))
    fragment = to_fragment(linked(text, person(1, text, (0, 29)), country, 0, 29))
    inner = re.search(r"<mark[^>]*PERSON.*?<mark[^>]*COUNTRY[^>]*><span[^>]*>Китая</span></mark></mark>", fragment)
    assert inner


def test_actor_filter_looks_at_head_and_tail_alone() -> None:
    text = "Анна встретила Ли по словам Бориса"
    page = Page(to_html(linked(text, person(1, text, (0, 4)), person(2, text, (15, 17), name="Ли"), 0, 34)))
    (row,) = [attrs for tag, attrs in page.tags if tag == "tr" and "data-type" in attrs]
    assert row["data-actors"] == "анна\nли"


@given(
    st.text(alphabet="аб<&>\"'\n \U0001f600\u0301", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8),
)
def test_any_mentions(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [(min(a, b), max(a, b)) for a, b in pairs if a != b and max(a, b) <= len(text)]
    half = len(spans) // 2
    head, tail = person(1, text, *spans[:half]), person(2, text, *spans[half:])
    assert Page(to_fragment(linked(text, head, tail, 0, len(text)))).text == text


def test_graphml_of_control_characters() -> None:
    text = "Анна\x01 встретила \x0bЛи"
    result = linked(text, person(1, text, (0, 5), name="Анна\x01"), person(2, text, (17, 19), name="Ли"), 0, 19)
    written = "\n".join(networkx.generate_graphml(result.to_graph()))
    assert networkx.parse_graphml(written).number_of_edges() == 1


@pytest.mark.parametrize(
    ("package", "extra", "method"), [("pandas", "pandas", "to_frame"), ("networkx", "graph", "to_graph")]
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, package: str, extra: str, method: str) -> None:
    real = builtins.__import__

    def without(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> ModuleType:
        if name == package:
            raise ImportError(name)
        return real(name, globals_, locals_, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=rf"{package} is not installed.*\[{extra}\]"):
        getattr(Extraction(text=""), method)()
