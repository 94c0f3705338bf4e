"""``members``: who is in an alliance on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_actor


def command(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="The alliance's key, or any of its names.", autocompletion=complete_actor),
    ],
    query: option.Query = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day: 2023-12-06; else today.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="type", help="Put those of a type together.")] = None,
    certain: Annotated[bool, typer.Option("--certain", help="Leave out who only may be a member then.")] = False,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """List the members of an alliance on a day, with role and since when, by who joined and left.

    Founders, members and joiners of an event join its subject; leavers and former members leave it.
    With QUERY only the events that match it count.

    aitimeline members ai-alliance --on 2023-12-06 --by type
    """
    from aitimeline.answer.alliance import members_answer, types_answer
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.output import give
    from aitimeline.cli.progress import Bar
    from aitimeline.cli.session import Session
    from aitimeline.cli.settings import read_day
    from aitimeline.index.condition import all_of
    from aitimeline.query.actor import actor_named
    from aitimeline.query.alliance import changes_with, members

    session = Session.of(context)
    by_type = by is not None and check_choice(by, "--by", ("type",)) == "type"
    day = (read_day(on, "--on") if on else session.today()).toordinal()
    body = actor_named(session.timeline, name)
    view, condition = session.view, session.condition(query)
    with Bar() as bar:
        asked = (session.timeline, body, day, view, condition)
        found = members(*asked, certain_only=certain, language=session.settings.language, advance=bar.advance)
    counted = all_of([changes_with(body), condition])
    answer = types_answer if by_type else members_answer
    give(session, answer(found, session.showing, counted, is_today=on is None))
