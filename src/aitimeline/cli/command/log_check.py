"""``log verify``, ``log repair`` and ``log checkpoint``: whether the log is whole, and proof of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aitimeline.cli import option

if TYPE_CHECKING:
    from aitimeline.cli.workspace import Workspace

_LARGEST_CHECKPOINT = 1 << 30


def verify(
    context: typer.Context,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="CHECKPOINT", help="Prove that nothing has gone or changed since."),
    ] = None,
    output_format: option.Format = None,
) -> None:
    """Check every line: digests, ids, references, actors, clocks.

    Exit code 5 if anything is damaged or missing, else 4 if an event has two heads.
    """
    from aitimeline.answer.verdict import verdict_answer
    from aitimeline.cli.output import print_answer
    from aitimeline.cli.workspace import Workspace
    from aitimeline.log import check, checkpoint
    from aitimeline.log.disk import SystemDisk
    from aitimeline.model.error import ConflictError, DamagedLogError

    workspace = Workspace.of(context)
    folders = workspace.location.to_read()
    workspace.tell_driver()
    then = checkpoint.parse_checkpoint(_text(since), str(since)) if since else None
    verdict = check.verify(folders, SystemDisk(), workspace.run.now())
    proof = checkpoint.compare(then, checkpoint.leaves_of(folders, SystemDisk())[0]) if then else None
    _check_index(workspace)
    print_answer(workspace, verdict_answer(verdict, proof))
    if verdict.has_damage or (proof and not proof.holds):
        raise typer.Exit(DamagedLogError.exit_code)
    if verdict.has_conflict:
        raise typer.Exit(ConflictError.exit_code)


def _check_index(workspace: Workspace) -> None:
    if not workspace.store().check():
        workspace.say("the index said otherwise than the log and was thrown away; the next question makes it anew")


def _text(path: Path) -> str:
    from aitimeline.cli.given import read_named
    from aitimeline.model.error import BadInputError

    try:
        return read_named(path, _LARGEST_CHECKPOINT).decode("utf-8")
    except UnicodeDecodeError:
        raise BadInputError(f"{path}: not a checkpoint; make one with 'aitimeline log checkpoint -o FILE'") from None


def checkpoint(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to, outside the log; '-': standard output.")
    ] = Path("-"),
) -> None:
    """Write down what the log holds now, for 'log verify --since FILE' to prove later that nothing is gone.

    aitimeline log checkpoint -o 2026-11-24.checkpoint
    """
    from aitimeline.cli.output import write_file
    from aitimeline.cli.telling import tell
    from aitimeline.cli.workspace import Workspace
    from aitimeline.log.checkpoint import leaves_of, take
    from aitimeline.log.disk import SystemDisk
    from aitimeline.model.error import BadInputError, DamagedLogError

    workspace = Workspace.of(context)
    folders = workspace.location.to_read()
    if output.resolve().parent in [folder.resolve() for folder in folders]:
        raise BadInputError(f"{output}: a checkpoint is kept outside the log, so that it does not share its fate")
    leaves, damages = leaves_of(folders, SystemDisk())
    made = take(leaves, workspace.run.now())
    write_file(workspace.run, output, [made.text().encode()])
    tell(f"{len(made.leaves):,} records, root {made.root}")
    if damages:
        tell(f"{len(damages)} damaged lines are no part of it; 'aitimeline log verify' names them")
        raise typer.Exit(DamagedLogError.exit_code)


def repair(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
) -> None:
    """Take damaged lines out of the log. The old files are kept, and no line that is whole is touched."""
    from aitimeline.answer.verdict import repair_text
    from aitimeline.cli.outlet import standing
    from aitimeline.cli.output import print_text
    from aitimeline.cli.session import Session
    from aitimeline.cli.workspace import Workspace
    from aitimeline.log.disk import SystemDisk
    from aitimeline.log.repair import repair as mend
    from aitimeline.log.repair import unreadable

    workspace = Workspace.of(context)
    location = workspace.location
    folders = [folder for folder in location.to_write() if folder != location.read_only and folder.is_dir()]
    workspace.tell_driver()
    done = [each for folder in folders for each in mend(folder, SystemDisk(), workspace.run.now(), dry_run=dry_run)]
    left = [each for folder in folders for each in unreadable(folder, SystemDisk())]
    text = repair_text(done, left, dry_run=dry_run)
    with standing(text.partition("\n")[0]):
        print_text(workspace.run, text)
    if not dry_run:
        _check_index(workspace)
        Session(workspace).end()
