"""How the pace changed, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Field, Named, object_of
from aitimeline.answer.block import BLANK, Bar, Block, Column, Grid, Line, Prose, Span, Style, many
from aitimeline.index.condition import Condition
from aitimeline.model.day import day_text
from aitimeline.model.period import Unit
from aitimeline.query.pace import Pace, Period, Quiet, Trend, trend_of

_DIGITS = 6
_KOREAN = {Unit.WEEK: "주", Unit.MONTH: "개월", Unit.QUARTER: "분기", Unit.YEAR: "년"}
_KOREAN_EACH = {Unit.WEEK: "주", Unit.MONTH: "월", Unit.QUARTER: "분기", Unit.YEAR: "연"}
_KOREAN_TREND = {"rising": "늘어남", "falling": "줄어듦", "steady": "비슷함"}


def pace_answer(pace: Pace, condition: Condition, language: str) -> Answer[Period]:
    """How many events there were in each period; ``condition`` holds of those that are counted."""
    ends = [Named(pace.quiet.first), Named(pace.quiet.second)] if pace.quiet else []
    return Answer(
        items=pace.periods(),
        value=_period_value,
        fields=_FIELDS,
        blocks=lambda _: _blocks(pace, language),
        whole=lambda _: _pace_value(pace),
        basis=Basis(about=ends, counted=condition),
    )


def _pace_value(pace: Pace) -> dict[str, Any]:
    """All of it as a JSON object; ``counted`` is what the counts sum to, which rounding does not change."""
    pace.check()
    periods = list(pace.periods())
    trend = trend_of([period.count for period in periods])
    return {
        "by": pace.unit.value,
        "events": pace.events,
        "counted": pace.events - pace.left_out,
        "spread": pace.spread,
        "left_out": pace.left_out,
        "periods": list(map(_period_value, periods)),
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


def _rounded(count: Fraction) -> float:
    return round(float(count), _DIGITS)


_FIELDS = (
    Field("period", lambda period: period.name),
    Field("first", lambda period: day_text(period.days.first)),
    Field("last", lambda period: day_text(period.days.last)),
    Field("count", lambda period: _rounded(period.count)),
    Field("change", lambda period: None if period.change is None else _rounded(period.change)),
)
_period_value = object_of(_FIELDS)
_week_value = object_of([Field("week", lambda period: period.name), *_FIELDS[1:4]])


def _blocks(pace: Pace, language: str) -> Iterator[Block]:
    """A sentence, a bar for each period, and what stands out."""
    pace.check()
    periods = list(pace.periods())
    if not pace.events:
        yield Line("No event matches.")
    elif not periods:
        yield Prose(_counted(pace, language) + ".")
    else:
        yield from (Prose(_opening(pace, periods, language)), BLANK, _grid(periods, language), BLANK)
        yield from map(Prose, _korean_notes(pace) if language == "ko" else _notes(pace))


def _grid(periods: Sequence[Period], language: str) -> Grid:
    """The periods; each column of words is as wide from the first row as it will have to be."""
    tenths = any(each.count.denominator > 1 for each in periods)
    most = max(period.count for period in periods)

    def column(heading: str, text: Callable[[Period], str], style: Style = Style.PLAIN) -> Column:
        least = max(len(text(each)) for each in periods)
        is_right = style is Style.PLAIN
        return Column(lambda each: [Span(text(each), style)], heading, is_right=is_right, is_whole=True, least=least)

    period, events, change = ("기간", "사건", "증감") if language == "ko" else ("PERIOD", "EVENTS", "CHANGE")
    columns = [
        column(period, lambda each: each.name, Style.DATE),
        column(events, lambda each: count_text(each.count, tenths=tenths)),
        column(change, lambda each: "" if each.change is None else _change(each.change, tenths=tenths)),
        Column(lambda each: Bar(each.count / most if most else most)),
    ]
    return Grid(columns, periods, has_headings=True)


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
    found = f"{_counted(pace, language)} in {many(len(counts), unit)}, {first} to {last}: "
    found += f"{count_text(mean)} a {unit} on average"
    if trend:
        halves = f"{count_text(trend.earlier)} in the earlier half, {count_text(trend.later)} in the later"
        found += f" ({halves}: {trend.direction})"
    return found + "."


def _counted(pace: Pace, language: str) -> str:
    return f"사건 {pace.events:,}건" if language == "ko" else many(pace.events, "event")


def _notes(pace: Pace) -> Iterator[str]:
    if quiet := pace.quiet:
        ends = f"from {quiet.first} ({day_text(quiet.days.first)}) to {quiet.second}"
        yield f"Longest gap: {many(quiet.length, 'day')}, {ends} ({day_text(quiet.days.last)})."
    if week := pace.busiest:
        ends = f"{day_text(week.days.first)} to {day_text(week.days.last)}"
        yield f"Busiest week: {week.name} ({ends}), {count_text(week.count)} event{'' if week.count == 1 else 's'}."
    if pace.spread:
        verb = "has an imprecise date and is" if pace.spread == 1 else "have an imprecise date and are"
        yield f"Of {many(pace.events, 'event')}, {pace.spread:,} {verb} spread over the days that are possible."
    if pace.left_out:
        verb = "is" if pace.left_out == 1 else "are"
        yield f"{pace.left_out:,} {verb} left out, as nothing bounds when {'it' if verb == 'is' else 'they'} began."


def _korean_notes(pace: Pace) -> Iterator[str]:
    if quiet := pace.quiet:
        first, last = map(day_text, quiet.days)
        ends = f"{quiet.first}({first})에서 {quiet.second}({last})까지"
        yield f"가장 긴 공백: {quiet.length:,}일, {ends}."
    if week := pace.busiest:
        ends = f"{day_text(week.days.first)}~{day_text(week.days.last)}"
        yield f"가장 바쁜 주: {week.name}({ends}), {count_text(week.count)}건."
    if pace.spread:
        yield f"사건 {pace.events:,}건 가운데 {pace.spread:,}건은 날짜가 정확하지 않아 가능한 날에 고르게 나눔."
    if pace.left_out:
        yield f"{pace.left_out:,}건은 시작한 때의 범위를 알 수 없어 뺌."
