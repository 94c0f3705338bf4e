"""Lines by id and by subject, in bounded memory, so that those that come can be held against those that are there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from struct import Struct
from typing import NamedTuple, Self

from attrs import define, field

from aitimeline.log.place import Place
from aitimeline.log.spill import PARTS, Spill
from aitimeline.model.kind import family_of
from aitimeline.model.quick import CONTENT_BYTES, Sighting

_HASH = 16
_NUMBER = attrgetter("number")
_ENTRY = Struct(f">{_HASH}s{_HASH}s{CONTENT_BYTES}sd16sqq?")


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

    def base(self, file: Path, last: int) -> int:
        """What is added to the numbers of a file's lines, up to the line ``last``; files come one after the other."""
        if not self._files or self._files[-1] != file:
            self._files.append(file)
            self._bases.append(self._last + 1)
        self._last = max(self._last, self._bases[-1] + last)
        return self._bases[-1]

    def place(self, number: int) -> Place:
        """The line with a number."""
        at = bisect_right(self._bases, number) - 1
        return Place(self._files[at], number - self._bases[at])


class Register:
    """Entries of lines. To be closed, as it may hold a file."""

    def __init__(self) -> None:
        self.places = Places()
        self.by_id = Spill(_ENTRY.size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.by_id.close()

    def add(self, entries: Iterable[bytes]) -> None:
        """Note some lines, by what ``entry_of`` makes of them."""
        self.by_id.add_all(entries)

    def by_subject(self) -> Spill:
        """The same entries, parted by their subject; to be closed."""
        turned = Spill(_ENTRY.size)
        for number in range(PARTS):
            part = self.by_id.part(number)
            entries = (part[at : at + _ENTRY.size] for at in range(0, len(part), _ENTRY.size))
            turned.add_all(entry[_HASH : 2 * _HASH] + entry[:_HASH] + entry[2 * _HASH :] for entry in entries)
        return turned


def entry_of(sighting: Sighting, place: int, number: int = 0, *, is_made: bool = False) -> bytes:
    """What a line is compared by, in 89 bytes: its id, subject, content, time and digest, or hashes of these.

    Args:
        sighting: its record.
        place: the number of its place.
        number: which of the lines it is.
        is_made: True for a record made of what was given, whose key must be free; False for one made before.
    """
    _, record_id, record_type, subject, content, time, digest = sighting
    of_subject = _hash(f"{family_of(record_type)}\0{subject}")
    beginning = digest[:16].encode()
    return _ENTRY.pack(_hash(record_id), of_subject, content, time.timestamp(), beginning, number, place, is_made)


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HASH]


def parts(*spills: Spill) -> Iterator[tuple[list[Entry], ...]]:
    """Entries of several spills, part by part, in the order of their numbers: what has the same key is in one part."""
    for part in range(PARTS):
        yield tuple(sorted(map(Entry._make, _ENTRY.iter_unpack(spill.part(part))), key=_NUMBER) for spill in spills)
