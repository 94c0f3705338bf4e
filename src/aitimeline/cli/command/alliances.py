"""``alliances``: what somebody has joined or left."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_actor


def command(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ACTOR", help="Its key, or any of its names: meta, 메타.", autocompletion=complete_actor
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Only those that it is in on that day: 2023-12-06.")
    ] = None,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List the alliances that an actor has joined or left, in order of time, each with its role and the events.

    aitimeline alliances 메타
    """
    from aitimeline.answer.alliance import alliances_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.cli.settings import read_day
    from aitimeline.query.actor import actor_named
    from aitimeline.query.alliance import alliances, changes_with

    session = Session.of(context)
    day = read_day(on, "--on").toordinal() if on else None
    actor = actor_named(session.timeline, name)
    found = alliances(session.timeline, actor, session.view, day)
    give(session, alliances_answer(found, actor, day, session.showing, changes_with(actor)))
