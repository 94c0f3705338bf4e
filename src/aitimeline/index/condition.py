"""What must hold of a state, as SQL: a test of a state ``s``, and where that is cheap, all states that pass it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aitimeline.model.day import BEGINNING, FINISH
from aitimeline.model.facet import token

Arguments = tuple[object, ...]


class Condition(NamedTuple):
    """Something that holds of some states.

    Attributes:
        holds: an SQL expression over a state ``s``.
        arguments: of its parameters.
        ids: a query that gives the numbers of all states for which it holds, and perhaps of more; None where
            that would be no quicker than to look at all.
        id_arguments: of its parameters.
        parts: conditions all of which hold if this does.
        days: holds only where some day from the first to the last of these is touched.
        with_retracted: True if it asks for events that were withdrawn.
        is_dear: True if the test looks into lines.
    """

    holds: str
    arguments: Arguments = ()
    ids: str | None = None
    id_arguments: Arguments = ()
    parts: tuple[Condition, ...] = ()
    days: tuple[int, int] = (BEGINNING, FINISH)
    with_retracted: bool = False
    is_dear: bool = False


ALWAYS = Condition("1")
NEVER = Condition("0", ids="SELECT 0 WHERE 0")


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All of these hold."""
    if len(conditions) == 1:
        return conditions[0]
    if not conditions:
        return ALWAYS
    parts = tuple(part for each in conditions for part in (each.parts or (each,)))
    return Condition(
        "(" + " AND ".join(each.holds for each in parts) + ")",
        tuple(argument for each in parts for argument in each.arguments),
        parts=parts,
        days=(max(each.days[0] for each in conditions), min(each.days[1] for each in conditions)),
        with_retracted=any(each.with_retracted for each in conditions),
    )


def any_of(conditions: Sequence[Condition]) -> Condition:
    """One of these at least holds."""
    if len(conditions) == 1:
        return conditions[0]
    if not conditions:
        return NEVER
    ids = [each.ids or next((part.ids for part in each.parts if part.ids), None) for each in conditions]
    arguments: list[object] = []
    for each in conditions:
        part = each if each.ids else next((part for part in each.parts if part.ids), each)
        arguments += part.id_arguments
    return Condition(
        "(" + " OR ".join(each.holds for each in conditions) + ")",
        tuple(argument for each in conditions for argument in each.arguments),
        " UNION ALL ".join(f"SELECT * FROM ({each})" for each in ids) if all(ids) else None,
        tuple(arguments) if all(ids) else (),
        days=(min(each.days[0] for each in conditions), max(each.days[1] for each in conditions)),
        with_retracted=any(each.with_retracted for each in conditions),
    )


def none_of(condition: Condition) -> Condition:
    """It does not hold."""
    return Condition(f"NOT {condition.holds}", condition.arguments, with_retracted=condition.with_retracted)


def has_facet(field: str, values: Iterable[str]) -> Condition:
    """A field has one of these values."""
    return has_token([token(field, value) for value in values])


def has_token(tokens: Sequence[str]) -> Condition:
    """One of these tokens is among the facets."""
    if not tokens:
        return NEVER
    return Condition(
        "(" + " OR ".join(["instr(s.facets, ?) > 0"] * len(tokens)) + ")",
        tuple(tokens),
        "SELECT rowid FROM facet WHERE facet MATCH ?",
        (" OR ".join(f'"{each}"' for each in tokens),),
    )


def has_key(key: str) -> Condition:
    """The event has this key."""
    return Condition("s.key = ?", (key,), "SELECT id FROM state WHERE family = 0 AND key = ?", (key,))


def key_begins(beginning: str) -> Condition:
    """The event's key begins so."""
    end = end_of(beginning)
    return Condition(
        "(s.key >= ? AND s.key < ?)",
        (beginning, end),
        "SELECT id FROM state WHERE family = 0 AND key >= ? AND key < ?",
        (beginning, end),
    )


def end_of(beginning: str) -> str | bytes:
    """What sorts after all texts that begin so, and before all that follow these."""
    kept = beginning.rstrip("\U0010ffff")
    if not kept:
        return b""  # which SQLite sorts after all text
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if following == 0xD800 else following)  # between these no letter can be  # noqa: PLR2004


def touches(first: int, last: int) -> Condition:
    """The date may touch a day from the first to the last of these."""
    return Condition("(s.last >= ? AND s.first <= ?)", (first, last), days=(first, last))


def recorded(first: int, last: int) -> Condition:
    """What states it was recorded from a time to another, both in microseconds and included."""
    return Condition(
        "(s.recorded >= ? AND s.recorded <= ?)",
        (first, last),
        "SELECT id FROM state WHERE first IS NOT NULL AND recorded >= ? AND recorded <= ?",
        (first, last),
    )


def has_flag(flag: int, *, with_retracted: bool = False) -> Condition:
    """A flag is set."""
    ids = f"SELECT id FROM state WHERE flags & 15 AND flags & {int(flag)}"  # as the index state_marked has it
    return Condition(f"(s.flags & {int(flag)}) <> 0", ids=ids, with_retracted=with_retracted)
