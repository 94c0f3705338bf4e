"""What must hold of a state, as SQL: a test of a state ``s``, and where that is cheap, all states that pass it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from aitimeline.index.schema import DATE, FIRST_LOOSE, TIMED
from aitimeline.model.day import BEGINNING, FINISH, ZONES_APART
from aitimeline.model.facet import part_value, token

Arguments = tuple[object, ...]
_Expression = tuple[str, int, Arguments, str]
_TOGETHER = 16  # SQLite takes expressions 1000 deep, and `a AND b AND c` is 2 deep: many are joined group by group
_DEEPEST = 12  # and parses no more than some 30 parentheses within each other
_MOST_SELECTS = 100  # of 500 that SQLite joins
_MOST_TOKENS = 100
_FEW_TOKENS = 4
DAY_SEEN = "day_seen"
"""The function of SQL by which the one rule of ``When`` decides: the first or the last day of a date and its zone, as
they are seen from another."""


class Condition(NamedTuple):
    """Something that holds of some states.

    Attributes:
        holds: an SQL expression over a state ``s`` that binds more closely than AND.
        arguments: of its parameters.
        ids: a query that gives the numbers of all states for which it holds, and perhaps of more; None where
            that would be no quicker than to look at all.
        id_arguments: of its parameters.
        parts: conditions all of which hold if this does.
        days: holds only where some day from the first to the last of these is touched.
        with_retracted: True if it asks for events that were withdrawn.
        is_dear: True if the test takes long: it looks into lines, or for many tokens.
        depth: how many parentheses in ``holds`` are within each other, or about as many.
        chain: the same expression without its outer parentheses, to which ``&`` and ``|`` can be added.
    """

    holds: str
    arguments: Arguments = ()
    ids: str | None = None
    id_arguments: Arguments = ()
    parts: tuple[Condition, ...] = ()
    days: tuple[int, int] = (BEGINNING, FINISH)
    with_retracted: bool = False
    is_dear: bool = False
    depth: int = 1
    chain: str = ""


ALWAYS = Condition("1")
NEVER = Condition("0", ids="SELECT 0 WHERE 0")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """All of these hold."""
    conditions = list(dict.fromkeys(conditions))
    if len(conditions) == 1:
        return conditions[0]
    if not conditions:
        return ALWAYS
    parts = tuple(dict.fromkeys(part for each in conditions for part in (each.parts or (each,))))
    return Condition(
        **_joined(" AND ", " & ", parts),
        parts=parts,
        days=(max(each.days[0] for each in conditions), min(each.days[1] for each in conditions)),
        with_retracted=any(each.with_retracted for each in conditions),
    )


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of these at least holds."""
    conditions = list(dict.fromkeys(conditions))
    if len(conditions) == 1:
        return conditions[0]
    if not conditions:
        return NEVER
    ids: list[str | None] = []
    arguments: list[object] = []
    for each in conditions:
        part = each if each.ids else next((part for part in each.parts if part.ids), each)
        ids.append(part.ids)
        arguments += part.id_arguments
    select = " UNION ALL ".join(filter(None, ids)) if all(ids) else None
    if select is not None and select.count("SELECT") > _MOST_SELECTS:
        select = None
    return Condition(
        **_joined(" OR ", " | ", conditions),
        ids=select,
        id_arguments=tuple(arguments) if select else (),
        days=(min(each.days[0] for each in conditions), max(each.days[1] for each in conditions)),
        with_retracted=any(each.with_retracted for each in conditions),
        is_dear=any(part.is_dear for each in conditions for part in (each, *each.parts)),
    )


def none_of(condition: Condition) -> Condition:
    """It does not hold."""
    return Condition(
        f"(NOT {condition.holds})",
        condition.arguments,
        with_retracted=condition.with_retracted,
        depth=condition.depth + 1,
    )


def _joined(sign: str, bitwise: str, conditions: Sequence[Condition]) -> dict[str, Any]:
    """An expression of others, as deep as SQLite can take.

    Where they are deep already, the deepest comes first and its parentheses are left out, which they can be with
    ``&`` and ``|``, as these bind alike: of two deep ones it is the less deep that adds to the depth.
    """
    groups = [(each.holds, each.depth, each.arguments, each.chain) for each in conditions]
    if max(depth for _, depth, *_ in groups) < _DEEPEST:
        while len(groups) > 1:
            groups = [_group(sign, groups[at : at + _TOGETHER]) for at in range(0, len(groups), _TOGETHER)]
        ((holds, depth, arguments, _),) = groups
        return {"holds": holds, "depth": depth, "arguments": arguments}
    groups.sort(key=lambda each: -each[1])
    (holds, depth, arguments, chain), rest = groups[0], groups[1:]
    while len(rest) > 1:
        rest = [_group(sign, rest[at : at + _TOGETHER]) for at in range(0, len(rest), _TOGETHER)]
    made = f"{chain or f'({holds} <> 0)'}{bitwise}({rest[0][0]} <> 0)"
    depth = max(depth, rest[0][1] + 2)
    return {"holds": f"({made})", "depth": depth, "arguments": (*arguments, *rest[0][2]), "chain": made}


def _group(sign: str, conditions: Sequence[_Expression]) -> _Expression:
    if len(conditions) == 1:
        return conditions[0]
    arguments = tuple(argument for each in conditions for argument in each[2])
    return f"({sign.join(each[0] for each in conditions)})", 1 + max(each[1] for each in conditions), arguments, ""


def has_facet(field: str, values: Iterable[str]) -> Condition:
    """A field has one of these values."""
    return has_token([token(field, value) for value in values])


def takes_part(actors: Iterable[str], roles: Iterable[str | None]) -> Condition:
    """One of these actors takes part in one of these roles; None is none that is stated."""
    roles = list(roles)
    return has_facet("part", [part_value(actor, role) for actor in actors for role in roles])


def has_token(tokens: Sequence[str]) -> Condition:
    """One of these tokens is among the facets."""
    tokens = list(dict.fromkeys(tokens))
    if not tokens:
        return NEVER
    if len(tokens) > _MOST_TOKENS:
        ids = "SELECT f.rowid FROM json_each(?) t CROSS JOIN facet f WHERE f.facet MATCH t.value"
        listed = (json.dumps([f'"{each}"' for each in tokens]),)
        return Condition(f"(s.id IN ({ids}))", listed, ids, listed, depth=2)
    found = [Condition("(instr(s.facets, ?) > 0)", (each,)) for each in tokens]
    return Condition(
        **(_joined(" OR ", " | ", found) if found[1:] else {"holds": found[0].holds, "arguments": found[0].arguments}),
        ids="SELECT rowid FROM facet WHERE facet MATCH ?",
        id_arguments=(" OR ".join(f'"{each}"' for each in tokens),),
        is_dear=len(tokens) > _FEW_TOKENS,
    )


def has_key(key: str) -> Condition:
    """The event has this key."""
    return Condition("(s.key = ?)", (key,), "SELECT id FROM state WHERE family = 0 AND key = ?", (key,))


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
    """The date, which no zone moves, may touch a day from the first to the last of these.

    The plus signs keep SQLite from searching an index for these days, where it is to search for narrower ones.
    """
    return Condition("(+s.last >= ? AND +s.first <= ?)", (first, last), days=(first, last))


def touches_seen(first: int, last: int, tz: str | None, loose: Iterable[int]) -> Condition:
    """The date, as it is seen from a zone, may touch a day from the first to the last of these.

    Args:
        first: a day.
        last: another one.
        tz: the name of the zone; None for each date's own.
        loose: the numbers of the states that do, of those whose days do not stand in the index.
    """
    far = f"+s.last < ? - {ZONES_APART} OR +s.first > ? + {ZONES_APART}"
    sure = f"+s.first >= ? + {ZONES_APART} AND +s.last <= ? - {ZONES_APART}"
    seen = " AND ".join(f"{DAY_SEEN}({DATE}, ?, {end}) {sign} ?" for end, sign in ((1, ">="), (0, "<=")))
    return Condition(  # CASE, as SQLite looks no further than it must there; most dates are far away, or surely touch
        f"(CASE WHEN NOT s.flags & {TIMED} THEN +s.last >= ? AND +s.first <= ? "
        f"WHEN s.reach >= {FIRST_LOOSE} THEN s.id IN (SELECT value FROM json_each(?)) "
        f"WHEN {far} THEN 0 WHEN {sure} THEN 1 ELSE {seen} END)",
        (first, last, json.dumps(list(loose)), first, last, first, last, tz, first, tz, last),
        days=(first, last),
        depth=7,
    )


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
    return Condition(f"((s.flags & {int(flag)}) <> 0)", ids=ids, with_retracted=with_retracted)
