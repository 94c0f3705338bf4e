"""``claim``: in which camp somebody says that an event or actor stands."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_camp, complete_subject


def command(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT", help="The key of an event, or an actor's key or name.", autocompletion=complete_subject
        ),
    ],
    camp: Annotated[
        str,
        typer.Argument(metavar="CAMP", help="open, closed, policy, infrastructure ...", autocompletion=complete_camp),
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="WHEN", help="When it was said, or of what time; else the source's date."),
    ] = None,
    zone: option.Zone = None,
    source_url: option.Url = None,
    source_publisher: option.Publisher = None,
    source_title: option.SourceTitle = None,
    source_published: option.Published = None,
    source_language: option.SourceLanguage = None,
    quote: option.Quote = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Drop the claims of this camp: all, or those of the date or source given.")
    ] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")] = None,
    expect: option.Expect = None,
    settle: option.Settle = False,
    keep: option.Keep = None,
    second_head: option.SecondHead = False,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
    output_format: option.Format = None,
) -> None:
    """Say in which camp a source puts an event or actor: a dated, cited claim, beside which others may stand.

    aitimeline claim "Mistral Large" closed --source-publisher TechCrunch --source-published 2024-02-26
    """
    from aitimeline.cli import compose
    from aitimeline.cli.session import Session
    from aitimeline.cli.settling import Intent
    from aitimeline.ingest.typed import Citations
    from aitimeline.query.camp import history_of_subject

    session = Session.of(context)
    citations = Citations(source_url, source_publisher, source_title, source_published, source_language, quote)
    describer = compose.describer(session, citations, zone)
    seen = history_of_subject(session.timeline, subject)
    intent = Intent(expect or (), keep, settle, second_head)
    change = describer.unclaimed if drop else describer.claimed
    compose.revise(session, seen, intent, lambda before: change(before, camp, on), reason, dry_run=dry_run)
