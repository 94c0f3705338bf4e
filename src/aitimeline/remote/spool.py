"""Calendar resources that wait in a temporary file until they are sent, so that memory holds none of them."""

from __future__ import annotations

import tempfile
from typing import Self

Place = tuple[int, int]


class Spool:
    """A file that is gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the spool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, content: bytes) -> Place:
        """Keep something; where it is."""
        offset = self._file.seek(0, 2)
        self._file.write(content)
        return offset, len(content)

    def read(self, place: Place) -> bytes:
        """What is kept at a place."""
        self._file.seek(place[0])
        return self._file.read(place[1])
