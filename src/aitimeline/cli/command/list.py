"""``list``: the events that match, in order of time."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    query: option.Query = None,
    sort: option.Sort = "when",
    reverse: option.Reverse = False,
    limit: option.Limit = None,
    offset: option.Offset = 0,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List events: all, or those that match QUERY.

    aitimeline list actor:google kind:release since:2023-11

    aitimeline list --sort recorded --reverse --limit 20
    """
    from aitimeline.answer.event import events
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.index.walk import SORTS

    session = Session.of(context)
    order = check_choice(sort, "--sort", tuple(SORTS))
    condition = session.condition(query)
    found = session.timeline.select(condition, sort=order, reverse=reverse, limit=limit, offset=offset)
    nothing = "No event matches." if query else "The log holds no event yet."
    give(session, events(found, session.showing, nothing))
