"""Rules by which events recur (RFC 5545 3.3.10), looked at before anybody follows them: some never end, or never begin.

A rule may ask for every second of a century, or for a 30 February. What is let through gives at most one day a day,
and is known to give some or is cheap to follow to the end of the calendar.
"""

from __future__ import annotations

import re
from datetime import datetime

from aitimeline.ingest.calendar.moment import read_moment
from aitimeline.model.day import month_length
from aitimeline.model.error import BadInputError

STEPS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""Days, about, from one turn of a rule to the next."""
_LEAP_YEAR = 2024
_WEEK = 7
_LONGEST = 2_000
_LARGEST = 9_999
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile("0*[1-9][0-9]{0,3}"),
    "COUNT": re.compile("0*[1-9][0-9]{0,5}"),
    "UNTIL": re.compile("[0-9TZ]{8,16}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "BYDAY": re.compile("[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*"),
    **dict.fromkeys(
        ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"),
        re.compile("[+-]?0*[1-9][0-9]{0,2}(?:,[+-]?0*[1-9][0-9]{0,2})*"),
    ),
    **dict.fromkeys(("BYHOUR", "BYMINUTE", "BYSECOND"), re.compile("[0-9]{1,2}")),
}
_ONLY_YEARLY = ("BYYEARDAY", "BYWEEKNO")


def read_rule(value: str, start: datetime) -> dict[str, str]:
    """The parts of a rule that can be followed; those that say only what the start says already are left out.

    Raises:
        BadInputError: it has no form, is not followed here, or never gives a day.
    """
    text = value.strip().upper()
    if len(text) > _LONGEST:
        raise BadInputError(f"its RRULE has {len(text):,} characters")
    parts: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        name, _, stated = part.partition("=")
        name, stated = name.strip(), stated.replace(" ", "")
        if name in parts or name not in _PARTS or not _PARTS[name].fullmatch(stated):
            raise BadInputError(
                f"its RRULE has {part[:40]!r}, which is not followed; times within a day are not either"
            )
        parts[name] = stated
    if "FREQ" not in parts:
        raise BadInputError("its RRULE has no FREQ")
    for name, given in (("BYHOUR", start.hour), ("BYMINUTE", start.minute), ("BYSECOND", start.second)):
        if name in parts and int(parts.pop(name)) != given:
            raise BadInputError(f"its RRULE has a {name} other than that of DTSTART, which is not followed")
    _check_sense(parts, start)
    return parts


def _check_sense(parts: dict[str, str], start: datetime) -> None:
    """Refuse what RFC 5545 3.3.10 rules out, and what no day fulfils."""
    frequency = parts["FREQ"]
    if frequency != "YEARLY" and any(name in parts for name in _ONLY_YEARLY):
        raise BadInputError(f"its RRULE has BYYEARDAY or BYWEEKNO with FREQ={frequency}, which has no meaning")
    if frequency in ("DAILY", "WEEKLY") and re.search("[0-9]", parts.get("BYDAY", "")):
        raise BadInputError(f"its RRULE has a numbered BYDAY with FREQ={frequency}, which has no meaning")
    if "BYSETPOS" in parts and frequency in ("DAILY", "WEEKLY"):
        raise BadInputError(f"its RRULE has BYSETPOS with FREQ={frequency}, which is not followed")
    months = [abs(int(month)) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    if not any(
        month <= len("JFMAMJJASOND") and day <= month_length(_LEAP_YEAR, month) for month in months for day in days
    ):
        raise BadInputError("its RRULE asks for days that there are not")
    is_weekly = frequency == "DAILY" and int(parts.get("INTERVAL", "1")) % _WEEK == 0
    if is_weekly and "BYDAY" in parts and _WEEKDAYS[start.weekday()] not in parts["BYDAY"].split(","):
        raise BadInputError("its RRULE asks for days that it never comes to")


def until_of(parts: dict[str, str]) -> datetime | None:
    """The UNTIL of a rule as it stands there.

    Raises:
        BadInputError: it is no date.
    """
    return read_moment(parts["UNTIL"], "UNTIL").local if "UNTIL" in parts else None
