"""Weekdays that cannot be: 'Thursday, March 18' in 2024, which was a Monday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from attrs import frozen

_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KOREAN_DAYS = "월화수목금토일"
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"\b{_DAY},?\s+{_MONTH}\s+{_NUMBER}\b{_YEAR}",
        rf"\b{_DAY},?\s+(?:the\s+)?{_NUMBER}\s+(?:of\s+)?{_MONTH}{_YEAR}",
    )
)
_KOREAN = re.compile(
    rf"(?:(?P<year>\d{{4}})년\s*)?(?P<month>\d{{1,2}})월\s*(?P<day>\d{{1,2}})일\s*"
    rf"(?:\((?P<bracketed>[{_KOREAN_DAYS}])(?:요일)?\)|(?P<weekday>[{_KOREAN_DAYS}])요일)"
)


@frozen
class WrongWeekday:
    """A date whose weekday is not the one that a text names.

    Attributes:
        text: as it stands in the text.
        day: the date.
        weekday: what it was, in English.
    """

    text: str
    day: date
    weekday: str

    def __str__(self) -> str:
        return f"'{self.text}' is impossible: {self.day.isoformat()} was a {self.weekday}"


def wrong_weekdays(text: str, year: int) -> list[WrongWeekday]:
    """The dates in a text that name a weekday which they did not have.

    Args:
        text: a sentence, in English or Korean.
        year: that of dates which name none.
    """
    return [wrong for found, weekday, day in _dated(text, year) if (wrong := _wrong(found, weekday, day))]


def _dated(text: str, year: int) -> Iterator[tuple[str, int, date]]:
    """Each date that names a weekday (0 is Monday), with its words."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            month = _ENGLISH_MONTHS.index(found["month"][:3].lower()) + 1
            weekday = _ENGLISH_DAYS.index(found["weekday"][:3].lower())
            yield from _day(found, year, month, weekday)
    for found in _KOREAN.finditer(text):
        yield from _day(found, year, int(found["month"]), _KOREAN_DAYS.index(found["bracketed"] or found["weekday"]))


def _day(found: re.Match[str], year: int, month: int, weekday: int) -> Iterator[tuple[str, int, date]]:
    try:
        yield found[0], weekday, date(int(found["year"] or year), month, int(found["day"]))
    except ValueError:
        return


def _wrong(text: str, weekday: int, day: date) -> WrongWeekday | None:
    return None if day.weekday() == weekday else WrongWeekday(text, day, _NAMES[day.weekday()])
