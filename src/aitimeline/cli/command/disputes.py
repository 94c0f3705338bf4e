"""``disputes``: where sources differ about a date."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context, query: option.Query = None, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """List the events whose sources date them differently, or name a weekday that cannot be.

    A date in Seoul and the day before in New York may be the same moment; that is told apart.

    aitimeline disputes tag:column
    """
    from aitimeline.answer.dispute import dispute_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.index.condition import all_of, has_flag
    from aitimeline.index.schema import DISPUTED
    from aitimeline.query.dispute import disputes

    session = Session.of(context)
    condition = all_of([has_flag(DISPUTED), session.condition(query)])
    give(session, dispute_answer(disputes(session.timeline.select(condition)), session.settings.language))
