"""A folder of texts into JSON Lines: order, what fails, what is cut off and goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from diplo_ner import DataError, Extractor, InputError, extract
from diplo_ner.cli import main
from diplo_ner.export.folders import FolderRun, extract_folder
from diplo_ner.export.jsonl import read_results

TEXT = "Президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме."
FILES = {
    "a/10.txt": TEXT.encode(),
    "a/9.txt": "МИД Эстонии осудил Латвию.".encode(),
    "a.txt": b"",
    "b.txt": TEXT.encode("cp1251"),
    "в/г.txt": f"\ufeff{TEXT}\r\n".encode(),
}
ORDER = ["a/10.txt", "a/9.txt", "a.txt", "b.txt", "в/г.txt"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("articles")
    for name, data in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)
    (root / "notes.md").write_text("# not a text\n", encoding="utf-8")
    (root / "в" / "loop").symlink_to(root, target_is_directory=True)
    return root


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The output of a run that nothing cut off."""
    output = tmp_path_factory.mktemp("whole") / "out.jsonl"
    assert extract_folder(folder, output, Extractor()) == FolderRun(written=5, failed=1, done=0)
    return output.read_bytes()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_a_line_a_file_in_order(whole: bytes, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(whole)
    results = list(read_results(output))
    assert [result.path for result in results] == ORDER
    assert [result.error is None for result in results] == [True, True, True, False, True]
    assert results[0].extraction == extract(TEXT)
    assert results[4].extraction == extract(f"{TEXT}\r\n")
    assert results[3].extraction is None
    assert str(results[3].error).startswith("UnicodeDecodeError")
    assert len({result.sha256 for result in results}) == 5


def test_processes_write_the_same(folder: Path, whole: bytes, tmp_path: Path) -> None:
    extract_folder(folder, tmp_path / "out.jsonl", Extractor(), processes=2)
    assert (tmp_path / "out.jsonl").read_bytes() == whole


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_cut_anywhere_and_resumed(folder: Path, whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    extract_folder(folder, output, Extractor(), resume=True)
    assert output.read_bytes() == whole


def test_nothing_is_left_to_do(folder: Path, whole: bytes, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(whole)
    assert extract_folder(folder, output, Extractor(), resume=True) == FolderRun(written=0, failed=0, done=5)
    assert output.read_bytes() == whole


def test_a_changed_file_is_another_document(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    (folder / "a.txt").write_text("Россия.", encoding="utf-8")
    extract_folder(folder, output, Extractor())
    (folder / "a.txt").write_text("Китай.", encoding="utf-8")
    (folder / "b.txt").write_text("Китай.", encoding="utf-8")
    assert extract_folder(folder, output, Extractor(), resume=True) == FolderRun(written=2, failed=0, done=1)
    assert [(r.path, r.extraction and r.extraction.text) for r in read_results(output)] == [
        ("a.txt", "Россия."), ("a.txt", "Китай."), ("b.txt", "Китай."),
    ]  # fmt: skip


def test_another_file_is_neither_overwritten_nor_continued(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "precious.txt"
    output.write_text("{}\nmine", encoding="utf-8")
    with pytest.raises(InputError, match="is not empty"):
        extract_folder(folder, output, Extractor())
    with pytest.raises(DataError, match=r"precious\.txt:1: no document of a folder"):
        extract_folder(folder, output, Extractor(), resume=True)
    assert output.read_text(encoding="utf-8") == "{}\nmine"


def test_command(folder: Path, whole: bytes, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    first = run(folder, "-o", output)
    assert first.exit_code == 1
    assert "5 documents written; 1 could not be read" in first.stderr
    assert output.read_bytes() == whole
    again = run(folder, "-o", output)
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
    resumed = run(folder, "-o", output, "--resume")
    assert resumed.exit_code == 0
    assert "0 documents written, 5 before" in resumed.stderr


@pytest.mark.parametrize(
    "wrong", [["."], [".", "a.txt", "--resume"], [".", "-f", "csv", "-o", "x"], ["a.txt", "--resume"]], ids=" ".join
)
def test_wrong_usage(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_device(folder: Path) -> None:
    result = run(folder, "-o", "/dev/full")
    assert result.exit_code == 1
    assert f"/dev/full: {os.strerror(errno.ENOSPC)}" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files here")
def test_full_disk_leaves_whole_lines(folder: Path, whole: bytes, tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk with room for a line and a half."""
    output = tmp_path / "out.jsonl"
    room = whole.index(b"\n") + 100
    script = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"from diplo_ner.cli import main; main(['extract', {str(folder)!r}, '-o', {str(output)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{output}: {os.strerror(errno.EFBIG)}; what was written is whole lines" in done.stderr
    assert output.read_bytes() == whole[: whole.index(b"\n") + 1]
    extract_folder(folder, output, Extractor(), resume=True)
    assert output.read_bytes() == whole


KILLS = """
import os, random, signal, sys, time
from pathlib import Path
from diplo_ner import Extractor
from diplo_ner.export.folders import extract_folder
folder, output, whole = map(Path, sys.argv[1:])
start = time.perf_counter()
extract_folder(folder, whole, Extractor())  # loads the models, so that the children, which are forked, need not
took = time.perf_counter() - start
killed = 0
for attempt in range(200):
    if (child := os.fork()) == 0:
        extract_folder(folder, output, Extractor(), resume=True)
        os._exit(0)
    time.sleep(random.uniform(0, took / 10))
    os.kill(child, signal.SIGKILL)
    killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    if killed == 10:
        break
extract_folder(folder, output, Extractor(), resume=True)
assert output.read_bytes() == whole.read_bytes()
print(killed)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_ten_times_and_resumed(tmp_path: Path) -> None:
    """kill -9 at random moments: in the end the output is that of a run that nothing cut off."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"{TEXT} Было {number} человек. {TEXT}", encoding="utf-8")
    paths = [str(folder), str(tmp_path / "out.jsonl"), str(tmp_path / "whole.jsonl")]
    done = subprocess.run([sys.executable, "-c", KILLS, *paths], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "10\n"), done.stderr
