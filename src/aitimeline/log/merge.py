"""Bringing logs together: the union of their records, by id."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path

from attrs import define, field, frozen

from aitimeline.log.bulk import Added, Stated, Tick, add_all
from aitimeline.log.clock import Dated, check_not_ahead, is_ahead
from aitimeline.log.disk import Disk
from aitimeline.log.intake import Intake, piece_of
from aitimeline.log.place import Damage, Line, Place, segments
from aitimeline.log.snapshot import read_line
from aitimeline.log.stream import stream_pieces
from aitimeline.log.writing import Writer
from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from aitimeline.model.history import History, conflicts
from aitimeline.model.quick import Sighting, sight
from aitimeline.model.record import Record

MERGING = "reading the others"


@frozen
class Merge:
    """What bringing other logs into one came to.

    Attributes:
        damages: lines of the others that cannot be trusted, and were left there.
    """

    added: Added
    damages: tuple[Damage, ...]


def merge_logs(writer: Writer, others: Iterable[Path], stated: Stated, tick: Tick, *, dry_run: bool = False) -> Merge:
    """Add to a log the records of others that it does not have, as they are, to the writer's own segment.

    If one of them contradicts a record of the log under the same id, nothing is written.

    Args:
        writer: who merges, and into which log.
        others: their segments.
        stated: what the log's identity is if it has none yet, and what the clock says.
        tick: is told of the progress.
        dry_run: True to write nothing.

    Raises:
        ClockError: a record is far ahead of the clock, and the writer does not allow that.
        TimelineError: they could not be written.
    """
    damages: list[Damage] = []
    with Intake() as intake:
        for segment in others:
            for found, damaged in stream_pieces(segment, writer.disk):
                damages += damaged
                for place, seen in found:
                    if is_ahead(seen.time, stated.time) and not writer.allow_ahead:
                        check_not_ahead(Dated(seen.time, seen.subject, place), stated.time)
                slot = intake.slot(segment, len(found), found[-1][0].line if found else 0)
                intake.add(piece_of(slot, ((place.line, seen, False) for place, seen in found)))
                tick(MERGING, len(found) + len(damaged))
        return Merge(add_all(writer, intake, stated, tick, dry_run=dry_run), tuple(damages))


def segments_of(others: Sequence[Path], disk: Disk) -> list[Path]:
    """The segments of other logs, which are given as folders or single segments.

    Raises:
        BadInputError: one of them is not there, or is no log.
    """
    return [each for other in others for each in _segments(other, disk)]


def _segments(other: Path, disk: Disk) -> list[Path]:
    if other.is_dir():
        if found := segments(other, disk):
            return found
        raise BadInputError(f"{other}: holds no log; name a folder with *.jsonl files in it")
    if os.path.lexists(other):  # if it is no file, that is told by who reads it
        return [other]
    raise BadInputError(f"{other}: there is no such folder or file")


@frozen
class Union:
    """Two versions of a segment brought together.

    Attributes:
        content: the bytes of the segment.
        contradictions: ids that the two versions have with other content; both lines stand in it.
        revived: the keys of the records that one version had lost and the other still has, each once.
        touched: the keys of all records that only one of the versions has.
    """

    content: bytes
    contradictions: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    touched: frozenset[str] = field(default=frozenset(), eq=False)


@define
class _Tail:
    """The lines of one version that follow what both have in common."""

    records: dict[tuple[str, str], Sighting] = field(factory=dict)
    damaged: set[bytes] = field(factory=set)

    @classmethod
    def of(cls, content: bytes) -> _Tail:
        tail = cls()
        for line in filter(bytes.strip, content.split(b"\n")):
            try:
                sighting = sight(line)
            except BadInputError:
                tail.damaged.add(line)
            else:
                tail.records[sighting.id, sighting.digest] = sighting
        return tail


def unite_versions(base: bytes, ours: bytes, theirs: bytes) -> Union:
    """Bring two versions of a segment together. Which is ours and which theirs makes no difference.

    What both begin with stays as it is. Of the rest each record stands once, in the order of the log. Records never
    go; lines that are damaged go if they were in ``base`` and one of the versions has taken them out.
    """
    begin = _common(ours, theirs)
    one, two = _Tail.of(ours[begin:]), _Tail.of(theirs[begin:])
    both = one.records | two.records
    records = sorted(both.values(), key=lambda each: (each.time, each.id, each.digest))
    known = set(base.split(b"\n"))
    lost = one.records.keys() ^ two.records.keys()
    damaged = ((one.damaged | two.damaged) - known) | (one.damaged & two.damaged)
    lines = chain((each.line for each in records), sorted(damaged))
    contents: dict[str, bytes] = {}
    contradictions = [each.id for each in records if contents.setdefault(each.id, each.content) != each.content]
    revived = sorted({both[each].subject for each in lost if both[each].line in known})
    content = ours[:begin] + b"".join(line + b"\n" for line in lines)
    return Union(content, tuple(contradictions), tuple(revived), frozenset(both[each].subject for each in lost))


def conflicts_made(united: Union, versions: Sequence[bytes], others: Sequence[bytes]) -> list[History]:
    """What contradicts itself in a union and did so in neither of its versions.

    Args:
        united: the union.
        versions: the two.
        others: the other segments of the log, as far as they are at hand.
    """
    beside = [record for content in others for record in _records(content, united.touched)]
    before = [conflicts([*_records(version, united.touched), *beside]) for version in versions]
    known = {(history.key, history.head_ids) for found in before for history in found}
    now = conflicts([*_records(united.content, united.touched), *beside])
    return [history for history in now if (history.key, history.head_ids) not in known]


_SUBJECT = re.compile(rb'"subject":("(?:[^"\\]|\\.)*")')


def _records(content: bytes, keys: Collection[str]) -> list[Record]:
    """The records of a segment that are about one of these keys, each once."""
    quoted = {canonical(key) for key in keys}
    found: dict[str, Record] = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        subjects = _SUBJECT.findall(line)  # more than one where what the record holds looks like a record
        if line and (not subjects or not quoted.isdisjoint(subjects)):
            for reading in read_line(Line(Place(Path(), number), 0, line)):
                if not isinstance(reading, Damage) and reading[1].subject in keys:
                    found[reading[1].id] = reading[1]
    return list(found.values())


def _common(ours: bytes, theirs: bytes) -> int:
    """Where the first line begins that is not in both at the same place."""
    low, high = 0, min(len(ours), len(theirs))
    while low < high:  # the longest common beginning, by halving: comparing bytes is quick
        middle = (low + high + 1) // 2
        if ours[low:middle] == theirs[low:middle]:
            low = middle
        else:
            high = middle - 1
    return ours.rfind(b"\n", 0, low) + 1
