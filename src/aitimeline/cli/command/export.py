"""``export``: events for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import feed, option
from aitimeline.cli.lazy import Command, Group, new_app

app = new_app(cls=Group, no_args_is_help=True)


@app.callback()
def export() -> None:
    """Write events for other programs, such as calendars."""


@app.command("ics", cls=Command)
def ics(
    context: typer.Context,
    query: option.Query = None,
    cancelled: feed.Cancelled = "keep",
    imprecise: feed.Imprecise = False,
    anniversaries: feed.Anniversaries = False,
    alarm: feed.Alarm = None,
    near: feed.NearTo = None,
    name: feed.Name = None,
    as_of: option.AsOf = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to; '-' is standard output.")
    ] = Path("-"),
) -> None:
    """Write the events that match as an iCalendar file (RFC 5545). --lang both gives titles in both languages.

    aitimeline export ics actor:google -o google.ics
    """
    from aitimeline.cli.output import write_file
    from aitimeline.cli.progress import Bar
    from aitimeline.cli.session import Session
    from aitimeline.cli.telling import tell
    from aitimeline.render.ics import calendar_pieces

    taken = feed.take_language(context)
    session = Session.of(context)
    style = feed.style_of(
        session,
        query,
        feed.Look(cancelled, imprecise, anniversaries, alarm, near, name),
        language=feed.language_of(session.workspace, taken),
    )
    condition = feed.calendar_condition(session, query, style)
    left_out: list[str] = []
    with Bar() as bar:
        entries = feed.watched(session.timeline, condition, bar)
        write_file(session.run, output, calendar_pieces(entries, session.timeline, style, left_out.append))
    if left_out:
        tell(feed.left_out_message(left_out))
    session.end()
