"""Completion from the log: keys, kinds, actors, tags, query terms. Never fails: no answer is better than noise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from aitimeline.model.error import TimelineError
from aitimeline.model.visible import visible

if TYPE_CHECKING:
    from aitimeline.index.timeline import Timeline


def _from_log(context: typer.Context, choices: Callable[[Timeline], Iterable[str]], incomplete: str) -> list[str]:
    from aitimeline.cli.session import Session
    from aitimeline.cli.workspace import Workspace

    given = {**context.find_root().params, **context.params}
    try:
        run = context.obj.beside()
        run.given.update({name: value for name, value in given.items() if value})
        return _starting(sorted(choices(Session(Workspace(run)).timeline)), incomplete)
    except (TimelineError, OSError):
        return []


def _starting(choices: Iterable[str], incomplete: str) -> list[str]:
    """Those that begin so, but for what would steer a terminal, or hide there: a shell prints it as it is."""
    return [choice for choice in choices if choice.startswith(incomplete) and visible(choice) == choice]


def complete_answer(ctx: typer.Context, incomplete: str) -> list[str]:
    """Commands that answer from the log."""
    from aitimeline.cli.lazy import Root, gives_answer

    root = ctx.find_root()
    if not isinstance(root.command, Root):
        return []
    names = _starting(root.command.list_commands(root), incomplete)
    named = ((name, root.command.get_command(root, name)) for name in names)
    return [name for name, command in named if command is not None and gives_answer(command)]


def complete_key(ctx: typer.Context, incomplete: str) -> list[str]:
    """Keys of events."""
    return _from_log(ctx, lambda timeline: timeline.keys(incomplete), incomplete)


def complete_kind(ctx: typer.Context, incomplete: str) -> list[str]:
    """Kinds in use."""
    return _from_log(ctx, lambda timeline: timeline.words.known("kind"), incomplete)


def complete_tag(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags in use."""
    return _from_log(ctx, lambda timeline: timeline.words.known("tag"), incomplete)


def complete_actor(ctx: typer.Context, incomplete: str) -> list[str]:
    """Keys of actors."""
    from aitimeline.index.schema import ACTOR

    return _from_log(ctx, lambda timeline: timeline.keys(incomplete, ACTOR), incomplete)


def complete_query(ctx: typer.Context, incomplete: str) -> list[str]:
    """Terms of a query: the fields, then the values of the field that was begun.

    bash hands over ``actor:me`` as three words, and wants only what follows the colon.
    """
    before = [str(word) for word in ctx.params.get("query") or ()]
    if incomplete == ":" and before:
        return _values(ctx, before[-1], "")
    if before[-1:] == [":"] and len(before) > 1:
        return _values(ctx, before[-2], incomplete)
    field, colon, begun = incomplete.partition(":")
    if not colon:
        from aitimeline.query.binding import FIELDS

        fields = _starting(FIELDS, incomplete)
        # With one field left its values are offered at once: a shell would put a blank after the colon.
        values = _values(ctx, fields[0], "") if len(fields) == 1 else []
        return [f"{fields[0]}:{value}" for value in values] or [f"{name}:" for name in fields]
    return [f"{field}:{value}" for value in _values(ctx, field, begun)]


def _values(ctx: typer.Context, field: str, begun: str) -> list[str]:
    from aitimeline.model import facet
    from aitimeline.query.binding import CHOICES

    if field in CHOICES:
        return _starting(CHOICES[field], begun)
    if field == "key":
        return complete_key(ctx, begun)
    if field == "actor":
        return complete_actor(ctx, begun)
    return _from_log(ctx, lambda timeline: timeline.words.known(field), begun) if field in facet.FIELDS else []


def complete_subject(ctx: typer.Context, incomplete: str) -> list[str]:
    """Keys of events and actors."""
    return [*complete_key(ctx, incomplete), *complete_actor(ctx, incomplete)]


def complete_camp(ctx: typer.Context, incomplete: str) -> list[str]:
    """Camps in use."""
    return _from_log(ctx, lambda timeline: timeline.words.known("camp"), incomplete)
