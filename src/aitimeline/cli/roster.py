"""Actors on their way out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from aitimeline.answer import actor as render
from aitimeline.answer import portrait
from aitimeline.cli.output import paper_of, print_text
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_value, print_values

if TYPE_CHECKING:
    from aitimeline.index.census import Tally
    from aitimeline.query.portrait import Portrait


def print_actors(session: Session, tallies: Sequence[Tally], output_format: str, nothing: str) -> None:
    """Print actors; where there are none, the sentence ``nothing`` in a table."""
    timeline, language = session.timeline, session.settings.language
    if output_format == "table":
        tables = render.tally_tables(tallies, timeline, paper_of(session))
        pour(chain([next(tables, f"{nothing}\n")], tables))
    elif output_format in ("json", "jsonl"):
        values = (render.tally_value(each, timeline, language, session.settings.tz) for each in tallies)
        print_values(output_format, values)
    else:
        print_rows(output_format, render.HEADINGS, render.tally_rows(tallies, timeline, language))


def print_actor(session: Session, found: Portrait, output_format: str) -> None:
    """Print one actor; as CSV and Markdown its events."""
    if output_format == "table":
        print_text(session.run, portrait.portrait_text(found, session.timeline, paper_of(session)))
    elif output_format in ("json", "jsonl"):
        value = portrait.portrait_value(found, session.timeline, session.settings.language, session.settings.tz)
        print_value(output_format, value)
    else:
        print_rows(output_format, portrait.EVENT_HEADINGS, portrait.portrait_rows(found, session.settings.language))
