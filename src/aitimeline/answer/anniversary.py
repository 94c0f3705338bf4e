"""Anniversaries, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.value import event_value
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import Days, civil, day_text
from aitimeline.model.visible import visible
from aitimeline.query.anniversary import Anniversary
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HEADINGS = ("date", "years", "round", "key", "when", "title")
_TOGETHER = 500
_LEAP_DAY = (2, 29)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def anniversary_value(
    found: Anniversary, timeline: Timeline, language: str, tz: ZoneInfo | None = None
) -> dict[str, Any]:
    """An anniversary as a JSON object."""
    return {
        "event": event_value(found.entry, timeline, language, tz),
        "date": day_text(found.day),
        "years": found.years,
        "round": found.is_round,
    }


def anniversary_rows(found: Iterable[Anniversary], language: str) -> Iterator[tuple[str | int | bool | None, ...]]:
    """Flat rows under ``HEADINGS``."""
    for each in found:
        entry = each.entry
        yield (
            *(day_text(each.day), each.years, each.is_round),
            *(entry.key, entry.when.edtf, entry.title(language)),
        )


def anniversary_tables(
    found: Iterable[Anniversary], asked: Days, paper: Paper, tz: ZoneInfo | None = None
) -> Iterator[str]:
    """For reading: a heading, then a line for each, and its key below it. Nothing where there is none."""
    rows = iter(found)
    heading = f"{_heading(asked, paper.language)}\n\n"
    while piece := list(islice(rows, _TOGETHER)):
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for each in piece:
            table.add_row(Styled(day_text(each.day) or "", "cyan"), _line(each, paper.language, tz))
        yield heading + draw(table, paper)
        heading = ""


def _line(found: Anniversary, language: str, tz: ZoneInfo | None) -> Styled:
    entry = found.entry
    style = "bold" if found.is_round else ""
    below = Styled.assemble(("\n" + visible(entry.key), "green"), (f"  {visible(entry.when.label)}", "dim"))
    text = Styled.assemble(
        f"{visible(entry.title(language))}: ", (years_text(found.years, language), style), _kept(found, language, tz)
    )
    return text + below


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


def _heading(asked: Days, language: str) -> str:
    first, last = day_text(asked.first), day_text(asked.last)
    if language == "ko":
        return f"{first}의 기념일" if first == last else f"{first}부터 {last}까지의 기념일"
    return f"Anniversaries on {first}" if first == last else f"Anniversaries from {first} to {last}"


def nothing_text(asked: Days, language: str) -> str:
    """The answer where there is none."""
    first, last = day_text(asked.first), day_text(asked.last)
    if language == "ko":
        return f"{first}에 기념일인 사건이 없음.\n" if first == last else f"{first}부터 {last}까지 기념일이 없음.\n"
    return f"No event has an anniversary {f'on {first}' if first == last else f'from {first} to {last}'}.\n"


def left_out_text(number: int, language: str) -> str:
    """What is said of events whose day is not known; nothing where there is none."""
    if not number:
        return ""
    if language == "ko":
        return f"{number:,}건은 날을 정확히 알 수 없어 뺌."
    if number == 1:
        return "1 event that may have one is left out, as its day is not known."
    return f"{number:,} events that may have one are left out, as their days are not known."
