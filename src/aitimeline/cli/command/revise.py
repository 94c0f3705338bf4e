"""``revise``: what is now known better of an event."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    key: option.Key,
    on: Annotated[str | None, typer.Option("--on", metavar="WHEN", help="The new date, as for add.")] = None,
    ref: option.Reference = None,
    zone: option.Zone = None,
    kind: option.Kind = None,
    titles: option.Titles = None,
    summary: option.Summary = None,
    actor: option.Actors = None,
    no_actor: Annotated[list[str] | None, typer.Option("--no-actor", metavar="NAME", help="Who did not.")] = None,
    tag: option.Tags = None,
    no_tag: Annotated[list[str] | None, typer.Option("--no-tag", metavar="TAG", help="A tag to drop.")] = None,
    figure: option.Figures = None,
    source_url: option.Url = None,
    source_publisher: option.Publisher = None,
    source_title: option.SourceTitle = None,
    source_published: option.Published = None,
    source_language: option.SourceLanguage = None,
    source_when: option.SourceWhen = None,
    source_zone: option.SourceZone = None,
    quote: option.Quote = None,
    no_source: Annotated[
        list[str] | None, typer.Option("--no-source", metavar="URL", help="A source to drop, by its address.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")] = None,
    expect: option.Expect = None,
    settle: option.Settle = False,
    keep: option.Keep = None,
    second_head: option.SecondHead = False,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
    output_format: option.Format = None,
) -> None:
    """Revise an event: give what changes; all else stays, and so does the history.

    --actor, --tag, --figure and --source-... add to what is there.
    """
    from aitimeline.cli import compose
    from aitimeline.cli.session import Session
    from aitimeline.cli.settling import Intent
    from aitimeline.ingest.typed import Citations
    from aitimeline.model.event import Event

    session = Session.of(context)
    citations = Citations(
        *(source_url, source_publisher, source_title, source_published),
        *(source_language, quote, source_when, source_zone),
    )
    seen = session.timeline.history(key)
    editor = compose.editor(session, session.workspace.dates(ref))
    intent = Intent(expect or (), keep, settle, second_head)
    texts = compose.read_dash(session.run, summary)

    def edit(before: Event) -> Event:
        event = editor.changed(before, on, zone, kind, titles or [], texts)
        event = editor.enlarged(event, actor or [], tag or [], figure or [], citations)
        return editor.reduced(event, no_actor or [], no_tag or [], no_source or [])

    compose.revise(session, seen, intent, edit, reason, dry_run=dry_run)
