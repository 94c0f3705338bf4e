"""From files of rows and records to what is ready to be added to a log, one line after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from attrs import define, field

from aitimeline.index.timeline import Timeline
from aitimeline.ingest.crew import Crew
from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.ingest.rows import Shaper
from aitimeline.log.disk import Disk
from aitimeline.log.intake import Intake, Piece, Slot, piece_of
from aitimeline.log.snapshot import Damage, all_segments, read_line
from aitimeline.log.stream import stream_lines
from aitimeline.model.canonical import parse_json
from aitimeline.model.error import BadInputError
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
    """

    shaper: Shaper
    maker: Maker
    columns: list[str] = field(factory=list)

    def read(self, given: tuple[Slot, list[Row]]) -> Gathered:
        """What some rows are, and why some are nothing."""
        slot, rows = given
        read: list[tuple[int, Sighting | None, bool]] = []
        bad: list[tuple[Row, str]] = []
        for row in rows:
            try:
                sighting, is_made = self._sighting(row.given)
            except (BadInputError, RecursionError) as failure:
                bad.append((row, _reason(failure)))
                read.append((row.line, None, False))
            else:
                read.append((row.line, sighting, is_made))
        unknown = list(self.shaper.unknown)
        self.shaper.unknown.clear()
        return Gathered(piece_of(slot, read), bad, unknown)

    def _sighting(self, given: list[str] | bytes) -> tuple[Sighting, bool]:
        if isinstance(given, list):
            return self.maker.make(*self.shaper.of_cells(self.columns, given)), True
        if given.startswith(_OURS):
            return sight(given), False
        stated = _object(given)
        if "specversion" in stated:
            return sight(given), False
        if (row := _reported(stated)) is not None:  # a bad row that has been mended
            return self._sighting(row)
        return self.maker.make(*self.shaper.of_object(stated)), True


class Gathered(NamedTuple):
    """What some rows are.

    Attributes:
        piece: their records.
        bad: rows that are nothing, and why.
        unknown: names of actors that the log does not know, each told once.
    """

    piece: Piece
    bad: list[tuple[Row, str]]
    unknown: list[str]


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
        if processes == 1:
            for given in self._pieces():
                self._take(self.reader.read(given))
            return
        with Crew(self.reader.read, processes) as crew:
            for gathered in crew.map(self._pieces()):
                self._take(gathered)

    def _pieces(self) -> Iterator[tuple[Slot, list[Row]]]:
        """A few hundred rows at a time, fewer where they are long, and the slot for what they are."""
        piece: list[Row] = []
        size = position = 0
        for row in self.file.rows():
            piece.append(row)
            size += len(row.given) if isinstance(row.given, bytes) else sum(map(len, row.given))
            if len(piece) == _EVERY or size > _PIECE:
                yield self._slot(piece), piece
                at = self.file.position
                self.on_progress(at - position)
                piece, size, position = [], 0, at
        if piece:
            yield self._slot(piece), piece
        self.on_progress(self.file.position - position)

    def _slot(self, piece: list[Row]) -> Slot:
        return self.intake.slot(self.file.path, len(piece), piece[-1].line)

    def _take(self, gathered: Gathered) -> None:
        if len(self.unknown) < MOST_UNKNOWN:
            self.unknown.update(gathered.unknown)
        for row, reason in gathered.bad:
            self.on_bad(row, reason)
        self.intake.add(gathered.piece)

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
        raise BadInputError("is not UTF-8; save the file as UTF-8 and import that") from None
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
            self._names = dict(Timeline.of(_actor_records(self.folders, self.disk)).actors_by_name)
        return self._names.get(name, frozenset())


def _actor_records(folders: Sequence[Path], disk: Disk) -> Iterator[Record]:
    for segment in all_segments(folders, disk):
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
