"""Counts of units: so long ago, within so long, the last and the next so many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aitimeline.model.words import value as values
from aitimeline.model.words.sense import Pieces, Sense
from aitimeline.model.words.value import Value

_ROUND = {10: "decade", 100: "century"}


def ago(pieces: Pieces) -> Sense:
    """'two weeks ago', 'three days from now', and the same from another day: 어제부터 4일 후."""
    side = pieces.get("A") or 1
    start = day = values.added(pieces.ref, pieces.get("R") or 0)
    counts = list(_counts(pieces))
    for number, unit, _ in counts:
        day = values.moved(day, side * number, unit)
    value = values.of_day(day)
    if any(is_vague for *_, is_vague in counts):
        return values.approximate(value).noted(f"counted as {counts[0][0]} from {start}")
    coarsest = counts[0][1]
    if coarsest in {"day", "week"} or len(counts) > 1:
        return value
    unit = "month" if coarsest == "month" else "year"
    return value.noted(f"counted from {start} to the day; the {unit} may be meant", values.unit_at(day, unit, 0))


def within(pieces: Pieces) -> Sense:
    """'within five days', 내일부터 3일 안: from that day on."""
    return values.span(*_ends(pieces))


def from_day(pieces: Pieces) -> Sense:
    """내일부터 3주: so long from that day on; or, as 'three weeks from tomorrow', the day after it."""
    first, last = _ends(pieces)
    stretch = values.span(first, values.added(last, -1)) if last > first else values.of_day(first)
    return stretch.noted("read as the time that it lasts, not the day after", values.of_day(last))


def weekday_from_day(pieces: Pieces) -> Sense | None:
    """지금부터 두 번째 일요일: the second Sunday after a day."""
    start, number, weekday = values.added(pieces.ref, pieces.get("R")), pieces.get("O"), pieces.get("W")
    if number < 1:
        return None
    days = (weekday - start.weekday() - 1) % 7 + 1
    return values.of_day(values.added(start, days + 7 * (number - 1)))


def weekday_of_week(pieces: Pieces) -> Sense | None:
    """2주 뒤 금요일: that day of the week so many weeks away."""
    number, unit, _ = pieces.get("N")
    if unit != "week":
        return None
    week = values.week_of(values.moved(pieces.ref, number * pieces.get("A"), unit))
    return values.of_day(values.added(week.first, pieces.get("W")))


def stretch_beside(pieces: Pieces) -> Sense | None:
    """'the last three years', 'the next ten days'; 이번 10년 is the decade."""
    side, (number, unit, is_vague) = pieces.get("s"), next(_counts(pieces))
    name = _ROUND.get(number) if unit == "year" else None
    if side.step == 0:
        return values.unit_at(pieces.ref, name, 0) if name else None
    if abs(side.step) > 1 or number < 1:
        return None
    found = stretch(pieces.ref, number, unit, side.step)
    if is_vague:
        return values.approximate(found).noted(f"counted as {number}")
    if name:
        return found.noted(f"counted from {pieces.ref}", values.unit_at(pieces.ref, name, side.step))
    return found


def stretch(ref: date, number: int, unit: str, side: int) -> Value:
    """The last so many units up to a day, or the next from the day after it."""
    if side < 0:
        return values.span(values.moved(ref, -number, unit), ref)
    first = values.added(ref, 1)
    return values.span(first, values.added(values.moved(first, number, unit), -1))


def _ends(pieces: Pieces) -> tuple[date, date]:
    """A day, the present one unless another is said, and the one after it by all counts."""
    first = last = values.added(pieces.ref, pieces.get("R") or 0)
    for number, unit, _ in _counts(pieces):
        last = values.moved(last, number, unit)
    return first, last


def _counts(pieces: Pieces) -> Iterator[tuple[int, str, bool]]:
    """The counts of units, among which a bare 5일 is five days."""
    for piece in pieces.run:
        if piece.kind == "N":
            yield piece.value
        elif piece.kind == "D":
            yield piece.value, "day", False
