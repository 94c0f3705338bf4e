"""The parts of a year that ISO 8601-2 numbers 21 to 41 where a month would stand: seasons, quarters, thirds, halves.

Nobody agrees on the first day of a season: meteorologists begin it on the first of a month, astronomers three weeks
later. So it lasts here from the earlier beginning to the later end, and seasons overlap. One belongs to the year in
which it begins: winter 2023 ends in March 2024. Seasons without a hemisphere (21 to 24) are read as northern.
"""

from __future__ import annotations

from aitimeline.model.day import Days, day_number, month_length

FIRST, LAST = 21, 41
_NORTHERN, _SOUTHERN, _QUARTERS, _THIRDS, _HALVES = 25, 29, 33, 37, 40
_SEASONS = 4
# From the first month, which the season begins with, to the day of the fourth on which it may still end.
_LAST_DAYS = {3: 21, 6: 23, 9: 22, 12: 20}
_MONTHS = 12


def part_days(year: int, part: int) -> Days:
    """The days of a part of a year, 21 to 41."""
    if part < _QUARTERS:
        return _season_days(year, part)
    first, months = next(
        (first, months) for first, months in ((_HALVES, 6), (_THIRDS, 4), (_QUARTERS, 3)) if part >= first
    )
    begin = (part - first) * months + 1
    end = begin + months - 1
    return Days(day_number(year, begin, 1), day_number(year, end, month_length(year, end)))


def _season_days(year: int, part: int) -> Days:
    place = (part - FIRST) % _SEASONS * 3
    begin = place + (9 if part >= _SOUTHERN else 3)
    if begin > _MONTHS:
        begin -= _MONTHS
    end = begin + 3
    after = day_number(year + (end > _MONTHS), (end - 1) % _MONTHS + 1, _LAST_DAYS[begin])
    return Days(day_number(year, begin, 1), after)


def part_name(part: int) -> tuple[str, str]:
    """The words before and after a year that name a part of it: ``("spring ", "")``, ``("", "-Q1")``."""
    if part >= _HALVES:
        return "", f"-H{part - _HALVES + 1}"
    if part >= _THIRDS:
        return ("Jan-Apr ", "May-Aug ", "Sep-Dec ")[part - _THIRDS], ""
    if part >= _QUARTERS:
        return "", f"-Q{part - _QUARTERS + 1}"
    season = ("spring ", "summer ", "autumn ", "winter ")[(part - FIRST) % _SEASONS]
    return season, " (southern)" if part >= _SOUTHERN else " (northern)" if part >= _NORTHERN else ""
