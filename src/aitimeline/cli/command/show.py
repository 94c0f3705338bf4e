"""``show``: one event in full."""

from __future__ import annotations

import typer

from aitimeline.cli import option
from aitimeline.cli.lazy import Command, new_app

app = new_app()


@app.command("show", cls=Command)
def show(
    context: typer.Context, key: option.Key, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """Show one event in full: dates, actors, figures, and who says so."""
    from aitimeline.cli.output import print_entry
    from aitimeline.cli.session import Session

    session = Session.of(context, as_of)
    print_entry(session, session.timeline.entry(key), session.format(output_format))
    session.end()
