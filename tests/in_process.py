"""The program run within the test's own process, or within a copy of it: it need not be started from nothing.

That takes a thirtieth, and a tenth, of the time of a process that Python starts.
"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager, suppress
from datetime import datetime
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

import typer.main

from aitimeline.__main__ import main as main_of_process
from aitimeline.cli import run as program_run
from aitimeline.cli.main import main

_INTERRUPTED = 130
_STREAMS = {"stdin": ("r", "surrogateescape"), "stdout": ("w", "surrogateescape"), "stderr": ("w", "backslashreplace")}
_MOST_FILES = 1 << 16
typer.main.get_command = cache(
    typer.main.get_command
)  # a process makes its commands once, and so does that of the tests


def run_in_process(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes
) -> tuple[bytes, bytes, int]:
    """Run the program with streams, a folder and an environment of its own; gives both outputs and the exit code.

    The streams are the system's too, so that they may be asked for by their numbers.
    """
    with ExitStack() as stack:
        out, err = (stack.enter_context(tempfile.TemporaryFile(buffering=0)) for _ in range(2))
        given = stack.enter_context(_pipe(stdin))
        with (
            _standing_in(given, out.fileno(), err.fileno()),
            patch.dict(os.environ, env, clear=True),
            patch.object(tempfile, "tempdir", None),
            _clock_of(env),
            _no_index_left_open(),
            patch.multiple(os, fsync=_nothing, fdatasync=_nothing),
            chdir(cwd),
        ):
            code = _exit_code(arguments)
        for each in (out, err):
            each.seek(0)
        return out.read(), err.read(), code


def become_the_program(
    arguments: Sequence[str], env: Mapping[str, str], prepare: Callable[[], object] = lambda: None
) -> NoReturn:
    """Make this process, which was forked from that of the tests, one of the program; it has three streams already."""
    try:
        gc.freeze()  # what the tests hold is not to be closed here
        os.closerange(len(_STREAMS), _MOST_FILES)  # which also tells who forked it that it has begun
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None
        sys.argv = ["aitimeline", *arguments]
        _open_streams(is_buffered=not env.get("PYTHONUNBUFFERED"))
        prepare()
        with _clock_of(env):
            main_of_process()
    except BaseException:  # noqa: BLE001 -- whatever it is, it must not go on as the tests
        traceback.print_exc()
    os._exit(1)


def _exit_code(arguments: Sequence[str]) -> int:
    """Run it as ``python -m aitimeline`` does, and leave nothing behind."""
    try:
        return main(list(arguments))
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        with suppress(OSError):
            sys.stderr.flush()


def _nothing(_: int) -> None:
    """What is written need not outlive the machine."""


@contextmanager
def _no_index_left_open() -> Iterator[None]:
    """Close what was opened of SQLite, as the end of a process does; SQLite in a copy would take it for its own."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **named: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **named))
        return opened[-1]

    try:
        with patch.object(sqlite3, "connect", noted):
            yield
    finally:
        for each in opened:
            with suppress(sqlite3.Error):
                each.rollback()
                each.execute("PRAGMA synchronous = off")  # or closing it would wait for the disk
            each.close()


@contextmanager
def _clock_of(env: Mapping[str, str]) -> Iterator[None]:
    """Let the clock say what TEST_CLOCK states, if it is there."""
    stated = env.get("TEST_CLOCK")
    now = (lambda: datetime.fromisoformat(stated)) if stated else program_run.system_time
    with patch.object(program_run, "system_time", now):
        yield


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
def _standing_in(*numbers: int) -> Iterator[None]:
    """Let these files be standard input, standard output and standard error for a while."""
    kept = (*_STREAMS, *(f"__{name}__" for name in _STREAMS))
    before = {name: vars(sys)[name] for name in kept}
    saved = [os.dup(number) for number in range(len(_STREAMS))]
    try:
        for number, instead in enumerate(numbers):
            os.dup2(instead, number)
        _open_streams()
        yield
    finally:
        vars(sys).update(before)
        for number, each in enumerate(saved):
            os.dup2(each, number)
            os.close(each)


def _open_streams(*, is_buffered: bool = True) -> None:
    """Open the system's three streams as Python does when it starts, in UTF-8; it keeps them under two names."""
    for number, (name, (mode, errors)) in enumerate(_STREAMS.items()):
        is_raw = mode == "w" and not is_buffered
        beneath = os.fdopen(number, f"{mode}b", buffering=0 if is_raw else -1, closefd=False)
        is_prompt = name == "stderr" or beneath.isatty()
        opened = TextIOWrapper(beneath, "utf-8", errors, line_buffering=is_prompt, write_through=is_raw)
        vars(sys)[name] = vars(sys)[f"__{name}__"] = opened
