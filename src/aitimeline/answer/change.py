"""What has changed since a time, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from typing import Any

from aitimeline.answer.answer import Answer, Named, named_members
from aitimeline.answer.block import BLANK, Block, Break, Prose, Span, Style, Words, many, pairs
from aitimeline.answer.past import differences, row_of
from aitimeline.answer.showing import Showing
from aitimeline.model.instant import format_time, moment
from aitimeline.model.preferred import preferred
from aitimeline.model.when import When
from aitimeline.query.change import ACTOR, EVENT, Change, News, Turn

_FIELDS = (
    *("recorded_at", "what", "about", "key", "when", "title", "recorded_by", "reason", "changes", "conflict", "id"),
)
_WORDS = {
    Turn.NEW: ("is new", "are new", "새로 기록"),
    Turn.REVISED: ("was revised", "were revised", "수정"),
    Turn.WITHDRAWN: ("was withdrawn", "were withdrawn", "철회"),
    Turn.BACK: ("was brought back", "were brought back", "되살림"),
    Turn.CONTESTED: ("got a version that contradicts another", "got versions that contradict each other", "엇갈림"),
    Turn.SETTLED: ("was settled", "were settled", "엇갈림 정리"),
}
"""What has become of one and of several in English; the same in Korean."""
_STYLES = {Turn.NEW: Style.NEW, Turn.WITHDRAWN: Style.WARNING, Turn.CONTESTED: Style.WARNING}
_CALENDAR = (-62_135_596_800_000_000, 253_402_300_799_999_999)  # the years 1 to 9999, in microseconds since 1970


def news_answer(found: News, since: int, showing: Showing) -> Answer[Change]:
    """When what has become of what, who says so, and what is otherwise; for reading a sentence first."""
    language, tz = showing.language, showing.tz

    def blocks(changes: Iterator[Change]) -> Iterator[Block]:
        yield Prose(_sentence(found.counts, since, tz, language))
        if found.counts:
            yield BLANK
        yield pairs(([Span(_time(each.time, tz), Style.DATE)], _words(each, language)) for each in changes)

    return Answer(
        items=found.changes,
        value=lambda change: _value(change, language),
        fields=named_members(*_FIELDS),
        lines=lambda change: [row_of(_value(change, language))],
        blocks=blocks,
        cites=lambda change: [Named(change.key, change.about == ACTOR, change.id)],
    )


def _value(change: Change, language: str) -> dict[str, Any]:
    """A change as a JSON object; ``when`` is null of an actor, whose ``title`` is its name."""
    return {
        "recorded_at": format_time(moment(change.time)),
        "what": change.turn.value,
        "about": change.about,
        "key": change.key,
        "when": When.parse(change.after["when"]).edtf if change.about == EVENT else None,
        "title": _title(change, language),
        "recorded_by": change.recorded_by,
        "reason": change.reason,
        "changes": _differences(change),
        "conflict": change.is_in_conflict,
        "id": change.id,
    }


def _title(change: Change, language: str) -> str:
    if change.about == EVENT:
        return preferred(change.after["title"], language)
    names = {tag: given[0] for tag, given in change.after.get("names", {}).items() if given}
    return preferred(names, language) or change.key


def _differences(change: Change) -> list[str]:
    is_said = change.before is not None and change.turn is not Turn.WITHDRAWN
    return list(differences(change.before or {}, change.after)) if is_said else []


def _sentence(counts: Mapping[tuple[str, Turn], int], since: int, tz: tzinfo | None, language: str) -> str:
    """``Since 2026-11-25 00:00 UTC: 3 events are new, 1 was revised; 1 actor was revised.``."""
    time = _time(since, tz)
    korean = language == "ko"
    said = [found for about in (EVENT, ACTOR) if (found := _counted(counts, about, korean=korean))]
    if korean:
        return f"{time} 이후: {'; '.join(said)}." if said else f"{time} 이후 달라진 것이 없음."
    return f"Since {time}: {'; '.join(said)}." if said else f"Nothing has changed since {time}."


def _counted(counts: Mapping[tuple[str, Turn], int], about: str, *, korean: bool) -> str:
    found = [(turn, counts[about, turn]) for turn in Turn if counts.get((about, turn))]
    if not found:
        return ""
    if korean:
        noun, counter = ("사건", "건") if about == EVENT else ("행위자", "개")
        return f"{noun} " + ", ".join(f"{_WORDS[turn][2]} {number:,}{counter}" for turn, number in found)
    (first, number), *others = ((_WORDS[turn][number != 1], number) for turn, number in found)
    opening = f"{many(number, about)} {first}"
    return ", ".join([opening, *(f"{number:,} {verb}" for verb, number in others)])


def _time(microseconds: int, tz: tzinfo | None) -> str:
    """A time to the minute; of what lies beyond the calendar only on which side."""
    first, last = _CALENDAR
    if not first < microseconds < last:
        return "the beginning" if microseconds <= first else "the end of all days"
    try:
        time = moment(microseconds).astimezone(tz or UTC)
    except OverflowError:
        time = moment(microseconds)
    return f"{time:%Y-%m-%d %H:%M} {time.tzname()}"


def _words(change: Change, language: str) -> Words:
    turn = _WORDS[change.turn][2] if language == "ko" else change.turn.value
    head = "" if change.about == EVENT else "행위자 " if language == "ko" else "actor "
    when = "" if change.about == ACTOR else f"  {When.parse(change.after['when']).label}"
    said = f": {change.reason}" if change.reason else ""
    below = [f"{change.recorded_by}{said}", *_differences(change)]
    return [
        Span(turn, _STYLES.get(change.turn, Style.STRONG)),
        Span(f"  {_title(change, language)}"),
        Break.ALWAYS,
        Span(f"{head}{change.key}", Style.KEY),
        Span(when, Style.FAINT),
        *(part for line in below for part in (Break.ALWAYS, Span(line))),
    ]
