"""``export``: events for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.lazy import Command, Group, new_app

app = new_app(cls=Group, no_args_is_help=True)


@app.callback()
def export() -> None:
    """Write events for other programs, such as calendars."""


@app.command("ics", cls=Command)
def ics(
    context: typer.Context,
    query: option.Query = None,
    as_of: option.AsOf = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to; '-' is standard output.")
    ] = Path("-"),
) -> None:
    """Write the events that match as an iCalendar file (RFC 5545).

    aitimeline export ics actor:google -o google.ics
    """
    from aitimeline.cli.output import write_file
    from aitimeline.cli.session import Session, tell
    from aitimeline.render.ics import ics_calendar

    session = Session.of(context, as_of)
    found = session.timeline.select(session.condition(query))
    name = " ".join(["AI timeline", *session.plain(query)])
    made = ics_calendar(found, session.timeline, session.language, name)
    write_file(output, [made.content])
    if made.left_out:
        tell(f"left out, as the day is not known: {', '.join(made.left_out)}")
    session.end()
