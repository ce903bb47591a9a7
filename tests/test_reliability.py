"""Promises of docs/en/reliability.md that belong to no single part."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import redoctor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redoctor.diagnostics.diagnostics import Status

from diplo_ner import WeightsError, extract, extract_many
from diplo_ner.tagging.packs import MORPH, NAVEC, natasha_path, read_navec, read_stock
from fuzz_targets import SEEDS, TARGETS

ROOT = Path(__file__).parent.parent
ARTICLE = (ROOT / "data/samples/agency_visit.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(TARGETS))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_files_and_texts(target: str, data: st.DataObject) -> None:
    """Seeds of the fuzzer with bytes cut out, doubled and put in: an error of ours or a good result, nothing else."""
    seed = data.draw(st.sampled_from(SEEDS[target])).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(seed)))
        end = data.draw(st.integers(start, min(len(seed), start + 40)))
        middle = data.draw(st.one_of(st.just(b""), st.just(seed[start:end] * 2), st.binary(max_size=8)))
        seed = seed[:start] + middle + seed[end:]
    TARGETS[target](seed)


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.99])
@pytest.mark.parametrize("name", [NAVEC, MORPH])
def test_truncated_models_of_natasha(name: str, share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = natasha_path(name).read_bytes()
    path = tmp_path / "model.tar"
    path.write_bytes(whole[: int(len(whole) * share)])
    monkeypatch.setattr("diplo_ner.tagging.packs.natasha_path", lambda _: path)
    with pytest.raises(WeightsError, match=r"model\.tar: the \w+ (is|are) damaged"):
        read_navec() if name == NAVEC else read_stock(name)


def test_a_long_document() -> None:
    """200,000 characters, every name hundreds of times; docs/en/reliability.md tells of 10 MB."""
    text = f"{ARTICLE}\n\n" * (200_000 // len(ARTICLE))
    result = extract(text)
    assert all(text[m.start : m.end] == m.text for entity in result.entities for m in entity.mentions)
    assert max(m.end for entity in result.entities for m in entity.mentions) > 0.98 * len(text)


def test_memory_stays_flat_over_short_documents() -> None:
    """Caches fill on the first texts; what follows may add no more than 20 MB."""
    words = ARTICLE.split()
    texts = (" ".join(words[n % len(words) :][:8]) for n in range(2_500))
    sizes = []
    for number, _ in enumerate(extract_many(texts), 1):
        if number in (500, 2_500):
            sizes.append(psutil.Process().memory_info().rss / 2**20)
    assert sizes[1] - sizes[0] < 20, sizes


COLLECT = """
import importlib, json, pkgutil, re, sys
found, compiled = {}, re.compile
def note(pattern, flags=0):
    name = sys._getframe(1).f_globals.get("__name__", "")
    if name.startswith("diplo_ner"):
        found[pattern] = name
    return compiled(pattern, flags)
re.compile = note
import diplo_ner
for module in pkgutil.walk_packages(diplo_ner.__path__, "diplo_ner."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
diplo_ner.extract("Президент Латвии Янис Озолс 3 мая прибыл в Ригу.")
print(json.dumps(found))
"""
# Polynomial by the checker's rules, and harmless where they stand.
REVIEWED = {
    "diplo_ner.entities.stems": "matches one word as a whole, and its parts share no character",
    "diplo_ner.resources.examples": "reads the expectations of a rule's examples, not texts",
}


def test_regular_expressions_do_not_backtrack_without_end() -> None:
    """By redoctor, which knows no possessive quantifiers: these cannot backtrack at all, and are left out."""
    done = subprocess.run([sys.executable, "-c", COLLECT], capture_output=True, text=True, check=True)
    patterns: dict[str, str] = json.loads(done.stdout)
    assert len(patterns) > 60
    config = redoctor.Config(timeout=60, skip_recall=True, random_seed=1)
    bad = {}
    for pattern, module in patterns.items():
        if re.search(r"[*+?}]\+", pattern) or module in REVIEWED:
            continue
        # A repeat of up to hundreds is checked as one without end: the harder case, and the faster to check.
        found = redoctor.check(re.sub(r"\{\d,\d{3,}\}", "+", pattern), config=config)
        if found.status is Status.VULNERABLE:
            bad[f"{module}: {pattern}"] = str(found.complexity)
    assert bad == {}


def test_nothing_is_unpickled_or_run_from_data() -> None:
    risky = re.compile(r"pickle|allow_pickle=True|yaml\.(?:load|unsafe_load|full_load)\(|\beval\(|\bexec\(|shell=True")
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "src").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if risky.search(line.split("#")[0]) and "pickled" not in line and "unpickle" not in line.lower()
    }
    assert found == set()


def test_every_test_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs/en/reliability.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) > 20
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert missing == []
