"""``add``: a new event."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    title: Annotated[str | None, typer.Argument(metavar="TITLE", help="What happened, in a line.")] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="WHEN", help="2023-12-07, 2023-Q1, 'late November', '지난 6일', A..B with both ends."
        ),
    ] = None,
    ref: option.Reference = None,
    kind: option.Kind = None,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Else made from the English title.")] = None,
    titles: option.Titles = None,
    zone: option.Zone = None,
    summary: option.Summary = None,
    actor: option.Actors = None,
    tag: option.Tags = None,
    figure: option.Figures = None,
    source_url: option.Url = None,
    source_publisher: option.Publisher = None,
    source_title: option.SourceTitle = None,
    source_published: option.Published = None,
    source_language: option.SourceLanguage = None,
    source_when: option.SourceWhen = None,
    source_zone: option.SourceZone = None,
    quote: option.Quote = None,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
    output_format: option.Format = None,
) -> None:
    """Record a new event. At a terminal you are asked for what is missing.

    aitimeline add "Google unveils Gemini" --on 2023-12-07 --zone Asia/Seoul --kind announcement
    """
    from aitimeline.cli import compose
    from aitimeline.cli.session import Session
    from aitimeline.ingest import typed

    session = Session.of(context)
    dates = session.workspace.dates(ref)
    answers = compose.ask(
        session.run, dates, title, on, kind, has_title=bool(titles), has_source=bool(source_url or source_publisher)
    )
    words = [*filter(None, [answers.title]), *(titles or [])]
    own_key = typed.key_from(typed.texts(words, "title"), key)
    citations = typed.Citations(
        *(source_url or answers.url, source_publisher or answers.publisher, source_title, source_published),
        *(source_language, quote, source_when, source_zone),
    )
    editor = compose.editor(session, dates)
    event = editor.new(
        answers.on, zone or session.settings.config.zone, answers.kind, words, compose.read_dash(session.run, summary)
    )
    event = editor.enlarged(event, actor or [], tag or [], figure or [], citations)
    compose.record(session, own_key, event, dry_run=dry_run)
