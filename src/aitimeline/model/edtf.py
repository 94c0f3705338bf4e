"""Reading EDTF (ISO 8601-2) strictly: what is refused is refused with its position.

Levels 0 and 1 whole. Of level 2: the parts of a year (21 to 41), sets, masks anywhere, qualifiers on parts of a date,
and intervals of such dates. Years with an exponent or with significant digits are refused.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple, NoReturn

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.error import BadInputError
from aitimeline.model.plain import Plain, Refusal, plain_date, quick_date
from aitimeline.model.quality import DAY, TIME, Precision, Quality, Stretch, quality_of, settled

_WORDED = r"(?<![0-9X])([0-9X]{4})-?(?:Q([1-4])|H([12]))(?![-0-9X])"
_DAY = "0000-00-00"
_CLOCK = r"T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
_NO_DATE = ("", "..")
_SHOWN = 80
"""So many signs of what cannot be read are shown."""
_LONGEST = 1_000
"""So many signs a date may have: every member of a set costs time in each question."""


class Reading(NamedTuple):
    """What a date says; the members are those of ``When``."""

    edtf: str
    start: Days
    end: Days
    is_span: bool
    moment: datetime | None
    quality: Quality


def read(given: str) -> Reading:
    """Read a date of any kind; letters may be small, and quarters and halves written ``2023-Q1`` and ``2023-H2``.

    Raises:
        BadInputError: it is none; the message says at which position and why.
    """
    try:
        return _any(_normal(given))
    except Refusal as refusal:
        shown = given if len(given) <= _SHOWN else f"{given[:_SHOWN]}..."
        raise BadInputError(f"cannot read the date {shown!r}: position {refusal.at + 1}, {refusal.why}") from None


def _normal(given: str) -> str:
    """The text with capital letters and with numbers for quarters and halves."""
    if not given:
        raise Refusal(0, "there is nothing; write 2023-12-07, 2023-12, 2023, 2023-Q1 or 2023-11-27/2023-12-01")
    if not given.isascii():
        at, sign = next((at, sign) for at, sign in enumerate(given) if not sign.isascii())
        _refuse(at, f"{sign!r} has no place in a date; write 2023-12-07, 2023-12, 2023 or 2023-Q1")
    if len(given) > _LONGEST:
        _refuse(_LONGEST, f"a date has at most {_LONGEST:,} signs")
    text = given.upper()
    for word in re.finditer("[A-Z]+", text):
        if len(word[0].replace("X", "")) > 1:
            shown = given[word.start() : word.end()]
            _refuse(word.start(), f"{shown[:_SHOWN]!r} is no date; write what is known, as in 2023-12 or 2023")
    return re.sub(_WORDED, _number, text) if "Q" in text or "H" in text else text


def _number(worded: re.Match[str]) -> str:
    year, quarter, half = worded.groups()
    return f"{year}-{32 + int(quarter) if quarter else 39 + int(half)}"


def _any(text: str) -> Reading:
    if text[0] in "[{":
        return _set(text)
    if "/" in text:
        return _interval(text)
    if "T" in text:
        return _timed(text)
    date = plain_date(text)
    return Reading(text, date.days, date.days, is_span=False, moment=None, quality=date.quality())


def _timed(text: str) -> Reading:
    at = text.index("T")
    day = text[:at]
    date = plain_date(day) if day else _refuse(0, "the day is missing; write 2023-12-06T10:00:00-05:00")
    if len(day) != len(_DAY) or not day.replace("-", "").isdigit():
        _refuse(at, "a time of day needs a whole day of four-digit year before it, without X, ?, ~ or %")
    if day.startswith("0000"):
        _refuse(0, "the times of day that can be read begin in the year 0001")
    clock = re.compile(_CLOCK).fullmatch(text, at) or _refuse(*_clock_misfit(text, at))
    hour, minute, second, offset = clock.groups()
    _check_clock(at, hour, minute, second)
    if offset and offset != "Z":
        _check_offset(at + 6 + (3 if second else 0), offset)
    edtf = f"{day}T{hour}:{minute}:{second or '00'}{offset or ''}"
    return Reading(edtf, date.days, date.days, is_span=False, moment=datetime.fromisoformat(edtf), quality=TIME)


def _check_clock(at: int, hour: str, minute: str, second: str | None) -> None:
    if int(hour) > 23:  # noqa: PLR2004 -- the last hour of the day
        _refuse(at + 1, f"there is no hour {hour}; midnight is 00:00 of the day that begins")
    if int(minute) > 59:  # noqa: PLR2004
        _refuse(at + 4, f"there is no minute {minute}")
    if second and int(second) > 59:  # noqa: PLR2004
        _refuse(at + 7, f"the second {second} is not read, a leap second neither; write 00 to 59")


def _check_offset(at: int, offset: str) -> None:
    hours, minutes = int(offset[1:3]), int(offset[4:] or 0)
    if hours > 23 or minutes > 59:  # noqa: PLR2004
        _refuse(at, f"there is no offset {offset}; write it as +09:00")
    if offset[0] == "-" and not hours and not minutes:
        _refuse(at, "an offset of nothing is written Z or +00:00")


def _clock_misfit(text: str, at: int) -> tuple[int, str]:
    """Where a time of day goes wrong."""
    form = re.sub("[0-9]", "0", text[at:]).replace("-", "+")
    good = max(_common(form, clock + offset) for clock in ("T00:00", "T00:00:00") for offset in ("Z", "+00", "+00:00"))
    what = "the time is not whole" if good == len(form) else "the time does not go on like this"
    return at + good, f"{what}; write it as 2023-12-06T10:00:00-05:00"


def _common(one: str, two: str) -> int:
    """How many signs two texts begin with in common."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (mine, other) in pairs if mine != other), min(len(one), len(two)))


def _interval(text: str) -> Reading:
    middle = text.index("/")
    left, right = text[:middle], text[middle + 1 :]
    if "/" in right:
        _refuse(text.index("/", middle + 1), "an interval has two ends only; write it as 2023-11-27/2023-12-01")
    if left in _NO_DATE and right in _NO_DATE:
        _refuse(0, "an interval needs a date at one end at least; write 2023-12/.. or ../2023-12")
    first = _end(left, 0)
    last = _end(right, middle + 1)
    start = first.days if first else Days(BEGINNING, BEGINNING if left else FINISH)
    end = last.days if last else Days(FINISH if right else BEGINNING, FINISH)
    if start.first > end.last:
        _refuse(middle + 1, "the interval ends before it begins; write the earlier date first")
    if start.last > end.last or end.first < start.first:
        # What began after the end is ruled out, and what ended before the beginning too.
        start, end = settled(start, end)
    return Reading(text, start, end, is_span=True, moment=None, quality=_quality(first, last))


def _quality(first: Plain | None, last: Plain | None) -> Quality:
    """How well a span is known."""
    one, two = first or last, last or first
    if one is None or two is None:
        return DAY
    precision = max(one.precision, two.precision)
    return quality_of(
        precision,
        is_uncertain=one.is_uncertain or two.is_uncertain,
        start_about=first.about if first else None,
        end_about=last.about if last else None,
    )


def _end(text: str, at: int) -> Plain | None:
    """One end of an interval; None where it is open or unknown."""
    return None if text in _NO_DATE else quick_date(text) or _inner(text, at, "an interval")


def _inner(text: str, at: int, whole: str) -> Plain:
    """A date inside a longer text, at a position of it."""
    if "T" in text:
        _refuse(at + text.index("T"), f"{whole} has no times of day; leave the time out")
    if text[:1] in ("[", "{"):
        _refuse(at, f"{whole} holds no sets; write its dates")
    try:
        return plain_date(text)
    except Refusal as refusal:
        raise Refusal(at + refusal.at, refusal.why) from None


def _refuse(at: int, why: str) -> NoReturn:
    raise Refusal(at, why)


class _Member(NamedTuple):
    stretch: Stretch
    is_span: bool
    precision: Precision
    is_uncertain: bool


def _set(text: str) -> Reading:
    """``[...]``: one of these, which it is not known; ``{...}``: all of these."""
    close = "]" if text[0] == "[" else "}"
    if not text.endswith(close):
        found = text.find(close)
        _refuse(
            found + 1 if found > 0 else len(text),
            f"the set ends with {close}" + (" and nothing follows it" if found > 0 else "; add it"),
        )
    members, written, at = [], [], 1
    pieces = text[1:-1].split(",")
    for number, piece in enumerate(pieces):
        bare = piece.strip()
        place = at + len(piece) - len(piece.lstrip())
        members.append(_member(bare, place, is_first=number == 0, is_last=number == len(pieces) - 1))
        written.append(bare)
        at += len(piece) + 1
    edtf = f"{text[0]}{','.join(written)}{close}"
    return _one_of(edtf, members) if close == "]" else _all_of(edtf, members)


def _member(text: str, at: int, *, is_first: bool, is_last: bool) -> _Member:
    if not text:
        _refuse(at, "a date of the set is missing; write it as [2023-11,2023-12]")
    if "/" in text:
        _refuse(at + text.index("/"), "a set holds no intervals; write a range as 2023..2025")
    dots = text.find("..")
    if dots < 0:
        date = _inner(text, at, "a set")
        about = date.about
        return _Member(Stretch(date.days, date.days, about, about), False, date.precision, date.is_uncertain)
    left, right = text[:dots], text[dots + 2 :]
    if not left and not right:
        _refuse(at, "'..' needs a date beside it; write ..2023, 2023.. or 2023..2025")
    if not left and not is_first:
        _refuse(at, "only the first of a set may begin with '..'")
    if not right and not is_last:
        _refuse(at + dots, "only the last of a set may end with '..'")
    first = _inner(left, at, "a set") if left else None
    last = _inner(right, at + dots + 2, "a set") if right else None
    start = first.days if first else Days(BEGINNING, BEGINNING)
    end = last.days if last else Days(FINISH, FINISH)
    if start.first > end.last:
        _refuse(at + dots + 2, "the range ends before it begins; write the earlier date first")
    stretch = Stretch(*settled(start, end), first.about if first else None, last.about if last else None)
    known = [each for each in (first, last) if each]
    return _Member(stretch, True, max(each.precision for each in known), any(each.is_uncertain for each in known))


def _one_of(edtf: str, members: list[_Member]) -> Reading:
    days = Days(min(each.stretch.start.first for each in members), max(each.stretch.end.last for each in members))
    about = _coarsest(members)
    quality = Quality(_precision(members), any(each.is_uncertain for each in members), about, about)
    return Reading(edtf, days, days, is_span=False, moment=None, quality=quality)


def _all_of(edtf: str, members: list[_Member]) -> Reading:
    stretches = tuple(each.stretch for each in members)
    starts, ends = ([getattr(each, name) for each in stretches] for name in ("start", "end"))
    start = Days(min(each.first for each in starts), min(each.last for each in starts))
    end = Days(max(each.first for each in ends), max(each.last for each in ends))
    is_one = len(members) == 1
    about = _coarsest(members)
    quality = Quality(
        _precision(members),
        any(each.is_uncertain for each in members),
        stretches[0].start_about if is_one else about,
        stretches[0].end_about if is_one else about,
        () if is_one else stretches,
    )
    return Reading(edtf, start, end, is_span=members[0].is_span if is_one else True, moment=None, quality=quality)


def _precision(members: list[_Member]) -> Precision:
    return max(each.precision for each in members)


def _coarsest(members: list[_Member]) -> Precision | None:
    abouts = (about for each in members for about in (each.stretch.start_about, each.stretch.end_about))
    return max((about for about in abouts if about is not None), default=None)
