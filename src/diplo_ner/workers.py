"""Runs batches of texts in worker processes: in order, a bounded number ahead, and none lost when a worker dies.

A worker is a fresh interpreter that runs ``diplo_ner.worker`` and speaks JSON Lines over its pipes: nothing is pickled
and the caller's main module is not imported again, so notebooks and scripts need no ``__main__`` guard. A worker ends
by itself when its pipe closes, however this process ended.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from queue import SimpleQueue
from typing import Any

from diplo_ner.errors import DataError, ProcessingError, WeightsError
from diplo_ner.models import Extraction

Outcome = Extraction | Exception

READY = "ready"
DATA_ERRORS = {kind.__name__: kind for kind in (DataError, WeightsError)}
_TRIES = 2  # a worker may be killed for no fault of its text: the kernel ends whom it likes when memory is short
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from diplo_ner.worker import main
main(**json.loads(sys.argv[2]))
"""
_Reply = bytes | ProcessingError  # a line as the worker wrote it, or what became of the worker
_Task = tuple[list[str], "Future[list[_Reply]]"]


def run_batches(
    batches: Iterator[list[str]], published: date | None, processes: int, files: Mapping[str, list[str]]
) -> Iterator[list[Outcome]]:
    """The outcomes of each batch, in order; ``files`` are the arguments of the workers' ``Extractor``.

    At most two batches a worker are under way, so a slow reader holds the stream back. Workers end at once when the
    generator is closed or an exception (Ctrl-C) passes through it.

    Raises:
        ProcessingError: no worker can be started.
        DataError: a worker cannot read its data.
    """
    tasks: SimpleQueue[_Task] = SimpleQueue()
    workers = [_Worker(tasks, published, files) for _ in range(processes)]
    pending: deque[Future[list[_Reply]]] = deque()
    try:
        for batch in batches:
            future: Future[list[_Reply]] = Future()
            pending.append(future)
            tasks.put((batch, future))
            if len(pending) >= 2 * processes:
                yield _outcomes(pending.popleft())
        while pending:
            yield _outcomes(pending.popleft())
    finally:
        for worker in workers:
            worker.stop()


class _Died(Exception):  # noqa: N818 - a signal between two methods, not an error that anybody sees
    """The worker process ended in the middle of its work."""


class _Worker:
    """A thread that takes tasks, and the process that does them: started for the first, and again after it died."""

    def __init__(self, tasks: SimpleQueue[_Task], published: date | None, files: Mapping[str, list[str]]) -> None:
        self._tasks = tasks
        self._files = files
        self._published = published and published.isoformat()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()
        # A daemon, so that the end of the program does not wait for a stream that nobody reads any more.
        threading.Thread(target=self._work, daemon=True, name="diplo_ner worker").start()

    def stop(self) -> None:
        """End the process at once, and let the thread end."""
        with self._lock:
            self._stopped = True
            if process := self._process:
                process.kill()
        self._tasks.put(([], Future()))  # wakes the thread, or one of its fellows, which is stopped as well

    def _work(self) -> None:
        try:
            while not self._stopped:
                texts, future = self._tasks.get()
                try:
                    future.set_result(self._replies(texts, _TRIES) if texts else [])
                except Exception as error:
                    future.set_exception(error)
        finally:
            self._end()

    def _replies(self, texts: Sequence[str], tries: int) -> list[_Reply]:
        fate = ""
        for _ in range(tries):
            try:
                return self._ask(texts)
            except _Died as death:
                fate = str(death)
        if len(texts) == 1:
            return [ProcessingError(f"the worker process {fate} on this text; it may need more memory than there is")]
        return [reply for text in texts for reply in self._replies([text], 1)]

    def _ask(self, texts: Sequence[str]) -> list[_Reply]:
        process = self._process or self._start()
        assert process.stdin
        try:
            process.stdin.write(json.dumps({"texts": texts, "published": self._published}).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            raise _Died(self._end()) from None
        return [self._line(process) for _ in texts]

    def _start(self) -> subprocess.Popen[bytes]:
        """A process that has loaded its models."""
        fate = "cannot be started: sys.executable is not set"
        for _ in range(_TRIES if sys.executable else 0):
            with self._lock:
                if self._stopped:
                    raise _Died("was stopped")
                self._process = process = _spawn(self._files)
            try:
                ready = json.loads(self._line(process))
            except _Died as death:
                fate = f"{death} before it was ready; its standard error says why"
                continue
            if ready != READY:
                _outcome(json.dumps(ready).encode())
            return process
        raise ProcessingError(f"a worker process {fate}; processes=1 works without any")

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise _Died(self._end())
        return line

    def _end(self) -> str:
        """How the process ended; it is ended where it did not by itself."""
        process, self._process = self._process, None
        if process is None:
            return "was stopped"
        process.kill()
        assert process.stdin
        with suppress(OSError):  # what it did not read any more goes with it
            process.stdin.close()
        with process:  # closes the other pipe, and waits
            pass
        code = process.returncode
        return f"was killed ({signal.Signals(-code).name})" if code < 0 else f"ended (exit code {code})"


def _spawn(files: Mapping[str, list[str]]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C in a terminal goes to this process alone, which then ends its workers.
    group: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    path = json.dumps([str(entry) for entry in sys.path])
    command = [sys.executable, "-P", "-c", _START, path, json.dumps(files)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **group)


def _outcomes(replies: Future[list[_Reply]]) -> list[Outcome]:
    """Read by the thread that wants them: the worker has its next texts by then."""
    return [reply if isinstance(reply, ProcessingError) else _outcome(reply) for reply in replies.result()]


def _outcome(line: bytes) -> Outcome:
    """What a worker says of one text: an extraction, or an error as ``{"error": its class, "message": ...}``.

    Raises DataError where the data of the worker is at fault: then no text can be read.
    """
    if not line.startswith(b'{"error":'):
        return Extraction.model_validate_json(line)
    said = json.loads(line)
    if kind := DATA_ERRORS.get(said["error"]):
        raise kind(said["message"])
    return ProcessingError(said["message"])
