"""``log``: the log itself."""

from __future__ import annotations

import typer

from aitimeline.cli import option
from aitimeline.cli.command import log_check, log_merge
from aitimeline.cli.lazy import Command, Group, new_app

app = new_app(cls=Group, no_args_is_help=True)


@app.callback()
def log() -> None:
    """Look at the log itself: where it is, what it holds, whether it is whole."""


@app.command("stat", cls=Command)
def stat(context: typer.Context, output_format: option.Format = None) -> None:
    """Say which log is used and why, and what it holds."""
    from aitimeline.answer.stat import stat_answer
    from aitimeline.cli.output import give
    from aitimeline.cli.session import Session

    session = Session.of(context)
    location = session.workspace.location
    folders = [(folder, folder != location.read_only) for folder in location.folders]
    give(session, stat_answer(session.timeline, session.damages, folders, location.reason))


app.command("verify", cls=Command)(log_check.verify)
app.command("checkpoint", cls=Command)(log_check.checkpoint)
app.command("repair", cls=Command)(log_check.repair)
app.command("merge", cls=Command)(log_merge.merge)
app.command("merge-driver", cls=Command)(log_merge.merge_driver)
