"""Reading a segment so that it can be told later whether what was read is still there: by hashing it once more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from aitimeline.log.disk import Disk, Stamp
from aitimeline.log.extent import Extent

if TYPE_CHECKING:
    from hashlib import _Hash

BLOCK = 1 << 18
_SIZE = 32


class ChangedError(Exception):
    """A segment no longer begins with what was read of it."""


@define
class Prefix:
    """Hashes of the beginning of a segment, by blocks, so that it can be added to without being read once more."""

    _hashes: bytearray = field(factory=bytearray)
    _block: _Hash = field(factory=sha256)
    _filled: int = 0
    _kept: tuple[int, _Hash | None] = (0, None)

    def add(self, content: bytes) -> None:
        """Take in what follows."""
        rest = memoryview(content)
        while rest:
            piece = rest[: BLOCK - self._filled]
            self._block.update(piece)
            self._filled += len(piece)
            rest = rest[len(piece) :]
            if self._filled == BLOCK:
                self._hashes += self._block.digest()
                self._block, self._filled = sha256(), 0

    def keep(self) -> None:
        """Keep the hashes as they are now; what is added later may prove to be no whole line."""
        self._kept = len(self._hashes), self._block.copy() if self._filled else None

    def kept(self) -> bytes:
        """The hashes of what had been added when they were last kept."""
        size, block = self._kept
        return bytes(self._hashes[:size]) + (block.digest() if block else b"")

    @classmethod
    def after(cls, hashes: bytes, blocks: int) -> Prefix:
        """Begin behind so many blocks, which are known."""
        return cls(bytearray(hashes[: blocks * _SIZE]))


@frozen
class Reading:
    """A segment that is open, and what it was when it was opened."""

    path: Path
    disk: Disk
    stamp: Stamp
    is_settled: bool
    _descriptor: int

    def read(self, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset``; none at the end."""
        return self.disk.read_at(self._descriptor, offset, size)

    def rest(self, offset: int) -> bytes:
        """All bytes from ``offset``."""
        pieces: list[bytes] = []
        while piece := self.read(offset, BLOCK):
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def resume(self, known: Extent) -> Prefix:
        """The hashes of what was read, to go on with.

        Raises:
            ChangedError: the segment begins otherwise now.
        """
        begin = 0
        if known.is_believed(self.stamp):
            begin = known.offset // BLOCK  # only what is added to must be hashed once more
        prefix = Prefix.after(known.hashes, begin)
        at = begin * BLOCK
        while at < known.offset:
            piece = self.read(at, min(BLOCK, known.offset - at))
            if not piece:
                raise ChangedError
            prefix.add(piece)
            at += len(piece)
        prefix.keep()
        if prefix.kept() != known.hashes:
            raise ChangedError
        return prefix

    def extent(self, seen: int, offset: int, lines: int, prefix: Prefix) -> Extent:
        """How far it was read: so many bytes, of which those before the offset are whole lines, which are hashed.

        Raises:
            ChangedError: it was changed while it was read, other than by growth.
        """
        now, named = self.disk.stamp_of(self._descriptor), self.disk.stamp(self.path)
        is_same = now == named == self.stamp
        if not is_same and not (now.is_same_file(named) and now.size > self.stamp.size):
            raise ChangedError
        return Extent(self.stamp, is_same and self.is_settled, seen, offset, lines, prefix.kept())


@contextmanager
def reading(path: Path, disk: Disk) -> Iterator[Reading]:
    """Open a segment to read it.

    Raises:
        OSError: it cannot be opened.
    """
    descriptor = disk.open_to_read(path)
    try:
        now = disk.now()
        stamp = disk.stamp_of(descriptor)
        yield Reading(path, disk, stamp, stamp.is_settled(now), descriptor)
    finally:
        disk.close(descriptor)
