"""Comparing more entries than memory should hold: they are parted by their key, and each part is looked at alone.

This is the partitioning of a hash join: entries that could be equal come to lie in the same part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

PARTS = 256
_BUFFER = 1 << 14


class Spill:
    """Entries of bytes of one length, parted by their first byte, which must be evenly spread (that of a hash).

    At most some 4 MiB are held in memory; the rest lies in a temporary file without a name.
    """

    def __init__(self, length: int) -> None:
        self._most = _BUFFER // length * length
        self._buffers = [bytearray() for _ in range(PARTS)]
        self._extents: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]
        self._file: IO[bytes] | None = None
        self._size = 0

    def close(self) -> None:
        """Give back the temporary file."""
        if self._file:
            self._file.close()

    def add_all(self, entries: Iterable[bytes]) -> None:
        """Put each entry to its part."""
        buffers, most = self._buffers, self._most
        for entry in entries:
            buffer = buffers[entry[0]]
            buffer += entry
            if len(buffer) >= most:
                self._write(entry[0])

    def part(self, number: int) -> bytes:
        """All entries of a part, one after the other, in the order in which they were added."""
        return b"".join([*self._written(number), self._buffers[number]])

    def _write(self, number: int) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- it is closed with the spill
        buffer = self._buffers[number]
        self._file.seek(self._size)
        self._file.write(buffer)
        self._extents[number].append((self._size, len(buffer)))
        self._size += len(buffer)
        buffer.clear()

    def _written(self, number: int) -> Iterator[bytes]:
        for offset, size in self._extents[number]:
            if self._file:
                self._file.seek(offset)
                yield self._file.read(size)
