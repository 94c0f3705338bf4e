"""``camp``: one camp closely."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_camp


def command(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="CAMP", help="open, closed, policy, infrastructure ...", autocompletion=complete_camp),
    ],
    query: option.Query = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="So many events of each actor, the first ones.")
    ] = 20,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Show a camp: who is said to stand in it, who says so, and what each launched and when.

    What is claimed of an event itself goes before what is claimed of its actors.

    aitimeline camp closed since:2023-11
    """
    from aitimeline.answer.camp import camp_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.camp import camp_named, said_of_events, stands

    session = Session.of(context)
    camp = camp_named(session.timeline, name)[0]
    condition = session.condition(query)
    found = stands(session.timeline, camp, condition, limit)
    said = said_of_events(session.timeline, camp, condition)
    give(session, camp_answer(camp, found, said, session.showing))
