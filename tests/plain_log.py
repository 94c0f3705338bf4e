"""A slow, plain reading of the lines of a log: all of them at once, as one set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.place import Damage, Place, all_segments
from aitimeline.log.snapshot import read_segment, unite
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


def read_log(folders: Sequence[Path], disk: Disk | None = None) -> Snapshot:
    """Read several folders as one log. Waits for nobody: a line being written is simply not there yet."""
    found, damages = read_lines(folders, disk or SystemDisk())
    records, doubles = unite(found)
    return Snapshot(records, tuple(sorted([*damages, *doubles])))
