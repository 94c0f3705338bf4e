"""Lines by id and by subject, in bounded memory, so that those that come can be held against those that are there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import NamedTuple, Self

from attrs import define, field

from aitimeline.log.snapshot import Place
from aitimeline.log.spill import PARTS, Spill
from aitimeline.model.quick import CONTENT_BYTES, Sighting
from aitimeline.model.record import family_of

_HASH = 16
_MARK = Struct(f">{_HASH}s{_HASH}s{CONTENT_BYTES}sd16s")
_NUMBERS = Struct(">qq?")
_ENTRY = Struct(_MARK.format + _NUMBERS.format[1:])


class Entry(NamedTuple):
    """What a line is compared by.

    Attributes:
        key: a hash of its id, or of its subject, by which entries are parted.
        other: a hash of the one of these two that is not the key.
        content: stands for type, subject and data.
        time: when it was recorded, in seconds since 1970.
        digest: the beginning of its digest.
        number: which of the lines it is.
        place: the number of its place.
        is_made: True for a record made of what was given, whose key must be free; False for one made before.
    """

    key: bytes
    other: bytes
    content: bytes
    time: float
    digest: bytes
    number: int
    place: int
    is_made: bool

    @property
    def rank(self) -> tuple[float, bytes]:
        """Of lines with one id and one content the one with the least rank counts."""
        return self.time, self.digest


@define
class Places:
    """Numbers for the lines of several files, so that one number is enough to name a line."""

    _files: list[Path] = field(factory=list)
    _bases: list[int] = field(factory=list)
    _last: int = 0

    def number(self, place: Place) -> int:
        """The number of a line; files come one after the other, and lines of a file in their order."""
        if not self._files or (self._files[-1] is not place.segment and self._files[-1] != place.segment):
            self._files.append(place.segment)
            self._bases.append(self._last + 1)
        self._last = self._bases[-1] + place.line
        return self._last

    def place(self, number: int) -> Place:
        """The line with a number."""
        at = bisect_right(self._bases, number) - 1
        return Place(self._files[at], number - self._bases[at])


class Register:
    """Entries of lines: by id, and by subject unless nobody will ask for that. To be closed, as it may hold files."""

    def __init__(self, *, by_subject: bool = True) -> None:
        self.places = Places()
        self.is_by_subject = by_subject
        self.by_id = Spill(_ENTRY.size)
        self.by_subject = Spill(_ENTRY.size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.by_id.close()
        self.by_subject.close()

    def add(self, mark: bytes, place: Place, number: int = 0, *, is_made: bool = False) -> None:
        """Note a line by its mark."""
        numbers = _NUMBERS.pack(number, self.places.number(place), is_made)
        self.by_id.add(mark + numbers)
        if self.is_by_subject:
            self.by_subject.add(mark[_HASH : 2 * _HASH] + mark[:_HASH] + mark[2 * _HASH :] + numbers)


def mark_of(sighting: Sighting) -> bytes:
    """What a line is compared by, in 72 bytes: its id, subject, content, time and digest, or hashes of these."""
    return _MARK.pack(
        _hash(sighting.id),
        _hash(f"{family_of(sighting.type)}\0{sighting.subject}"),
        sighting.content,
        sighting.time.timestamp(),
        sighting.digest[:16].encode(),
    )


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HASH]


def parts(spills: tuple[Spill, ...]) -> Iterator[tuple[Iterator[Entry], ...]]:
    """Entries of several spills, part by part: what has the same key is in the same part."""
    for number in range(PARTS):
        yield tuple(map(Entry._make, _ENTRY.iter_unpack(spill.part(number))) for spill in spills)
