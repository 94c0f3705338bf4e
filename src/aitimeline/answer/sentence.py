"""Answers in a sentence, in English or Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitimeline.answer.block import day_count
from aitimeline.index.entry import Entry
from aitimeline.model.day import Days, day_text
from aitimeline.model.distance import Distance
from aitimeline.model.visible import visible
from aitimeline.query.question import Side

if TYPE_CHECKING:
    from aitimeline.model.event import Source


def dated(when: str, zone: str | None) -> str:
    """A date with its zone: ``2023-12-07 (Asia/Seoul)``."""
    return visible(f"{when} ({zone})" if zone else when)


def source_named(source: Source) -> str:
    """Who says so: publisher, title and date."""
    title = source.title and f"“{source.title}”"
    published = source.published and source.published.label
    return ", ".join(part for part in (source.publisher, title, published) if part)


def days_range(days: Days) -> str:
    """Some days in words: ``2023-12-05``, ``2023-12-05 or 2023-12-06``, ``2023-12-04 to 2023-12-06``, ``until ...``."""
    first, last = day_text(days.first), day_text(days.last)
    if first is None or last is None:
        return f"since {first}" if first else f"until {last}" if last else "any day"
    if first == last:
        return first
    return f"{first} {'or' if days.last - days.first == 1 else 'to'} {last}"


def signed(days: Distance) -> str:
    """``-6``, ``0``, ``+3``, ``-3..+4``; ``+3..`` where there is no greatest, ``any`` where no end at all."""
    if days.least is None and days.greatest is None:
        return "any"
    ends = (days.low,) if days.is_exact else (days.least, days.greatest)
    return "..".join("" if end is None else f"{end:+}" if end else "0" for end in ends)


def within_heading(origin: Entry, days: int, side: Side, language: str) -> str:
    """What is listed below: ``Within 7 days of: Google unveils Gemini, 2023-12-07 (Asia/Seoul)``."""
    title = visible(origin.title(language))
    when = dated(origin.when.label, origin.zone_name)
    if language == "ko":
        part = {Side.BEFORE: "이전 ", Side.AFTER: "이후 ", Side.BOTH: "전후 "}[side]
        return f"{part}{days}일 이내: {title}, {when}"
    return f"{_within(days, side)}: {title}, {when}"


def within_nothing(origin: Entry, days: int, side: Side) -> str:
    """The answer where there is none."""
    return f"Nothing in the log is {_within(days, side).lower()} {origin.key}."


def doubt_note(may: str, korean: str, language: str, left: str = "these") -> str:
    """What the question mark beside some answers means."""
    if language == "ko":
        return f"? 날짜가 정확하지 않아 {korean} 수도 있음(--certain으로 제외)"
    return f"? may {may}, as a date is imprecise; --certain leaves {left} out"


def possible_note(language: str) -> str:
    """The same beside distances."""
    return doubt_note("be within", "범위 안일", language)


def _within(days: int, side: Side) -> str:
    part = {Side.BEFORE: "before", Side.AFTER: "after", Side.BOTH: "of"}[side]
    return f"Within {day_count(days)} {part}"


def named(entry: Entry, language: str) -> str:
    """An event by its title and date."""
    title = visible(entry.title(language))
    return f"“{title}” ({visible(', '.join(filter(None, (entry.when.label, entry.zone_name))))})"
