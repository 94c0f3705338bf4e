"""Alliances: who is a member on a day, and what somebody has joined or left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Field, Named, attributes, object_of
from aitimeline.answer.block import BLANK, Block, Break, Column, Grid, Prose, Span, Style, Words, lines, set_in
from aitimeline.answer.event import facts_of
from aitimeline.answer.membership import alliances_sentence, may_note, members_sentence, type_words
from aitimeline.answer.sentence import dated
from aitimeline.answer.showing import Showing
from aitimeline.answer.value import said_by
from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.query.alliance import Alliance, Change, Member, Membership

_COLUMNS = {"en": ("MEMBER", "ROLE", "SINCE"), "ko": ("구성원", "역할", "참여")}
_ALLIANCE_COLUMNS = {"en": ("ALLIANCE", "ROLE", "JOINED", "LEFT"), "ko": ("연합체", "역할", "참여", "탈퇴")}
_CITED = 10
_Type = tuple[str | None, list[Member]]
"""A type, and the members of it."""


def members_answer(found: Membership, showing: Showing, counted: Condition, *, is_today: bool) -> Answer[Member]:
    """The members of a body."""
    return Answer(
        items=found.members,
        value=_member_value(showing),
        fields=_member_fields(showing),
        blocks=lambda items: _members(found, _member_grid(items, showing), showing, is_today=is_today),
        cites=lambda each: _member_cited(each, showing),
        basis=_basis(found.body, counted),
    )


def types_answer(found: Membership, showing: Showing, counted: Condition, *, is_today: bool) -> Answer[_Type]:
    """The members of each type of a body, the type with the most first."""
    member_value, counts = _member_value(showing), object_of(_OF_A_TYPE)
    return Answer(
        items=_by_type(found.members),
        value=lambda each: counts(each) | {"actors": list(map(member_value, each[1]))},
        fields=(
            *_OF_A_TYPE,
            Field("keys", lambda each: "; ".join(member.key for member in each[1])),
            Field("names", lambda each: "; ".join(showing.name(member.key) for member in each[1])),
        ),
        blocks=lambda items: _members(found, _type_lists(items, showing), showing, is_today=is_today),
        cites=lambda each: (named for member in each[1] for named in _member_cited(member, showing)),
        basis=_basis(found.body, counted),
    )


_OF_A_TYPE = (
    Field("type", lambda each: each[0]),
    Field("members", lambda each: len(each[1])),
    Field("certain", lambda each: _certain(each[1])),
)


def _basis(actor: str, counted: Condition) -> Basis:
    return Basis(about=[Named(actor, is_actor=True)], counted=counted, is_of_actors=True)


def _certain(members: Iterable[Member]) -> int:
    return sum(each.certain for each in members)


def _member_value(showing: Showing) -> Callable[[Member], dict[str, Any]]:
    """What makes a JSON object of a member; ``type`` is null where the log has no record of it."""
    who = object_of(_who(showing))
    return lambda each: who(each) | {"since": showing.told(each.since.event), "certain": each.certain}


def _who(showing: Showing) -> tuple[Field, ...]:
    return (
        Field("key", lambda each: each.key),
        Field("name", lambda each: showing.name(each.key)),
        Field("type", lambda each: each.type),
        Field("role", lambda each: each.since.role),
    )


def _entry(change: Change | None, showing: Showing) -> Entry | None:
    return showing.entry(change.event) if change else None


def _member_cited(member: Member, showing: Showing) -> Iterator[Named]:
    yield Named(member.key, is_actor=True)
    yield from _changes_cited([member.since], showing)


def _changes_cited(changes: Iterable[Change | None], showing: Showing) -> Iterator[Named]:
    yield from (Named(entry.key) for each in changes if (entry := _entry(each, showing)))


def _member_fields(showing: Showing) -> tuple[Field, ...]:
    def said(member: Member) -> tuple[str | None, str | None]:
        entry = _entry(member.since, showing)
        return said_by(entry) if entry else (None, None)

    return (
        *_who(showing),
        *_change_fields("since", lambda each: each.since, showing),
        Field("publisher", lambda each: said(each)[0]),
        Field("url", lambda each: said(each)[1]),
        *attributes("certain"),
    )


def _change_fields(name: str, change_of: Callable[[Any], Change | None], showing: Showing) -> Iterable[Field]:
    """The event by which somebody joined or left: date, zone, key and title."""
    return facts_of(
        showing, lambda each: _entry(change_of(each), showing), ("when", "zone", "key", "title"), f"{name}_"
    )


def _by_type(members: Iterable[Member]) -> list[_Type]:
    """The members of each type, most first, those without a record last."""
    groups: dict[str | None, list[Member]] = {}
    for each in members:
        groups.setdefault(each.type, []).append(each)
    return sorted(groups.items(), key=lambda each: (each[0] is None, -len(each[1]), each[0] or ""))


def _members(found: Membership, listed: Iterable[Block], showing: Showing, *, is_today: bool) -> Iterator[Block]:
    """How many, of which types; who, in which role and since when; and by whom it is said."""
    counts = [(kind, _certain(its), len(its)) for kind, its in _by_type(found.members)]
    left = [(showing.name(each.key), *_when_and_key(each.change, showing)) for each in found.left[:_CITED]]
    name, language = showing.name(found.body), showing.language
    yield Prose(members_sentence(found, name, counts, left, language=language, is_today=is_today))
    if not found.members:
        return
    yield BLANK
    yield from listed
    yield from _citations([each.since for each in found.members], showing)
    if not all(each.certain for each in found.members):
        yield from (BLANK, Prose(may_note(language)))


def _when_and_key(change: Change, showing: Showing) -> tuple[str, str]:
    entry = _entry(change, showing)
    return (entry.when.label if entry else ""), change.event


def _member_grid(members: Iterator[Member], showing: Showing) -> Iterator[Block]:
    member, role, since = _COLUMNS[showing.language]
    columns = (
        Column(lambda each: _named(showing.name(each.key), each.key, each.type or ""), member),
        Column(lambda each: each.since.role, role),
        Column(lambda each: _dated(each.since, showing, is_sure=each.certain), since),
    )
    yield Grid(columns, members, has_headings=True)


def _named(name: str, key: str, kind: str = "") -> Words:
    """A name, and what else there is to say, below it where there is little room."""
    more = (Span("  "), Span(kind, Style.FAINT)) if kind else ()
    return [Span(name), Break.ROOM, Span(key, Style.KEY), *more]


def _dated(change: Change | None, showing: Showing, *, is_sure: bool = True) -> Words:
    entry = _entry(change, showing)
    if entry is None:
        return ""
    when = Span(entry.when.label + ("" if is_sure else " ?"), Style.DATE)
    return [when, Break.ROOM, Span(entry.key, Style.FAINT)]


def _type_lists(types: Iterable[_Type], showing: Showing) -> Iterator[Block]:
    for kind, members in types:
        names = ", ".join(showing.name(each.key) + ("" if each.certain else " ?") for each in members)
        heading = type_words(kind, _certain(members), len(members), showing.language)
        yield from (Prose([Span(heading, Style.STRONG)]), set_in(names))


def _citations(changes: Iterable[Change], showing: Showing) -> Iterator[Block]:
    """The events in which members joined, ten at most, each with its first source."""
    keys = list(dict.fromkeys(each.event for each in changes))
    entries = filter(None, map(showing.entry, keys[:_CITED]))
    cited = [*lines((f"{each.key}: {_cited(each, showing.language)}" for each in entries), Style.FAINT)]
    if more := len(keys[_CITED:]):
        korean = showing.language == "ko"
        left = f"외 사건 {more:,}건(-f json에 모두 표시)" if korean else f"and {more:,} more; -f json has all"
        cited += [*([Break.ALWAYS] if cited else []), Span(left)]
    yield from (BLANK, Prose(cited))


def _cited(entry: Entry, language: str) -> str:
    said = filter(None, said_by(entry))
    nobody = "출처 없음" if language == "ko" else "no source"
    title = f"“{entry.title(language)}”, {dated(entry.when.label, entry.zone_name)}"
    return f"{title}. {', '.join(said) or nobody}"


def alliances_answer(
    found: Sequence[Alliance], actor: str, day: int | None, showing: Showing, counted: Condition
) -> Answer[Alliance]:
    """The alliances that an actor has joined or left, or is in on a day."""
    return Answer(
        items=found,
        value=alliance_value(showing),
        fields=(
            *_which(showing),
            *_change_fields("joined", lambda each: each.stay.joined, showing),
            *_change_fields("left", lambda each: each.stay.left, showing),
            *attributes("certain"),
        ),
        blocks=lambda items: _alliances(found, items, actor, day, showing),
        cites=lambda each: alliance_cited(each, showing),
        basis=_basis(actor, counted),
    )


def alliance_value(showing: Showing) -> Callable[[Alliance], dict[str, Any]]:
    """What makes a JSON object of an alliance that somebody joined or left; null is what the log does not say."""
    which = object_of(_which(showing))

    def value(each: Alliance) -> dict[str, Any]:
        joined, left = (showing.told(change.event) if change else None for change in each.stay)
        return which(each) | {"joined": joined, "left": left, "certain": each.certain}

    return value


def _which(showing: Showing) -> tuple[Field, ...]:
    return (
        Field("key", lambda each: each.body),
        Field("name", lambda each: showing.name(each.body)),
        Field("role", _role_in),
    )


def alliance_cited(alliance: Alliance, showing: Showing) -> Iterator[Named]:
    """The alliance, and the events by which somebody joined and left it."""
    yield Named(alliance.body, is_actor=True)
    yield from _changes_cited(alliance.stay, showing)


def _role_in(alliance: Alliance) -> str | None:
    """The role in which somebody joined, or else left."""
    change = alliance.stay.joined or alliance.stay.left
    return change.role if change else None


def _alliances(
    found: Sequence[Alliance], items: Iterator[Alliance], actor: str, day: int | None, showing: Showing
) -> Iterator[Block]:
    """What somebody joined, in a sentence, then each with role and dates."""
    language = showing.language
    yield Prose(alliances_sentence(found, showing.name(actor), day, showing.name, language))
    if not found:
        return
    alliance, role, joined, left = _ALLIANCE_COLUMNS[language]
    columns = (
        Column(lambda each: _named(showing.name(each.body), each.body), alliance),
        Column(lambda each: _role_in(each) or "", role),
        Column(lambda each: _dated(each.stay.joined, showing, is_sure=each.certain is not False), joined),
        Column(lambda each: _dated(each.stay.left, showing), left),
    )
    yield from (BLANK, Grid(columns, items, has_headings=True))
    yield from _citations((end for each in found for end in each.stay if end), showing)
    if any(each.certain is False for each in found):
        yield from (BLANK, Prose(may_note(language, can_be_left_out=False)))
