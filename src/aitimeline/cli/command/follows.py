"""``follows``: what came soon after what, and whether more often than by chance."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_query


def command(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="QUERY1", help="What came first, in quotes.", autocompletion=complete_query)
    ],
    then: Annotated[
        str, typer.Argument(metavar="QUERY2", help="What came after it, in quotes.", autocompletion=complete_query)
    ],
    within: Annotated[int, typer.Option("--within", metavar="DAYS", help="At most so many days after.")] = 7,
    certain: Annotated[
        bool, typer.Option("--certain", help="Leave out what may be within, as a date is imprecise.")
    ] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="Count instead, and compare with what chance would give.")
    ] = False,
    shuffles: Annotated[
        int, typer.Option("--shuffles", metavar="N", min=1, help="With --summary: how often to shuffle the dates.")
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="... and from which seed.")] = 1,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Say which events of QUERY2 came within so many days after which of QUERY1.

    aitimeline follows kind:alliance 'actor:google kind:announcement' --within 3
    """
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session, plain

    session = Session.of(context)
    first, second = plain([query, then])
    conditions = session.condition([first]), session.condition([second])
    view = session.view
    if summary:
        from aitimeline.answer.chance import summary_answer
        from aitimeline.cli.progress import Bar
        from aitimeline.index.condition import any_of
        from aitimeline.query.chance import SHUFFLING, summarise

        with Bar({SHUFFLING: shuffles}) as bar:
            found = summarise(
                session.timeline, *conditions, within, view, shuffles=shuffles, seed=seed, progress=bar.advance
            )
        give(session, summary_answer(found, session.settings.language, (first, second), any_of(conditions)))
    else:
        from aitimeline.answer.follow import follow_answer
        from aitimeline.query.follow import follows as find_follows

        pairs = find_follows(session.timeline, *conditions, within, view, certain_only=certain)
        give(session, follow_answer(pairs, session.showing, (first, second), within))
