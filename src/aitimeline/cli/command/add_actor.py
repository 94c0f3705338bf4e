"""``add-actor``: a company, product, person ... with its names."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.lazy import Command, new_app

app = new_app()


@app.command("add-actor", cls=Command)
def add_actor(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that is shown.")],
    actor_type: Annotated[str, typer.Option("--type", metavar="TYPE", help="company, university, product ...")],
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="LANG=NAME", help="A name in another language, or another spelling."),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Else made from the English name.")] = None,
    dry_run: option.DryRun = False,
) -> None:
    """Record an actor with its names, so that events and queries can call it by any of them.

    aitimeline add-actor Meta --type company --name ko=메타
    """
    from aitimeline.cli import compose
    from aitimeline.cli.config import check_choice
    from aitimeline.cli.session import Session
    from aitimeline.ingest import typed
    from aitimeline.model.actor import TYPES, Actor
    from aitimeline.model.text import Text

    session = Session.of(context)
    found = typed.names([name, *(names or [])])
    shown = Text.of({language: given[0] for language, given in found.pairs})
    actor = Actor(check_choice(actor_type, "--type", TYPES), found)
    compose.record_actor(session, typed.key_from(shown, key), actor, dry_run=dry_run)
