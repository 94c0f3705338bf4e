"""What people write for a time zone that is no IANA name, and which zones they may mean."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"[A-Z]{1,5}")
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d\d))?")
_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("KST", "KOREA", "SOUTH KOREA", "한국", "한국시간", "한국 표준시", "서울"), ("Asia/Seoul",)),
    **dict.fromkeys(("JST", "일본", "일본시간", "도쿄"), ("Asia/Tokyo",)),
    **dict.fromkeys(("중국", "중국시간", "베이징", "BEIJING", "상하이"), ("Asia/Shanghai",)),
    **dict.fromkeys(("ET", "EDT", "미 동부", "미 동부시간", "뉴욕", "워싱턴"), ("America/New_York",)),
    **dict.fromkeys(("CT", "CDT", "미 중부"), ("America/Chicago",)),
    **dict.fromkeys(("MT", "MDT"), ("America/Denver",)),
    **dict.fromkeys(("PT", "PST", "PDT", "미 서부", "미 서부시간", "태평양시간"), ("America/Los_Angeles",)),
    **dict.fromkeys(("SAN FRANCISCO", "샌프란시스코", "시애틀", "로스앤젤레스", "LA"), ("America/Los_Angeles",)),
    **dict.fromkeys(("BST", "영국", "영국시간", "런던"), ("Europe/London",)),
    **dict.fromkeys(("CEST", "파리", "프랑스"), ("Europe/Paris",)),
    **dict.fromkeys(("EEST",), ("Europe/Athens",)),
    **dict.fromkeys(("MSK",), ("Europe/Moscow",)),
    **dict.fromkeys(("AEST", "AEDT"), ("Australia/Sydney",)),
    **dict.fromkeys(("NZST", "NZDT"), ("Pacific/Auckland",)),
    **dict.fromkeys(("HKT",), ("Asia/Hong_Kong",)),
    **dict.fromkeys(("Z", "협정세계시", "세계시"), ("UTC",)),
    "CST": ("America/Chicago", "Asia/Shanghai"),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
}
_ALL_YEAR = {
    180: "Europe/Moscow",
    210: "Asia/Tehran",
    240: "Asia/Dubai",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    360: "Asia/Dhaka",
    390: "Asia/Yangon",
    420: "Asia/Bangkok",
    480: "Asia/Singapore",
    540: "Asia/Seoul",
    570: "Australia/Darwin",
    600: "Australia/Brisbane",
    0: "UTC",
    -180: "America/Sao_Paulo",
    -420: "America/Phoenix",
    -600: "Pacific/Honolulu",
}
"""Zones that keep one offset all year, by its minutes."""
_WEST, _EAST = -12, 14


def zones_meant(name: str) -> tuple[str, ...] | None:
    """The zones that an abbreviation, an offset or another word means, the likeliest first.

    Returns:
        None where it is rather a name that is written wrong; nothing where it is none, but no zone is known for it.
    """
    written = " ".join(name.split()).upper()
    if written in _WORDS:
        return _WORDS[written]
    if found := _OFFSET.fullmatch(written):
        return _with_offset(-1 if found[1] != "+" else 1, int(found[2]), int(found[3] or 0))
    return () if _ABBREVIATION.fullmatch(name) else None


def _with_offset(sign: int, hours: int, minutes: int) -> tuple[str, ...]:
    offset = sign * (hours * 60 + minutes)
    place = (_ALL_YEAR[offset],) if offset in _ALL_YEAR else ()
    west = -sign * hours
    is_fixed = not minutes and offset and _WEST <= sign * hours <= _EAST
    return (*place, *((f"Etc/GMT{west:+d}",) if is_fixed else ()))
