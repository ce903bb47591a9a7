"""What a worker process of ``extract_many`` runs; ``diplo_ner.workers`` starts it and speaks with it over its pipes."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Iterable
from datetime import date
from queue import SimpleQueue
from typing import NoReturn

from diplo_ner.errors import DataError
from diplo_ner.extractor import Extractor
from diplo_ner.models import Extraction
from diplo_ner.workers import READY, Outcome


def main(*, gazetteers: list[str], rules: list[str]) -> NoReturn:
    """Serve requests until the pipe closes: a line a request, a line back for each of its texts.

    The arguments are those of ``Extractor``.
    """
    replies = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not come between the replies
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        extractor = Extractor(gazetteers=gazetteers, rules=rules)
        extractor.extract("Россия.")  # loads models and data
        gc.freeze()  # which stay as long as the process: no collection has to look at them again
    except DataError as error:
        _send(replies, [_line(error)])
        sys.exit(1)
    _send(replies, [json.dumps(READY).encode()])
    while True:
        request = json.loads(requests.get())
        published = request["published"] and date.fromisoformat(request["published"])
        try:
            lines = [_line(outcome) for outcome in extractor.outcomes(request["texts"], published)]
        except DataError as error:
            lines = [_line(error)] * len(request["texts"])
        _send(replies, lines)


def _send(replies: int, lines: Iterable[bytes]) -> None:
    try:
        with os.fdopen(replies, "wb", closefd=False) as pipe:
            pipe.writelines(line + b"\n" for line in lines)
    except BrokenPipeError:
        os._exit(0)  # as in _listen, whichever of the two pipes tells it first


def _listen(requests: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)  # the other side is gone: nobody waits for what is under way


def _line(outcome: Outcome) -> bytes:
    if isinstance(outcome, Extraction):
        return outcome.model_dump_json().encode()
    return json.dumps({"error": type(outcome).__name__, "message": str(outcome)}).encode()
