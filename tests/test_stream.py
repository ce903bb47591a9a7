"""extract_many: order, failures, context, what is read ahead, and what becomes of worker processes."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from diplo_ner import (
    DataError,
    DiploNerError,
    Extraction,
    Extractor,
    Failure,
    InputError,
    MissingExtraError,
    ProcessingError,
    WeightsError,
    extract,
    extract_many,
)
from diplo_ner.entities import find_entities
from diplo_ner.records import EntityLayer, TaggedSentence

TEXT = "Президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме."
MIXED: list[Any] = [TEXT, None, "Рим\ud800", TEXT + TEXT, b"\xd0", ""]
BATCH = 2_000  # characters; batches as small as this keep the tests short
LONG = "Янис Озолс прибыл в Ригу. " * 80  # a batch of its own
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplo_ner.stream._BATCH_CHARACTERS", BATCH)


@pytest.mark.parametrize("processes", [1, 2])
def test_failures_stand_in_the_place_of_their_texts(processes: int) -> None:
    found = list(extract_many(MIXED, on_error="return", processes=processes))
    assert [type(one) for one in found] == [Extraction, Failure, Failure, Extraction, Failure, Extraction]
    assert [one for one in found if isinstance(one, Extraction)] == [extract(t) for t in (TEXT, TEXT + TEXT, "")]
    none, surrogate, data = (one for one in found if isinstance(one, Failure))
    assert (none.position, none.excerpt, none.error) == (1, "None", "InputError")
    assert (surrogate.position, surrogate.excerpt) == (2, "Рим\\ud800")
    assert "lone surrogate" in surrogate.message
    assert (data.position, data.excerpt) == (4, "b'\\xd0'")
    assert Failure.model_validate_json(surrogate.model_dump_json()) == surrogate


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_is_raised_when_its_turn_comes(processes: int) -> None:
    stream = extract_many(MIXED, processes=processes)
    assert next(stream).text == TEXT
    with pytest.raises(InputError, match="must be str") as caught:
        next(stream)
    assert caught.value.__notes__ == ["in text 1 of the stream, counted from 0"]
    assert list(stream) == []


@pytest.mark.parametrize("processes", [1, 2])
def test_context_comes_back_with_its_text(processes: int) -> None:
    marks = [object(), lambda: None, threading.Lock()]  # nothing here could be sent to another process
    stream = extract_many(zip([TEXT, LONG, ""], marks, strict=True), processes=processes, with_context=True)
    found = list(stream)
    assert [mark for _, mark in found] == marks
    assert [result.text for result, _ in found] == [TEXT, LONG, ""]


def test_context_with_failures() -> None:
    pairs: list[tuple[str, int]] = [(TEXT, 1), ("\udfff", 2)]
    (first, one), (second, two) = extract_many(pairs, on_error="return", with_context=True)
    assert (one, two) == (1, 2)
    assert isinstance(first, Extraction)
    assert isinstance(second, Failure)


@pytest.mark.parametrize("bad", [TEXT, (TEXT,), [TEXT, 1]])
def test_no_pair_where_pairs_are_wanted(bad: Any) -> None:
    with pytest.raises(InputError, match="takes pairs"):
        list(extract_many([bad], with_context=True))


@pytest.mark.parametrize("arguments", [{"processes": 0}, {"on_error": "ignore"}])
def test_wrong_arguments_at_the_call(arguments: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="must be"):
        extract_many([TEXT], **arguments)


def test_a_fault_of_ours_on_one_text_spares_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:

    def fails(sentences: Sequence[TaggedSentence], *rest: Any, **more: Any) -> EntityLayer:
        if len(sentences) == 2:
            raise IndexError("made up")
        return find_entities(sentences, *rest, **more)

    monkeypatch.setattr("diplo_ner.extractor.find_entities", fails)
    texts = [TEXT, f"{TEXT} {TEXT}", TEXT]
    good, bad, good_too = extract_many(texts, on_error="return")
    assert good == good_too
    assert isinstance(good, Extraction)
    assert isinstance(bad, Failure)
    assert (bad.position, bad.error) == (1, "ProcessingError")
    assert "IndexError: made up" in bad.message
    with pytest.raises(ProcessingError, match="made up") as caught:
        list(extract_many(texts))
    assert isinstance(caught.value.__cause__, IndexError)


@pytest.mark.parametrize("processes", [1, 2])
def test_wrong_data_stops_the_stream(processes: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if processes == 1:

        def fails(*_: object, **__: object) -> object:
            raise WeightsError("made up")

        monkeypatch.setattr("diplo_ner.extractor.find_entities", fails)
    else:  # a worker that finds another natasha, one without models
        (tmp_path / "natasha").mkdir()
        (tmp_path / "natasha/__init__.py").touch()
        monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(WeightsError, match=r"made up|lacks this model"):
        list(extract_many([TEXT], processes=processes, on_error="return"))


@pytest.mark.parametrize("processes", [1, 2])
def test_no_further_ahead_than_the_reader_reads(processes: int) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for _ in itertools.count():
            taken += 1
            yield ""

    stream = extract_many(endless(), processes=processes)
    for _ in range(3):
        next(stream)
    time.sleep(0.1)
    assert taken <= 2 * processes * BATCH // 100  # an empty text counts as 100 characters
    stream.close()  # type: ignore[attr-defined]


def test_an_error_of_the_source_passes_through() -> None:
    def source() -> Iterator[str]:
        yield LONG
        raise OSError("the disk is gone")

    stream = extract_many(source())
    assert next(stream).text == LONG
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


def test_progress_counts_texts(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(extract_many([TEXT, ""], progress=True))) == 2
    assert "2/2" in capsys.readouterr().err
    assert len(list(extract_many(iter([TEXT, ""]), progress=True))) == 2
    assert "2 texts" in capsys.readouterr().err


def test_every_error_survives_pickling() -> None:
    """A pool of processes breaks where it cannot unpickle an error."""
    errors: list[DiploNerError] = [
        InputError("a"), ProcessingError("b"), DataError("c", path="d", line=3), WeightsError("e", path="f"),
        MissingExtraError("pandas", "pandas"),
    ]  # fmt: skip
    assert {type(error) for error in errors} == _all_errors(DiploNerError)
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def _all_errors(kind: type[DiploNerError]) -> set[type[DiploNerError]]:
    below = kind.__subclasses__()
    return set(below).union(*(_all_errors(one) for one in below))


def _workers(of: int | None = None) -> list[psutil.Process]:
    """The worker processes of a process, this one if none is named."""
    found = []
    for child in psutil.Process(of).children():
        with suppress(psutil.NoSuchProcess):  # a zombie has no command line any more
            if any("diplo_ner.worker" in argument for argument in child.cmdline()):
                found.append(child)
    return found


def _gone(processes: list[psutil.Process]) -> bool:
    alive = psutil.wait_procs(processes, timeout=10)[1]
    for process in alive:
        process.kill()
    return not alive


@POSIX
def test_a_killed_worker_is_replaced_and_nothing_is_lost() -> None:
    texts = [f"{n}. {LONG}" for n in range(6)]
    stream = extract_many(texts, processes=2)
    found = [next(stream).text]
    for worker in _workers():
        worker.kill()
    found += [result.text for result in stream]
    assert found == texts
    assert _gone(_workers())


@POSIX
def test_a_text_that_kills_its_worker_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A worker that dies of one text: the neighbours of that text are read all the same."""
    (tmp_path / "sitecustomize.py").write_text(
        textwrap.dedent("""
            import os, signal, diplo_ner.extractor as chain
            repair = chain.repair
            def deadly(text):
                if "погибель" in text:
                    os.kill(os.getpid(), signal.SIGKILL)
                return repair(text)
            chain.repair = deadly
        """),
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    texts = [TEXT, "Это погибель.", TEXT]
    first, failed, last = extract_many(texts, processes=2, on_error="return")
    assert first == last == extract(TEXT)
    assert isinstance(failed, Failure)
    assert (failed.position, failed.error) == (1, "ProcessingError")
    assert "was killed (SIGKILL) on this text" in failed.message
    assert _gone(_workers())


def test_workers_that_cannot_start_are_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplo_ner.workers._START", "import sys; sys.exit(3)")
    with pytest.raises(ProcessingError, match=r"ended \(exit code 3\) before it was ready"):
        list(extract_many([TEXT], processes=2, on_error="return"))


def test_workers_end_with_a_stream_that_is_given_up() -> None:
    stream = extract_many([LONG] * 4, processes=2)
    next(stream)
    workers = _workers()
    assert workers
    stream.close()  # type: ignore[attr-defined]
    assert _gone(workers)


SCRIPT = f"""
from diplo_ner import extract_many, stream
stream._BATCH_CHARACTERS = {BATCH}
print("ready", flush=True)
for result in extract_many(({LONG!r} for _ in range(100_000)), processes=2):
    print(len(result.relations), flush=True)
"""


@POSIX
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_no_worker_outlives_its_parent(sent: signal.Signals, tmp_path: Path) -> None:
    """A script without a ``__main__`` guard, interrupted in the middle of its work."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n"
        assert int(process.stdout.readline()) >= 0
        workers = _workers(process.pid)
        assert workers
        if sent is signal.SIGINT:
            os.killpg(process.pid, sent)  # as a terminal does it
        else:
            process.send_signal(sent)
        _, said = process.communicate(timeout=60)
    assert process.returncode == -sent
    assert said.count("Traceback") == (sent is signal.SIGINT), said
    assert _gone(workers)


def test_a_script_from_standard_input_has_workers_too() -> None:
    """Python read from a pipe or typed into a prompt has no main module that could be imported again."""
    script = f"from diplo_ner import extract_many\nprint(len(list(extract_many([{TEXT!r}] * 2, processes=2))))"
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("2\n", "")


def test_threads_share_an_extractor() -> None:
    extractor, texts = Extractor(), [TEXT, "МИД Эстонии осудил Латвию.", f"{TEXT} {TEXT}", "Россия и Китай."]
    alone = [extract(text) for text in texts]
    together: list[Extraction | None] = [None] * (4 * len(texts))

    def work(place: int) -> None:
        together[place] = extractor.extract(texts[place % len(texts)])

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(together))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_extracts_with_the_models_of_its_parent() -> None:
    expected = extract(TEXT).model_dump_json()
    script = textwrap.dedent(f"""
        import os
        from diplo_ner import extract
        extract({TEXT!r})
        read, write = os.pipe()
        if os.fork() == 0:
            os.write(write, extract({TEXT!r}).model_dump_json().encode())
            os._exit(0)
        os.close(write)
        print(open(read, encoding="utf-8").read())
        os.wait()
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == expected


def test_a_daemonic_process_may_have_workers() -> None:
    """As a worker of another pool is; multiprocessing would refuse it children."""
    script = textwrap.dedent(f"""
        import multiprocessing
        from diplo_ner import extract_many
        def work():
            assert len(list(extract_many([{TEXT!r}], processes=2))) == 1
        process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        process.start()
        process.join()
        assert process.exitcode == 0
    """)
    with suppress(ValueError):  # no fork on this platform
        subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
