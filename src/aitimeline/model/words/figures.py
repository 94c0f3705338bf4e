"""Dates in figures: ISO 8601, and with slashes, dots or hyphens in the orders that are usual."""

from __future__ import annotations

import re
from datetime import date

from attrs import frozen

from aitimeline.model.words.numeral import full_year
from aitimeline.model.words.piece import Entry, Lexicon

US_NOTE = "read as month/day, as in the US"
_MONTHS, _FOUR = 12, 4


@frozen
class Figures:
    """A date in figures.

    Attributes:
        year: None where there is none.
        others: (year, month, day) of the other orders that are possible.
    """

    year: int | None
    month: int
    day: int | None
    note: str = ""
    others: tuple[tuple[int | None, int, int], ...] = ()


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _full(text: str) -> Figures | None:
    """Year first where it has four digits or cannot be a day or month; else month, day, year, else day, month, year."""
    one, two, three = re.findall(r"\d+", text)
    orders = []
    if len(one) == _FOUR:
        orders = [(full_year(int(one)), int(two), int(three))]
    elif len(three) == _FOUR:
        orders = [(int(three), int(one), int(two)), (int(three), int(two), int(one))]
        if "." in text:
            orders.reverse()
    else:
        year_first = (full_year(int(one)), int(two), int(three))
        year_last = [(full_year(int(three)), int(one), int(two)), (full_year(int(three)), int(two), int(one))]
        orders = [*year_last, year_first] if "/" in text or len(one) == 1 else [year_first, *year_last]
    possible = list(dict.fromkeys(order for order in orders if _exists(*order)))
    if not possible:
        return None
    if "/" in text and int(one) > 31:  # noqa: PLR2004 -- no day, so the year
        possible = [order for order in possible if order[0] == full_year(int(one))] or possible
    chosen, *others = possible
    note = ""
    if others:
        is_us = len(one) < _FOUR and chosen[1] == int(one) and chosen[2] == int(two)
        note = US_NOTE if is_us else f"read as {'year, month, day' if chosen[2] == int(three) else 'day, month, year'}"
    return Figures(*chosen, note=note, others=tuple(others))


def _basic(text: str) -> Figures | None:
    """Eight figures in a row, the basic format of ISO 8601-1 5.2.2.1."""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    return Figures(year, month, day) if _exists(year, month, day) else None


def _month_and_day(text: str) -> Figures | None:
    one, two = map(int, re.findall(r"\d+", text))
    possible = [order for order in dict.fromkeys(((one, two), (two, one))) if _exists(None, *order)]
    if not possible:
        return None
    (month, day), *others = possible
    return Figures(
        None, month, day, US_NOTE if others and month != day else "", tuple((None, *each) for each in others)
    )


def _month(text: str) -> Figures | None:
    year, month = sorted(re.findall(r"\d+", text), key=len, reverse=True)
    return Figures(int(year), int(month), None) if 1 <= int(month) <= _MONTHS else None


def _worded(text: str) -> tuple[int, int] | None:
    """The year and the EDTF code of ``2023-Q1``, ``2023H2``."""
    found = re.search(r"(\d{4})\W?([QH])([1-4])", text, re.IGNORECASE)
    if not found:
        return None
    number, is_half = int(found[3]), found[2].upper() == "H"
    return None if is_half and number > 2 else (int(found[1]), number + (39 if is_half else 32))  # noqa: PLR2004


_STUCK = r"(?=에|부터|까지|로|의|\s?일)"  # a Korean particle or so makes a date of what may be a fraction or a score


def _years(text: str) -> list[tuple[str, int | str, int, int]]:
    return [("Y", int(text[:4]), 0, 4), ("-", "-", 4, len(text) - 4), ("Y", int(text[-4:]), len(text) - 4, len(text))]


ENTRIES = (
    Entry("-", r"(?:19|20)\d\d\s?[-–~]\s?(?:19|20)\d\d(?![\d-]|\s?년)", parts=_years),
    Entry("Z", r"[12]\d{3}-[01]\d-[0-3]\d(?!-?\d)", _full),
    Entry("Z", r"[12]\d{3}\.\s?\d{1,2}\.\s?\d{1,2}\.?(?!\d|\.\d)", _full),
    Entry("Z", r"[12]\d{3}/\d{1,2}/\d{1,2}(?!/?\d)", _full),
    Entry("Z", r"[12]\d{3}-\d{1,2}-\d{1,2}(?!-?\d)", _full),
    Entry("Z", r"\d{1,2}[/.-]\d{1,2}[/.-][12]\d{3}(?!\d|[./-]\d)", _full),
    Entry("Z", r"\d{1,2}/\d{1,2},\s?(?:[12]\d{3}|\d\d)(?!\d)", _full),
    Entry("Z", r"\d\d/\d\d/\d\d(?!\d|/\d)|\d{1,2}/\d{1,2}/\d\d(?!\d|/\d)", _full),
    Entry("Z", rf"\d\d[.-]\d\d[.-]\d\d(?:(?=[^\d.-])|$)|\d{{1,2}}[.-]\d{{1,2}}[.-]\d\d{_STUCK}", _full),
    Entry("Z", r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d|\.\d)", _basic, is_weak=True),
    Entry("Z", r"\d\d\.\d{1,2}\.\d{1,2}\.?(?!\d|\.\d)", _full, is_weak=True),
    Entry("Y", r"[12]\d{3}(?=\.\.(?!\.))", int),
    Entry("B", r"[12]\d{3}[-/](?:0[1-9]|1[0-2])(?![-/\d.]\d|\d)", _month),
    Entry("B", r"[12]\d{3}\.(?:0?[1-9]|1[0-2])\.?(?!\d|\.\d)", _month, is_weak=True),
    Entry("B", rf"[12]\d{{3}}[-/.][1-9]{_STUCK}|\d{{1,2}}[-/.][12]\d{{3}}{_STUCK}", _month),
    Entry("B", r"[12]\d{3}[-/][1-9](?![-/\d]|\.\d)|\d{1,2}[-/][12]\d{3}(?![-/\d]|\.\d)", _month, is_weak=True),
    Entry("X", r"[12]\d{3}[-\s]?[QHqh][1-4]", _worded),
    Entry("B", rf"\d{{1,2}}/\d{{1,2}}{_STUCK}|(?:0[1-9]|1[0-2])/[0-3]\d(?![/\d])", _month_and_day),
    Entry("B", r"\d{1,2}/\d{1,2}(?![/\d]|\.\d|\s?%|\s?분기)", _month_and_day, is_weak=True),
    Entry("B", r"\d{1,2}\.\d\d(?!\d|\.\d|\s?%)", _month_and_day, is_weak=True),
    Entry("B", r"\d{1,2}-\d{1,2}(?=에(?:\s|$))", _month_and_day),
    Entry("B", r"\d{1,2}-\d{1,2}(?![-\d]|\.\d|\s?%|\s?[A-Za-z년월일])", _month_and_day, is_weak=True),
    Entry("Z", r"\d{1,2}-\d{1,2}-\d\d(?![-\d.])", _full, is_weak=True),
    Entry("Y", r"(?:19|20)\d\d(?![\d%]|[,.]\d|\s?%|-\d|\s?년|[월일개명])", int, is_weak=True),
    Entry("Y", r"(?:1[0-8]|2[1-9])\d\d(?![\d%]|[,.]\d|\s?%|-\d|\s?년|[가-힣])", int, is_weak=True, is_follower=True),
    Entry("y", r"['’‘]\d\d(?![\d년s])", lambda text: (int(text[1:]), "year"), is_weak=True),
)

LEXICON = Lexicon(
    ENTRIES,
    first="[\\d'’‘]",
    border=r"(?<![A-Za-z\d_$€£₩@#])(?<!\d[.,:/-])(?<![A-Za-z]/)(?<![-+])",
    edge=r"(?![A-Za-z\d_]|\s?%)",
)
