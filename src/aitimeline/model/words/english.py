"""What pieces of date expressions look like in English."""

from __future__ import annotations

import re

from aitimeline.model.words.numeral import ENGLISH, ENGLISH_ORDINALS, SEVERAL, english, english_ordinal
from aitimeline.model.words.piece import Entry, Lexicon, words
from aitimeline.model.words.sense import Side

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_LOOK_ALIKE = r"(?-i:may|march|Jan|Mar|mar|jan|sep|dec|nov|oct|apr|aug|jun|jul|feb|May|March)\b(?!\.)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
_NO_MEASURE = r"(?!\d|[.,:/]\d|\s?(?:%|percent|[ap]\.?m\b|million|billion|trillion|°|x\b))"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?{_NO_MEASURE}"
_JOINT = r"\s?(?:[-–—]|\bto\b|\band\b|&|\bthrough\b)\s?"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s") for word in ENGLISH), key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}|(?:{_TENS})-\w{{3,5}}|{_ONES}|a\sfew|several|few|a\scouple\sof|half\sa)"
_UNIT = r"(?:day|week|fortnight|month|quarter|half|year|decade|century|centurie)"
_ORDINALS = "|".join(sorted(ENGLISH_ORDINALS, key=len, reverse=True))
_ORDINAL = rf"(?:the\s)?(?:(?:twenty|thirty)-\w{{5,7}}|{_ORDINALS})"
_UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half", "year": "year"} | {
    "decade": "decade",
    "century": "century",
    "centurie": "century",
    "weekend": "weekend",
}
_DAYS_APART = (
    {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "earlier today": 0}
    | {"yesterday": -1, "last night": -1, "yesterday morning": -1, "yesterday evening": -1}
    | {"the day before yesterday": -2, "tomorrow": 1, "the day after tomorrow": 2, "the next day": 1}
    | {"the previous day": -1, "the following day": 1, "tomorrow night": 1}
)
_SIDES = (
    dict.fromkeys(("this", "the current", "current", "the same"), Side(0))
    | dict.fromkeys(("last", "the last", "past", "the past", "this past", "previous", "the previous"), Side(-1))
    | dict.fromkeys(("next", "the next", "following", "the following"), Side(1))
    | dict.fromkeys(("coming", "the coming", "this coming", "upcoming", "the upcoming"), Side(1, is_coming=True))
)
_PARTS = (
    {"early": "early", "mid": "mid", "middle of": "mid", "the middle of": "mid", "late": "late"}
    | {"early in": "early", "late in": "late", "midway through": "mid", "the beginning of": "start"}
    | {"beginning of": "start", "the start of": "start", "start of": "start", "the end of": "end", "end of": "end"}
    | {"earlier": "so far", "earlier in": "so far", "later": "rest", "later in": "rest", "end": "end"}
    | {"the first half of": "first", "the second half of": "second", "the rest of": "rest", "mid-to-late": "late"}
)
_UNIT_PARTS = (
    {"year-end": ("year", "end"), "year end": ("year", "end"), "year's end": ("year", "end")}
    | {"month-end": ("month", "end"), "month's end": ("month", "end"), "end of year": ("year", "end")}
    | {"end-of-year": ("year", "end"), "mid-year": ("year", "mid"), "midyear": ("year", "mid")}
    | {"mid-month": ("month", "mid"), "midweek": ("week", "mid"), "week's end": ("week", "weekend")}
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
HOLIDAYS = (
    {"New Year's Day": (1, 1), "New Year's Eve": (12, 31), "Christmas Day": (12, 25), "Christmas Eve": (12, 24)}
    | {"Christmas": (12, 25), "Boxing Day": (12, 26), "Valentine's Day": (2, 14), "Halloween": (10, 31)}
    | {"Independence Day": (7, 4), "the Fourth of July": (7, 4), "Fourth of July": (7, 4), "Juneteenth": (6, 19)}
    | {"Veterans Day": (11, 11), "April Fools' Day": (4, 1), "St. Patrick's Day": (3, 17), "May Day": (5, 1)}
)
_DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8}
_DECADES["nineties"] = 9


def _month(text: str) -> int:
    return 1 + _MONTHS.index(text[:3].casefold())


def _weekday(text: str) -> int:
    return _WEEKDAYS.index(text[:3].casefold())


def _of_month(text: str) -> list[tuple[str, int | str, int, int]]:
    """The pieces of a month with its day or two days: ``December 5 and 6``, ``27-30 November``."""
    parts: list[tuple[str, int | str, int, int]] = []
    for found in re.finditer(r"(\d{1,2})(?:st|nd|rd|th)?|([A-Za-z&]{1,9})\.?|([-–—])", text):
        span = (found.start(), found.end())
        if found[1]:
            parts.append(("D", int(found[1]), *span))
        elif found[3] or found[2].casefold() in {"to", "through"}:
            parts.append(("-", found[0], *span))
        elif found[2].casefold() in {"and", "&"}:
            parts.append(("&", found[0], *span))
        elif found[2].casefold() not in {"of", "the"}:
            parts.append(("M", _month(found[2]), *span))
    return parts


def _count(text: str) -> tuple[int, str, bool] | None:
    """A count of units: its number, its unit, and whether it is only approximate."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    number, _, unit = plain.rpartition(" ")
    unit = unit.removesuffix("s")
    if number in {"half a", "half an"}:
        return (6, "month", False) if unit == "year" else None
    if number in {"a few", "several", "few"}:
        return (SEVERAL, _UNITS[unit], True) if unit in _UNITS else None
    value = english(number.removeprefix("a ") if number.startswith("a ") else number)
    if value is None:
        return None
    return (2 * value, "week", False) if unit == "fortnight" else (value, _UNITS[unit], number == "couple of")


def _quarter(text: str) -> int | None:
    plain = text.casefold()
    base = 39 if "h" in re.sub(r"fourth|third|the", "", plain) else 32
    if digit := re.search(r"[1-4]", plain):
        number: int | None = int(digit[0])
    else:
        number = english_ordinal(re.sub(r"^the\s|[\s-](?:fiscal[\s-])?(?:quarter|half)$", "", plain))
        number = (2 if base == 39 else 4) if number == -1 else number  # noqa: PLR2004 -- halves
    return base + number if number and 1 <= number <= (2 if base == 39 else 4) else None  # noqa: PLR2004


def _decade(text: str) -> str | None:
    """A decade or century, as EDTF writes it."""
    plain = re.sub(r"^the\s", "", text.casefold())
    if "century" in plain:
        number = english_ordinal(re.sub(r"[\s-]century$", "", plain))
        return f"{number - 1:02}XX" if number and 1 <= number <= 30 else None  # noqa: PLR2004
    if figures := re.search(r"\d+", plain):
        digits = figures[0]
        century = "" if len(digits) == 4 else "19" if digits >= "30" else "20"  # noqa: PLR2004
        return f"{century}{digits[:-1]}X"
    decade = _DECADES[plain.split()[-1].split("-")[-1]]
    return f"{20 if decade <= 2 else 19}{decade}X"  # noqa: PLR2004 -- the twenties are ours


def _clock(text: str) -> tuple[int, int] | None:
    """Hour and minute."""
    plain = re.sub(r"[\s.]|^at\s", "", text.casefold())
    if plain in {"noon", "midnight"}:
        return (12, 0) if plain == "noon" else (0, 0)
    parts = re.search(r"(\d{1,2})(?::(\d\d))?(am|pm)?", plain)
    if not parts:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    if parts[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 -- hours of the clock
            return None
        hour = hour % 12 + (12 if parts[3] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def _side_of_now(text: str) -> int:
    return -1 if text.casefold() in {"ago", "earlier", "back"} else 1


ENTRIES = (
    words("R", _DAYS_APART),
    words("e", {"the day before": -1, "the day after": 1, "a day before": -1, "a day after": 1, "the eve of": -1}),
    words("R", {"now": 0}, is_weak=True),
    words("H", HOLIDAYS),
    words("p", _UNIT_PARTS),
    Entry(
        "G",
        rf"(?:the\s)?week\s(?:of|starting|beginning)(?:\son)?(?=\s(?:the\s)?(?:\d|{_MONTH}\s{{0,2}}\d{{1,2}}(?!\d)|{_WEEKDAY}))",
    ),
    Entry("C", rf"(?:the\s)?(?:(?:\d{{4}}|['’]?\d0)['’]?s|(?:nineteen-?)?(?:{'|'.join(_DECADES)}))(?!['’])", _decade),
    Entry("C", rf"(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINALS})[\s-]century", _decade),
    Entry(
        "Q",
        r"(?:the\s)?(?:Q[1-4]|[1-4]Q|H[12]|[12]H|(?:first|second|third|fourth|final|[1-4](?:st|nd|rd|th))[\s-](?:fiscal[\s-])?(?:quarter|half))(?!-\w)",
        _quarter,
    ),
    Entry("-", rf"{_MONTH}\s{{0,2}}{_DAY}(?:{_JOINT}{_DAY}(?!\s?{_MONTH}))?", parts=_of_month),
    Entry("-", rf"(?:the\s)?(?:{_DAY}{_JOINT})?{_DAY}\s{{0,2}}(?:of\s)?{_MONTH}", parts=_of_month),
    Entry("M", _LOOK_ALIKE, _month, is_weak=True),
    Entry("M", _MONTH, _month),
    Entry("N", rf"{_NUMBER}[\s-]{_UNIT}s?", _count),
    Entry("D", r"the\s\d{1,2}(?:st|nd|rd|th)", lambda text: int(re.sub(r"\D", "", text))),
    Entry("D", r"\d{1,2}(?:st|nd|rd|th)", lambda text: int(re.sub(r"\D", "", text)), is_weak=True),
    Entry("A", "from now|from today|ago", _side_of_now, is_follower=True),
    Entry("A", "earlier|hence|later|back", _side_of_now, is_follower=True, is_weak=True),
    words("P", _PARTS),
    words("s", _SIDES),
    Entry("O", _ORDINAL, lambda text: english_ordinal(re.sub(r"^the\s", "", text.casefold()))),
    Entry("W", _WEEKDAY, _weekday),
    Entry("W", _SHORT_WEEKDAY, _weekday, is_weak=True),
    Entry("w", r"(?:the\s)?weekend", lambda _: "weekend"),
    Entry(
        "E",
        "(?:the\\s)?(?:spring|summer|autumn|fall|winter)",
        lambda text: _SEASONS[text.casefold().split()[-1]],
        is_weak=True,
    ),
    Entry("u", rf"(?:the\s)?{_UNIT}", lambda text: _UNITS.get(text.casefold().split()[-1]), is_weak=True),
    Entry("I", r"within(?:\sthe\snext)?"),
    Entry("i", rf"in(?=\s(?:{_NUMBER})[\s-]{_UNIT})", str, is_weak=True),
    Entry("~", r"around|about|circa|ca\.|c\.|approximately|roughly"),
    Entry("F", r"since|starting(?:\s(?:in|on))?|as\sof"),
    Entry("U", r"until|till|up\suntil|up\sto|by"),
    words("F", {"after": "after"}),
    words("U", {"before": "before", "prior to": "before"}),
    Entry("<", "from|between"),
    Entry("-", r"through|thru|until|till|to", str, is_follower=True),
    Entry("&", r"and|&", str, is_follower=True),
    Entry("F", r"onwards?", is_follower=True),
    Entry("T", r"(?:at\s)?(?:\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?|\d{1,2}:\d\d|noon|midnight)(?![\d:])", _clock),
)

LEXICON = Lexicon(
    ENTRIES,
    first="[A-Za-z\\d'’]",
    border=r"(?<![A-Za-z\d])(?<![A-Za-z\d][-.'’/])",
    edge=r"(?![A-Za-z\d]|['’][a-rt-z])",
    has_case=True,
)
