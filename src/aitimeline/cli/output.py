"""Answers on their way out: formats, width, pager, files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitimeline.cli.outlet import standing
from aitimeline.cli.pager import pour, write
from aitimeline.cli.run import Run
from aitimeline.cli.session import Session
from aitimeline.cli.telling import tell
from aitimeline.cli.workspace import Workspace
from aitimeline.model.error import BadInputError
from aitimeline.render.format import Paper, pieces_of

if TYPE_CHECKING:
    from aitimeline.answer.answer import Answer


def give(session: Session, answer: Answer[Any]) -> None:
    """Print a command's answer in a format, with what explains it if that is asked for; then the command ends."""
    if session.explaining is not None:
        answer = session.explaining.explained(answer, session)
    print_answer(session.workspace, answer)
    session.end()


def print_answer(workspace: Workspace, answer: Answer[Any]) -> None:
    """Print an answer in a format as it comes."""
    pour(pieces_of(answer, workspace.output_format, paper_of(workspace)), workspace.run)
    for notice in answer.notices():
        workspace.say(notice)


def print_written(workspace: Workspace, answer: Answer[Any], told: str) -> None:
    """Print what came of writing; where that fails it is told what stands all the same."""
    with standing(told):
        print_answer(workspace, answer)


def paper_of(workspace: Workspace) -> Paper:
    """What is printed on: the terminal's width, or as wide as need be in a file or pipe (unless COLUMNS says)."""
    bounded = sys.stdout.isatty() or workspace.run.environment.get("COLUMNS", "").isdecimal()
    settings = workspace.settings
    width = shutil.get_terminal_size().columns if bounded else None
    return Paper(width=width and max(width, 20), colour=settings.is_coloured, language=settings.language)


def print_text(run: Run, text: str) -> None:
    """Print an answer that is one text."""
    pour([text], run)


def write_file(run: Run, path: Path, content: Iterable[bytes]) -> None:
    """Write an export, given in pieces: ``-`` is standard output; a file is replaced whole or not at all.

    Raises:
        BadInputError: there is no such folder, or the path is one.
    """
    if str(path) == "-":
        sys.stdout.flush()
        write(content, sys.stdout.buffer.write, run)
        return
    if path.is_dir() or not path.parent.is_dir():
        raise BadInputError(f"{path}: cannot be written: {'it is a folder' if path.is_dir() else 'no such folder'}")
    if path.exists() and not path.is_file():
        with path.open("wb") as opened:
            opened.writelines(content)
    else:
        from aitimeline.log.disk import SystemDisk
        from aitimeline.log.durable import replace_file

        replace_file(SystemDisk(), path, content)
    tell(f"wrote {path}")
