"""The bytes of an answer, kept so that many can read them at once: small ones in memory, others in a file."""

from __future__ import annotations

import weakref
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO

IN_MEMORY = 1 << 19
"""So many bytes at most are kept in memory; what is more lies in a temporary file without a name."""
PIECE = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 6


class Body:
    """Bytes that do not change any more.

    Attributes:
        size: how many they are.
        digest: their SHA-256, in hexadecimal.
    """

    def __init__(self, file: IO[bytes], size: int, digest: str) -> None:
        self._file = file
        self.size = size
        self.digest = digest
        weakref.finalize(self, file.close)  # when the last who reads it has finished

    @property
    def etag(self) -> str:
        """A strong entity tag (RFC 9110 8.8.3): other bytes have another one."""
        return f'"{self.digest}"'

    def pieces(self) -> Iterator[bytes]:
        """The bytes, in pieces. Readers of one thread do not disturb each other."""
        at = 0
        while at < self.size:
            self._file.seek(at)
            piece = self._file.read(PIECE)
            at += len(piece)
            yield piece


class Representation:
    """An answer as it is, and compressed where that is less.

    Attributes:
        plain: its bytes.
        packed: the same with gzip (RFC 1952), without a time in it; None where that saves nothing.
    """

    def __init__(self, plain: Body, packed: Body | None) -> None:
        self.plain = plain
        self.packed = packed

    @property
    def size(self) -> int:
        """The bytes that both take."""
        return self.plain.size + (self.packed.size if self.packed else 0)


class _Sink:
    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- it lives as long as its body
        self.hash = sha256()
        self.size = 0

    def put(self, piece: bytes) -> None:
        self.file.write(piece)
        self.hash.update(piece)
        self.size += len(piece)

    def body(self) -> Body:
        return Body(self.file, self.size, self.hash.hexdigest())


def keep(pieces: Iterable[bytes]) -> Representation:
    """Keep bytes that are given in pieces, as they are and compressed; memory is bounded however many they are."""
    plain, packed = _Sink(), _Sink()
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    try:
        for piece in pieces:
            plain.put(piece)
            packed.put(packer.compress(piece))
        packed.put(packer.flush())
    except BaseException:
        plain.file.close()
        packed.file.close()
        raise
    whole, small = plain.body(), packed.body()
    return Representation(whole, small if small.size < whole.size else None)
