"""``camps``: who is said to stand where."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context, query: option.Query = None, as_of: option.AsOf = None, output_format: option.Format = None
) -> None:
    """List the camps, such as open and closed: who is said to stand in them, and who says so.

    With each goes the number of its events, or of those that match QUERY.

    aitimeline camps since:2023-11
    """
    from aitimeline.cli.camp_output import print_camps
    from aitimeline.cli.session import Session
    from aitimeline.query.camp import camps

    session = Session.of(context, as_of)
    chosen = session.settings.format(output_format)
    print_camps(session, camps(session.timeline, session.condition(query)), chosen)
    session.end()
