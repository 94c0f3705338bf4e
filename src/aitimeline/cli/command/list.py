"""``list``: the events that match, in order of time."""

from __future__ import annotations

import typer

from aitimeline.cli import option
from aitimeline.cli.lazy import Command, new_app

app = new_app()


@app.command("list", cls=Command)
def list_events(context: typer.Context, query: option.Query = None, output_format: option.Format = None) -> None:
    """List events: all, or those that match QUERY.

    aitimeline list actor:google kind:release since:2023-11
    """
    from aitimeline.cli.output import print_events
    from aitimeline.cli.session import Session
    from aitimeline.query.language import parse_query

    session = Session.of(context)
    chosen = session.format(output_format)
    found = parse_query(query or [], session.timeline, session.dates()).select(session.timeline.entries)
    print_events(session, found, chosen, "No event matches." if query else "The log holds no event yet.")
    session.end()
