"""``revise-actor``: what is now known better of an actor."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_actor


def command(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's key.", autocompletion=complete_actor)],
    actor_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="company, university, product ...")
    ] = None,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="[LANG=]NAME", help="One more name or spelling.")
    ] = None,
    no_name: Annotated[list[str] | None, typer.Option("--no-name", metavar="NAME", help="A name to drop.")] = None,
    part_of: option.PartOf = None,
    no_part_of: Annotated[
        list[str] | None, typer.Option("--no-part-of", metavar="NAME", help="What it does not belong to.")
    ] = None,
    made_by: option.MadeBy = None,
    no_made_by: Annotated[list[str] | None, typer.Option("--no-made-by", metavar="NAME", help="Who did not.")] = None,
    renamed: option.Renamed = None,
    no_renamed: Annotated[
        list[str] | None, typer.Option("--no-renamed", metavar="NAME", help="A later name to drop.")
    ] = None,
    zone: option.Zone = None,
    source_url: option.Url = None,
    source_publisher: option.Publisher = None,
    source_title: option.SourceTitle = None,
    source_published: option.Published = None,
    source_language: option.SourceLanguage = None,
    quote: option.Quote = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")] = None,
    expect: option.Expect = None,
    settle: option.Settle = False,
    keep: option.Keep = None,
    second_head: option.SecondHead = False,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
) -> None:
    """Revise an actor: give what changes; all else stays, and so does the history.

    The sources are those of what it is part of, of who made it, and of its later names.

    aitimeline revise-actor meta --name ko=메타플랫폼스
    """
    from attrs import evolve

    from aitimeline.cli import compose
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.session import Session
    from aitimeline.cli.settling import Intent
    from aitimeline.ingest import typed
    from aitimeline.ingest.edit import must_have
    from aitimeline.model.actor import TYPES, Actor
    from aitimeline.model.error import BadInputError

    session = Session.of(context)
    citations = typed.Citations(source_url, source_publisher, source_title, source_published, source_language, quote)
    describer = compose.describer(session, citations, zone)
    seen = session.timeline.actor_history(key)
    intent = Intent(expect or (), keep, settle, second_head)

    def edit(before: Actor) -> Actor:
        dropped = must_have("actor", "name", no_name or [], before.names.every())
        after = before.names.merged(typed.names(names or [])).without(dropped)
        if not after.every():
            raise BadInputError(f"{key!r} would be left without a name; give another with --name")
        kind = check_choice(actor_type, "--type", TYPES) if actor_type else before.type
        actor = describer.undescribed(before, no_part_of or (), no_made_by or (), no_renamed or ())
        actor = describer.described(actor, part_of or (), made_by or (), renamed or ())
        return evolve(actor, type=kind, names=after)

    compose.revise(session, seen, intent, edit, reason, dry_run=dry_run)
