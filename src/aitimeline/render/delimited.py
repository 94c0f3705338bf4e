"""Answers as CSV for spreadsheets, and as Markdown for documents."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain

from aitimeline.answer.row import Row
from aitimeline.model.distance import Distance
from aitimeline.model.visible import steerless, visible

_MARKED = ("=", "+", "-", "@", "'")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")
_HEADINGS = (
    *("key", "when", "zone", "title", "kind", "actors", "tags", "publishers", "urls"),
    *("recorded_at", "revision"),
)
_DAYS = ("days", "days_latest", "certain")
Cell = str | int | float | bool | None


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """RFC 4180 CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it.

    So does text that begins with one, and who reads the cell again takes one away.
    """
    return "".join(csv_pieces(headings, rows))


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The same, a row at a time."""
    yield _csv_row(headings)
    for row in rows:
        yield _csv_row([_cell(value) for value in row])


def _csv_row(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    kept = steerless(value or "")
    return f"'{kept}" if kept.startswith(_MARKED) else kept


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown already."""
    return "".join(markdown_pieces(headings, rows))


def markdown_pieces(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The same, a row at a time."""
    for cells in chain([headings, ["---"] * len(headings)], rows):
        yield f"| {' | '.join(cells)} |\n"


def event_csv(rows: Iterable[Row], *, with_days: bool) -> Iterator[str]:
    """Events as CSV; several values in one cell are joined by ``; ``."""
    return csv_pieces((*(_DAYS if with_days else ()), *_HEADINGS), map(_cells, rows))


def _cells(row: Row) -> tuple[Cell, ...]:
    days = (row.near.days.least, row.near.days.greatest, row.near.certain) if row.near else ()
    joined = ("; ".join(values) for values in (row.actors, row.tags, row.publishers, row.urls))
    return (*days, row.key, row.when, row.zone, row.title, row.kind, *joined, row.recorded_at, row.revision)


def event_markdown(rows: Iterable[Row], *, with_days: bool) -> Iterator[str]:
    """Events as a Markdown table; a source is a link where it has an http(s) address."""
    headings = (*(("Days",) if with_days else ()), "When", "Event", "Key", "Source")
    return markdown_pieces(headings, map(_markdown_row, rows))


def _markdown_row(row: Row) -> tuple[str, ...]:
    sources = ", ".join(map(_link, row.publishers, row.urls))
    cells = (plain(row.when_label), plain(row.title), f"`{visible(row.key)}`", sources)
    if row.near is None:
        return cells
    return (_span(row.near.days), *cells)


def _span(days: Distance) -> str:
    """``+3``, ``-3 to +4``, ``+3 or more``."""
    if days.is_exact:
        return f"{days.low:+d}"
    if days.least is None:
        return "any" if days.greatest is None else f"{days.greatest:+d} or less"
    return f"{days.least:+d} or more" if days.greatest is None else f"{days.low:+d} to {days.high:+d}"


def plain(text: str) -> str:
    """Text as Markdown that means just that text."""
    return _MARKDOWN.sub(r"\\\1", visible(text))


def _link(publisher: str, url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return plain(publisher)
    address = re.sub(r"[\s()<>|\\]", lambda found: f"%{ord(found[0]):02X}", visible(url))
    return f"[{plain(publisher)}]({address})"
