"""``figures``: what values were stated."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context, query: option.Query = None, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """List stated values, such as market shares, in series with the change from one to the next.

    Where sources differ about the same thing in the same period, their values stand side by side.

    aitimeline figures cloud
    """
    from aitimeline.answer.series import figures_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.query.series import figures

    session = Session.of(context)
    found = figures(session.timeline, session.condition(query))
    nothing = "No event that matches states a figure." if query else "No figure yet."
    give(session, figures_answer(found, session.showing, nothing))
