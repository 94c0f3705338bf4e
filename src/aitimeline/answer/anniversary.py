"""Anniversaries, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from aitimeline.answer.answer import Answer, Field, object_of
from aitimeline.answer.block import BLANK, Block, Break, Column, Grid, Line, Span, Style, Words
from aitimeline.answer.event import event_cited, facts_of, listed
from aitimeline.answer.showing import Showing
from aitimeline.model.day import Days, civil, day_text
from aitimeline.query.anniversary import Anniversary

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LEAP_DAY = (2, 29)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FIELDS = (
    Field("date", lambda each: day_text(each.day)),
    Field("years", lambda each: each.years),
    Field("round", lambda each: each.is_round),
)


def anniversaries_answer(
    items: Iterable[Anniversary], left_out: int, asked: Days, showing: Showing
) -> Answer[Anniversary]:
    """What has its anniversary on the days that are asked for; ``left_out`` may have one there."""
    language, tz = showing.language, showing.tz

    def blocks(found: Iterator[Anniversary]) -> Iterator[Block]:
        date = Column(lambda each: [Span(day_text(each.day) or "", Style.DATE)], is_whole=True)
        grid = partial(Grid, [date, Column(lambda each: _words(each, language, tz))])
        yield from listed(found, grid, _nothing_text(asked, language), _heading(asked, language))
        if left_out:
            yield from (BLANK, Line(_left_out_text(left_out, language)))

    return Answer(
        items=items,
        value=lambda each: {"event": showing.value(each.entry)} | object_of(_FIELDS)(each),
        fields=[*_FIELDS, *facts_of(showing, lambda each: each.entry, ("key", "when", "title"))],
        blocks=blocks,
        truth=("no", "yes"),
        cites=lambda each: event_cited(each.entry),
    )


def _words(found: Anniversary, language: str, tz: ZoneInfo | None) -> Words:
    """What happened and how long ago it is, and below it the key and the date."""
    entry = found.entry
    return [
        Span(f"{entry.title(language)}: "),
        Span(years_text(found.years, language), Style.STRONG if found.is_round else Style.PLAIN),
        Span(_kept(found, language, tz)),
        Break.ALWAYS,
        Span(entry.key, Style.KEY),
        Span(f"  {entry.when.label}", Style.FAINT),
    ]


def years_text(years: int, language: str) -> str:
    """``one year``, ``two years``, ``10 years``, ``1년``."""
    if language == "ko":
        return f"{years:,}년"
    number = _WORDS[years - 1] if years <= len(_WORDS) else f"{years:,}"
    return f"{number} year{'' if years == 1 else 's'}"


def _kept(found: Anniversary, language: str, tz: ZoneInfo | None) -> str:
    """What is said where a year has no 29 February."""
    began = civil(found.entry.when_in(tz).start.first)[1:]
    if began != _LEAP_DAY or civil(found.day)[1:] == _LEAP_DAY:
        return ""
    return " (2월 29일이 없는 해)" if language == "ko" else " (kept on 28 February, as this year has no 29th)"


def _in_words(asked: Days, language: str) -> str:
    first, last = map(day_text, asked)
    if language == "ko":
        return f"{first}" if first == last else f"{first}부터 {last}까지"
    return f"on {first}" if first == last else f"from {first} to {last}"


def _heading(asked: Days, language: str) -> str:
    days = _in_words(asked, language)
    return f"{days}의 기념일" if language == "ko" else f"Anniversaries {days}"


def _nothing_text(asked: Days, language: str) -> str:
    """The answer where there is none."""
    days = _in_words(asked, language)
    if language == "ko":
        return f"{days}에 기념일인 사건이 없음." if asked.first == asked.last else f"{days} 기념일이 없음."
    return f"No event has an anniversary {days}."


def _left_out_text(number: int, language: str) -> str:
    """What is said of events whose day is not known."""
    if language == "ko":
        return f"{number:,}건은 날을 정확히 알 수 없어 뺌."
    if number == 1:
        return "1 event that may have one is left out, as its day is not known."
    return f"{number:,} events that may have one are left out, as their days are not known."
