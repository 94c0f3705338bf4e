"""Answers as CSV, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from aitimeline.answer.answer import Answer, Cell
from aitimeline.model.visible import steerless
from aitimeline.render.format import Paper

_MARKED = ("=", "+", "-", "@", "'")


def pieces(answer: Answer[Any], _: Paper) -> Iterator[str]:
    """The lines of an answer under the names of its fields."""
    cells = [field.cell for field in answer.fields]
    rows = ([cell(line) for cell in cells] for item in answer.items for line in answer.lines(item))
    return csv_pieces([field.name for field in answer.fields], rows)


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """RFC 4180 CSV, a row at a time. Text that a spreadsheet would run as a formula gets an apostrophe before it.

    So does text that begins with one, and who reads the cell again takes one away.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(headings)
    for row in rows:
        yield writer.writerow(map(_text, row))


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _text(value: Cell) -> str:
    if isinstance(value, str):
        kept = steerless(value)
        return f"'{kept}" if kept.startswith(_MARKED) else kept
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
