"""The standard streams: what becomes of output that nobody reads, or for which there is no room.

Help, answers, exports and messages all go through here, whoever prints them: so all that goes wrong there is one of
two errors, and no library's own.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from aitimeline.model.error import OutputLostError, ReaderGoneError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Outlet(io.RawIOBase):
    """A stream that leads out of the program. Once it has failed, whatever else is written to it is let go."""

    def __init__(self, beneath: io.RawIOBase, *, must_arrive: bool) -> None:
        super().__init__()
        self._beneath = beneath
        self._must_arrive = must_arrive
        self._has_failed = False

    def writable(self) -> bool:
        """True."""
        return True

    def isatty(self) -> bool:
        """True at a terminal."""
        return self._beneath.isatty()

    def fileno(self) -> int:
        """The system's number."""
        return self._beneath.fileno()

    def write(self, content: ReadableBuffer, /) -> int | None:
        """Write, perhaps less than was asked; gives the number of bytes.

        Raises:
            ReaderGoneError: nobody reads it any more.
            OutputLostError: it cannot be written to.
        """
        if not self._has_failed:
            try:
                return self._beneath.write(content)
            except OSError as failure:
                self._has_failed = True
                if self._must_arrive:
                    raise _lost(failure) from None
        return memoryview(content).nbytes


def _lost(failure: OSError) -> OutputLostError | ReaderGoneError:
    if isinstance(failure, BrokenPipeError):
        return ReaderGoneError()
    return OutputLostError(f"standard output: {failure.strerror}")


def guard() -> None:
    """Lead both standard streams through outlets. What is told on standard error need not arrive."""
    sys.stdout = led_out(sys.stdout, must_arrive=True)
    sys.stderr = led_out(sys.stderr, must_arrive=False)


def led_out(stream: TextIO, *, must_arrive: bool) -> TextIO:
    """The stream through an outlet. Where that has failed it raises, once, if what is written has to arrive."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    beneath: Any = getattr(stream.buffer, "raw", stream.buffer)  # where PYTHONUNBUFFERED is set nothing is between
    if isinstance(beneath, Outlet):
        return stream
    is_prompt = stream.line_buffering or stream.write_through
    outlet = io.BufferedWriter(Outlet(beneath, must_arrive=must_arrive))
    return io.TextIOWrapper(outlet, stream.encoding, stream.errors, line_buffering=is_prompt)


@contextmanager
def standing(told: str) -> Iterator[None]:
    """Print what came of writing; where that fails, whatever the cause, it is told what stands all the same."""
    from aitimeline.cli.telling import tell

    try:
        yield
        sys.stdout.flush()
    except BaseException:
        tell(told)
        raise
