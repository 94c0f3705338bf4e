"""A slow, plain reading of the lines of a log: all of them at once, as one set.

Which line counts is said here a second time, as docs/reference/log-format.md says it. What one line is, is read as the
program reads it: tests/log/test_snapshot.py judges that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.place import Damage, Place, all_segments
from aitimeline.log.snapshot import read_segment
from aitimeline.model.record import Record


@frozen
class Snapshot:
    """What a log held when it was read: a set of records, in the order of the log."""

    records: tuple[Record, ...] = ()
    damages: tuple[Damage, ...] = ()

    @property
    def newest(self) -> datetime | None:
        """The latest recorded time."""
        return self.records[-1].time if self.records else None


def read_lines(folders: Sequence[Path], disk: Disk) -> tuple[list[tuple[Place, Record]], list[Damage]]:
    """Every line of several folders: the records with their places, and the damages."""
    found: list[tuple[Place, Record]] = []
    damages: list[Damage] = []
    for segment in all_segments(folders, disk):
        for read in read_segment(segment, disk):
            if isinstance(read, Damage):
                damages.append(read)
            else:
                found.append(read)
    return found, damages


def united(found: Iterable[tuple[Place, Record]]) -> tuple[tuple[Record, ...], list[Damage]]:
    """The set that lines make: of each id the line that counts, none where they contradict each other."""
    by_id: dict[str, list[tuple[Place, Record]]] = {}
    for place, record in found:
        by_id.setdefault(record.id, []).append((place, record))
    records, damages = [], []
    for record_id, same in by_id.items():
        if len({_content(record) for _, record in same}) == 1:
            records.append(min((record for _, record in same), key=lambda record: (record.time, record.digest)))
        else:
            places = sorted(place for place, _ in same)
            damages.append(Damage(places[0], f"id {record_id} has other content: {' and '.join(map(str, places))}"))
    return tuple(sorted(records, key=lambda record: (record.time, record.id))), damages


def _content(record: Record) -> str:
    stated = json.loads(record.line)
    return json.dumps([stated["type"], stated["subject"], stated.get("data")], sort_keys=True)


def read_log(folders: Sequence[Path], disk: Disk | None = None) -> Snapshot:
    """Read several folders as one log. Waits for nobody: a line being written is simply not there yet."""
    found, damages = read_lines(folders, disk or SystemDisk())
    records, doubles = united(found)
    return Snapshot(records, tuple(sorted([*damages, *doubles])))
