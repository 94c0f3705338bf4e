"""``anniversaries``: what was some years ago."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    query: option.Query = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day: 2024-11-30; else today.")] = None,
    following: Annotated[
        str | None, typer.Option("--next", metavar="LENGTH", help="And the days after it: 30d, 2w, 3m.")
    ] = None,
    limit: option.Limit = None,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List the events that have an anniversary on a day, or soon: round ones first.

    Round are 1, 5, 10, 20, 25, 30, 40, 50 years and so on.

    aitimeline anniversaries actor:openai --next 30d
    """
    from itertools import islice

    from aitimeline.answer.anniversary import anniversaries_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.cli.settings import read_day
    from aitimeline.query.anniversary import anniversaries as find
    from aitimeline.query.anniversary import days_from

    session = Session.of(context)
    timeline = session.timeline
    asked = days_from(read_day(on, "--on") if on else session.today(), following)
    found = find(timeline, asked, session.condition(query), session.settings.tz)
    items = islice(found.found, limit)
    give(session, anniversaries_answer(items, found.left_out, asked, session.showing))
