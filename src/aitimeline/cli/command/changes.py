"""``changes``: what the log has learned since."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    since: Annotated[
        str,
        typer.Option("--since", metavar="TIME", help="From then on: yesterday, 2026-03-01, 2026-03-01T12:00Z."),
    ],
    query: option.Query = None,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Say what the log has learned, revised or withdrawn since a time.

    A day counts from its beginning. With QUERY, of the events that match it; else of actors too.

    aitimeline changes --since yesterday
    """
    from datetime import UTC

    from aitimeline.answer.change import news_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.change import changes_since
    from aitimeline.query.moment import read_moment

    session = Session.of(context)
    moment = read_moment("--since", [since], session.dates(), session.settings.tz or UTC, is_end=False)
    condition = session.condition(query) if query else None
    give(session, news_answer(changes_since(session.timeline, moment, condition), moment, session.showing))
