"""``within``: what happened near an event."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    days: Annotated[int, typer.Argument(metavar="DAYS", help="At most so many calendar days away.")],
    key: option.Key,
    query: option.Query = None,
    before: Annotated[bool, typer.Option("--before", help="Only what came before it.")] = False,
    after: Annotated[bool, typer.Option("--after", help="Only what came after it.")] = False,
    certain: Annotated[
        bool, typer.Option("--certain", help="Leave out what may be within, as its date is imprecise.")
    ] = False,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List what happened within DAYS days of an event, with the days between (negative: before it).

    aitimeline within 7 gemini-announced kind:release
    """
    from aitimeline.answer.event import events_near
    from aitimeline.answer.sentence import within_heading, within_nothing
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.question import Side
    from aitimeline.query.question import within as find_within

    side = Side.asked(before=before, after=after)
    session = Session.of(context)
    origin = session.timeline.entry(key)
    found = find_within(
        session.timeline,
        origin,
        days,
        session.condition(query),
        side=side,
        certain_only=certain,
        tz=session.settings.tz,
        margin=session.settings.config.margin,
    )
    nothing = within_nothing(origin, days, side)
    heading = within_heading(origin, days, side, session.settings.language)
    give(session, events_near(found, session.showing, origin, heading, nothing))
