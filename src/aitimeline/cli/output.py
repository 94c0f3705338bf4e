"""Answers on their way out: formats, width, pager, files."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aitimeline.answer.value import event_value
from aitimeline.cli.outlet import standing
from aitimeline.cli.pour import pour, write
from aitimeline.cli.session import Session, tell
from aitimeline.cli.stream import print_rows, print_values
from aitimeline.model.error import BadInputError
from aitimeline.render.format import pieces_of

if TYPE_CHECKING:
    from aitimeline.answer.answer import Answer
    from aitimeline.answer.found import Found
    from aitimeline.model.history import History
    from aitimeline.query.dispute import Dispute

T = TypeVar("T")


def give(session: Session, answer: Answer[Any], output_format: str) -> None:
    """Print a command's answer in a format, with what explains it if that is asked for; then the command ends."""
    if session.explaining is not None:
        answer = session.explaining.explained(answer, session)
    print_answer(session, answer, output_format)
    session.end()


def print_answer(session: Session, answer: Answer[Any], output_format: str) -> None:
    """Print an answer in a format as it comes."""
    pour(pieces_of(answer, output_format, paper_of(session)))
    for notice in answer.notices():
        session.say(notice)


def print_found(session: Session, found: Iterable[Found], output_format: str) -> None:
    """Print events with the places where words stand in them."""
    from aitimeline.answer import found as render

    if output_format in ("json", "jsonl"):
        values = (
            event_value(entry, session.timeline, session.language, session.tz) | {"found": render.found_value(findings)}
            for entry, findings in found
        )
        print_values(output_format, values)
    elif output_format == "table":
        tables = render.found_tables(found, paper_of(session))
        pour(chain([next(tables, "No event matches.\n")], tables))
    else:
        print_rows(output_format, render.HEADINGS, render.found_rows(found, session.language))


def print_disputes(session: Session, disputes: Iterable[Dispute], output_format: str) -> None:
    """Print where sources differ."""
    from aitimeline.answer import dispute

    if output_format == "table":
        found = list(disputes)
        text = dispute.dispute_table(found, paper_of(session)) if found else "No source differs from another.\n"
        print_text(text)
    elif output_format in ("json", "jsonl"):
        values = (dispute.dispute_value(each, session.language) for each in disputes)
        print_values(output_format, values)
    else:
        print_rows(output_format, dispute.HEADINGS, dispute.dispute_rows(disputes, session.language))


def print_history(session: Session, history: History, output_format: str) -> None:
    """Print the records of an event, the oldest first."""
    from aitimeline.answer import past

    if output_format == "table":
        print_text(past.history_table(history, paper_of(session)))
    elif output_format in ("json", "jsonl"):
        print_values(output_format, past.history_values(history))
    else:
        print_rows(output_format, past.HEADINGS, past.history_rows(history))


def print_written(session: Session, answer: Answer[Any], told: str, output_format: str) -> None:
    """Print what came of writing; where that fails it is told what stands all the same."""
    with standing(told):
        print_answer(session, answer, output_format)


def table_pieces(
    session: Session,
    rows: Iterator[T],
    draw: Callable[[Iterable[T], Any], Iterator[tuple[str, bool]]],
    nothing: str,
    heading: str,
) -> Iterator[str]:
    """A heading, what is drawn of rows, and a note where something in it is only possible; ``nothing`` of no rows."""
    from aitimeline.answer.sentence import possible_note
    from aitimeline.render.drawing import prose

    first = next(rows, None)
    if first is None:
        yield f"{nothing}\n"
        return
    paper = paper_of(session)
    if heading:
        yield prose(heading, paper) + "\n"
    unsure = False
    for text, is_unsure in draw(chain([first], rows), paper):
        unsure = unsure or is_unsure
        yield text
    if unsure:
        yield "\n" + prose(possible_note(session.language), paper)


def paper_of(session: Session) -> Any:
    """What is printed on: the terminal's width, or as wide as need be in a file or pipe (unless COLUMNS says)."""
    from aitimeline.render.format import Paper

    bounded = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    width = shutil.get_terminal_size().columns if bounded else None
    return Paper(width=width and max(width, 20), colour=session.colour, language=session.language)


def print_text(text: str) -> None:
    """Print an answer that is one text."""
    pour([text])


def write_file(path: Path, content: Iterable[bytes]) -> None:
    """Write an export, given in pieces: ``-`` is standard output; a file is replaced whole or not at all.

    Raises:
        BadInputError: there is no such folder, or the path is one.
    """
    if str(path) == "-":
        sys.stdout.flush()
        write(content, sys.stdout.buffer.write)
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
