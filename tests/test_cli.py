"""The command diplo-ner."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from diplo_ner import Extraction
from diplo_ner.cli import main
from diplo_ner.export.formats import FORMATS

TEXT = "Президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме."


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_table(article: Path) -> None:
    result = run("extract", str(article))
    assert result.exit_code == 0
    assert "met" in result.stdout
    assert "Марк Тамме" in result.stdout


def test_jsonl_from_standard_input() -> None:
    result = run("extract", "--format", "jsonl", "-", stdin=TEXT)
    assert result.exit_code == 0
    extraction = Extraction.model_validate_json(result.stdout)
    assert extraction.text == TEXT
    assert [r.type for r in extraction.relations if r.type == "met"] == ["met"]


def test_one_bad_file_does_not_stop_the_rest(article: Path, tmp_path: Path) -> None:
    bad = tmp_path / "cp1251.txt"
    bad.write_bytes(TEXT.encode("cp1251"))
    result = run("extract", "--format", "jsonl", str(bad), str(tmp_path / "none.txt"), str(tmp_path), str(article))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout)["text"] == TEXT
    assert "cp1251.txt: not UTF-8" in result.stderr
    assert "none.txt: No such file" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["extract", "--format", "xml", "-"], ["extract", "--published", "soon", "-"], ["nothing"]],
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_published_anchors_dates(tmp_path: Path) -> None:
    result = run(
        "extract", "--format", "jsonl", "--published", "2024-01-17", "-", stdin="Вчера Янис Озолс прибыл в Ригу."
    )
    dates = [e["iso"] for e in json.loads(result.stdout)["entities"] if e["type"] == "DATE"]
    assert dates == ["2024-01-16"]


def test_show_writes_a_page(article: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("show", str(article), "-o", str(page)).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_module_runs() -> None:
    done = subprocess.run([sys.executable, "-m", "diplo_ner", "--help"], capture_output=True, text=True, check=True)
    assert "diplo-ner extract article.txt" in done.stdout


def test_a_closed_pipe_is_quiet(article: Path) -> None:
    command = [sys.executable, "-m", "diplo_ner", "extract", "--format", "jsonl", *[str(article)] * 3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_show_prints_or_opens_a_page(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run("show", str(article), "-o", "-")
    assert printed.stdout.startswith("<!doctype html>")
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    result = run("show", str(article))
    assert result.exit_code == 0
    page = Path(result.stdout.strip())
    assert opened == [page.as_uri()]
    assert page.read_text(encoding="utf-8") == printed.stdout


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_is_written(form: str, article: Path, tmp_path: Path) -> None:
    printed = run("extract", "--format", form, str(article))
    assert printed.exit_code == 0
    assert "Озолс" in printed.stdout
    file = tmp_path / "facts"
    assert run("extract", "-f", form, str(article), "-o", str(file)).exit_code == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(printed.stdout.splitlines())


def test_one_document_formats_refuse_two(article: Path) -> None:
    result = run("extract", "--format", "brat", str(article), str(article))
    assert result.exit_code == 2
    assert "an .ann file is of one document" in result.stderr


OWN = Path(__file__).parent.parent / "examples" / "own-data"


@pytest.mark.parametrize("command", ["extract", "show"])
def test_names_and_rules_of_one_s_own(command: str, tmp_path: Path) -> None:
    text = "Финляндия посредничала в переговорах между Эстонией и Латвией. Железного Ансиса ждали."
    own = ["--gazetteer", str(OWN / "names.yaml"), "-g", str(OWN / "names.tsv"), "--rules", str(OWN / "rules.yaml")]
    result = run(command, *own, "-", "-o", "-", *(["-f", "jsonl"] if command == "extract" else []), stdin=text)
    assert result.exit_code == 0
    assert "mediates" in result.stdout
    assert "Ансис Калниньш" in result.stdout


@pytest.mark.parametrize("command", [["extract"], ["show", "-o", "-"], ["check-data"]])
def test_a_wrong_file_of_one_s_own(command: list[str], tmp_path: Path, article: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules:\n  - id: a\n    type: mett\n", encoding="utf-8")
    texts = [] if command == ["check-data"] else [str(article)]
    result = run(*command, "--rules", str(rules), *texts)
    told = result.stdout if command == ["check-data"] else result.stderr
    assert result.exit_code == (1 if command == ["check-data"] else 2)
    assert f"{rules}:3: unknown relation 'mett'; did you mean 'met'? allowed: affiliated_with" in told
    assert len(told.splitlines()) == 1


def test_check_data_runs_the_examples(tmp_path: Path) -> None:
    result = run("check-data", "-g", str(OWN / "names.tsv"), "-r", str(OWN / "rules.yaml"))
    assert result.exit_code == 0
    assert result.stdout == f"{OWN / 'names.tsv'}, {OWN / 'rules.yaml'}: all right; 2 rules, 4 examples\n"
    wrong = tmp_path / "rules.yaml"
    text = (OWN / "rules.yaml").read_text(encoding="utf-8")
    text = text.replace("заглянул в [b:Эстонию] => visited(a, b)", "прибыл в [b:Эстонию] => visited(a, b)")
    wrong.write_text(text.replace("выбирала между", "посредничала между"), encoding="utf-8")
    result = run("check-data", "-r", str(wrong))
    assert result.exit_code == 1
    extra = "extra mediates({}) asserted by own.mediates.between ('посредничала')"
    assert sorted(result.stdout.splitlines()) == [
        f"{wrong}:16: own.mediates.between: reject example 1: {extra.format('a, b')}",
        f"{wrong}:16: own.mediates.between: reject example 1: {extra.format('a, c')}",
        f"{wrong}:23: own.visited.call: match example 1: the rule is unused here: served by visited.motion",
    ]


def test_check_data_tells_each_wrong_file(tmp_path: Path) -> None:
    for name, text in (("a.yaml", "people: x\n"), ("b.yaml", "people:\n  - name: Имя\n    gender: no\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("check-data", "-g", str(tmp_path / "a.yaml"), "-g", str(tmp_path / "b.yaml"))
    assert [line.partition(": ")[0] for line in result.stdout.splitlines()] == [
        f"{tmp_path / 'a.yaml'}:1", f"{tmp_path / 'b.yaml'}:3",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["extract", "show", "explain", "check-data", "evaluate"])
def test_help_teaches(command: str) -> None:
    result = run(command, "--help")
    assert f"diplo-ner {command} " in result.stdout
    assert "Exit codes: 0" in " ".join(result.stdout.split())


def test_version_and_completion() -> None:
    assert run("--version").stdout.startswith("diplo-ner ")
    assert "--install-completion" in run("--help").stdout


def test_show_says_which_file_failed(article: Path, tmp_path: Path) -> None:
    absent, page = tmp_path / "absent.txt", tmp_path / "no" / "page.html"
    for arguments, failed in (([str(absent), "-o", str(page)], absent), ([str(article), "-o", str(page)], page)):
        result = run("show", *arguments)
        assert result.exit_code == 1
        assert f"{failed}: No such file" in result.stderr


FACTS = {
    "text": TEXT,
    "entities": [
        {"key": "o", "type": "PERSON", "name": "Янис Озолс", "mentions": ["Янис Озолс"]},
        {"key": "t", "type": "PERSON", "name": "Марк Тамме", "mentions": ["Марком Тамме"]},
    ],
    "relations": [{"type": "met", "head": "t", "tail": "o", "status": "asserted"}],
}
SPANS = {"text": TEXT, "entities": [{"type": "PERSON", "start": 17, "end": 27}]}


@pytest.mark.parametrize(
    ("document", "row"),
    [
        (FACTS, "met 100.0 100.0 100.0 1 1 1"),
        (SPANS, "PERSON 50.0 100.0 66.7 1 2 1"),
    ],
)
def test_evaluate(tmp_path: Path, document: dict[str, object], row: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(document), encoding="utf-8")
    result = run("evaluate", str(file))
    assert result.exit_code == 0
    assert row in [" ".join(line.split()) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        ("[", "gold.jsonl:1: no JSON"),
        (json.dumps({"text": TEXT}), "a document has no 'entities'"),
        (json.dumps({"text": TEXT, "entities": [{"type": "PERSON"}]}), "a document has no 'start'"),
    ],
)
def test_evaluate_says_what_is_wrong(tmp_path: Path, content: str | None, message: str) -> None:
    file = tmp_path / "gold.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = run("evaluate", str(file))
    assert result.exit_code == 1
    assert message in result.stderr
