"""``chain``: the run of events that an event stands in."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    key: option.Key,
    query: option.Query = None,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, help="At most so many days from one to the next.")
    ] = 7,
    certain: Annotated[bool, typer.Option("--certain", help="Leave out what has an imprecise date.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many, the nearest.")] = 200,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List the run of events around an event, each within so many days of one before it.

    aitimeline chain gemini-announced --within 1
    """
    from aitimeline.answer.chain import chain_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.chain import chain as find_chain

    session = Session.of(context)
    origin = session.timeline.entry(key)
    view = session.view
    condition = session.condition(query)
    found = find_chain(session.timeline, origin, condition, within, view, limit=limit, certain_only=certain)
    give(session, chain_answer(found, session.showing, origin, within))
