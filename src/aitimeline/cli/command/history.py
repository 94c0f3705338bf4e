"""``history``: who said what of an event, when."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context, key: option.Key, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """Show all records of an event or actor: who said what, when, why, and what it replaced."""
    from aitimeline.answer.past import history_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session

    session = Session.of(context)
    give(session, history_answer(session.timeline.any_history(key)))
