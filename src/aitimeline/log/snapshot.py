"""Reading a log: what the lines of its segments are, what is damaged set aside, and what they are as one set."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import ne
from pathlib import Path

from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage, Line, Place, cannot_be_read
from aitimeline.model.error import BadInputError
from aitimeline.model.record import Record, read_record
from aitimeline.model.seal import is_sealed

_BEGINNING = re.compile(rb'(?<![:,\[])\{"data":\{')  # what follows one of these is held by a record, and is none itself
_ENDS = 4
_MARKS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
TURNED = "a byte has changed where that means nothing; the record is intact"
CONFLICTED = "a mark that git left in a conflict; 'aitimeline log repair' takes it out and keeps both sides"
MARKED = "begins with a byte order mark; the record is intact, and 'aitimeline log repair' takes the mark out"
UNFINISHED = "the last line was not finished, and nobody is writing it"


Reading = tuple[Place, Record] | Damage
"""What a line was read as."""


def read_segment(segment: Path, disk: Disk) -> Iterator[Reading]:
    """Every line of a segment: the record and its place, or why there is none."""
    try:
        content = disk.read(segment)
    except OSError as failure:
        yield cannot_be_read(segment, failure)
        return
    for line in lines_of(segment, content):
        yield from read_line(line) if line.is_ended else read_tail(line, disk)


def lines_of(segment: Path, content: bytes, first: int = 1, offset: int = 0) -> Iterator[Line]:
    """The lines of a segment, or of its part that begins with line ``first`` at ``offset``; empty ones are left out."""
    pieces = content.split(b"\n")
    for number, piece in enumerate(pieces, start=first):
        if piece and not piece.isspace():
            yield Line(Place(segment, number), offset, piece, is_ended=number - first < len(pieces) - 1)
        offset += len(piece) + 1


def read_line(line: Line) -> list[Reading]:
    """The record of a line, or why there is none; where lines were glued together, the whole records among them too.

    A line that another program has re-spaced is a record like any other. One that differs from the canonical form
    only in one byte, or in the case of letters, is not of its making: a bit has turned in the escape of a control
    character, or in a digit too small to change the number.
    """
    try:
        record = read_record(line.content)
    except BadInputError as failure:
        if line.content.startswith(BOM_UTF8):
            return _unmarked(line)
        reason = CONFLICTED if line.content.startswith(_MARKS) else str(failure)
        return [*((line.place, record) for record in salvaged(line.content)), Damage(line.place, reason)]
    if record.line is not line.content and _has_turned(record.line, line.content):
        return [(line.place, record), Damage(line.place, TURNED)]
    return [(line.place, record)]


def _unmarked(line: Line) -> list[Reading]:
    """What a line is without the mark that an editor has put before it."""
    *whole, last = read_line(line._replace(content=line.content.removeprefix(BOM_UTF8)))
    return [*whole, last] if isinstance(last, Damage) else [*whole, last, Damage(line.place, MARKED)]


def _has_turned(canonical: bytes, found: bytes) -> bool:
    if canonical == found or len(canonical) != len(found):
        return False
    return sum(map(ne, canonical, found)) == 1 or canonical.lower() == found.lower()


def read_tail(line: Line, disk: Disk) -> list[Reading]:
    """The same of a last line without its newline: whole records while somebody writes it, else what it has become."""
    read = read_line(line)
    if not isinstance(read[-1], Damage):
        return read
    if disk.is_locked(line.place.segment.parent):
        return read[:-1]
    try:
        rest = disk.read(line.place.segment, line.offset)
    except OSError:
        rest = b""
    now = next(lines_of(line.place.segment, rest, line.place.line, line.offset), None)
    if now is None or now.is_ended:
        return read_line(now) if now else []
    *whole, last = read_line(now)
    return [*whole, Damage(now.place, UNFINISHED) if isinstance(last, Damage) else last]


def salvaged(content: bytes) -> list[Record]:
    """The whole records inside a line that is none, as where the newline between two was lost. All begin alike."""
    starts = [found.start() for found in _BEGINNING.finditer(content)]
    records: list[Record] = []
    taken = 0
    for at, start in enumerate(starts):
        for end in [*starts[at + 1 :], len(content)][:_ENDS]:
            if start >= taken and (record := _record(content[start:end])):
                records.append(record)
                taken = end
                break
    return records


def _record(piece: bytes) -> Record | None:
    # At the end there may be what was once the newline, or zeros: where power was lost before it was safe.
    for whole in (piece, piece[:-1], piece.partition(b"\0")[0]):
        if is_sealed(whole):
            try:
                return read_record(whole)
            except BadInputError:
                return None
    return None


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
        if is_contradiction(record for _, record in same):
            damages.append(contradiction(record_id, [place for place, _ in same]))
        else:
            records.append(counting(record for _, record in same))
    records.sort(key=Record.sort_key)
    return tuple(records), damages


def is_contradiction(same: Iterable[Record]) -> bool:
    """True if records with one id have more than one content."""
    by_digest = {record.digest: record for record in same}
    return len(by_digest) > 1 and len({record.content() for record in by_digest.values()}) > 1


def contradiction(record_id: str, places: Sequence[Place]) -> Damage:
    """The damage of an id with other content at other places."""
    named = " and ".join(str(place) for place in sorted(places))
    return Damage(min(places), f"id {record_id} has other content: {named}")


def counting(same: Iterable[Record]) -> Record:
    """Of records with one id and one content, the one that counts."""
    return min(same, key=lambda record: (record.time, record.digest))
