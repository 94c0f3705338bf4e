"""Runs of events, and the events nearest to one."""

from __future__ import annotations

from collections.abc import Iterator

from aitimeline.answer.answer import Answer, Basis, Named
from aitimeline.answer.block import BLANK, Block, Break, Column, Grid, Prose, Span, Style, Words, dated_words, day_count
from aitimeline.answer.event import DAYS, days_text, days_value, event_cited, facts_of
from aitimeline.answer.sentence import doubt_note, named
from aitimeline.answer.showing import Showing
from aitimeline.index.entry import Entry
from aitimeline.model.day import day_text
from aitimeline.query.chain import Chain, Link
from aitimeline.query.question import Side


def chain_answer(found: Chain, showing: Showing, origin: Entry, days: int) -> Answer[Link]:
    """A run of events with the days from each to the next: for reading, the one asked about stands out."""
    language = showing.language
    columns = (
        Column(lambda link: days_text(link) if link.days else "", "GAP", Style.STRONG, is_right=True, is_whole=True),
        Column(lambda link: dated_words(link.entry.when.label), "WHEN", Style.DATE, is_whole=True),
        Column(lambda link: _event(link.entry, language, is_origin=link.entry.key == origin.key), "EVENT"),
    )

    def blocks(items: Iterator[Link]) -> Iterator[Block]:
        links = list(items)
        yield Prose(_heading(found, origin, days, language))
        if len(links) > 1:
            yield from (BLANK, Grid(columns, links, has_headings=True))
        if not all(link.certain for link in links):
            yield from (BLANK, Prose(doubt_note("be farther", "간격이 더 클", language, "imprecise dates")))

    return Answer(
        items=found.links,
        value=lambda link: showing.value(link.entry) | days_value(link),
        fields=(*DAYS, *facts_of(showing, lambda link: link.entry)),
        blocks=blocks,
        cites=lambda link: event_cited(link.entry),
        basis=Basis(about=[Named(origin.key)]),
        notices=lambda: [_cut(len(found.links), language)] if found.is_cut else [],
    )


def _event(entry: Entry, language: str, *, is_origin: bool) -> Words:
    title = Span(entry.title(language), Style.STRONG if is_origin else Style.PLAIN)
    return [Span("* " if is_origin else ""), title, Break.ROOM, Span(entry.key, Style.KEY)]


def _heading(chain: Chain, origin: Entry, days: int, language: str) -> str:
    """A run in a sentence."""
    number, event = len(chain.links), named(origin, language)
    first, last = day_text(chain.days.first), day_text(chain.days.last)
    if language == "ko":
        extent = f"{first or '시작 없음'}부터 {last or '끝 없음'}까지"
        return f"{event} 사건이 든 연쇄: {number}건, {extent}, 앞 사건과의 간격 {days}일 이내"
    if number == 1:
        return f"No other event is within {day_count(days)} of {event}."
    extent = f"from {first}" if first else "without a first day"
    end = f"to {last}" if last else "without a last day"
    return f"{number} events {extent} {end}, each within {day_count(days)} of one before it, around {event}:"


def _cut(limit: int, language: str) -> str:
    """What is said where a run goes on."""
    if language == "ko":
        return f"연쇄는 더 이어짐: 가장 가까운 {limit}건만 표시(--limit으로 변경)"
    return f"the run goes on; shown are the {limit} events nearest to the one asked about (--limit shows more)"


def nearest_heading(origin: Entry, number: int, side: Side, language: str) -> str:
    """What is listed below: the events nearest to one."""
    event = named(origin, language)
    if language == "ko":
        part = {Side.BEFORE: " 이전", Side.AFTER: " 이후", Side.BOTH: ""}[side]
        return f"{event}에서 가장 가까운{part} 사건 {number}건"
    part = {Side.BEFORE: "nearest before", Side.AFTER: "nearest after", Side.BOTH: "nearest to"}[side]
    return f"The event {part} {event}:" if number == 1 else f"The {number} events {part} {event}:"


def nearest_nothing(origin: Entry, side: Side) -> str:
    """The answer where there is none."""
    part = {Side.BEFORE: "before", Side.AFTER: "after", Side.BOTH: "near"}[side]
    return f"No event is {part} {origin.key}."


def nearest_note(language: str) -> str:
    """What the question mark beside some distances means."""
    return doubt_note("be nearer", "더 가까울", language)
