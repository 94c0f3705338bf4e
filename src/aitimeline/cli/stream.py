"""Values as JSON, and rows as CSV or Markdown, on their way out as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aitimeline.cli.pour import pour
from aitimeline.render.value import json_pieces, jsonl_pieces

if TYPE_CHECKING:
    from aitimeline.render.delimited import Cell


def print_values(output_format: str, values: Iterable[Any]) -> None:
    """Print values as a JSON array, or one a line."""
    pour(json_pieces(values) if output_format == "json" else jsonl_pieces(values))


def print_rows(output_format: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print rows under headings, as CSV or Markdown."""
    from aitimeline.render import delimited

    if output_format == "csv":
        pour(delimited.csv_pieces(headings, rows))
    else:
        texts = ([_plain(cell) for cell in row] for row in rows)
        pour(delimited.markdown_pieces(headings, texts))


def _plain(cell: Cell) -> str:
    from aitimeline.render.delimited import plain

    return plain(str(cell).lower() if isinstance(cell, bool) else "" if cell is None else str(cell))
