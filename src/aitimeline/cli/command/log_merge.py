"""``log merge``, and what git calls to merge two versions of a segment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli import option


def merge(
    context: typer.Context,
    others: Annotated[list[Path], typer.Argument(metavar="OTHER...", help="Folders of other logs, or segments.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare, and write nothing.")] = False,
    clock_ahead: option.ClockAhead = False,
    output_format: option.Format = None,
) -> None:
    """Add the records of other logs that this one does not have, with all that is known of them.

    They stay as they are: who recorded them, and when. Merging again adds nothing. Exit code 4 if versions of an event
    contradict each other that did not before: they are added, and told by key.

    aitimeline log merge ../lees-copy/events
    """
    from aitimeline.answer.addition import addition_answer, addition_text
    from aitimeline.cli.contest import Watch, tell_conflicts
    from aitimeline.cli.intake import refused, room, tell_damages
    from aitimeline.cli.output import print_written
    from aitimeline.cli.progress import Bar
    from aitimeline.cli.workspace import Workspace
    from aitimeline.log.bulk import Stated
    from aitimeline.log.merge import merge_logs, segments_of
    from aitimeline.model.error import ConflictError, DamagedLogError

    workspace = Workspace.of(context)
    workspace.location.to_read()
    stated = Stated(workspace.writer().identity().uri, workspace.run.now())
    others_segments = segments_of(others, workspace.writer().disk)
    watch = Watch(workspace)
    with room(), Bar() as bar:
        merged = merge_logs(workspace.writer(), others_segments, stated, bar.advance, dry_run=dry_run)
    tell_damages(merged.damages)
    if merged.added.refusals:
        raise refused(merged.added.refusals)
    told = addition_text(merged.added, 0, dry_run=dry_run)
    print_written(workspace, addition_answer(merged.added, 0, dry_run=dry_run), told)
    found = watch.foreseen(others_segments) if dry_run else watch.found()
    tell_conflicts(found, dry_run=dry_run)
    if merged.damages:
        raise typer.Exit(DamagedLogError.exit_code)
    if found.number:
        raise typer.Exit(ConflictError.exit_code)


def merge_driver(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="What both versions come from.")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="One version; gets the result.")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="The other.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The segment's name in the repository.")] = "",
) -> None:
    """Bring two versions of a segment together; git calls it, where 'aitimeline init' has told git to.

    Exit code 1, which git takes as a conflict, if one id has other content in the two. Versions of an event that
    contradict each other are told, and are no conflict for git: they stay until a person settles them.
    """
    from contextlib import suppress

    from aitimeline.answer.contest import conflict_lines, revived_text
    from aitimeline.cli.telling import tell
    from aitimeline.log.disk import SystemDisk
    from aitimeline.log.durable import replace_file
    from aitimeline.log.merge import conflicts_made, unite_versions
    from aitimeline.log.place import segments

    disk = SystemDisk()
    before, one, two = map(disk.read, (base, ours, theirs))
    united = unite_versions(before, one, two)
    replace_file(disk, ours, [united.content])
    if united.revived:
        tell(f"{name}: {revived_text(united.revived)}")
    beside: list[bytes] = []
    with suppress(OSError):  # what cannot be read now will be told by others; both versions are united already
        paths = [each for each in segments(Path(name).parent, disk) if each != Path(name)] if name else []
        beside += map(disk.read, paths)
    found = conflicts_made(united, (one, two), beside)
    for line in conflict_lines(found, len(found)):
        tell(f"{name}: {line}")
    for each in united.contradictions:
        tell(f"{name}: the record {each} has other content in the two versions; both lines are there, choose one")
    if united.contradictions:
        raise typer.Exit(1)
