"""The program run within the test's own process, which takes a thirtieth of the time of a process of its own."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager, suppress
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from unittest.mock import patch

from aitimeline.cli.main import main
from aitimeline.cli.run import Run

_INTERRUPTED = 130
_STREAMS = {"stdin": ("r", "surrogateescape"), "stdout": ("w", "surrogateescape"), "stderr": ("w", "backslashreplace")}


def run_in_process(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes
) -> tuple[bytes, bytes, int]:
    """Run the program with streams, a folder and an environment of its own; gives both outputs and the exit code.

    The streams are the system's too, so that they may be asked for by their numbers.
    """
    with ExitStack() as stack:
        out, err = (stack.enter_context(TemporaryFile(buffering=0)) for _ in range(2))
        given = stack.enter_context(_pipe(stdin))
        with standing_in(given, out.fileno(), err.fileno()), patch.dict(os.environ, env, clear=True), chdir(cwd):
            code = exit_code(arguments)
        for each in (out, err):
            each.seek(0)
        return out.read(), err.read(), code


def exit_code(arguments: Sequence[str]) -> int:
    """Run the program as ``python -m aitimeline`` does, with the clock that the environment states."""
    stated = os.environ.get("TEST_CLOCK")
    try:
        return main(list(arguments), Run.of_process((lambda: datetime.fromisoformat(stated)) if stated else None))
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        with suppress(OSError):
            sys.stderr.flush()


@contextmanager
def _pipe(content: bytes) -> Iterator[int]:
    """The end to read from of a pipe with this content."""
    reading, writing = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as opened:
            opened.write(content)

    writer = threading.Thread(target=write)
    if content:
        writer.start()
    else:
        os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)
        if content:
            writer.join()


@contextmanager
def standing_in(*numbers: int) -> Iterator[None]:
    """Let these files be standard input, standard output and standard error for a while."""
    kept = (*_STREAMS, *(f"__{name}__" for name in _STREAMS))  # the latter hold what the former are at the start
    before = {name: vars(sys)[name] for name in kept}
    saved = [os.dup(number) for number in range(len(_STREAMS))]
    try:
        for number, (name, (mode, errors)) in enumerate(_STREAMS.items()):
            os.dup2(numbers[number], number)
            buffer = os.fdopen(number, f"{mode}b", closefd=False)
            stream = TextIOWrapper(buffer, "utf-8", errors, line_buffering=name == "stderr")
            vars(sys)[name] = vars(sys)[f"__{name}__"] = stream
        yield
    finally:
        vars(sys).update(before)
        for number, each in enumerate(saved):
            os.dup2(each, number)
            os.close(each)
