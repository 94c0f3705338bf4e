"""Taking damaged lines out of segments, the only thing that rewrites a log; the old file is kept beside the new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import Disk
from aitimeline.log.durable import replace_file
from aitimeline.log.identity import damage_of
from aitimeline.log.place import Damage, all_segments, cannot_be_read
from aitimeline.log.snapshot import lines_of, read_line


@frozen
class Repair:
    """What repairing a segment comes to.

    Attributes:
        segment: the file that is written anew.
        kept_as: where the old one stays.
        damages: the lines that the new one does not have.
        saved: how many whole records were found inside these lines; they got lines of their own.
    """

    segment: Path
    kept_as: Path
    damages: tuple[Damage, ...]
    saved: int


def repair(folder: Path, disk: Disk, now: datetime, *, dry_run: bool = False) -> list[Repair]:
    """Write those segments of a folder anew that have damaged lines. All other lines keep their bytes and order.

    Records that contradict each other under one id are left for a person to judge, and so is what cannot be read. Of a
    segment that is a link the file is written that it leads to.

    Raises:
        TimelineError: a segment could not be written; those before it are repaired.
    """
    if dry_run:
        return [made for segment in all_segments([folder], disk) for made, _ in _plan(segment, disk, now)]
    with disk.locked(folder):
        plans = [plan for segment in all_segments([folder], disk) for plan in _plan(segment, disk, now)]
        for made, content in plans:
            replace_file(disk, made.segment, content, keep_as=made.kept_as)
        return [made for made, _ in plans]


def unreadable(folder: Path, disk: Disk) -> list[Damage]:
    """What no repair can mend: an identity that cannot be understood, and segments that cannot be read."""
    found = [damage_of(folder, disk)]
    for segment in all_segments([folder], disk):
        try:
            disk.read(segment, 0, 1)
        except OSError as failure:
            found.append(cannot_be_read(segment, failure))
    return [damage for damage in found if damage]


def _plan(segment: Path, disk: Disk, now: datetime) -> list[tuple[Repair, Sequence[bytes]]]:
    """The repair of a segment and its new content; nothing if it needs none."""
    try:
        content = disk.read(segment)
    except OSError:
        return []
    kept: list[bytes] = []
    damages: list[Damage] = []
    saved = 0
    for line in lines_of(segment, content):
        *records, last = read_line(line)
        if not isinstance(last, Damage):
            kept.append(line.content + b"\n")
            continue
        damages.append(last)
        saved += len(records)
        kept += [record.line + b"\n" for _, record in (each for each in records if not isinstance(each, Damage))]
    if not damages:
        return []
    return [(Repair(segment, _free_name(segment, disk, now), tuple(damages), saved), kept)]


def _free_name(segment: Path, disk: Disk, now: datetime) -> Path:
    """A name that no segment has, so that the old lines are not read: ``kim.jsonl.damaged-20261124T151359Z``."""
    name = segment.with_name(f"{segment.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    number = 1
    free = name
    while disk.stamp(free) is not None:
        number += 1
        free = name.with_name(f"{name.name}-{number}")
    return free
