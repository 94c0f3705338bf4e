"""What the data of a record look like in JSON, as plain tables: for those who read lines without making objects.

The classes of the model say the same; a test holds one against the other.
"""

from __future__ import annotations

from math import isfinite
from types import SimpleNamespace
from typing import Any, NamedTuple

TEXT, DATE, NUMBER, TEXTS, NAMES, WORDS = "text", "date", "number", "texts", "names", "words"
"""Kinds of values: of these, ``texts`` is {language: text}, ``names`` {language: [text]}, ``words`` [text]."""


class Member(NamedTuple):
    """A member of an object; ``kind`` is one of those above, or the members of the objects that a list has."""

    name: str
    kind: str | tuple[Member, ...]
    is_needed: bool = False


CHANGE = (Member("supersedes", WORDS), Member("reason", TEXT))
"""What any change may say beside what it states."""
OF_THE_CHANGE = frozenset(member.name for member in CHANGE)
SOURCE = (
    *(Member("url", TEXT), Member("publisher", TEXT), Member("title", TEXT), Member("published", DATE)),
    *(Member("language", TEXT), Member("quote", TEXT), Member("when", DATE), Member("zone", TEXT)),
)
FIGURE = (
    *(Member("name", TEXT, is_needed=True), Member("value", NUMBER, is_needed=True)),
    *(Member("unit", TEXT), Member("period", DATE)),
)
PARTICIPATION = (Member("actor", TEXT, is_needed=True), Member("role", TEXT))
CAMP_CLAIM = (
    *(Member("camp", TEXT, is_needed=True), Member("when", DATE, is_needed=True)),
    *(Member("zone", TEXT), Member("sources", SOURCE)),
)
TIE = (Member("actor", TEXT, is_needed=True), Member("when", DATE), Member("zone", TEXT), Member("sources", SOURCE))
RENAME = (
    *(Member("names", NAMES, is_needed=True), Member("when", DATE, is_needed=True)),
    *(Member("zone", TEXT), Member("sources", SOURCE)),
)
EVENT = (
    *(
        Member("when", DATE, is_needed=True),
        Member("title", TEXTS, is_needed=True),
        Member("kind", TEXT, is_needed=True),
    ),
    *(Member("zone", TEXT), Member("summary", TEXTS), Member("actors", PARTICIPATION), Member("tags", WORDS)),
    *(Member("sources", SOURCE), Member("figures", FIGURE), Member("camps", CAMP_CLAIM)),
    Member("uid", TEXT),
)
ACTOR = (
    *(Member("type", TEXT, is_needed=True), Member("names", NAMES, is_needed=True)),
    *(Member("part_of", TIE), Member("made_by", TIE), Member("renamed", RENAME), Member("camps", CAMP_CLAIM)),
)


def shaped(value: Any, members: tuple[Member, ...]) -> SimpleNamespace:
    """An object of JSON with these members as attributes, None where it has not got one; what else it has is left out.

    Raises:
        ValueError: it is none, or a member is missing or of another kind. Dates are taken as text.
    """
    if type(value) is not dict:
        raise ValueError("not an object")
    return SimpleNamespace(**{member.name: _member(value, member) for member in members})


def _member(value: dict[str, Any], member: Member) -> Any:
    if member.name not in value:
        if member.is_needed:
            raise ValueError(member.name)
        return None
    return _checked(value[member.name], member)


def _checked(value: Any, member: Member) -> Any:
    kind = member.kind
    if not isinstance(kind, str):
        return [shaped(each, kind) for each in _typed(value, list)]
    if value is None and kind in (TEXT, DATE) and not member.is_needed:
        return None
    if kind in (TEXT, DATE):
        return _typed(value, str)
    if kind == WORDS:
        return [_typed(each, str) for each in _typed(value, list)]
    if kind == NUMBER:
        return value if type(value) is int else _finite(_typed(value, float))
    for each in _typed(value, dict).values():
        if kind == TEXTS:
            _typed(each, str)
        else:
            _checked(each, Member("", WORDS))
    return value


def _finite(value: Any) -> Any:
    if not isfinite(value):
        raise ValueError("not finite")
    return value


def _typed(value: Any, cls: type) -> Any:
    if type(value) is not cls:
        raise ValueError(f"not {cls.__name__}")
    return value
