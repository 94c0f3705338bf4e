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
    from aitimeline.answer.camp import camps_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session
    from aitimeline.index.condition import all_of
    from aitimeline.query.camp import camps, stands_in

    session = Session.of(context)
    timeline, condition = session.timeline, session.condition(query)
    counted = all_of([stands_in(timeline, timeline.words.known("camp")), condition])
    give(session, camps_answer(camps(timeline, condition), session.showing, counted))
