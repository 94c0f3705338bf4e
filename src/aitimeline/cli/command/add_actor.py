"""``add-actor``: a company, product, person ... with its names."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that is shown.")],
    actor_type: Annotated[str, typer.Option("--type", metavar="TYPE", help="company, university, product ...")],
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="LANG=NAME", help="A name in another language, or another spelling."),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Else made from the English name.")] = None,
    part_of: option.PartOf = None,
    made_by: option.MadeBy = None,
    renamed: option.Renamed = None,
    zone: option.Zone = None,
    source_url: option.Url = None,
    source_publisher: option.Publisher = None,
    source_title: option.SourceTitle = None,
    source_published: option.Published = None,
    source_language: option.SourceLanguage = None,
    quote: option.Quote = None,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
) -> None:
    """Record an actor with its names, so that events and queries can call it by any of them.

    The sources are those of what it is part of, of who made it, and of its later names.

    aitimeline add-actor Meta --type company --name ko=메타
    """
    from aitimeline.cli import compose
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.session import Session
    from aitimeline.ingest import typed
    from aitimeline.model.actor import TYPES, Actor
    from aitimeline.model.text import Text

    session = Session.of(context)
    citations = typed.Citations(source_url, source_publisher, source_title, source_published, source_language, quote)
    describer = compose.describer(session, citations, zone)
    found = typed.names([name, *(names or [])])
    shown = Text.of({language: given[0] for language, given in found.pairs})
    actor = Actor(check_choice(actor_type, "--type", TYPES), found)
    actor = describer.described(actor, part_of or (), made_by or (), renamed or ())
    compose.record_actor(session, typed.key_from(shown, key), actor, dry_run=dry_run)
