"""Reading a log: all lines of all segments as one set, what is damaged set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.record import Record, read_record

SEGMENT_PATTERN = "*.jsonl"


@frozen(order=True)
class Place:
    """Where a line stands: the segment, and the line's number from 1 (0: the segment as a whole)."""

    segment: Path
    line: int

    def __str__(self) -> str:
        return f"{self.segment}:{self.line}" if self.line else str(self.segment)


@frozen(order=True)
class Damage:
    """A line that cannot be trusted, and why; it is served to nobody."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@frozen
class Snapshot:
    """What a log held when it was read: a set of records, in the order of the log."""

    records: tuple[Record, ...] = ()
    damages: tuple[Damage, ...] = ()

    @property
    def newest(self) -> datetime | None:
        """The latest recorded time."""
        return self.records[-1].time if self.records else None

    def find(self, record_id: str) -> Record | None:
        """The record with this id."""
        return next((record for record in self.records if record.id == record_id), None)


def segments(folder: Path) -> list[Path]:
    """The segments of a log's folder, by name."""
    return sorted(path for path in folder.glob(SEGMENT_PATTERN) if path.is_file())


def read_log(folders: Sequence[Path]) -> Snapshot:
    """Read several folders as one log. Waits for nobody: a line being written is simply not there yet."""
    found: list[tuple[Place, Record]] = []
    damages: list[Damage] = []
    for segment in dict.fromkeys(path.resolve() for folder in folders for path in segments(folder)):
        try:
            content = segment.read_bytes()
        except OSError as failure:
            damages.append(Damage(Place(segment, 0), f"cannot be read: {failure.strerror}"))
            continue
        for place, line in _lines(segment, content):
            try:
                found.append((place, read_record(line)))
            except BadInputError as failure:
                damages.append(Damage(place, str(failure)))
    records, doubles = unite(found)
    return Snapshot(records, tuple(sorted([*damages, *doubles])))


def _lines(segment: Path, content: bytes) -> Iterator[tuple[Place, bytes]]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line and not line.isspace():
            yield Place(segment, number), line


def unite(found: Iterable[tuple[Place, Record]]) -> tuple[tuple[Record, ...], list[Damage]]:
    """Make a set of what was found: one record an id, sorted by recorded time, then id.

    Of lines with one id and one content the one with the earliest time, then the smallest digest, counts.
    Lines with one id but different content contradict each other: none of them is served.
    """
    by_id: defaultdict[str, list[tuple[Place, Record]]] = defaultdict(list)
    for place, record in found:
        by_id[record.id].append((place, record))
    records: list[Record] = []
    damages: list[Damage] = []
    for record_id, same in by_id.items():
        if len(same) > 1 and len({record.content() for _, record in same}) > 1:
            places = " and ".join(str(place) for place in sorted(place for place, _ in same))
            damages.append(Damage(min(place for place, _ in same), f"id {record_id} has other content: {places}"))
        else:
            records.append(min((record for _, record in same), key=lambda record: (record.time, record.digest)))
    records.sort(key=Record.sort_key)
    return tuple(records), damages
