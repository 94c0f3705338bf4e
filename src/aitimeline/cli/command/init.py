"""``init``: a new log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aitimeline.cli.run import Run


def command(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where; events if none is given.")] = None,
    uri: Annotated[str | None, typer.Option("--uri", metavar="URI", help="The timeline's URI; else a new one.")] = None,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="A name for people.")] = "",
) -> None:
    """Make a new, empty log, ready to be shared with git.

    In a clone of a repository that holds a log, have git merge it as a log.
    """
    from uuid import uuid4

    from aitimeline.cli.location import EVENTS
    from aitimeline.cli.outlet import standing
    from aitimeline.cli.telling import tell
    from aitimeline.log.disk import SystemDisk
    from aitimeline.log.identity import Identity, check_uri
    from aitimeline.log.sharing import install_driver, is_in_repository, keep_files
    from aitimeline.log.writing import start_log
    from aitimeline.model.error import ConflictError

    run: Run = context.obj
    named = run.given.get("log", [Path(EVENTS)])
    place = folder or named[0]
    identity = Identity(check_uri(uri) if uri else f"urn:uuid:{uuid4()}", name)
    try:
        start_log(place, identity)
    except ConflictError:
        is_clone = not uri and not name and is_in_repository(place)
        if not is_clone or not any([keep_files(place, SystemDisk()), install_driver(place)]):
            raise
        _say(run, f"{place}: a log already; git now merges it as one")
        return
    made = f"{place}: an empty log of {identity.uri}"
    with standing(made):
        keep_files(place, SystemDisk())
    _say(run, made)
    if install_driver(place):
        tell("git merges it as a log in this clone; in another one, run 'aitimeline init' there")
    tell("add a first event with 'aitimeline add'" + (f" --log {place}" if place != Path(EVENTS) else ""))


def _say(run: Run, made: str) -> None:
    from aitimeline.cli.outlet import standing
    from aitimeline.cli.output import print_text
    from aitimeline.model.visible import visible

    with standing(made):
        print_text(run, f"{visible(made)}\n")
