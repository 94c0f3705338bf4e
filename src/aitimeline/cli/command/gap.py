"""``gap``: how far apart two events are."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    first: option.Key,
    second: option.Key,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Say how many days lie from the first event to the second."""
    from aitimeline.answer.gap import distance_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.question import gap as measure

    session = Session.of(context)
    found = measure(
        session.timeline.entry(first),
        session.timeline.entry(second),
        session.settings.tz,
        session.settings.config.margin,
    )
    give(session, distance_answer(found, session.showing))
