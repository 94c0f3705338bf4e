"""From files of rows and records to what is ready to be added to a log, one line after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from attrs import define, field

from aitimeline.index.timeline import Timeline
from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.ingest.rows import Find, Shaper
from aitimeline.log.disk import Disk
from aitimeline.log.intake import Intake
from aitimeline.log.snapshot import Damage, Place, all_segments, read_line
from aitimeline.log.stream import stream_lines
from aitimeline.model.canonical import parse_json
from aitimeline.model.error import BadInputError
from aitimeline.model.quick import Maker, Sighting, sight
from aitimeline.model.record import Record

_OURS = b'{"data":'
_EVERY = 512
_LONGEST_REASON = 500
_REPORT = ("line", "reason")
_REPORTED = frozenset({*_REPORT, "row"})


@define
class Gatherer:
    """Takes in the rows of a file.

    Attributes:
        file: the rows.
        intake: gets what can be taken.
        shaper: makes events of rows that are no records.
        maker: makes records of these events.
        on_bad: is told of each row that cannot be taken; it may raise to stop.
        on_progress: is told, now and then, how many bytes more have been read.
    """

    file: RowFile
    intake: Intake
    shaper: Shaper
    maker: Maker
    on_bad: Callable[[Row, str], None]
    on_progress: Callable[[int], None]
    _columns: list[str] = field(factory=list, init=False)

    def gather(self) -> None:
        """Take in every row.

        Raises:
            BadInputError: the file as a whole cannot be read.
        """
        self._columns = self._known_columns()
        position = 0
        for number, row in enumerate(self.file.rows()):
            if number % _EVERY == 0:
                self.on_progress(self.file.position - position)
                position = self.file.position
            try:
                sighting, is_made = self._read(row)
            except (BadInputError, RecursionError) as failure:
                self.on_bad(row, _reason(failure))
            else:
                self.intake.add(sighting, Place(self.file.path, row.line), is_made=is_made)
        self.on_progress(self.file.position - position)

    def _known_columns(self) -> list[str]:
        names = self.file.columns
        try:
            return self.shaper.columns(names) if names else []
        except BadInputError as failure:
            raise BadInputError(f"{self.file.path}:{self.file.heading.line}: {_reason(failure)}") from None

    def _read(self, row: Row) -> tuple[Sighting, bool]:
        if isinstance(row.given, list):
            return self.maker.make(*self.shaper.of_cells(self._columns, row.given)), True
        return self._of_line(row.given)

    def _of_line(self, line: bytes) -> tuple[Sighting, bool]:
        if line.startswith(_OURS):
            return sight(line), False
        given = _object(line)
        if "specversion" in given:
            return sight(line), False
        if (row := _reported(given)) is not None:  # a bad row that has been mended
            return self._of_line(row)
        return self.maker.make(*self.shaper.of_object(given)), True


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


def finder(folders: Sequence[Path], disk: Disk) -> Find:
    """What finds the actors of a log by name; the log is read when it is first asked."""
    names: dict[str, frozenset[str]] = {}

    def find(name: str) -> frozenset[str]:
        if not names:
            names.update(Timeline.of(_actor_records(folders, disk)).actors_by_name or {"": frozenset()})
        return names.get(name, frozenset())

    return find


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
        return _csv([str(row.line), reason, *_unreported(columns, row.given)])
    text = _innermost(row.given).decode("utf-8", "backslashreplace")
    return (json.dumps({"line": row.line, "reason": reason, "row": text}, ensure_ascii=False) + "\n").encode()


def _unreported(columns: Sequence[str], cells: Sequence[str]) -> Sequence[str]:
    """The cells without the line and the reason of an earlier report, which come first: a row may be short."""
    return cells[2:] if tuple(columns[:2]) == _REPORT else cells


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
