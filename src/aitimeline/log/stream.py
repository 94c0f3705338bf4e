"""Reading segments line by line in bounded memory, however large they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage, Line, Place, cannot_be_read
from aitimeline.log.snapshot import Reading, read_line, read_tail
from aitimeline.model.error import BadInputError
from aitimeline.model.quick import Sighting, sight, sighting_of
from aitimeline.model.seal import MAX_BYTES

_PIECE = 1 << 20
_MANY = 1024
_LONGEST = 16 * MAX_BYTES
"""So much of a line is kept to look for whole records in; the rest of a longer one is passed over."""

Seen = tuple[Place, Sighting] | Damage
"""What a line was seen to be."""


def stream_lines(segment: Path, disk: Disk) -> Iterator[Line]:
    """The lines of a segment; empty ones are left out.

    Raises:
        OSError: it cannot be read.
    """
    pending, number = b"", 1
    begin = at = 0
    for piece in _pieces(segment, disk):
        *ended, rest = piece.split(b"\n")
        for content in ended:
            whole, pending = pending + content if pending else content, b""
            if whole and not whole.isspace():
                yield Line(Place(segment, number), begin, whole)
            number += 1
            begin = at = at + len(content) + 1
        at += len(rest)
        pending = (pending + rest)[:_LONGEST]
    if pending and not pending.isspace():
        yield Line(Place(segment, number), begin, pending, is_ended=False)


def _pieces(segment: Path, disk: Disk) -> Iterator[bytes]:
    offset = 0
    while piece := disk.read(segment, offset, _PIECE):
        yield piece
        offset += len(piece)


def stream_segment(segment: Path, disk: Disk) -> Iterator[Seen]:
    """Every line of a segment: the record and its place, or why there is none, as ``snapshot`` reads it."""
    try:
        for line in stream_lines(segment, disk):
            try:
                yield line.place, sight(line.content)
            except BadInputError:
                yield from map(_seen, read_line(line) if line.is_ended else read_tail(line, disk))
    except OSError as failure:
        yield cannot_be_read(segment, failure)


def stream_pieces(segment: Path, disk: Disk) -> Iterator[tuple[list[tuple[Place, Sighting]], list[Damage]]]:
    """The same, many lines at a time: those with records, and those that are damaged."""
    lines = stream_segment(segment, disk)
    while piece := list(islice(lines, _MANY)):
        damaged = [seen for seen in piece if isinstance(seen, Damage)]
        yield [seen for seen in piece if not isinstance(seen, Damage)], damaged


def _seen(reading: Reading) -> Seen:
    return reading if isinstance(reading, Damage) else (reading[0], sighting_of(reading[1]))
