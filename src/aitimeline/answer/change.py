"""What has changed since a time, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from itertools import islice
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.past import differences
from aitimeline.model.instant import format_time, moment
from aitimeline.model.preferred import preferred
from aitimeline.model.visible import visible
from aitimeline.model.when import When
from aitimeline.query.change import ACTOR, EVENT, Change, Turn
from aitimeline.render.delimited import Cell
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper

HEADINGS = (
    *("recorded_at", "what", "about", "key", "when", "title", "recorded_by", "reason", "changes", "conflict", "id"),
)
_TOGETHER = 500
_ENGLISH = {
    Turn.NEW: ("is new", "are new"),
    Turn.REVISED: ("was revised", "were revised"),
    Turn.WITHDRAWN: ("was withdrawn", "were withdrawn"),
    Turn.BACK: ("was brought back", "were brought back"),
    Turn.CONTESTED: ("got a version that contradicts another", "got versions that contradict each other"),
    Turn.SETTLED: ("was settled", "were settled"),
}
_KOREAN = {
    Turn.NEW: "새로 기록",
    Turn.REVISED: "수정",
    Turn.WITHDRAWN: "철회",
    Turn.BACK: "되살림",
    Turn.CONTESTED: "엇갈림",
    Turn.SETTLED: "엇갈림 정리",
}
_STYLES = {Turn.NEW: "bold green", Turn.WITHDRAWN: "bold red", Turn.CONTESTED: "bold red"}
_CALENDAR = (-62_135_596_800_000_000, 253_402_300_799_999_999)  # the years 1 to 9999, in microseconds since 1970


def change_value(change: Change, language: str) -> dict[str, Any]:
    """A change as a JSON object; ``when`` is null of an actor, whose ``title`` is its name."""
    return {
        "recorded_at": format_time(moment(change.time)),
        "what": change.turn.value,
        "about": change.about,
        "key": change.key,
        "when": _when(change),
        "title": _title(change, language),
        "recorded_by": change.recorded_by,
        "reason": change.reason,
        "changes": _differences(change),
        "conflict": change.is_in_conflict,
        "id": change.id,
    }


def change_rows(changes: Iterable[Change], language: str) -> Iterator[tuple[Cell, ...]]:
    """Flat rows under ``HEADINGS``."""
    for each in changes:
        value = change_value(each, language) | {"changes": "; ".join(_differences(each))}
        yield tuple("" if cell is None else cell for cell in value.values())


def _when(change: Change) -> str | None:
    return When.parse(change.after["when"]).edtf if change.about == EVENT else None


def _title(change: Change, language: str) -> str:
    if change.about == EVENT:
        return preferred(change.after["title"], language)
    names = {tag: given[0] for tag, given in change.after.get("names", {}).items() if given}
    return preferred(names, language) or change.key


def _differences(change: Change) -> list[str]:
    is_said = change.before is not None and change.turn is not Turn.WITHDRAWN
    return list(differences(change.before or {}, change.after)) if is_said else []


def news_sentence(counts: Mapping[tuple[str, Turn], int], since: int, tz: tzinfo | None, language: str) -> str:
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
        return f"{noun} " + ", ".join(f"{_KOREAN[turn]} {number:,}{counter}" for turn, number in found)
    (first, number), *others = ((_ENGLISH[turn][number != 1], number) for turn, number in found)
    opening = f"{number:,} {about}{'' if number == 1 else 's'} {first}"
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


def change_tables(changes: Iterable[Change], paper: Paper, tz: tzinfo | None) -> Iterator[str]:
    """For reading: when, what has become of what, and below it who says so and what is otherwise."""
    rest = iter(changes)
    while piece := list(islice(rest, _TOGETHER)):
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for each in piece:
            table.add_row(Styled(_time(each.time, tz), "cyan"), _line(each, paper.language))
        yield draw(table, paper)


def _line(change: Change, language: str) -> Styled:
    turn = _KOREAN[change.turn] if language == "ko" else change.turn.value
    head = "" if change.about == EVENT else "행위자 " if language == "ko" else "actor "
    when = "" if change.about == ACTOR else f"  {visible(When.parse(change.after['when']).label)}"
    said = f": {change.reason}" if change.reason else ""
    below = [f"{change.recorded_by}{said}", *_differences(change)]
    return Styled.assemble(
        (turn, _STYLES.get(change.turn, "bold")),
        f"  {visible(_title(change, language))}\n",
        (f"{head}{visible(change.key)}", "green"),
        (when, "dim"),
        *(f"\n{visible(line)}" for line in below),
    )
