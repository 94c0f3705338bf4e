"""``publish``: calendars to subscribe to, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import feed, option


def command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; it is made if it is not there.")],
    query: option.Query = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="The address that the folder will have.")
    ] = None,
    cancelled: feed.Cancelled = "keep",
    imprecise: feed.Imprecise = False,
    anniversaries: feed.Anniversaries = False,
    alarm: feed.Alarm = None,
) -> None:
    """Write calendars, a feed, data and a page into a folder, for any web server to give away.

    Only what has changed is written. Queries that the settings file names have calendars of their own, which QUERY
    does not narrow.

    aitimeline publish public/ --url https://example.org/timeline/
    """
    from aitimeline.cli.web.publishing import publish as publish_all

    taken = feed.take_language(context)
    look = feed.Look(cancelled, imprecise, anniversaries, alarm)
    publish_all(context, taken, look, folder, query, url)
