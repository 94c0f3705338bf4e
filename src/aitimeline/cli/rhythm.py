"""Pace and anniversaries on their way out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from aitimeline.cli.output import paper_of, print_text
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_value, print_values

if TYPE_CHECKING:
    from aitimeline.model.day import Days
    from aitimeline.query.anniversary import Anniversaries
    from aitimeline.query.pace import Pace


def print_pace(session: Session, pace: Pace, output_format: str) -> None:
    """Print how many events there were in each period; rows as they come, all else if the periods are not too many."""
    from aitimeline.answer import pace as render

    if output_format == "jsonl":
        print_values(output_format, map(render.period_value, pace.periods()))
        return
    if output_format == "csv":
        print_rows(output_format, render.HEADINGS, render.period_rows(pace.periods()))
        return
    pace.check()
    if output_format == "md":
        print_rows(output_format, render.HEADINGS, render.period_rows(pace.periods()))
    elif output_format == "json":
        print_value(output_format, render.pace_value(pace, list(pace.periods())))
    elif pace.events:
        print_text(session.run, render.pace_text(pace, list(pace.periods()), paper_of(session)))
    else:
        print_text(session.run, "No event matches.\n")


def print_anniversaries(
    session: Session, anniversaries: Anniversaries, asked: Days, limit: int | None, output_format: str
) -> None:
    """Print anniversaries as they come."""
    from itertools import islice

    from aitimeline.answer import anniversary as render

    found, language = islice(anniversaries.found, limit), session.settings.language
    if output_format in ("json", "jsonl"):
        values = (render.anniversary_value(each, session.timeline, language, session.settings.tz) for each in found)
        print_values(output_format, values)
    elif output_format == "table":
        tables = render.anniversary_tables(found, asked, paper_of(session), session.settings.tz)
        first = next(tables, render.nothing_text(asked, language))
        pour(chain([first], tables, _last(render.left_out_text(anniversaries.left_out, language))))
    else:
        print_rows(output_format, render.HEADINGS, render.anniversary_rows(found, language), ("no", "yes"))


def _last(text: str) -> Iterator[str]:
    if text:
        yield f"\n{text}\n"
