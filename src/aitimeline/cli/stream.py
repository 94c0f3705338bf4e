"""Values as JSON, and rows as CSV or Markdown, on their way out as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aitimeline.cli.pager import pour
from aitimeline.render.json import json_pieces, json_text
from aitimeline.render.jsonl import jsonl_pieces

if TYPE_CHECKING:
    from aitimeline.render.delimited import Cell

_FALSE_OR_TRUE = ("false", "true")


def print_value(output_format: str, value: Any) -> None:
    """Print one value as JSON, indented or on one line."""
    pour([json_text(value)] if output_format == "json" else jsonl_pieces([value]))


def print_values(output_format: str, values: Iterable[Any]) -> None:
    """Print values as a JSON array, or one a line."""
    pour(json_pieces(values) if output_format == "json" else jsonl_pieces(values))


def print_rows(
    output_format: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    truth: tuple[str, str] = _FALSE_OR_TRUE,
) -> None:
    """Print rows under headings, as CSV or Markdown; ``truth`` has the words of Markdown for false and true."""
    from aitimeline.render import delimited

    if output_format == "csv":
        pour(delimited.csv_pieces(headings, rows))
    else:
        texts = ([_plain(cell, truth) for cell in row] for row in rows)
        pour(delimited.markdown_pieces(headings, texts))


def _plain(cell: Cell, truth: tuple[str, str]) -> str:
    from aitimeline.render.delimited import plain

    if isinstance(cell, bool):
        return truth[cell]
    return "" if cell is None else plain(str(cell))
