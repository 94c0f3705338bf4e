"""From files of rows and records to what is ready to be added to a log, one line after the other."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from attrs import define, field

from aitimeline.ingest.letters import hint
from aitimeline.ingest.rowfile import Block, Row, RowFile, rows_of
from aitimeline.ingest.rows import Shaper
from aitimeline.log.clock import is_ahead
from aitimeline.log.crew import Crew
from aitimeline.log.disk import Disk
from aitimeline.log.intake import Intake, Piece, Slot, piece_of
from aitimeline.log.place import Damage, all_segments
from aitimeline.log.snapshot import read_line
from aitimeline.log.stream import stream_lines
from aitimeline.model.actor import Actor
from aitimeline.model.canonical import parse_json
from aitimeline.model.error import BadInputError
from aitimeline.model.history import History, histories
from aitimeline.model.instant import format_time
from aitimeline.model.key import fold
from aitimeline.model.quick import Maker, Sighting, sight
from aitimeline.model.record import Record

_OURS = b'{"data":'
_EVERY = 512
_PIECE = 1 << 20
_LONGEST_REASON = 500
_RUNS = ("=", "+", "-", "@")
_REPORT = ("line", "reason")
_REPORTED = frozenset({*_REPORT, "row"})
MOST_UNKNOWN = 10_000
"""About so many names of actors that are not known are kept to be told."""


@define
class Reader:
    """Makes of rows what can be taken in. Can be sent to other processes.

    Attributes:
        shaper: makes events of rows that are no records.
        maker: makes records of these events.
        columns: what the columns of CSV are called here.
        allow_ahead: whether records may be far ahead of the clock.
    """

    shaper: Shaper
    maker: Maker
    columns: list[str] = field(factory=list)
    allow_ahead: bool = False

    def read(self, given: Given) -> Gathered:
        """What some rows are, and why some are nothing."""
        if isinstance(given.rows, list):
            return self._gathered(given.slot, given.rows)
        block = given.rows if given.path is None else _reread(given.path, given.rows, given.length)
        gathered = self._gathered(given.slot, rows_of(block))
        if given.path is None:
            return gathered
        piece = gathered.piece
        lines = b"" if piece.lines == block.content else piece.lines
        return gathered._replace(piece=piece._replace(lines=lines), checked=crc32(block.content))

    def _gathered(self, slot: Slot, rows: Iterable[Row]) -> Gathered:
        read: list[tuple[int, Sighting | None, bool]] = []
        bad: list[tuple[Row, str]] = []
        for number, row in enumerate(rows, start=slot.number):
            try:
                sighting, is_made = self._sighting(row.given, number) if row.given else (None, False)
            except (BadInputError, RecursionError) as failure:
                bad.append((row, _reason(failure)))
                read.append((row.line, None, False))
            else:
                read.append((row.line, sighting, is_made))
        unknown = list(self.shaper.unknown)
        self.shaper.unknown.clear()
        return Gathered(piece_of(slot, read), bad, unknown)

    def _sighting(self, given: list[str] | bytes, number: int) -> tuple[Sighting, bool]:
        if isinstance(given, list):
            return self.maker.make(*self.shaper.of_cells(self.columns, given), number), True
        if given.startswith(_OURS):
            return self._checked(sight(given)), False
        stated = _object(given)
        if "specversion" in stated:
            return self._checked(sight(given)), False
        if (row := _reported(stated)) is not None:  # a bad row that has been mended
            return self._sighting(row, number)
        return self.maker.make(*self.shaper.of_object(stated), number), True

    def _checked(self, seen: Sighting) -> Sighting:
        if not self.allow_ahead and is_ahead(seen.time, self.maker.time):
            raise BadInputError(
                f"is of {format_time(seen.time)}, more than a day ahead of this machine's clock; --clock-ahead takes it"
            )
        return seen


class Given(NamedTuple):
    """Some rows, and the slot for what they are.

    Attributes:
        slot: the slot.
        rows: rows of CSV, or a block of lines of JSON.
        path: the file that the block is to be read from, if its content is not here.
        length: how many bytes it then has.
    """

    slot: Slot
    rows: list[Row] | Block
    path: Path | None = None
    length: int = 0


class Gathered(NamedTuple):
    """What some rows are.

    Attributes:
        piece: their records; its lines are left out where they are those of the block that was read.
        bad: rows that are nothing, and why.
        unknown: names of actors that the log does not know, each told once.
        checked: the CRC-32 of the block that was read from the file; None if its content was given.
    """

    piece: Piece
    bad: list[tuple[Row, str]]
    unknown: list[str]
    checked: int | None = None


def _reread(path: Path, block: Block, length: int) -> Block:
    with path.open("rb") as opened:
        opened.seek(block.offset)
        return block._replace(content=opened.read(length))


@define
class Gatherer:
    """Takes in the rows of a file.

    Attributes:
        file: the rows.
        intake: gets what can be taken.
        reader: tells what that is.
        on_bad: is told of each row that cannot be taken; it may raise to stop.
        on_progress: is told, now and then, how many bytes more have been read.
        unknown: names of actors that the log does not know.
    """

    file: RowFile
    intake: Intake
    reader: Reader
    on_bad: Callable[[Row, str], None]
    on_progress: Callable[[int], None]
    unknown: set[str] = field(factory=set, init=False)

    def gather(self, processes: int = 1) -> None:
        """Take in every row, reading them with so many processes.

        Raises:
            BadInputError: the file as a whole cannot be read.
            TimelineError: one of the processes has died.
        """
        self.reader.columns = self._known_columns()
        pieces = self._pieces() if self.file.is_csv else self._blocks()
        if processes == 1:
            for given in pieces:
                self._take(given, self.reader.read(given))
            return
        with Crew(self.reader.read, processes) as crew:
            for given, gathered in crew.map(pieces, self._sent):
                self._take(given, gathered)

    def _blocks(self) -> Iterator[Given]:
        for block in self.file.blocks():
            count = block.line_count
            yield Given(self.intake.slot(self.file.path, count, block.first + count - 1), block)
            self.on_progress(len(block.content))

    def _pieces(self) -> Iterator[Given]:
        """A few hundred rows at a time, fewer where they are long."""
        piece: list[Row] = []
        size = position = 0
        for row in self.file.rows():
            piece.append(row)
            size += sum(map(len, row.given))  # type: ignore[arg-type]  # these are cells
            if len(piece) == _EVERY or size > _PIECE:
                yield self._given(piece)
                at = self.file.position
                self.on_progress(at - position)
                piece, size, position = [], 0, at
        if piece:
            yield self._given(piece)
        self.on_progress(self.file.position - position)

    def _given(self, piece: list[Row]) -> Given:
        return Given(self.intake.slot(self.file.path, len(piece), piece[-1].line), piece)

    def _sent(self, given: Given) -> Given:
        """What another process must be given: of a file that it can open itself, where to look."""
        if isinstance(given.rows, list) or not self.file.can_be_shared:
            return given
        block = given.rows
        path = self.file.path.resolve()  # such as /dev/fd/3 stand for something else in another process
        return Given(given.slot, block._replace(content=b""), path, len(block.content))

    def _take(self, given: Given, gathered: Gathered) -> None:
        piece = gathered.piece
        if gathered.checked is not None and not isinstance(given.rows, list):
            if crc32(given.rows.content) != gathered.checked:
                raise BadInputError(f"{self.file.path}: has been changed while it was read; nothing was written")
            if not piece.lines:
                piece = piece._replace(lines=given.rows.content)
        if len(self.unknown) < MOST_UNKNOWN:
            self.unknown.update(gathered.unknown)
        for row, reason in gathered.bad:
            self.on_bad(row, reason)
        self.intake.add(piece)

    def _known_columns(self) -> list[str]:
        names = self.file.columns
        try:
            return self.reader.shaper.columns(names) if names else []
        except BadInputError as failure:
            raise BadInputError(f"{self.file.path}:{self.file.heading.line}: {_reason(failure)}") from None


def _object(line: bytes) -> dict[str, Any]:
    try:
        given = parse_json(line)
    except UnicodeDecodeError:
        raise BadInputError(f"is not UTF-8; {hint(line)}") from None
    except json.JSONDecodeError as failure:
        raise BadInputError(f"not JSON: {failure.msg}: character {failure.pos + 1}") from None
    except ValueError as failure:
        raise BadInputError(f"not JSON: {failure}") from None
    if not isinstance(given, dict):
        raise BadInputError("not a JSON object")
    return given


def _reported(given: dict[str, Any]) -> bytes | None:
    """The row of a report of a bad row; None if it is no report."""
    if given.keys() == _REPORTED and isinstance(given["row"], str):
        return given["row"].encode("utf-8", "surrogatepass")
    return None


def _reason(failure: Exception) -> str:
    """Why a row is bad, in as many words as a person would read."""
    reason = "is nested too deeply" if isinstance(failure, RecursionError) else str(failure)
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]} ..."


@define
class Finder:
    """Finds the actors of a log by name; the log is read when one is first asked for.

    Attributes:
        folders: the folders of the log.
        disk: the calls to the system.
    """

    folders: Sequence[Path]
    disk: Disk
    _names: dict[str, frozenset[str]] | None = field(default=None, init=False)

    def __call__(self, name: str) -> frozenset[str]:
        """The keys of the actors that bear a name (folded)."""
        if self._names is None:
            self._names = _by_name(histories(_actor_records(self.folders, self.disk)).values())
        return self._names.get(name, frozenset())


def _by_name(actors: Iterable[History]) -> dict[str, frozenset[str]]:
    """The keys of the actors that bear a name (folded); a key is a name too, and first names come before later ones."""
    firsts: defaultdict[str, set[str]] = defaultdict(set)
    later: defaultdict[str, set[str]] = defaultdict(set)
    for history in actors:
        actor = history.current.payload
        firsts[fold(history.key)].add(history.key)
        if isinstance(actor, Actor):
            for name in actor.names.every():
                firsts[fold(name)].add(history.key)
            for name in actor.every_name():
                later[fold(name)].add(history.key)
    return {name: frozenset(keys) for name, keys in {**later, **firsts}.items()}


def _actor_records(folders: Sequence[Path], disk: Disk) -> Iterator[Record]:
    for segment in all_segments(folders, disk):
        with suppress(OSError):  # it is told of by who reads all of the log
            for line in stream_lines(segment, disk):
                if b"aitimeline.actor." in line.content:
                    yield from (read[1] for read in read_line(line) if not isinstance(read, Damage))


def rejected_heading(columns: Sequence[str]) -> bytes:
    """The first row of a file of bad rows of CSV."""
    return _csv([*_REPORT, *_unreported(columns, columns)])


def rejected(row: Row, reason: str, columns: Sequence[str] = ()) -> bytes:
    """A bad row as it was given, with its line and the reason, in a form that can be mended and imported."""
    if isinstance(row.given, list):
        return _csv([str(row.line), reason, *map(_inert, _unreported(columns, row.given))])
    text = _innermost(row.given).decode("utf-8", "backslashreplace")
    return (json.dumps({"line": row.line, "reason": reason, "row": text}, ensure_ascii=False) + "\n").encode()


def _unreported(columns: Sequence[str], cells: Sequence[str]) -> Sequence[str]:
    """The cells without the line and the reason of an earlier report, which come first: a row may be short."""
    return cells[2:] if tuple(columns[:2]) == _REPORT else cells


def _inert(cell: str) -> str:
    """A cell that no spreadsheet runs, and that is read as the same."""
    text = cell.strip()
    return f"'{text}" if text.startswith(_RUNS) else cell


def _innermost(line: bytes) -> bytes:
    """The row in an earlier report, else the line."""
    try:
        row = _reported(_object(line))
    except (BadInputError, RecursionError):
        return line
    return line if row is None else _innermost(row)


def _csv(cells: Sequence[str]) -> bytes:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
