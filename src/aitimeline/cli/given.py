"""Files that a person names, read whole but never without end."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from aitimeline.model.error import BadInputError

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


def read_settings(path: Path, most: int) -> bytes:
    """A file's bytes, of which there may be so many; nothing is waited for.

    Raises:
        FileNotFoundError: it is not there.
        BadInputError: it cannot be read, or is larger.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY)
        try:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode) or stat.S_ISFIFO(mode):
                what = "a folder" if stat.S_ISDIR(mode) else "a pipe"
                raise BadInputError(f"{path}: cannot be read: it is {what}, not a file")
            return _bounded(path, lambda size: os.read(descriptor, size), most)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as failure:
        raise BadInputError(f"{path}: cannot be read: {failure.strerror}") from None


def read_named(path: Path, most: int) -> bytes:
    """The bytes of a file or pipe, of which there may be so many; of a pipe its end is waited for.

    Raises:
        BadInputError: it cannot be read, or is larger.
    """
    try:
        with path.open("rb", buffering=0) as opened:
            return _bounded(path, opened.read, most)
    except OSError as failure:
        raise BadInputError(f"{path}: cannot be read: {failure.strerror}") from None


def _bounded(path: Path, read: Callable[[int], bytes], most: int) -> bytes:
    content = bytearray()
    while piece := read(_PIECE):
        content += piece
        if len(content) > most:
            raise BadInputError(f"{path}: is larger than {most >> 20:,} MiB, and was not read further")
    return bytes(content)


def read_standard_input(most: int) -> str:
    """The text on standard input, of which there may be so many characters.

    Raises:
        BadInputError: it is closed, or longer.
    """
    if sys.stdin is None:
        raise BadInputError("standard input is closed; name a file, or type the text")
    text = sys.stdin.read(most + 1)
    if len(text) > most:
        raise BadInputError(f"standard input: is longer than {most:,} characters, and was not read further")
    return text
