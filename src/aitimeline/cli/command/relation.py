"""``relation``: how two events lie to each other in time."""

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
    """Say which of Allen's thirteen relations holds between two events: before, meets, overlaps, during ...

    Where a date is imprecise, every relation that is possible.
    """
    from aitimeline.answer.gap import relation_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.question import gap

    session = Session.of(context)
    found = gap(
        session.timeline.entry(first),
        session.timeline.entry(second),
        session.settings.tz,
        session.settings.config.margin,
    )
    give(session, relation_answer(found, session.showing))
