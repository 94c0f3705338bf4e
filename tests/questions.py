"""Questions to the shipped log: some for every command that reads."""

from __future__ import annotations

from collections.abc import Iterator

from typer._click.core import Command, Context
from typer.main import get_command

from aitimeline.cli.lazy import gives_answer
from aitimeline.cli.main import app

QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("list",),
    ("search", "gemini"),
    ("show", "gemini-announced"),
    ("show", "cloud-share-2023q1"),
    ("within", "7", "gemini-announced"),
    ("within", "30", "bedrock-generally-available"),
    ("gap", "ai-alliance-formed", "gemini-announced"),
    ("relation", "ai-alliance-formed", "gemini-announced"),
    ("relation", "reinvent-2023", "bedrock-generally-available"),
    ("follows", "kind:alliance", "kind:release"),
    ("follows", "kind:alliance", "kind:release", "--summary"),
    ("nearest", "gemini-announced"),
    ("chain", "gemini-announced", "--within", "3"),
    ("disputes",),
    ("pace",),
    ("pace", "--by", "quarter"),
    ("anniversaries", "--on", "2024-12-01", "--next", "2w"),
    ("actors",),
    ("actor", "gemini"),
    ("actor", "메타"),
    ("members", "AI Alliance", "--on", "2023-12-31"),
    ("members", "AI Alliance", "--on", "2023-12-31", "--by", "type"),
    ("alliances", "meta"),
    ("camps",),
    ("camp", "open"),
    ("figures",),
    ("changes", "--since", "2020"),
    ("history", "gemini"),
    ("history", "gemini-announced"),
    ("history", "bard"),
    ("explain", "within", "7", "gemini-announced"),
    ("explain", "gap", "ai-alliance-formed", "gemini-announced"),
    ("log", "stat"),
    ("log", "verify"),
)
ONE = {"show", "gap", "relation", "pace", "actor", "camp", "explain", "log"}
"""The commands whose answer is one thing."""


def reading_commands() -> set[tuple[str, ...]]:
    """The commands that give an answer in a format, by name."""
    root = get_command(app)
    return {names for names, command in _commands(root, ()) if gives_answer(command)} | {
        ("explain",),
        ("log", "stat"),
        ("log", "verify"),
    }


def _commands(group: Command, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Command]]:
    context = Context(group)
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        if command is not None and hasattr(command, "list_commands"):
            yield from _commands(command, (*before, name))
        elif command is not None:
            yield (*before, name), command
