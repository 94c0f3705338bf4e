"""An actor closely: its names and ties, its roles, alliances, figures and newest events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from aitimeline.answer.actor import no_record
from aitimeline.answer.alliance import alliance_cited, alliance_value
from aitimeline.answer.answer import Answer, Basis, Field, Named, actors_named
from aitimeline.answer.block import BLANK, Block, Break, Prose, Span, Style, Words, facts, pairs
from aitimeline.answer.camp import cited, claim_text, claim_value
from aitimeline.answer.event import facts_of, itself
from aitimeline.answer.sentence import dated
from aitimeline.answer.series import number_text, reading_value
from aitimeline.answer.showing import Showing
from aitimeline.answer.value import said_value
from aitimeline.index.condition import has_facet
from aitimeline.index.entry import Entry
from aitimeline.query.alliance import Alliance
from aitimeline.query.portrait import Bond, Description, LaterName, Portrait, roles_of
from aitimeline.query.series import Reading

_LABEL = 9
_NAMES = (
    *("key", "type", "names", "renamed", "part_of", "made_by", "parts", "products", "camp"),
    *("events", "first", "last", "roles", "no role", "with", "alliance", "figure"),
)
_KOREAN = (
    *("키", "유형", "이름", "개명", "소속", "만든 곳", "산하", "제품", "진영"),
    *("사건", "처음", "마지막", "역할", "역할 없음", "함께", "연합체", "수치"),
)
_LABELS = {
    "en": {name: name.replace("_", " ") for name in _NAMES},
    "ko": dict(zip(_NAMES, _KOREAN, strict=True)),
}
_Fact = tuple[str, Words]


def portrait_answer(found: Portrait, showing: Showing) -> Answer[Portrait]:
    """An actor; its newest events are the lines of data."""
    key = found.description.key
    return Answer(
        items=[found],
        value=lambda each: _value(each, showing),
        fields=[*facts_of(showing, itself), Field("roles", lambda entry: "; ".join(roles_of(entry, key)))],
        lines=lambda each: each.newest,
        blocks=lambda items: (block for each in items for block in _blocks(each, showing)),
        is_one=True,
        cites=lambda each: _cited(each, showing),
        basis=Basis([Named(key, is_actor=True)], has_facet("actor", [key]), is_of_actors=True),
    )


def description_answer(found: Description, showing: Showing) -> Answer[Description]:
    """What an actor is."""
    return Answer(
        items=[found],
        value=lambda each: _description_value(each, showing),
        fields=(),
        blocks=lambda items: (block for each in items for block in _headed(each, _described(each, showing), showing)),
        is_one=True,
        cites=_description_cited,
    )


def _value(found: Portrait, showing: Showing) -> dict[str, Any]:
    """An actor as a JSON object."""
    return {
        **_description_value(found.description, showing),
        "events": found.events,
        "first": showing.brief(found.first) if found.first else None,
        "last": showing.brief(found.last) if found.last else None,
        "roles": [{"role": role, "events": number} for role, number in found.roles],
        "with": [{"key": key, "name": showing.name(key), "events": number} for key, number in found.companions],
        "alliances": list(map(alliance_value(showing), found.alliances)),
        "figures": [reading_value(each, showing) for each in found.figures],
        "newest": [
            showing.brief(entry) | {"roles": list(roles_of(entry, found.description.key))} for entry in found.newest
        ],
    }


def _cited(found: Portrait, showing: Showing) -> Iterator[Named]:
    yield from _description_cited(found.description)
    yield from (Named(each.key) for each in (found.first, found.last) if each)
    yield from actors_named(key for key, _ in found.companions)
    for alliance in found.alliances:
        yield from alliance_cited(alliance, showing)
    yield from (Named(each.key) for each in found.newest)


def _description_cited(found: Description) -> Iterator[Named]:
    bonds = (bond.actor for bonds in (found.part_of, found.made_by) for bond in bonds)
    return actors_named((found.key, *bonds, *found.parts, *found.products))


def _description_value(found: Description, showing: Showing) -> dict[str, Any]:
    def bonds(stated: Iterable[Bond]) -> list[dict[str, Any]]:
        return [{"key": each.actor, "name": showing.name(each.actor)} | _stated(each) for each in stated]

    return {
        "key": found.key,
        "name": showing.name(found.key),
        "type": found.type,
        "names": found.names,
        "recorded": found.names is not None,
        "renamed": [{"names": each.names} | _stated(each) for each in found.renamed],
        "part_of": bonds(found.part_of),
        "made_by": bonds(found.made_by),
        "parts": showing.named(found.parts),
        "products": showing.named(found.products),
        "camps": list(map(claim_value, found.camps)),
    }


def _stated(each: Bond | LaterName) -> dict[str, Any]:
    sources = list(map(said_value, each.sources))
    return {"when": each.when and each.when.edtf, "zone": each.zone, "sources": sources}


def _blocks(found: Portrait, showing: Showing) -> Iterator[Block]:
    """What it is, whom it appears with, what was stated of it, and its newest events."""
    yield from _headed(found.description, [*_described(found.description, showing), *_facts(found, showing)], showing)
    if not found.newest:
        return
    key = found.description.key
    yield from (BLANK, pairs(_event(entry, key, showing) for entry in found.newest))
    if left := found.events - len(found.newest):
        yield from (BLANK, Prose(_left_text(left, key, showing.language)))


def _event(entry: Entry, key: str, showing: Showing) -> tuple[Words, Words]:
    roles = Span(f"  {', '.join(roles_of(entry, key))}", Style.FAINT)
    below = (Break.ALWAYS, Span(entry.key, Style.KEY), roles)
    return [Span(entry.when.label, Style.DATE)], [Span(entry.title(showing.language)), *below]


def _headed(found: Description, said: Iterable[_Fact], showing: Showing) -> Iterator[Block]:
    yield from (Prose([Span(showing.name(found.key), Style.STRONG)]), BLANK, facts(said, _LABEL))


def _described(found: Description, showing: Showing) -> Iterator[_Fact]:
    label = _LABELS[showing.language]
    yield label["key"], [Span(found.key, Style.KEY)]
    yield label["type"], found.type if found.type is not None else no_record(showing.language)
    for tag, names in (found.names or {}).items():
        yield f"{label['names']} {tag}", ", ".join(names)
    for later in found.renamed:
        every = dict.fromkeys(each for its in later.names.values() for each in its)
        yield label["renamed"], _bond(later, ", ".join(every))
    for name, bonds in (("part_of", found.part_of), ("made_by", found.made_by)):
        yield from ((label[name], _bond(bond, showing.name(bond.actor))) for bond in bonds)
    for name, keys in (("parts", found.parts), ("products", found.products)):
        if keys:
            yield label[name], ", ".join(map(showing.name, keys))
    yield from ((label["camp"], claim_text(claim)) for claim in found.camps)


def _bond(bond: Bond | LaterName, name: str) -> str:
    when = f", {dated(bond.when.label, bond.zone)}" if bond.when else ""
    return cited(f"{name}{when}", bond.sources)


def _facts(found: Portrait, showing: Showing) -> Iterator[_Fact]:
    label = _LABELS[showing.language]
    yield label["events"], f"{found.events:,}"
    for name, entry in (("first", found.first), ("last", found.last)):
        if entry:
            yield label[name], f"{dated(entry.when.label, entry.zone_name)}: {entry.title(showing.language)}"
    if found.roles:
        yield label["roles"], ", ".join(f"{role or label['no role']} {number:,}" for role, number in found.roles)
    if found.companions:
        yield label["with"], ", ".join(f"{showing.name(key)} {number:,}" for key, number in found.companions)
    yield from ((label["alliance"], _alliance(each, showing)) for each in found.alliances)
    yield from ((label["figure"], _figure(reading)) for reading in found.figures)


def _alliance(found: Alliance, showing: Showing) -> str:
    """The alliance, and each event by which it was joined or left, with the role there."""
    changes = (f"{each.role} ({each.event})" for each in (found.stay.joined, found.stay.left) if each)
    return f"{showing.name(found.body)}: {', '.join(changes)}"


def _figure(reading: Reading) -> str:
    series = reading.mark.series
    value = f"{series.name}: {number_text(reading.mark.value)} {series.unit}".rstrip()
    return f"{value} ({reading.mark.key})"


def _left_text(left: int, key: str, language: str) -> str:
    if language == "ko":
        return f"이전 사건 {left:,}건이 더 있음: 'aitimeline list actor:{key}'"
    earlier = "1 earlier event is" if left == 1 else f"{left:,} earlier events are"
    return f"{earlier} not shown; 'aitimeline list actor:{key}' lists all, --limit N shows more."
