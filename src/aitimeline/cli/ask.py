"""Asking a person at a terminal for what a command still needs; nobody else is ever asked."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from aitimeline.cli.run import Deed, Run
from aitimeline.cli.telling import tell
from aitimeline.model.error import BadInputError


def is_person_there() -> bool:
    """True if questions can be read and answered."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def need(run: Run, given: str | None, question: str, option: str, check: Callable[[str], object]) -> str:
    """What was given, else the answer to a question; asked again until it passes the check.

    Raises:
        BadInputError: nothing was given and nobody is there to ask.
    """
    if given is not None:
        return given
    if not is_person_there():
        raise BadInputError(f"{option} is missing")
    while True:
        answer = _read(run, question)
        try:
            check(answer)
        except BadInputError as failure:
            tell(str(failure))
        else:
            return answer


def offer(run: Run, question: str) -> str:
    """The answer to a question that may be left empty."""
    return _read(run, question).strip()


def _read(run: Run, question: str) -> str:
    """A line from the terminal. The end of input stops the command; so does Ctrl-C, on a line of its own."""
    run.deeds.add(Deed.READ)
    try:
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        print("\naitimeline: stopped; nothing was written", file=sys.stderr)
        raise
    if not line:
        print(file=sys.stderr)
        raise typer.Abort
    return line.removesuffix("\n")
