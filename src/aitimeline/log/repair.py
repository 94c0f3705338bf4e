"""Taking damaged lines out of segments, the only thing that rewrites a log; the old file is kept beside the new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import Disk
from aitimeline.log.durable import replace_file
from aitimeline.log.place import Damage, segments
from aitimeline.log.snapshot import lines_of, read_line
from aitimeline.model.error import TimelineError


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

    Records that contradict each other under one id are left for a person to judge.

    Raises:
        TimelineError: a segment could not be read or written; those before it are repaired.
    """
    if dry_run:
        return [made for segment in segments(folder, disk) for made, _ in _plan(segment, disk, now)]
    with disk.locked(folder):
        plans = [plan for segment in segments(folder, disk) for plan in _plan(segment, disk, now)]
        for made, content in plans:
            replace_file(disk, made.segment, content, keep_as=made.kept_as)
        return [made for made, _ in plans]


def _plan(segment: Path, disk: Disk, now: datetime) -> list[tuple[Repair, Sequence[bytes]]]:
    """The repair of a segment and its new content; nothing if it needs none."""
    try:
        content = disk.read(segment)
    except OSError as failure:
        raise TimelineError(f"{segment}: cannot be read: {failure.strerror}; restore it from a copy") from None
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
