"""Lists of events, with or without their distance from one, and one event by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Cell, Field, Named, actors_named
from aitimeline.answer.block import BLANK, Block, Break, Column, Grid, Line, Prose, Span, Style, Words, dated_words
from aitimeline.answer.sentence import possible_note, signed
from aitimeline.answer.showing import Showing
from aitimeline.index.entry import Entry
from aitimeline.model.distance import Distance
from aitimeline.model.instant import time_text
from aitimeline.query.question import Near

Asked = Callable[[Any], Entry]


def events(items: Iterable[Entry], showing: Showing, nothing: str) -> Answer[Entry]:
    """A list of events; where there are none, a person reads ``nothing``."""
    return Answer(
        items=items,
        value=showing.value,
        fields=event_fields(showing, itself),
        shown=event_document(showing, itself),
        blocks=lambda found: listed(found, _grid(showing, itself), nothing),
        cites=event_cited,
    )


def events_near(
    items: Iterable[Near], showing: Showing, origin: Entry, heading: str, nothing: str, note: str = ""
) -> Answer[Near]:
    """Events with their distance from one; ``note`` says of some that they are only possible."""
    days = Column(lambda near: [Span(days_text(near), Style.STRONG)], "DAYS", is_right=True, is_whole=True)

    def may_be(_: int) -> str:
        return note or possible_note(showing.language)

    return Answer(
        items=items,
        value=lambda near: showing.value(near.entry) | days_value(near),
        fields=[*DAYS, *event_fields(showing, _of_near)],
        shown=[Field("Days", lambda near: days_span(near.days)), *event_document(showing, _of_near)],
        blocks=lambda found: listed(found, _grid(showing, _of_near, days), nothing, heading, may_be, is_possible),
        cites=lambda near: event_cited(near.entry),
        basis=Basis(about=[Named(origin.key)]),
    )


def listed(
    items: Iterator[Any],
    grid: Callable[[Iterable[Any]], Grid],
    nothing: str,
    heading: str = "",
    note: Callable[[int], str] = str,
    is_noted: Callable[[Any], bool] = lambda _: False,
) -> Iterator[Block]:
    """A heading, a grid of items, and a note on how many of them call for one; ``nothing`` of no items."""
    first = next(items, None)
    if first is None:
        yield Line(nothing)
        return
    if heading:
        yield from (Prose(heading), BLANK)
    noted = 0

    def watched() -> Iterator[Any]:
        nonlocal noted
        item = first
        while item is not None:
            noted += is_noted(item)
            yield item
            item = next(items, None)

    yield grid(watched())
    if noted:
        yield from (BLANK, Prose(note(noted)))


def event_cited(entry: Entry) -> Iterator[Named]:
    """An event by its records, and who takes part in it."""
    yield from (Named(entry.key, id=each) for each in dict.fromkeys([entry.id, *entry.heads]))
    yield from actors_named(_taking_part(entry))


def _taking_part(entry: Entry) -> Iterator[str]:
    return (part["actor"] for part in entry.data.get("actors", ()))


def itself(entry: Entry) -> Entry:
    """An event of itself."""
    return entry


_of_near: Asked = attrgetter("entry")


def is_possible(each: Any) -> bool:
    """True of what may also be otherwise, as a date is imprecise."""
    return not each.certain


DAYS = (
    Field("days", lambda each: each.days and each.days.least),
    Field("days_latest", lambda each: each.days and each.days.greatest),
    Field("certain", lambda each: each.certain),
)
"""The fields of a distance, which may be missing."""


def days_value(each: Any) -> dict[str, Any]:
    """``days``, a signed integer or ``[low, high]`` or null, and ``certain``."""
    return {"days": each.days and each.days.to_json(), "certain": each.certain}


_FACTS: dict[str, Callable[[Entry, str], Cell]] = {
    "key": lambda entry, _: entry.key,
    "when": lambda entry, _: entry.when.edtf,
    "zone": lambda entry, _: entry.zone_name,
    "title": lambda entry, language: entry.title(language),
    "kind": lambda entry, _: entry.data["kind"],
}


def facts_of(
    showing: Showing, of: Callable[[Any], Entry | None], names: Iterable[str] = tuple(_FACTS), before: str = ""
) -> list[Field]:
    """Fields of an event, which may be missing: key, date, zone, title and kind, or some of these."""

    def field(name: str) -> Field:
        fact = _FACTS[name]
        return Field(before + name, lambda each: fact(entry, showing.language) if (entry := of(each)) else None)

    return [field(name) for name in names]


def event_fields(showing: Showing, of: Asked) -> tuple[Field, ...]:
    """An event as a row of data; several values in one cell are joined by ``; ``."""
    return (
        *facts_of(showing, of),
        Field("actors", lambda each: "; ".join(map(showing.name, _taking_part(of(each))))),
        Field("tags", lambda each: "; ".join(of(each).data.get("tags", ()))),
        Field("publishers", lambda each: "; ".join(publishers(of(each)))),
        Field("urls", lambda each: "; ".join(source.get("url") or "" for source in of(each).data.get("sources", ()))),
        Field("recorded_at", lambda each: time_text(of(each).recorded)),
        Field("revision", lambda each: of(each).revision),
    )


def publishers(entry: Entry) -> list[str]:
    """Who says so, by source: its publisher, else its address."""
    return [source.get("publisher") or source.get("url") or "?" for source in entry.data.get("sources", ())]


def event_document(showing: Showing, of: Asked) -> tuple[Field, ...]:
    """An event as a row of a document; a source is a link where it has an address."""
    return (
        Field("When", lambda each: of(each).when.label),
        Field("Event", lambda each: of(each).title(showing.language)),
        Field("Key", lambda each: [Span(of(each).key, Style.KEY)]),
        Field("Source", lambda each: _links(of(each))),
    )


def _links(entry: Entry) -> Words:
    sources = entry.data.get("sources", ())
    links = [Span(name, url=source.get("url") or "") for name, source in zip(publishers(entry), sources, strict=True)]
    return [part for link in links for part in (Span(", "), link)][1:]


def _grid(showing: Showing, of: Asked, *before: Column) -> Callable[[Iterable[Any]], Grid]:
    """A grid of events, with other columns before them."""
    columns, narrow = ([*before, *make(showing, of)] for make in (_columns, _narrow))
    return partial(Grid, columns, has_headings=True, narrow=narrow)


def _columns(showing: Showing, of: Asked) -> tuple[Column, ...]:
    return (
        Column(lambda each: [Span(of(each).when.label, Style.DATE)], "WHEN", is_whole=True),
        Column(lambda each: [_key(of(each))], "KEY", is_whole=True),
        Column(lambda each: of(each).data["kind"], "KIND"),
        Column(lambda each: _title(of(each), showing.language), "TITLE"),
        Column(lambda each: [Span(_source(of(each)), Style.FAINT)], "SOURCE"),
    )


def _narrow(showing: Showing, of: Asked) -> tuple[Column, ...]:
    """The date, and beside it all else in two lines."""

    def stacked(each: Any) -> Words:
        entry = of(each)
        below = Span(f"  {entry.data['kind']} · {_source(entry)}", Style.FAINT)
        return [*_title(entry, showing.language), Break.ALWAYS, _key(entry), below]

    return Column(lambda each: dated_words(of(each).when.label), "WHEN", is_whole=True), Column(stacked, "EVENT")


def _key(entry: Entry) -> Span:
    return Span(entry.key, Style.KEY)


def _title(entry: Entry, language: str) -> list[Span | Break]:
    mark = "two versions: " if entry.is_in_conflict else "withdrawn: " if entry.is_retracted else ""
    return [Span(mark, Style.WARNING), Span(entry.title(language))]


def _source(entry: Entry) -> str:
    first, *others = publishers(entry) or ["no source"]
    return first + (f" +{len(others)}" if others else "")


def days_text(each: Any) -> str:
    """``-6``, ``+3``, or ``-3..+4 ?`` where imprecise dates leave open whether it is within."""
    return signed(each.days) + ("" if each.certain else " ?")


def days_span(days: Distance) -> str:
    """``+3``, ``-3 to +4``, ``+3 or more``."""
    if days.is_exact:
        return f"{days.low:+d}"
    if days.least is None:
        return "any" if days.greatest is None else f"{days.greatest:+d} or less"
    return f"{days.least:+d} or more" if days.greatest is None else f"{days.low:+d} to {days.high:+d}"
