"""How the pace changed, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Styled

from aitimeline.model.day import day_text
from aitimeline.model.period import Unit
from aitimeline.model.visible import visible
from aitimeline.query.pace import Pace, Period, Quiet, Trend, trend_of
from aitimeline.render.drawing import draw, prose
from aitimeline.render.format import Paper

HEADINGS = ("period", "first", "last", "count", "change")
_DIGITS = 6
_BAR, _LEAST_BAR = 50, 8
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_KOREAN = {Unit.WEEK: "주", Unit.MONTH: "개월", Unit.QUARTER: "분기", Unit.YEAR: "년"}
_KOREAN_EACH = {Unit.WEEK: "주", Unit.MONTH: "월", Unit.QUARTER: "분기", Unit.YEAR: "연"}
_KOREAN_TREND = {"rising": "늘어남", "falling": "줄어듦", "steady": "비슷함"}


def period_value(period: Period) -> dict[str, Any]:
    """A period as a JSON object."""
    first, last = period.days
    change = None if period.change is None else _rounded(period.change)
    return {
        "period": period.name,
        "first": day_text(first),
        "last": day_text(last),
        "count": _rounded(period.count),
        "change": change,
    }


def pace_value(pace: Pace, periods: Sequence[Period]) -> dict[str, Any]:
    """All of it as a JSON object; ``counted`` is what the counts sum to, which rounding does not change."""
    trend = trend_of([period.count for period in periods])
    return {
        "by": pace.unit.value,
        "events": pace.events,
        "counted": pace.events - pace.left_out,
        "spread": pace.spread,
        "left_out": pace.left_out,
        "periods": list(map(period_value, periods)),
        "trend": _trend_value(trend) if trend else None,
        "longest_gap": _quiet_value(pace.quiet) if pace.quiet else None,
        "busiest_week": _week_value(pace.busiest) if pace.busiest else None,
    }


def _trend_value(trend: Trend) -> dict[str, Any]:
    return {
        "earlier_half": _rounded(trend.earlier),
        "later_half": _rounded(trend.later),
        "direction": trend.direction,
    }


def _quiet_value(quiet: Quiet) -> dict[str, Any]:
    return {
        "days": quiet.length,
        "first": quiet.first,
        "second": quiet.second,
        "from": day_text(quiet.days.first),
        "to": day_text(quiet.days.last),
    }


def _week_value(week: Period) -> dict[str, Any]:
    value = period_value(week)
    return {"week": value["period"], "first": value["first"], "last": value["last"], "count": value["count"]}


def _rounded(count: Fraction) -> float:
    return round(float(count), _DIGITS)


def period_rows(periods: Iterable[Period]) -> Iterator[tuple[str | float | None, ...]]:
    """Flat rows under ``HEADINGS``."""
    return (tuple(period_value(period).values()) for period in periods)


def pace_text(pace: Pace, periods: Sequence[Period], paper: Paper) -> str:
    """For reading: a sentence, a bar for each period, and what stands out."""
    if not periods:
        return prose(_counted(pace, paper.language) + ".", paper)
    korean = paper.language == "ko"
    notes = _korean_notes(pace) if korean else _notes(pace)
    opening = prose(_opening(pace, periods, paper.language), paper)
    return f"{opening}\n{draw(_table(periods, paper), paper)}\n{''.join(prose(note, paper) for note in notes)}"


def _table(periods: Sequence[Period], paper: Paper) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    korean = paper.language == "ko"
    cells = [(period.name, *_figures(period, periods)) for period in periods]
    names = ("기간", "사건", "증감") if korean else ("PERIOD", "EVENTS", "CHANGE")
    used = sum(max(cell_len(name), *(len(row[at]) for row in cells)) + 2 for at, name in enumerate(names))
    width = min(_BAR, max(_LEAST_BAR, (paper.width or _BAR + used) - used))
    most = max(period.count for period in periods)
    for at, name in enumerate(names):
        table.add_column(name, no_wrap=True, justify="right" if at else "left")
    table.add_column("", no_wrap=True)
    for period, row in zip(periods, cells, strict=True):
        table.add_row(Styled(row[0], "cyan"), *row[1:], Styled(bar(period.count / most if most else most, width)))
    return table


def _figures(period: Period, periods: Sequence[Period]) -> tuple[str, str]:
    tenths = any(each.count.denominator > 1 for each in periods)
    change = "" if period.change is None else _change(period.change, tenths=tenths)
    return count_text(period.count, tenths=tenths), change


def bar(part: Fraction, width: int) -> str:
    """A bar that is this part of a width, to an eighth of a letter; the least that is not nothing is seen."""
    eighths = round(part * width * 8)
    if not eighths and part:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def count_text(count: Fraction, *, tenths: bool | None = None) -> str:
    """``12``, ``12.5``, ``<0.1``; with a tenth where others beside it have one."""
    if (count.denominator > 1) if tenths is None else tenths:
        return "<0.1" if 0 < count < Fraction(1, 20) else f"{float(count):,.1f}"
    return f"{float(count):,.0f}"


def _change(change: Fraction, *, tenths: bool) -> str:
    text = f"{float(change):+,.1f}" if tenths else f"{float(change):+,.0f}"
    return text[1:] if text.strip("+-0.,") == "" else text


def _opening(pace: Pace, periods: Sequence[Period], language: str) -> str:
    """How many there are, from when to when, and whether they have become more."""
    counts = [period.count for period in periods]
    mean = sum(counts, Fraction()) / len(counts)
    trend = trend_of(counts)
    first, last = periods[0].name, periods[-1].name
    if language == "ko":
        each = _KOREAN_EACH[pace.unit]
        found = f"{first}부터 {last}까지 {len(counts):,}{_KOREAN[pace.unit]} 동안 사건 {pace.events:,}건"
        found += f", {each}평균 {count_text(mean)}건"
        if trend:
            halves = f"전반 {count_text(trend.earlier)}건, 후반 {count_text(trend.later)}건"
            found += f"({halves}: {_KOREAN_TREND[trend.direction]})"
        return found + "."
    unit = pace.unit.value
    found = f"{_counted(pace, language)} in {_many(len(counts), unit)}, {first} to {last}: "
    found += f"{count_text(mean)} a {unit} on average"
    if trend:
        halves = f"{count_text(trend.earlier)} in the earlier half, {count_text(trend.later)} in the later"
        found += f" ({halves}: {trend.direction})"
    return found + "."


def _counted(pace: Pace, language: str) -> str:
    return f"사건 {pace.events:,}건" if language == "ko" else _many(pace.events, "event")


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _notes(pace: Pace) -> Iterator[str]:
    if quiet := pace.quiet:
        ends = f"from {visible(quiet.first)} ({day_text(quiet.days.first)}) to {visible(quiet.second)}"
        yield f"Longest gap: {_many(quiet.length, 'day')}, {ends} ({day_text(quiet.days.last)})."
    if week := pace.busiest:
        ends = f"{day_text(week.days.first)} to {day_text(week.days.last)}"
        yield f"Busiest week: {week.name} ({ends}), {count_text(week.count)} event{'' if week.count == 1 else 's'}."
    if pace.spread:
        verb = "has an imprecise date and is" if pace.spread == 1 else "have an imprecise date and are"
        yield f"Of {_many(pace.events, 'event')}, {pace.spread:,} {verb} spread over the days that are possible."
    if pace.left_out:
        verb = "is" if pace.left_out == 1 else "are"
        yield f"{pace.left_out:,} {verb} left out, as nothing bounds when {'it' if verb == 'is' else 'they'} began."


def _korean_notes(pace: Pace) -> Iterator[str]:
    if quiet := pace.quiet:
        first, last = map(day_text, quiet.days)
        ends = f"{visible(quiet.first)}({first})에서 {visible(quiet.second)}({last})까지"
        yield f"가장 긴 공백: {quiet.length:,}일, {ends}."
    if week := pace.busiest:
        ends = f"{day_text(week.days.first)}~{day_text(week.days.last)}"
        yield f"가장 바쁜 주: {week.name}({ends}), {count_text(week.count)}건."
    if pace.spread:
        yield f"사건 {pace.events:,}건 가운데 {pace.spread:,}건은 날짜가 정확하지 않아 가능한 날에 고르게 나눔."
    if pace.left_out:
        yield f"{pace.left_out:,}건은 시작한 때의 범위를 알 수 없어 뺌."
