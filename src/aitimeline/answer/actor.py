"""Who takes part in events, and in how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Field, Named
from aitimeline.answer.block import Block, Break, Column, Grid, Span, Style, Words
from aitimeline.answer.event import listed
from aitimeline.answer.showing import Showing
from aitimeline.index.census import Landmark, Tally
from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry

_COLUMNS = {
    "en": ("KEY", "NAME", "TYPE", "EVENTS", "FIRST", "LAST"),
    "ko": ("키", "이름", "유형", "사건", "처음", "마지막"),
}
_NARROW_COLUMNS = {"en": ("EVENTS", "ACTOR", "FIRST AND LAST"), "ko": ("사건", "행위자", "처음과 마지막")}


def actors_answer(tallies: Iterable[Tally], showing: Showing, counted: Condition, nothing: str) -> Answer[Tally]:
    """Actors, each with the number of its events; where there are none, a person reads ``nothing``."""
    return Answer(
        items=tallies,
        value=lambda each: _value(each, showing),
        fields=_fields(showing),
        blocks=lambda items: _blocks(items, showing, nothing),
        cites=_cited,
        basis=Basis(counted=counted, is_of_actors=True),
    )


def _value(tally: Tally, showing: Showing) -> dict[str, Any]:
    """An actor as a JSON object; ``type`` and ``names`` are null where the log has no record of it."""
    data = showing.timeline.actor_data(tally.actor)
    ends = (_event(each, showing) for each in (tally.first, tally.last))
    first, last = (showing.brief(each) if each else None for each in ends)
    return {
        "key": tally.actor,
        "name": showing.name(tally.actor),
        "type": showing.type(tally.actor),
        "names": dict(sorted(data["names"].items())) if data else None,
        "recorded": data is not None,
        "events": tally.events,
        "first": first,
        "last": last,
    }


def _cited(tally: Tally) -> Iterator[Named]:
    yield Named(tally.actor, is_actor=True)
    yield from (Named(each.key) for each in (tally.first, tally.last) if each)


def _event(landmark: Landmark | None, showing: Showing) -> Entry | None:
    return None if landmark is None else showing.timeline.latest(landmark.key)


def _fields(showing: Showing) -> tuple[Field, ...]:
    def when(landmark: Landmark | None) -> str:
        entry = _event(landmark, showing)
        return entry.when.edtf if entry else ""

    return (
        Field("key", lambda each: each.actor),
        Field("name", lambda each: showing.name(each.actor)),
        Field("type", lambda each: showing.type(each.actor)),
        Field("recorded", lambda each: showing.timeline.actor_data(each.actor) is not None),
        Field("events", lambda each: each.events),
        Field("first_when", lambda each: when(each.first)),
        Field("first_key", lambda each: each.first.key if each.first else ""),
        Field("last_when", lambda each: when(each.last)),
        Field("last_key", lambda each: each.last.key if each.last else ""),
    )


def _blocks(tallies: Iterator[Tally], showing: Showing, nothing: str) -> Iterator[Block]:
    def note(without: int) -> str:
        return _without_text(without, showing.language)

    grid = partial(Grid, _columns(showing), has_headings=True, narrow=_narrow(showing))
    return listed(tallies, grid, nothing, "", note, lambda tally: showing.timeline.actor_data(tally.actor) is None)


def _columns(showing: Showing) -> tuple[Column, ...]:
    key, name, kind, events, first, last = _COLUMNS[showing.language]
    return (
        Column(lambda each: [Span(each.actor, Style.KEY)], key),
        Column(lambda each: showing.name(each.actor), name),
        Column(lambda each: [_kind(each, showing)], kind),
        Column(lambda each: f"{each.events:,}", events, is_right=True, is_whole=True),
        Column(lambda each: _end(each.first, showing), first),
        Column(lambda each: _end(each.last, showing), last),
    )


def _narrow(showing: Showing) -> tuple[Column, ...]:
    """The number, and beside it who it is and between when, in two lines each."""
    events, actor, ends = _NARROW_COLUMNS[showing.language]

    def who(each: Tally) -> Words:
        below = (Span(each.actor, Style.KEY), Span("  "), _kind(each, showing))
        return [Span(showing.name(each.actor)), Break.ALWAYS, *below]

    return (
        Column(lambda each: f"{each.events:,}", events, is_right=True, is_whole=True),
        Column(who, actor),
        Column(lambda each: [*_end(each.first, showing), Break.ALWAYS, *_end(each.last, showing)], ends),
    )


def _kind(tally: Tally, showing: Showing) -> Span:
    kind = showing.type(tally.actor)
    return Span(no_record(showing.language), Style.FAINT) if kind is None else Span(kind)


def _end(landmark: Landmark | None, showing: Showing) -> list[Span | Break]:
    entry = _event(landmark, showing)
    return [Span(f"{entry.when.label} ", Style.DATE), Span(entry.key, Style.FAINT)] if entry else []


def no_record(language: str) -> str:
    """What stands in place of the type of an actor that the log has no record of."""
    return "기록 없음" if language == "ko" else "no record"


def _without_text(number: int, language: str) -> str:
    if language == "ko":
        return f"{number:,}개는 로그에 기록이 없음. 'aitimeline add-actor'로 기록할 수 있음."
    what = "1 actor has" if number == 1 else f"{number:,} actors have"
    return f"{what} no record in the log; 'aitimeline add-actor' makes one."
