"""One date without a time of day: a year, a month or part of a year, a day.

``X`` stands for digits that are not known, and ``?``, ``~`` and ``%`` at the whole or at its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import NamedTuple, NoReturn

from aitimeline.model.day import MAX_YEAR_DIGITS, Days, day_number, is_leap, month_days, month_length, year_days
from aitimeline.model.part import FIRST, LAST, part_days
from aitimeline.model.quality import Precision, Quality, quality_of

_DATE = "([?~%]?)(-?[0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
_LONG_YEAR = "Y(-?)([0-9]+)([?~%]?)"
_QUALIFIERS = ("?", "~", "%")
_UNITS = (("year", 4), ("month", 2), ("day", 2))
_DIGITS = "0123456789X"
_MONTHS = range(1, 13)
_YEAR_DIGITS = 4
_REST = {len("2023"): "-01-01", len("2023-12"): "-01", len("2023-12-07"): ""}
"""What makes a day of a date, by its length."""
_MASKED_YEARS = {
    -1: Precision.TIME,
    3: Precision.DECADE,
    2: Precision.CENTURY,
    1: Precision.MILLENNIUM,
    0: Precision.ANY,
}
"""By the place of the first X."""
_EXPONENT = "(?:Y-?[0-9]+|-?[0-9]{4,})[ES]"
_NO_EXPONENT = (
    "years with an exponent (E) or significant digits (S) are not read; write Y170000000, or 19XX for a century"
)
_IN_WORDS = {2: "two", 4: "four"}
_BASIC = 8  # the digits of a date in ISO 8601's basic format, which EDTF does not have


_PARTS = {f"-{part}": part for part in range(FIRST, LAST + 1)}
_DAY, _MONTH, _YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR


class Refusal(Exception):  # noqa: N818 -- it becomes an error with the whole text in it
    """Why a text is no date, and at which place of it (counted from 0)."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at
        self.why = why


class Plain(NamedTuple):
    """The days of one date, and how well it is known."""

    days: Days
    precision: Precision
    is_uncertain: bool = False
    about: Precision | None = None

    def quality(self) -> Quality:
        """The same of a date that stands alone."""
        return quality_of(self.precision, is_uncertain=self.is_uncertain, start_about=self.about, end_about=self.about)


class _Part(NamedTuple):
    """The digits of a year, month or day, and where they stand."""

    digits: str
    at: int

    @property
    def is_masked(self) -> bool:
        return "X" in self.digits

    def numbers(self, among: range) -> list[int]:
        """Those numbers that the digits may stand for."""
        if not self.is_masked:
            number = int(self.digits)
            return [number] if number in among else []
        tens, ones = (None if digit == "X" else int(digit) for digit in self.digits)
        return [number for number in among if tens in (None, number // 10) and ones in (None, number % 10)]


def plain_date(text: str) -> Plain:
    """Read a date, all of whose letters are capital.

    Raises:
        Refusal: it is none.
    """
    if quick := quick_date(text):
        return quick
    if text.startswith("Y"):
        return _long_year(text)
    found = re.fullmatch(_DATE, text)
    if not found:
        _refuse(*_misfit(text))
    year, month, day = (_Part(found[group], found.start(group)) if found[group] else None for group in (2, 5, 8))
    if year is None:
        _refuse(0, "the year is missing")
    _check_signs(found)
    if year.digits == "-0000":
        _refuse(year.at, "the year 0000 has no sign; write 0000")
    days, precision = _days(year, month, day)
    is_uncertain, about = _qualified(found)
    return Plain(days, precision, is_uncertain, about)


def quick_date(text: str) -> Plain | None:
    """A day, month, part or year as nearly all are written; None for all else, wrong or right."""
    rest = _REST.get(len(text))
    if rest is None or text[5:6] == "W":  # fromisoformat takes weeks
        return None
    try:
        day = date.fromisoformat(text + rest)
    except ValueError:
        return _quick_part(text)
    number = day.toordinal()
    if not rest:
        return Plain(Days(number, number), _DAY)
    if rest == "-01":
        return Plain(Days(number, number + month_length(day.year, day.month) - 1), _MONTH)
    return Plain(Days(number, number + 364 + is_leap(day.year)), _YEAR)


def _quick_part(text: str) -> Plain | None:
    """A season, quarter, third or half of a year as nearly all are written."""
    part = _PARTS.get(text[4:])
    year = text[:4]
    return Plain(part_days(int(year), part), Precision.PART) if part and year.isdecimal() and year.isascii() else None


def _refuse(at: int, why: str) -> NoReturn:
    raise Refusal(at, why)


def _long_year(text: str) -> Plain:
    found = re.fullmatch(_LONG_YEAR, text)
    if not found:
        _refuse(*_long_misfit(text))
    sign, digits, qualifier = found.groups()
    at = found.start(2)
    if len(digits) <= _YEAR_DIGITS:
        _refuse(0, f"Y is for years of more than four digits; write {sign}{int(digits):04}")
    if digits[0] == "0":
        _refuse(at, "a year after Y does not begin with 0")
    if len(digits) > MAX_YEAR_DIGITS:
        _refuse(at + MAX_YEAR_DIGITS, f"a year has at most {MAX_YEAR_DIGITS} digits here")
    about = Precision.YEAR if qualifier in ("~", "%") else None
    return Plain(year_days(int(sign + digits)), Precision.YEAR, qualifier in ("?", "%"), about)


def _days(year: _Part, month: _Part | None, day: _Part | None) -> tuple[Days, Precision]:
    """The hull of the days that a date may fall on, and its precision."""
    known = _year_precision(year.digits)
    first, last = _years(year, is_ascending=True), _years(year, is_ascending=False)
    if month is None:
        return Days(year_days(next(first)).first, year_days(next(last)).last), max(known, Precision.YEAR)
    if not month.is_masked and FIRST <= int(month.digits) <= LAST:
        if day:
            _refuse(day.at - 1, f"{month.digits} is a season, quarter, third or half of a year, which has no days")
        part = int(month.digits)
        return Days(part_days(next(first), part).first, part_days(next(last), part).last), max(known, Precision.PART)
    months = month.numbers(_MONTHS)
    if not months:
        _refuse(month.at, f"there is no month {month.digits}; write 01 to 12, or 21 to 41 for a part of the year")
    if month.is_masked:
        known = max(known, Precision.YEAR)
    if day is None:
        days = Days(month_days(next(first), months[0]).first, month_days(next(last), months[-1]).last)
        return days, max(known, Precision.MONTH)
    if day.is_masked:
        known = max(known, Precision.MONTH)
    return _exact_days(year, months, month, day), max(known, Precision.DAY)


def _exact_days(year: _Part, months: list[int], month: _Part, day: _Part) -> Days:
    numbers = day.numbers(range(1, 32))
    if not numbers:
        _refuse(day.at, f"there is no day {day.digits}")
    ends = []
    for is_ascending in (True, False):
        step = 1 if is_ascending else -1
        found = next(
            (
                day_number(each, of, number)
                for each, of in product(_leaping(year, is_ascending=is_ascending), months[::step])
                for number in numbers[::step]
                if number <= month_length(each, of)
            ),
            None,
        )
        if found is None:
            _refuse(day.at, f"{year.digits}-{month.digits} has no day {day.digits}")
        ends.append(found)
    return Days(*ends)


def _leaping(year: _Part, *, is_ascending: bool) -> Iterator[int]:
    """Years enough to find the first day in: the first one, and the first with a 29 February."""
    years = _years(year, is_ascending=is_ascending)
    first = next(years)
    yield first
    if not is_leap(first) and (leaping := next((each for each in years if is_leap(each)), None)) is not None:
        yield leaping


def _years(year: _Part, *, is_ascending: bool) -> Iterator[int]:
    """The years that the digits may stand for."""
    if not year.is_masked:
        yield int(year.digits)
        return
    is_negative = year.digits[0] == "-"
    digits = year.digits.lstrip("-")
    downwards = is_ascending == is_negative
    order = "9876543210" if downwards else "0123456789"
    for each in product(*(order if digit == "X" else digit for digit in digits)):
        number = int("".join(each))
        if number or not is_negative:
            yield -number if is_negative else number


def _year_precision(digits: str) -> Precision:
    """By the first digit of the year that is not known; the finest of all where all are."""
    return _MASKED_YEARS[digits.lstrip("-").find("X")]


def _check_signs(found: re.Match[str]) -> None:
    """A sign may stand before a part, for this part, or after it, for this and all before it; not on both sides."""
    for left, right in ((1, 3), (4, 6), (7, 9)):
        if found[left] and found[right]:
            _refuse(found.start(right), "one sign for a part is enough; write % for both ? and ~")


def _qualified(found: re.Match[str]) -> tuple[bool, Precision | None]:
    """True if a part is uncertain; and the coarsest unit at which a sign says that it is approximate."""
    signs = found.group(1, 3, 4, 6, 7, 9)
    if not any(signs):
        return False, None
    abouts = [
        _unit(name, found[digits])
        for name, digits, sides in (("year", 2, (1, 3)), ("month", 5, (4, 6)), ("day", 8, (7, 9)))
        if any(found[side] in ("~", "%") for side in sides)
    ]
    return any(sign in ("?", "%") for sign in signs), max(abouts, default=None)


def _unit(name: str, digits: str) -> Precision:
    """The unit that a part of a date stands for; the next coarser one where its digits are masked."""
    if name == "year":
        return max(Precision.YEAR, _year_precision(digits))
    if name == "month":
        return Precision.YEAR if "X" in digits else Precision.PART if int(digits) >= FIRST else Precision.MONTH
    return Precision.MONTH if "X" in digits else Precision.DAY


def _misfit(text: str) -> tuple[int, str]:
    """Where a date goes wrong, and what to write instead."""
    if found := re.match(_EXPONENT, text):
        return found.end() - 1, _NO_EXPONENT
    at = 0
    for name, digits in _UNITS:
        if name != "year":
            if text[at] != "-":
                return at, _instead(text, at, name)
            at += 1
        at += text[at : at + 1] in _QUALIFIERS
        at += name == "year" and text[at : at + 1] == "-"
        for _ in range(digits):
            if not _is_digit(text, at):
                return at, f"the {name} has {_IN_WORDS[digits]} digits, with X for one that is not known"
            at += 1
        at += text[at : at + 1] in _QUALIFIERS
    return at, "nothing can follow a whole date"


def _is_digit(text: str, at: int) -> bool:
    return at < len(text) and text[at] in _DIGITS


def _instead(text: str, at: int, name: str) -> str:
    """What can stand where the hyphen before a month or day is missing."""
    if text.startswith(("..", "/"), at):
        return "'..' stands in intervals and sets; write 2023-12/.. or [2023-12..]"
    if text[at] in _QUALIFIERS:
        return "one sign for a part is enough; write % for both ? and ~"
    if name == "month" and text.lstrip("-").isdigit() and len(text.lstrip("-")) != _BASIC:
        return f"a year of more than four digits is written Y{text}"
    return f"'-' and the {name} would follow; write the date as 2023-12-07"


def _long_misfit(text: str) -> tuple[int, str]:
    """Where a year after Y goes wrong."""
    if found := re.match(_EXPONENT, text):
        return found.end() - 1, _NO_EXPONENT
    at = 1 + (text[1:2] == "-")
    while text[at : at + 1].isdigit():
        at += 1
    if at == len(text):
        return at, "the digits of the year are missing; write it as Y170000002"
    return at, "after Y stands a year only, as in Y170000002"
