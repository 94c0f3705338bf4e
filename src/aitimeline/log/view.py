"""What a writer knows of the log, kept from one write to the next: each time only what is new is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

from aitimeline.log.clock import Dated, Times, is_ahead
from aitimeline.log.disk import Disk, Stamp
from aitimeline.log.extent import Extent
from aitimeline.log.place import Damage, Line, Place, all_segments, cannot_be_read
from aitimeline.log.prefix import ChangedError, Prefix, reading
from aitimeline.log.snapshot import counting, is_contradiction, lines_of, read_line
from aitimeline.model.error import TimelineError
from aitimeline.model.history import History, history_of
from aitimeline.model.record import Record

_ATTEMPTS = 5


class _Cursor(NamedTuple):
    """How far a segment was read, and what its whole lines come to."""

    extent: Extent
    prefix: Prefix


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
    _grown: dict[Path, tuple[Stamp, Stamp]] = field(init=False, factory=dict)
    _segments: list[Path] = field(init=False, factory=list)
    _folders: list[Stamp | None] = field(init=False, factory=list)
    _is_settled: bool = field(init=False, default=False)
    _names: list[list[str]] = field(init=False, factory=list)

    def catch_up(self) -> None:
        """Read what has been appended since; everything anew where a segment no longer begins with what was read.

        Raises:
            TimelineError: the log changes faster than it can be read.
        """
        if self._is_current():
            return
        self._list()
        for _ in range(_ATTEMPTS):
            try:
                self._read_on()
            except ChangedError:
                self._forget()
            else:
                return
        raise TimelineError("another program keeps changing the log; nothing was written. Run it again")

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

    def grown(self, segment: Path, before: Stamp, after: Stamp) -> None:
        """Take note that this writer's append, and nothing else, has made a segment what it is."""
        self._grown[segment] = before, after

    def take(self, segment: Path, records: Sequence[Record], size: int, stamp: Stamp) -> None:
        """Take note of records that this writer has just appended, ``size`` bytes in all."""
        known = self._cursors.get(segment) or _Cursor(Extent(), Prefix())
        grown = self._grown.pop(segment, None)
        extent = known.extent.grown(*grown) if grown else None
        if extent is None or extent.stamp != stamp or stamp.size != known.extent.seen + size:
            return  # something else is there too; the next catch_up reads it
        for number, record in enumerate(records, start=known.extent.lines + 1):
            self._keep(Place(segment, number), record)
            known.prefix.add(record.line + b"\n")
        known.prefix.keep()
        lines = known.extent.lines + len(records)
        extent = Extent(stamp, extent.is_settled, stamp.size, stamp.size, lines, known.prefix.kept())
        self._cursors[segment] = _Cursor(extent, known.prefix)

    def _is_current(self) -> bool:
        """True if nothing has changed, by the stamps of folders and segments alone."""
        return (
            self._is_settled
            and [self.disk.stamp(folder) for folder in self.folders] == self._folders
            and self._cursors.keys() == set(self._segments)
            and all(self._is_believed(segment) for segment in self._segments)
        )

    def _is_believed(self, segment: Path) -> bool:
        return segment in self._cursors and self._cursors[segment].extent.is_current(self.disk.stamp(segment))

    def _list(self) -> None:
        """See which segments there are."""
        now = self.disk.now()
        self._folders = [self.disk.stamp(folder) for folder in self.folders]
        self._is_settled = all(folder is not None and folder.is_settled(now) for folder in self._folders)
        names = [sorted(self.disk.names(folder)) for folder in self.folders]
        if names != self._names:
            self._names, self._segments = names, all_segments(self.folders, self.disk)

    def _read_on(self) -> None:
        """Read what segments have gained.

        Raises:
            ChangedError: one is gone, or has not just gained.
        """
        if self._cursors.keys() - set(self._segments):
            raise ChangedError
        for segment in self._segments:
            if self._is_believed(segment):
                continue
            known = self._cursors.get(segment) or _Cursor(Extent(), Prefix())
            if known.extent.seen != known.extent.offset:  # what stood behind the last newline may be another line now
                raise ChangedError
            try:
                self._read(segment, known.extent)
            except OSError as failure:
                self._cannot_read(segment, failure)

    def _forget(self) -> None:
        self.newest = None
        for kept in (self.damages, self._by_id, self._by_subject, self._cursors):
            kept.clear()

    def _read(self, segment: Path, known: Extent) -> None:
        with reading(segment, self.disk) as opened:
            prefix = opened.resume(known)
            content = opened.rest(known.offset)
            whole = content.rfind(b"\n") + 1
            prefix.add(content[:whole])
            prefix.keep()
            offset, lines = known.offset + whole, known.lines + content.count(b"\n")
            self._cursors[segment] = _Cursor(opened.extent(known.offset + len(content), offset, lines, prefix), prefix)
        for line in lines_of(segment, content[:whole], known.lines + 1, known.offset):
            self._note(line)
        for line in lines_of(segment, content[whole:], lines + 1, offset):
            self._note(line)  # a tail: if it is a whole record it counts, and it will be read again

    def _cannot_read(self, segment: Path, failure: OSError) -> None:
        if segment in self._cursors or not isinstance(failure, FileNotFoundError):
            damage = cannot_be_read(segment, failure)
            self.damages += [damage] if damage not in self.damages else []

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
