"""From the fields of a calendar date, some of which are missing, to a value: the nearest one in the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date

from attrs import evolve, frozen

from aitimeline.model.error import BadInputError
from aitimeline.model.words import value as values
from aitimeline.model.words.part import part_of
from aitimeline.model.words.value import Value

_NEAR = 12
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@frozen
class Fields:
    """Fields of a calendar date as an expression gives them.

    Attributes:
        weekday: from 0, Monday.
        group: the EDTF code of a quarter, half or season.
        part: early, mid, late ... of what the other fields give.
        side: -1 for the last one, +1 for the next, 0 for this; None where nothing was said.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    group: int | None = None
    part: str | None = None
    side: int | None = None

    @property
    def is_open(self) -> bool:
        """True if the year, or all but the weekday, is left to the reference."""
        return self.year is None


def resolve(fields: Fields, ref: date, after: date | None = None) -> Value:
    """The value of fields, seen from a reference day.

    Args:
        fields: what the expression says.
        ref: the day from which 'last' and 'next' are seen.
        after: where it is the end of a range, the day on which the range begins.

    Raises:
        BadInputError: there is no such day.
    """
    if not fields.is_open:
        return _noted_weekday(_at(fields), fields)
    candidates = list(_candidates(fields, ref if after is None else after))
    if not candidates:
        raise BadInputError("there is no such day near the reference date")
    if after is not None:
        return next((each for each in candidates if each.last >= after), candidates[-1])
    return _nearest(fields, candidates, ref)


def _nearest(fields: Fields, candidates: list[Value], ref: date) -> Value:
    past = [each for each in candidates if (each.last < ref if fields.side == -1 else each.first <= ref)]
    coming = [each for each in candidates if (each.first > ref if fields.side == 1 else each not in past)]
    if fields.side == 0:
        unit = "week" if fields.weekday is not None and fields.day is None else "year"
        around = values.unit_at(ref, unit, 0)
        inside = [each for each in candidates if around.first <= each.first <= around.last]
        if not inside:
            raise BadInputError("there is no such day in this year")
        return inside[0]
    ordered = (coming if fields.side == 1 else past[::-1]) or coming or past[::-1]
    chosen = ordered[0]
    if fields.side is None:
        is_fixed = fields.weekday is not None and fields.day is not None
        other = coming[0] if coming and chosen in past and not is_fixed else None
        told = f"the last one up to {ref}" if chosen in past else f"the first one from {ref}"
        return chosen.noted(f"read as {chosen.edtf}, {told}", other)
    other = ordered[1] if len(ordered) > 1 and _may_be_the_one_beyond(chosen, fields, ref) else None
    if other is None:
        return chosen
    told = "nearest before" if fields.side == -1 else "nearest after"
    return chosen.noted(f"read as {chosen.edtf}, the {told} {ref}", other)


def _may_be_the_one_beyond(chosen: Value, fields: Fields, ref: date) -> bool:
    """True if 'last September' said in November may be that of last year, 'last Monday' that of last week."""
    if fields.month is None and fields.group is None:
        if fields.day is not None:
            return False
        week = values.week_of(ref)
        return week.first <= chosen.first <= week.last
    return chosen.first.year == ref.year


def _candidates(fields: Fields, ref: date) -> Iterator[Value]:
    """What the fields may mean near a day, in the order of time."""
    if fields.month is not None or fields.group is not None:
        is_rare = fields.weekday is not None or (fields.month, fields.day) == (2, 29)
        near = _NEAR if is_rare else 2
        years = range(max(ref.year - near, MINYEAR), min(ref.year + near, MAXYEAR - 1) + 1)
        found: Iterable[Fields] = (evolve(fields, year=year) for year in years)
    elif fields.day is not None:
        near = 3 if fields.weekday is None else _NEAR
        months = [ref.year * 12 + ref.month - 1 + step for step in range(-near, near + 1)]
        found = (evolve(fields, year=month // 12, month=month % 12 + 1) for month in months)
    elif fields.weekday is not None:
        for step in (-2, -1, 0, 1, 2):
            try:
                monday = values.week_of(values.added(ref, 7 * step)).first
                yield values.of_day(values.added(monday, fields.weekday))
            except BadInputError:
                continue
        return
    else:
        return
    for each in found:
        try:
            value = _at(each)
        except BadInputError:
            continue
        if fields.weekday is None or value.first.weekday() == fields.weekday:
            yield value


def _at(fields: Fields) -> Value:
    """The value of fields that have a year."""
    year = fields.year or 0
    if fields.group is not None:
        value = values.of_group(year, fields.group)
    elif fields.month is None:
        value = values.of_year(year)
    elif fields.day is None:
        value = values.of_month(year, fields.month)
    else:
        value = values.of_day(values.make_day(year, fields.month, fields.day))
    return part_of(value, fields.part) if fields.part else value


def _noted_weekday(value: Value, fields: Fields) -> Value:
    if fields.weekday is None or value.first != value.last or value.first.weekday() == fields.weekday:
        return value
    real, said = _WEEKDAYS[value.first.weekday()], _WEEKDAYS[fields.weekday]
    return value.noted(f"{value.edtf} is a {real}, not a {said}")
