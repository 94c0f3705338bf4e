"""``actor``: who somebody is, and what it takes part in."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_actor


def command(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="Its key, or any of its names: meta, 메타.", autocompletion=complete_actor),
    ],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="So many of its newest events.")] = 20,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Show one actor: its names and ties, its roles, figures and events, and with whom it appears most.

    aitimeline actor 메타
    """
    from aitimeline.answer.portrait import portrait_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.progress import Bar
    from aitimeline.cli.session import Session
    from aitimeline.cli.telling import tell
    from aitimeline.query.actor import actor_named, namesakes
    from aitimeline.query.portrait import portrait

    session = Session.of(context)
    key = actor_named(session.timeline, name)
    if others := namesakes(session.timeline, name, key):
        tell(f"{name!r} is also a name of {', '.join(others)}")
    with Bar() as bar:
        found = portrait(session.timeline, key, limit, session.view, bar.advance)
    give(session, portrait_answer(found, session.showing))
