"""Lines of segments into the tables of the index, in bounded memory; where there are many, by several processes."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Callable, Generator, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple
from zlib import crc32

from attrs import define, field

from aitimeline.index.extract import Extractor, Facts
from aitimeline.index.schema import (
    ACTOR,
    COUNTS,
    EVENT,
    PUT_FACETS,
    PUT_LINE,
    PUT_REACH,
    PUT_RECORD,
    PUT_STATE,
    PUT_TEXT,
    RETRACTED,
    moves_of,
    reach_of,
)
from aitimeline.index.store import Known
from aitimeline.log.disk import Disk
from aitimeline.log.extent import Extent
from aitimeline.log.place import Damage, Line, Place
from aitimeline.log.prefix import ChangedError, Reading, reading
from aitimeline.model.facet import token
from aitimeline.model.key import fold

_PIECE = 1 << 20
_LONGEST = 16 << 20  # no record is so long; what a longer line holds behind is passed over
_LEAST = 200  # bytes of a record, at least: where lines are glued together there are more records than lines
_CREW_FROM = 8 << 20
_NOWHERE = Path()

Advance = Callable[[str, int], None]
"""Told of a stage, and of how many bytes more of it are done."""
Row = tuple[Any, ...]

_WORD = "INSERT OR IGNORE INTO word VALUES (?, ?, ?, ?)"
_DAMAGE = "INSERT INTO damage VALUES (?, ?, ?)"


class Block(NamedTuple):
    """Whole lines of a segment.

    Attributes:
        segment: the segment's number in the index.
        first: the number of the first line.
        row: the number that the first line's state will have, if it has one.
        content: the lines, each with its newline.
        size: how many bytes of the segment they are: more than ``content`` has, where a line is longer than any record.
    """

    segment: int
    first: int
    row: int
    content: bytes
    size: int


class Rows(NamedTuple):
    """What a block adds to the tables."""

    states: list[Row]
    lines: list[Row]
    records: list[Row]
    texts: list[Row]
    names: list[Row]
    facets: list[Row]
    words: list[Row]
    reaches: list[Row]
    ordered: list[Row]
    damages: list[Row]


@define
class Worker:
    """Extracts what the index keeps of lines; each process of a crew has one."""

    _extractor: Extractor | None = field(init=False, default=None)
    _reaches: set[int] = field(init=False, factory=set)

    def __call__(self, packed: Any) -> bytes:
        """The same between processes."""
        gc.disable()  # nothing here makes cycles
        return marshal.dumps(tuple(self.rows(Block(*marshal.loads(packed)))))  # noqa: S302 -- from our own process

    def rows(self, block: Block) -> Rows:
        """What a block adds, each record as if it were the only one of its event or actor.

        With the number of each state goes its line, or the line's place in the block, from 0.
        """
        rows = Rows([], [], [], [], [], [], [], [], [], [])
        extractor = self._extractor = self._extractor or Extractor()  # not before: it is sent to a process
        quickly = extractor.quickly
        add = self._add
        row = block.row
        for number, content in enumerate(block.content.split(b"\n"), start=block.first):
            facts = quickly(content)
            if facts is not None:
                add(rows, row, block.segment, number, facts, crc32(content), number - block.first)
                row += 1
            elif content and not content.isspace():
                row = self._look_closely(extractor, rows, row, block.segment, Line(Place(_NOWHERE, number), 0, content))
        rows.words.extend((token(name, value), name, value, fold(value)) for name, value in sorted(extractor.fresh))
        extractor.fresh.clear()
        return rows

    def _look_closely(self, extractor: Extractor, rows: Rows, row: int, segment: int, line: Line) -> int:
        """Add what is in a line that is not in order; gives the next row."""
        for found in extractor.read(line):
            if isinstance(found, Damage):
                rows.damages.append((segment, line.place.line, found.reason))
            elif found[1].family is None:
                content, facts = found
                rows.records.append(
                    (None, None, facts.key, facts.time, facts.rid, segment, line.place.line, content, COUNTS)
                )
            else:
                self._add(rows, row, segment, line.place.line, found[1], crc32(found[0]), found[0])
                row += 1
        return row

    def _add(self, rows: Rows, row: int, segment: int, number: int, facts: Facts, crc: int, line: bytes | int) -> None:
        family, is_retraction, rid, key, time, _, days, length, about, flags, facets, text, is_ordered, stated = facts
        moves = moves_of(flags, is_ordered=is_ordered)
        reach = reach_of(length, about, moves)
        if reach not in self._reaches:
            self._reaches.add(reach)
            rows.reaches.append((reach, length, about, moves))
        if is_retraction:
            flags |= RETRACTED
        first, last = days or (None, None)
        rows.states.append(
            (
                *(row, family, key, time, None, reach, first, last, flags, time, rid, segment, number, facets),
                *(1, None, time, None, None, crc, stated),
            )
        )
        rows.lines.append((row, line))
        if text:
            (rows.texts if family == EVENT else rows.names).append((row, text))
            rows.facets.append((row, facets))
        if is_ordered:
            rows.ordered.append((key,))


class End(NamedTuple):
    """How far a segment was read, and what stands behind without a newline."""

    segment: int
    extent: Extent
    tail: bytes = b""


@define
class Loader:
    """Puts what segments hold into the tables.

    Attributes:
        advance: told of the bytes that were read.
        touched: where somebody wants to know, the families and keys of what was put in; of records that are not
            understood, None and their ids.
    """

    connection: Connection
    disk: Disk
    advance: Advance
    touched: set[tuple[int | None, str]] | None = None
    _next: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._next = 1 + (self.connection.execute("SELECT max(id) FROM state").fetchone()[0] or 0)

    def load(self, starts: Iterable[tuple[Path, Known]], total: int) -> list[End]:
        """Read segments, each from where it was read to; gives how far each is read now.

        Args:
            starts: the path of each segment, and what is known of it.
            total: how many bytes there are to read.

        Raises:
            ChangedError: a segment no longer begins with what was read of it, or is changed while it is read.
        """
        ends: list[End] = []
        blocks = self._blocks(starts, ends)
        if total >= _CREW_FROM:
            self._load_together(blocks)
        worker = Worker()
        for block in blocks:
            self._put(worker.rows(block), block)
        return ends

    def _load_together(self, blocks: Iterator[Block]) -> None:
        """Load blocks with several processes, where several can work at the same time."""
        from aitimeline.log.crew import Crew, processors  # noqa: PLC0415 -- only what takes long is worth its import

        if processors() > 1:
            crew: Crew[Any, bytes]
            with Crew(Worker(), processors() - 1) as crew:
                for block, made in crew.map(blocks, lambda block: marshal.dumps(tuple(block))):
                    self._put(Rows(*marshal.loads(made)), block)  # noqa: S302 -- from our own process

    def put_tail(self, end: End) -> bool:
        """Put in what stands behind the last newline, as far as it is a whole record; False if it is none."""
        block = Block(end.segment, end.extent.lines + 1, self._next, end.tail, 0)
        rows = Worker().rows(block)
        self._put(rows._replace(damages=[]), block)
        return bool(rows.states or rows.records)

    def _blocks(self, starts: Iterable[tuple[Path, Known]], ends: list[End]) -> Iterator[Block]:
        for path, known in starts:
            self.connection.execute("DELETE FROM damage WHERE segment = ? AND number = 0", (known.id,))
            try:
                with reading(path, self.disk) as opened:
                    end = yield from self._blocks_of(opened, known)
            except OSError as failure:
                if known.extent.offset:  # what the index has of it cannot be had from the log
                    raise ChangedError from None
                self._note_failure(known, failure)
                end = End(known.id, Extent())
            ends.append(end)

    def _blocks_of(self, opened: Reading, known: Known) -> Generator[Block, None, End]:
        """The whole lines that a segment has gained; as far as it can be read."""
        prefix = opened.resume(known.extent)
        begun, lines, pending = known.extent.offset, known.extent.lines, b""
        at = begun
        while piece := self._read(opened, at, known):
            at += len(piece)
            cut = piece.rfind(b"\n") + 1
            if not cut:
                prefix.add(piece)
                pending = (pending + piece)[:_LONGEST]
                continue
            prefix.add(piece[:cut])
            prefix.keep()
            prefix.add(piece[cut:])
            content, pending, end = pending + piece[:cut], piece[cut:], at - len(piece) + cut
            count = content.count(b"\n")
            yield Block(known.id, lines + 1, self._next, content, end - begun)
            begun, lines, self._next = end, lines + count, self._next + count + len(content) // _LEAST
        if known.tail is not None and (begun > known.extent.offset or sha256(pending).digest() != known.tail):
            raise ChangedError  # what was taken for a last record may be another by now
        extent = opened.extent(at, begun, lines, prefix)
        return End(known.id, extent._replace(stamp=None) if piece is None else extent, pending)

    def _read(self, opened: Reading, at: int, known: Known) -> bytes | None:
        try:
            return opened.read(at, _PIECE)
        except OSError as failure:
            self._note_failure(known, failure)
            return None

    def _note_failure(self, known: Known, failure: OSError) -> None:
        reason = f"cannot be read: {failure.strerror or failure}"
        self.connection.execute(_DAMAGE, (known.id, 0, reason))

    def _put(self, rows: Rows, block: Block) -> None:
        many = self.connection.executemany
        lines = block.content.split(b"\n")
        many(PUT_STATE, rows.states)
        many(PUT_LINE, [(row, lines[line] if type(line) is int else line) for row, line in rows.lines])
        many(PUT_RECORD, rows.records)
        many(PUT_TEXT[EVENT], rows.texts)
        many(PUT_TEXT[ACTOR], rows.names)
        many(PUT_FACETS, rows.facets)
        many(_WORD, rows.words)
        many(PUT_REACH, rows.reaches)
        many("INSERT OR IGNORE INTO ordered VALUES (?)", rows.ordered)
        many(_DAMAGE, rows.damages)
        if self.touched is not None:
            self.touched.update((row[1], row[2]) for row in rows.states)
            self.touched.update((None, row[4]) for row in rows.records)
        if rows.states:
            self._next = max(self._next, rows.states[-1][0] + 1)
        self.advance("index", block.size)
