"""``serve``: calendars to subscribe to."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import feed


def command(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="NAME", help="Where to listen; '0.0.0.0' is open to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, help="The port; 0 is any that is free.")] = 8765,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="The address that others reach it by, behind a proxy.")
    ] = None,
    cancelled: feed.Cancelled = "keep",
    imprecise: feed.Imprecise = False,
    anniversaries: feed.Anniversaries = False,
    alarm: feed.Alarm = None,
) -> None:
    """Serve calendars, a feed and data to subscribers, until Ctrl-C.

    It follows the log as it grows, and changes nothing. Queries that the settings file names have calendars of their
    own; --lang both gives calendars in both languages.

    aitimeline serve --port 8765
    """
    from aitimeline.cli.web.serving import serve as serve_all

    taken = feed.take_language(context)
    look = feed.Look(cancelled, imprecise, anniversaries, alarm)
    serve_all(context, taken, look, host, port, url)
