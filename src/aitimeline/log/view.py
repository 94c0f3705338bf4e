"""What a writer knows of the log, kept from one write to the next: each time only what is new is read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

from aitimeline.log.clock import Dated, Times, is_ahead
from aitimeline.log.disk import Disk, Stamp
from aitimeline.log.place import Damage, Line, Place, all_segments
from aitimeline.log.snapshot import counting, is_contradiction, lines_of, read_line
from aitimeline.model.history import History, history_of
from aitimeline.model.record import Record

_FENCE = 256
_COARSE = 2_000_000_000


class _Cursor(NamedTuple):
    """How far a segment was read: whole lines only, ``end`` being the bytes just before that place."""

    stamp: Stamp
    offset: int
    lines: int
    end: bytes


@define
class View:
    """The records of several folders, as one set, caught up under the writer's lock.

    Attributes:
        folders: the folders that are one log.
        newest: the latest recorded time of any record.
        damages: the lines that cannot be trusted.
    """

    folders: tuple[Path, ...]
    disk: Disk
    newest: datetime | None = field(init=False, default=None)
    damages: list[Damage] = field(init=False, factory=list)
    _by_id: dict[str, list[tuple[Place, Record]]] = field(init=False, factory=dict)
    _by_subject: dict[tuple[str, str], dict[str, None]] = field(init=False, factory=dict)
    _cursors: dict[Path, _Cursor] = field(init=False, factory=dict)
    _segments: list[Path] = field(init=False, factory=list)
    _watched: list[Path] = field(init=False, factory=list)
    _stamps: list[Stamp | None] = field(init=False, factory=list)
    _folders: list[Stamp | None] = field(init=False, factory=list)
    _is_settled: bool = field(init=False, default=False)
    _names: list[list[str]] = field(init=False, factory=list)

    def catch_up(self) -> None:
        """Read what has been appended since; everything anew where a segment is no longer what it was."""
        if self._is_settled and list(map(self.disk.stamp, self._watched)) == self._stamps:
            return
        self._list()
        found = {segment: self.disk.stamp(segment) for segment in self._segments}
        if any(self._is_changed(segment, found.get(segment)) for segment in self._cursors):
            self._forget()
        for segment, stamp in found.items():
            known = self._cursors.get(segment)
            if stamp is not None and (known is None or known.stamp != stamp):
                self._read(segment, stamp, known)
        self._stamps = [*self._folders, *found.values()]

    def found(self, record_id: str) -> list[tuple[Place, Record]]:
        """The lines with this id."""
        return self._by_id.get(record_id, [])

    def records(self) -> Iterator[Record]:
        """Every record, of those that contradict each other none; in no order."""
        for found in self._by_id.values():
            records = [record for _, record in found]
            if not is_contradiction(records):
                yield counting(records)

    def times(self, now: datetime) -> Times:
        """The recorded times as seen from a clock."""
        times = Times(now)
        if self.newest is not None and not is_ahead(self.newest, now):
            times.newest = self.newest
            return times
        for place, record in (each for found in self._by_id.values() for each in found):
            times.add(Dated(record.time, record.subject, place))
        return times

    def history(self, family: str, key: str) -> History | None:
        """All records of an event or actor, those of newer versions too; None if there are none."""
        ids = self._by_subject.get((family, key), ())
        same = ([record for _, record in self._by_id[each]] for each in ids)
        records = [counting(records) for records in same if not is_contradiction(records)]
        return history_of(key, records) if records else None

    def take(self, segment: Path, records: Sequence[Record], size: int, stamp: Stamp) -> None:
        """Take note of records that this writer has just appended, ``size`` bytes in all."""
        known = self._cursors.get(segment)
        start = known.offset if known else 0
        if stamp.size != start + size or (known is not None and not stamp.is_same_file(known.stamp)):
            return  # something else is there too; the next catch_up reads it
        first = known.lines if known else 0
        for number, record in enumerate(records, start=first + 1):
            self._keep(Place(segment, number), record)
        end = records[-1].line[-_FENCE:] + b"\n"
        self._cursors[segment] = _Cursor(stamp, stamp.size, first + len(records), end[-_FENCE:])
        if known is not None:
            self._stamps[self._watched.index(segment)] = stamp

    def _list(self) -> None:
        """See which segments there are."""
        now = time.time_ns()
        self._folders = [self.disk.stamp(folder) for folder in self.folders]
        # Times of folders are coarse: a change just after the listing may leave them as they are.
        self._is_settled = all(folder is not None and folder.modified < now - _COARSE for folder in self._folders)
        names = [sorted(self.disk.names(folder)) for folder in self.folders]
        if names != self._names:
            self._names, self._segments = names, all_segments(self.folders, self.disk)
            self._watched = [*self.folders, *self._segments]

    def _is_changed(self, segment: Path, stamp: Stamp | None) -> bool:
        """True if a segment is gone, is another file, or has not just grown."""
        known = self._cursors[segment]
        if stamp == known.stamp:
            return False
        if stamp is None or not stamp.is_same_file(known.stamp) or stamp.size <= known.stamp.size:
            return True
        begin = known.offset - len(known.end)
        return self.disk.read(segment, begin)[: len(known.end)] != known.end

    def _forget(self) -> None:
        self.newest = None
        for kept in (self.damages, self._by_id, self._by_subject, self._cursors):
            kept.clear()

    def _read(self, segment: Path, stamp: Stamp, known: _Cursor | None) -> None:
        offset, lines, end = (known.offset, known.lines, known.end) if known else (0, 0, b"")
        try:
            content = self.disk.read(segment, offset)
        except OSError as failure:
            self.damages.append(Damage(Place(segment, 0), f"cannot be read: {failure.strerror}"))
            return
        whole = content.rfind(b"\n") + 1
        for line in lines_of(segment, content[:whole], lines + 1, offset):
            self._note(line)
        for line in lines_of(segment, content[whole:], lines + 1 + content.count(b"\n"), offset + whole):
            self._note(line)  # a tail: if it is a whole record it counts, and it will be read again
        end = (end + content[:whole])[-_FENCE:]
        self._cursors[segment] = _Cursor(stamp, offset + whole, lines + content.count(b"\n"), end)

    def _note(self, line: Line) -> None:
        for read in read_line(line):
            if isinstance(read, Damage):
                self.damages.append(read)
            else:
                self._keep(*read)

    def _keep(self, place: Place, record: Record) -> None:
        same = self._by_id.get(record.id)
        if same is None:
            self._by_id[record.id] = [(place, record)]
            self._by_subject.setdefault((record.family, record.subject), {})[record.id] = None
        elif (place, record) not in same:
            same.append((place, record))
        if self.newest is None or record.time > self.newest:
            self.newest = record.time
