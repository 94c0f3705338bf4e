"""Weeks, months, quarters and years by number, for every year that can be written, and what they are called."""

from __future__ import annotations

from enum import Enum

from aitimeline.model.day import Days, civil, day_number, month_length, year_text

_WEEK, _MONTHS, _QUARTERS = 7, 12, 4
_THURSDAY = 3


class Unit(Enum):
    """What time is divided into, the finest first. A week is that of ISO 8601: from Monday to Sunday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def number_of(self, day: int) -> int:
        """The number of the period that a day is in; they are numbered one after the other."""
        if self is Unit.WEEK:
            return (day - 1) // _WEEK
        year, month, _ = civil(day)
        if self is Unit.YEAR:
            return year
        return year * _MONTHS + month - 1 if self is Unit.MONTH else year * _QUARTERS + (month - 1) // 3

    def days_of(self, number: int) -> Days:
        """The days of a period."""
        if self is Unit.WEEK:
            return Days(number * _WEEK + 1, number * _WEEK + _WEEK)
        months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[self]
        year, month = divmod(number * months, _MONTHS)
        last = month + months
        return Days(day_number(year, month + 1, 1), day_number(year, last, month_length(year, last)))

    def name_of(self, number: int) -> str:
        """``2023-W48``, ``2023-12``, ``2023-Q4``, ``2023``; years as ISO 8601 counts them."""
        if self is Unit.WEEK:
            thursday = number * _WEEK + 1 + _THURSDAY
            year, _, _ = civil(thursday)
            return f"{year_text(year)}-W{(thursday - day_number(year, 1, 1)) // _WEEK + 1:02}"
        if self is Unit.YEAR:
            return year_text(number)
        year, part = divmod(number, _MONTHS if self is Unit.MONTH else _QUARTERS)
        return f"{year_text(year)}-{part + 1:02}" if self is Unit.MONTH else f"{year_text(year)}-Q{part + 1}"
