"""Rows as CSV for spreadsheets, and as Markdown for documents."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO

from aitimeline.render.row import Row
from aitimeline.render.visible import visible

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")
_HEADINGS = (
    "key",
    "when",
    "zone",
    "title",
    "kind",
    "actors",
    "tags",
    "publishers",
    "urls",
    "recorded_at",
    "revision",
)


def csv_text(rows: Sequence[Row], *, with_days: bool) -> str:
    """RFC 4180 CSV with a heading; several values in one cell are joined by ``; ``.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    written = StringIO()
    sheet = csv.writer(written)
    days = ("days", "days_latest", "certain") if with_days else ()
    sheet.writerow((*days, *_HEADINGS))
    for row in rows:
        sheet.writerow((*_days(row), *_cells(row)))
    return written.getvalue()


def _days(row: Row) -> tuple[str, ...]:
    if row.near is None:
        return ()
    return str(row.near.days.low), str(row.near.days.high), "true" if row.near.certain else "false"


def _cells(row: Row) -> tuple[str, ...]:
    joined = (row.actors, row.tags, row.publishers, row.urls)
    return (
        *map(_inert, (row.key, row.when, row.zone, row.title, row.kind)),
        *(_inert("; ".join(values)) for values in joined),
        row.recorded_at,
        str(row.revision),
    )


def _inert(text: str) -> str:
    seen = visible(text)
    return f"'{seen}" if seen.startswith(_RUNS) else seen


def markdown_text(rows: Sequence[Row], *, with_days: bool) -> str:
    """A Markdown table; the source is a link where it has an http(s) address."""
    headings = (*(("Days",) if with_days else ()), "When", "Event", "Key", "Source")
    lines = [headings, tuple("---:" if heading == "Days" else "---" for heading in headings)]
    lines += [_markdown_row(row) for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _markdown_row(row: Row) -> tuple[str, ...]:
    days = ()
    if row.near is not None:
        span = row.near.days
        days = (f"{span.low:+d}" if span.is_exact else f"{span.low:+d} to {span.high:+d}",)
    sources = ", ".join(map(_link, row.publishers, row.urls))
    return (*days, row.when, _plain(row.title), f"`{visible(row.key)}`", sources)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", visible(text))


def _link(publisher: str, url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return _plain(publisher)
    address = re.sub(r"[\s()<>|\\]", lambda found: f"%{ord(found[0]):02X}", visible(url))
    return f"[{_plain(publisher)}]({address})"
