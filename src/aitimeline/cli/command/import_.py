"""``import``: very many events at once, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.lazy import Command, new_app

app = new_app()


@app.command("import", cls=Command)
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Rows as .csv or .jsonl; '-' is standard input.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="The kind of rows that name none.")] = "event",
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="Where the dates of rows that do not say are local.")
    ] = None,
    skip_bad: Annotated[
        Path | None, typer.Option("--skip-bad", metavar="FILE", help="Collect bad rows there; add all others.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    output_format: option.Format = None,
) -> None:
    """Add the events of a file: rows with when, title, ..., or records of another log.

    All rows are checked before any is written. Importing a file again adds nothing.

    aitimeline import events.csv --kind release --zone Asia/Seoul
    """
    from aitimeline.cli.intake import import_rows, opened
    from aitimeline.cli.output import print_added
    from aitimeline.cli.session import Session
    from aitimeline.ingest.rows import Defaults

    session = Session.of(context)
    chosen = session.format(output_format)
    with opened(file) as rows:
        made = import_rows(session, rows, Defaults(kind, zone or session.config.zone), skip_bad, dry_run=dry_run)
    print_added(made.added, made.bad, chosen, dry_run=dry_run)
