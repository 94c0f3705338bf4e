"""Pace and anniversaries on their way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from aitimeline.cli.output import paper_of, print_text
from aitimeline.cli.pour import pour
from aitimeline.cli.session import Session
from aitimeline.render.value import json_pieces, json_text, jsonl_pieces

if TYPE_CHECKING:
    from aitimeline.model.day import Days
    from aitimeline.query.anniversary import Anniversaries
    from aitimeline.query.pace import Pace
    from aitimeline.render.delimited import Cell


def print_pace(session: Session, pace: Pace, output_format: str) -> None:
    """Print how many events there were in each period; rows as they come, all else if the periods are not too many."""
    from aitimeline.render import pace as render

    if output_format == "jsonl":
        pour(jsonl_pieces(map(render.period_value, pace.periods())))
        return
    if output_format == "csv":
        _print_rows(output_format, render.HEADINGS, render.period_rows(pace.periods()))
        return
    pace.check()
    if output_format == "md":
        _print_rows(output_format, render.HEADINGS, render.period_rows(pace.periods()))
    elif output_format == "json":
        print_text(json_text(render.pace_value(pace, list(pace.periods()))))
    elif pace.events:
        print_text(render.pace_text(pace, list(pace.periods()), paper_of(session)))
    else:
        print_text("No event matches.\n")


def print_anniversaries(
    session: Session, anniversaries: Anniversaries, asked: Days, limit: int | None, output_format: str
) -> None:
    """Print anniversaries as they come."""
    from itertools import islice

    from aitimeline.render import anniversary as render

    found, language = islice(anniversaries.found, limit), session.language
    if output_format in ("json", "jsonl"):
        values = (render.anniversary_value(each, session.timeline, language, session.tz) for each in found)
        pour(json_pieces(values) if output_format == "json" else jsonl_pieces(values))
    elif output_format == "table":
        tables = render.anniversary_tables(found, asked, paper_of(session), session.tz)
        first = next(tables, render.nothing_text(asked, language))
        pour(chain([first], tables, _last(render.left_out_text(anniversaries.left_out, language))))
    else:
        _print_rows(output_format, render.HEADINGS, render.anniversary_rows(found, language))


def _last(text: str) -> Iterator[str]:
    if text:
        yield f"\n{text}\n"


def _print_rows(output_format: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    from aitimeline.render import delimited

    if output_format == "csv":
        pour(delimited.csv_pieces(headings, rows))
    else:
        pour(delimited.markdown_pieces(headings, (list(map(_markdown, row)) for row in rows)))


def _markdown(cell: Cell) -> str:
    from aitimeline.render.delimited import plain

    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else plain(str(cell))
