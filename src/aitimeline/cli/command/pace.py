"""``pace``: how many events there were, and when."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    query: option.Query = None,
    by: Annotated[str, typer.Option("--by", metavar="week|month|quarter|year", help="How to divide time.")] = "month",
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Count events by week, month, quarter or year, with the longest gap and the busiest week.

    aitimeline pace kind:release since:2022-11 --by quarter
    """
    from aitimeline.answer.pace import pace_answer
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.model.period import Unit
    from aitimeline.query.pace import pace as count

    session = Session.of(context)
    unit = Unit(check_choice(by, "--by", tuple(each.value for each in Unit)))
    condition = session.condition(query)
    counted = count(session.timeline, unit, condition, session.settings.tz)
    give(session, pace_answer(counted, condition, session.settings.language))
