"""``push``: calendars on servers, kept equal to a query's answer."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import feed, option
from aitimeline.cli.lazy import Command, Group, new_app

app = new_app(cls=Group, no_args_is_help=True)


@app.callback()
def push() -> None:
    """Make a calendar on a server equal to what a query finds."""


@app.command("caldav", cls=Command)
def caldav(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Of a calendar, or of a server with --calendar.")],
    query: option.Query = None,
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="Who pushes (AITIMELINE_CALDAV_USER).")
    ] = None,
    calendar: Annotated[
        str | None, typer.Option("--calendar", metavar="NAME", help="Which calendar of the server.")
    ] = None,
    create: Annotated[bool, typer.Option("--create", help="Make the calendar if there is none.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove events from other timelines too.")] = False,
    cancelled: feed.Cancelled = "drop",
    imprecise: feed.Imprecise = False,
    anniversaries: feed.Anniversaries = False,
    alarm: feed.Alarm = None,
    near: feed.NearTo = None,
    name: feed.Name = None,
    as_of: option.AsOf = None,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="Send the password unencrypted, over http.")
    ] = False,
) -> None:
    """Create, update and remove events on a CalDAV server until its calendar equals the query's answer.

    Other events in the calendar stay as they are. The password comes from AITIMELINE_CALDAV_PASSWORD, from the keyring
    (service aitimeline, account USER@HOST), or from you, never from the command line.

    aitimeline push caldav https://cal.example.org/ann/timeline/ actor:google --user ann
    """
    from aitimeline.cli.pushing import Target
    from aitimeline.cli.pushing import push as push_all
    from aitimeline.cli.session import Session
    from aitimeline.remote.address import Address

    address = Address.read(url, allow_http=insecure_http)
    taken = feed.take_language(context)
    session = Session.of(context)
    style = feed.style_of(
        session,
        query,
        feed.Look(cancelled, imprecise, anniversaries, alarm, near, name),
        language=feed.language_of(session.workspace, taken),
    )
    condition = feed.calendar_condition(session, query, style)
    push_all(session, condition, style, Target(address, user, calendar, create, prune, dry_run))
    session.end()
