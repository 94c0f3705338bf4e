"""``actors``: who takes part in events."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    query: option.Query = None,
    sort: Annotated[str, typer.Option("--sort", metavar="count|name|first|last", help="In which order.")] = "count",
    reverse: option.Reverse = False,
    limit: option.Limit = None,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List who takes part in events: all, or those in events that match QUERY.

    With each go the number of these events, and the first and the last of them.

    aitimeline actors kind:release since:2023-11 --limit 10
    """
    from aitimeline.answer.actor import actors_answer
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.output import give
    from aitimeline.cli.progress import Bar
    from aitimeline.cli.session import Session
    from aitimeline.query.actor import SORTS, actors

    session = Session.of(context)
    order = check_choice(sort, "--sort", SORTS)
    condition = session.condition(query)
    language = session.settings.language
    with Bar() as bar:
        found = actors(
            session.timeline,
            condition if query else None,
            sort=order,
            reverse=reverse,
            language=language,
            advance=bar.advance,
        )
    nothing = "Nobody takes part." if query else "The log holds no actor yet."
    give(session, actors_answer(found[:limit], session.showing, condition, nothing))
