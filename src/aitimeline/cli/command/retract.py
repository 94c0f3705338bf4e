"""``retract``: withdraw an event."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option


def command(
    context: typer.Context,
    key: option.Key,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; required.")] = None,
    expect: option.Expect = None,
    settle: option.Settle = False,
    second_head: option.SecondHead = False,
    dry_run: option.DryRun = False,
    clock_ahead: option.ClockAhead = False,
) -> None:
    """Withdraw an event: answers no longer show it, its history stays."""
    from aitimeline.cli import compose
    from aitimeline.cli.ask import need
    from aitimeline.cli.session import Session
    from aitimeline.cli.settling import Intent
    from aitimeline.model.text import check_line

    session = Session.of(context)
    seen = session.timeline.history(session.timeline.entry(key).key)
    why = check_line(need(session.run, reason, "Why", "--reason", lambda typed: check_line(typed, "reason")), "reason")
    intent = Intent(expect or (), None, settle, second_head)
    compose.retract(session, seen, intent, why, dry_run=dry_run)
