"""The page in a real headless Chromium: filters, click-through, escaping, colours, no console errors.

Where Chromium or its driver is missing the tests are skipped and say so; in CI (``CI=true``) they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diplo_ner import (
    Country,
    Date,
    Document,
    Event,
    Evidence,
    Extraction,
    Mention,
    Organization,
    Party,
    Person,
    Place,
    Post,
    Relation,
)

selenium = pytest.importorskip("selenium", reason="selenium is not installed: pip install '.[test]'")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402

Open = Callable[[str], webdriver.Chrome]
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1200,800",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        message = "chromium and chromium-driver are not installed: the page was not tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file; after the test the browser's console must be empty."""

    def open_page(html: str) -> webdriver.Chrome:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        browser.get(path.as_uri())
        return browser

    browser.get_log("browser")  # type: ignore[no-untyped-call]
    yield open_page
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def many(count: int) -> Extraction:
    """``count`` relations of two types between people and a country, each with its own line of text."""
    lines = [f"Посол {i} {'встретил' if i % 2 else 'посетил'} Латвию {i}." for i in range(count)]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(count)]
    country = Country(
        id="C",
        name="Латвия",
        mentions=tuple(
            Mention(start=(at := text.index("Латвию", start)), end=at + 6, text="Латвию") for start in starts
        ),
    )
    people = []
    for i, start in enumerate(starts):
        name = f"Посол {i}"
        people.append(Person(id=f"P{i}", name=name, mentions=(Mention(start=start, end=start + len(name), text=name),)))
    relations = tuple(
        Relation(
            id=f"R{i}",
            type="met" if i % 2 else "visited",
            head=f"P{i}",
            tail="C",
            evidence=Evidence(start=start, end=start + len(lines[i]), text=lines[i], trigger="", rule="made.up"),
        )
        for i, start in enumerate(starts)
    )
    return Extraction(text=text, entities=(country, *people), relations=relations)


@pytest.fixture
def every_type() -> Extraction:
    """An entity of each type, two of them joined by a relation."""
    kinds = (Person, Post, Country, Party, Organization, Place, Event, Document, Date)
    text = " ".join(kind.__name__ for kind in kinds)
    entities = []
    for i, kind in enumerate(kinds):
        start = text.index(kind.__name__)
        mention = Mention(start=start, end=start + len(kind.__name__), text=kind.__name__)
        entities.append(kind(id=f"E{i}", name=kind.__name__, mentions=(mention,)))
    evidence = Evidence(start=0, end=6, text=text[:6], trigger="", rule="made.up")
    relation = Relation(id="R", type="met", head="E0", tail="E2", evidence=evidence)
    return Extraction(text=text, entities=tuple(entities), relations=(relation,))


def shown(browser: webdriver.Chrome) -> int:
    count: int = browser.execute_script(
        "return [...document.querySelectorAll('tr[data-type]')].filter(r => r.offsetParent).length"
    )
    return count


def lit(browser: webdriver.Chrome) -> str:
    text: str = browser.execute_script(
        "return [...document.querySelectorAll('.text .on')].map(p => p.textContent).join('')"
    )
    return text


def test_filters_of_500_relations(opened: Open) -> None:
    page = opened(many(500).to_html())
    assert shown(page) == 500
    Select(page.find_element(By.ID, "type")).select_by_visible_text("met")
    assert shown(page) == 250
    actor = page.find_element(By.ID, "actor")
    actor.send_keys("посол 499")
    assert shown(page) == 1
    assert page.find_element(By.ID, "count").text == "1 / 500"
    actor.send_keys("0")
    assert shown(page) == 0
    actor.clear()
    actor.send_keys("латвия")
    Select(page.find_element(By.ID, "type")).select_by_visible_text("all")
    assert shown(page) == 500


def test_a_click_and_a_key_lead_to_the_evidence(opened: Open) -> None:
    page = opened(many(500).to_html())
    rows = page.find_elements(By.CSS_SELECTOR, "tr[data-type]")
    rows[300].click()
    assert lit(page) == "Посол 300 посетил Латвию 300."
    first = page.find_element(By.CSS_SELECTOR, ".text .on")
    assert page.execute_script(
        "const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight", first
    )
    rows[301].send_keys(Keys.ENTER)
    assert lit(page) == "Посол 301 встретил Латвию 301."


def test_markup_in_the_text_shows_as_text(opened: Open) -> None:
    text = "<script>document.title='взлом'</script><img src=x onerror=\"document.title='взлом'\"> Анна & «Ли»"
    name = "</td><script>document.title='взлом'</script>"
    at = text.index("Анна")
    people = (
        Person(id="A", name=name, mentions=(Mention(start=at, end=at + 4, text="Анна"),)),
        Person(id="B", name="Ли", mentions=(Mention(start=at + 8, end=at + 10, text="Ли"),)),
    )
    evidence = Evidence(start=0, end=len(text), text=text, trigger="", rule="made.up")
    result = Extraction(
        text=text, entities=people, relations=(Relation(id="R", type="met", head="A", tail="B", evidence=evidence),)
    )
    page = opened(result.to_html())
    assert page.title == "diplo_ner"
    assert page.find_element(By.CLASS_NAME, "text").text == text
    assert name in page.find_element(By.TAG_NAME, "table").text


CONTRAST = """
const channel = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(channel);
  return .2126 * r + .7152 * g + .0722 * b };
const ground = getComputedStyle(document.querySelector('.dn')).backgroundColor;
const ratio = c => { const [a, b] = [light(c), light(ground)].sort((x, y) => y - x); return (a + .05) / (b + .05) };
const of = (selector, property) =>
  [...document.querySelectorAll(selector)].map(e => ratio(getComputedStyle(e)[property]));
return [...of('mark', 'borderBottomColor'), ...of('mark, td, th, .text', 'color'), ...of('.key li', 'color')];
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_enough_contrast(opened: Open, every_type: Extraction, scheme: str) -> None:
    """WCAG 2.2, level AA: 4.5 for text; the same is asked of the underlines."""
    page = opened(every_type.to_html())
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(22, 22, 22)")
    ratios = page.execute_script(CONTRAST)
    assert len(ratios) > 20
    assert min(ratios) >= 4.5


def test_a_dark_notebook_darkens_the_fragment(opened: Open, every_type: Extraction) -> None:
    page = opened(f'<!doctype html><body data-jp-theme-light="false">{every_type._repr_html_()}</body>')
    assert min(page.execute_script(CONTRAST)) >= 4.5
    assert page.find_elements(By.TAG_NAME, "script") == []
