"""``import``: very many events at once, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Rows as .csv or .jsonl, or a calendar as .ics; '-' is standard input."),
    ],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="The kind of rows that name none.")] = "event",
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="Where the dates of rows that do not say are local.")
    ] = None,
    skip_bad: Annotated[
        Path | None,
        typer.Option("--skip-bad", metavar="FILE", help="Collect bad rows or events there; add all others."),
    ] = None,
    expand: Annotated[
        str | None,
        typer.Option("--expand", metavar="A..B", help="Of a calendar's events that recur, take those of A to B."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="What letters FILE is in where that is not UTF-8, as cp949."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    clock_ahead: option.ClockAhead = False,
    output_format: option.Format = None,
) -> None:
    """Add the events of a file: rows with when, title, ..., records of another log, or a calendar.

    All is checked before any is written. Importing a file again adds nothing; what a calendar has changed is revised.
    Exit code 4 if records of another log contradict what is there: they are added, and told by key.

    aitimeline import events.csv --kind release --zone Asia/Seoul

    aitimeline import holidays.ics --expand 2023..2024

    aitimeline import korean.csv --encoding cp949
    """
    from aitimeline.answer.addition import addition_answer, addition_text
    from aitimeline.cli.calendar_intake import import_calendar, is_calendar, range_of
    from aitimeline.cli.contest import tell_conflicts
    from aitimeline.cli.intake import import_rows, opened, recoded
    from aitimeline.cli.output import print_written
    from aitimeline.cli.workspace import Workspace
    from aitimeline.ingest.rows import Defaults
    from aitimeline.model.error import BadInputError, ConflictError

    workspace = Workspace.of(context)
    defaults, days = Defaults(kind, zone or workspace.settings.config.zone), range_of(expand)
    with opened(file) as rows:
        if is_calendar(rows):
            import_calendar(workspace, rows, defaults, days, skip_bad, encoding=encoding, dry_run=dry_run)
            return
        if days is not None:
            raise BadInputError(f"{rows.path}: --expand is for calendars, and this is none")
        with recoded(rows, encoding) as plain:
            made = import_rows(workspace, plain, defaults, skip_bad, dry_run=dry_run)
    told = addition_text(made.added, made.bad, dry_run=dry_run)
    print_written(workspace, addition_answer(made.added, made.bad, dry_run=dry_run), told)
    if made.conflicts.number:
        tell_conflicts(made.conflicts)
        raise typer.Exit(ConflictError.exit_code)
