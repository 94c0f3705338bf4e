"""Standard output, to which answers are written piece by piece: into a pager where they outgrow the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TypeVar

from aitimeline.cli.run import Deed, Run

if TYPE_CHECKING:
    from subprocess import Popen

_PAGER = "less -FRX"
_TOGETHER = 1 << 16
T = TypeVar("T")


def pour(pieces: Iterable[str], run: Run) -> None:
    """Print an answer in UTF-8 as it comes, through a pager where a person would have to scroll back."""
    if sys.stdout.isatty():
        _show(_together(pieces), run)
        return
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    write(_together(pieces), sys.stdout.write, run)


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _TOGETHER:
            yield "".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting)


def write(pieces: Iterable[T], put: Callable[[T], object], run: Run) -> None:
    """Write to standard output by one of its ways in."""
    for piece in pieces:
        run.deeds.add(Deed.PRINTED)
        put(piece)


def _show(pieces: Iterator[str], run: Run) -> None:
    """Write to a terminal: as it is where it fits, else into the person's pager if there is one."""
    begun = next(pieces, "")
    pager = _pager(run.environment) if begun.count("\n") >= shutil.get_terminal_size().lines else None
    if pager is None or pager.stdin is None:
        write(_chain(begun, pieces), sys.stdout.write, run)
        return
    with suppress(BrokenPipeError), pager.stdin as opened:  # a person may have seen enough
        run.deeds.add(Deed.PRINTED)
        for piece in _chain(begun, pieces):
            opened.write(piece.encode())
    pager.wait()


def _chain(begun: str, pieces: Iterator[str]) -> Iterator[str]:
    yield begun
    yield from pieces


def _pager(environment: Mapping[str, str]) -> Popen[bytes] | None:
    """The person's pager, started; None if there is none."""
    import shlex
    import subprocess

    command = shlex.split(environment.get("PAGER", _PAGER))
    if not command or environment.get("TERM") == "dumb" or not shutil.which(command[0]):
        return None
    variables = {"LESSCHARSET": "utf-8", **environment}
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=variables)  # noqa: S603
