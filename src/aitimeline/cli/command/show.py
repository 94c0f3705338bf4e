"""``show``: one event in full."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context, key: option.Key, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """Show one event in full: dates, actors, figures, and who says so."""
    from aitimeline.answer.sheet import one_event
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session

    session = Session.of(context)
    give(session, one_event(session.timeline.entry(key), session.showing))
