"""``nearest``: the events nearest to one in days."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    key: option.Key,
    query: option.Query = None,
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", min=0, help="How many.")] = 5,
    before: Annotated[bool, typer.Option("--before", help="Only what came before it.")] = False,
    after: Annotated[bool, typer.Option("--after", help="Only what came after it.")] = False,
    certain: Annotated[bool, typer.Option("--certain", help="Leave out what has an imprecise date.")] = False,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List the events nearest to an event, the nearest first, with the days between (negative: before it).

    aitimeline nearest gemini-announced kind:release -n 3
    """
    from aitimeline.answer.chain import nearest_heading, nearest_note, nearest_nothing
    from aitimeline.answer.event import events_near
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.nearest import nearest as find_nearest
    from aitimeline.query.question import Side

    side = Side.asked(before=before, after=after)
    session = Session.of(context)
    origin = session.timeline.entry(key)
    view = session.view
    condition = session.condition(query)
    found = find_nearest(session.timeline, origin, number, condition, view, side=side, certain_only=certain)
    heading = nearest_heading(origin, len(found), side, session.settings.language)
    nothing, note = nearest_nothing(origin, side), nearest_note(session.settings.language)
    give(session, events_near(found, session.showing, origin, heading, nothing, note))
