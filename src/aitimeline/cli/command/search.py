"""``search``: where words stand."""

from __future__ import annotations

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    query: option.Query = None,
    sort: option.Sort = "when",
    reverse: option.Reverse = False,
    limit: option.Limit = None,
    offset: option.Offset = 0,
    as_of: option.AsOf = None,
    output_format: option.Format = None,
) -> None:
    """Find words in titles, summaries, names and titles of sources, and show where they stand.

    aitimeline search 얼라이언스 since:2023-12
    """
    from aitimeline.answer.found import search_answer
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session, plain
    from aitimeline.index.walk import SORTS
    from aitimeline.model.error import BadInputError
    from aitimeline.query.finding import findings, words_of

    session = Session.of(context)
    order = check_choice(sort, "--sort", tuple(SORTS))
    condition = session.condition(query)
    words = words_of(plain(query))
    if not words:
        raise BadInputError("give a word to look for; 'aitimeline list' lists events by terms alone")
    timeline = session.timeline
    entries = timeline.select(condition, sort=order, reverse=reverse, limit=limit, offset=offset)
    found = ((entry, findings(entry, words, timeline)) for entry in entries)
    give(session, search_answer(found, session.showing))
