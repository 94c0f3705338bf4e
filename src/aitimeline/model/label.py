"""The form of a date that people read: plain dates stay as they are, all others are put in a few words."""

from __future__ import annotations

import re

from aitimeline.model.part import part_name

_SIGNS = "[?~%]"
_DAY = len("2023-12-07")


def label(edtf: str) -> str:
    """What people read for a canonical EDTF string."""
    if edtf[0] in "[{":
        return _set(edtf)
    if edtf[0] in "ab":  # known by order: after:gemini-announced before:2024-02
        return ", ".join(bound.replace(":", " ", 1) for bound in edtf.split(" "))
    if "/" in edtf:
        return _interval(*edtf.split("/"))
    return _date(edtf)


def _date(edtf: str) -> str:
    """``2023-Q1``, ``spring 2023``, ``about 2023``, ``2023?``, ``2010s``, ``a day of 2023-12``, ``1986 BC``."""
    if len(edtf) == _DAY and edtf.replace("-", "").isdecimal():
        return edtf
    bare = re.sub(_SIGNS, "", edtf)
    about = "about " if "~" in edtf or "%" in edtf else ""
    doubt = "?" if "?" in edtf or "%" in edtf else ""
    return f"{about}{_bare(bare)}{doubt}"


def _bare(edtf: str) -> str:
    return next((form(found) for pattern, form in _FORMS if (found := re.fullmatch(pattern, edtf))), edtf)


def _part(found: re.Match[str]) -> str:
    before, after = part_name(int(found[2]))
    return f"{before}{found[1]}{after}"


def _long_year(found: re.Match[str]) -> str:
    return f"{int(found[2]) + 1} BC" if found[1] else found[2]


def _some(found: re.Match[str]) -> str:
    is_month = len(found[0]) == len("2023-XX")
    return f"a {'month' if is_month else 'day'} of {found[1]}"


_FORMS = (
    ("(-?[0-9]{4})-(2[1-9]|3[0-9]|4[01])", _part),
    ("Y(-?)([0-9]+)", _long_year),
    ("-([0-9]{4})", lambda found: f"{int(found[1]) + 1} BC"),
    ("0000", lambda _: "1 BC"),
    ("([0-9]{3})X", lambda found: f"{found[1]}0s"),
    ("([0-9]{2})XX", lambda found: f"{found[1]}00-{found[1]}99"),
    ("([0-9]{4}(?:-[0-9]{2})?)(?:-XX){1,2}", _some),
)


def _interval(left: str, right: str) -> str:
    """``2023-11-27/2023-12-01``, ``since 2023-12``, ``2023-12 to unknown``; with words at an end, ``to`` is between."""
    if right == "..":
        return f"since {_date(left)}"
    if left == "..":
        return f"until {_date(right)}"
    begun, ended = (_date(end) if end else "unknown" for end in (left, right))
    is_plain = not any(" " in end or end == "unknown" for end in (begun, ended))
    return f"{begun}/{ended}" if is_plain else f"{begun} to {ended}"


def _set(edtf: str) -> str:
    """``2023-11 or 2023-12``, ``2023 and 2024``, ``1984 or earlier``."""
    is_one = edtf[0] == "["
    members = [_member(each, is_one=is_one) for each in edtf[1:-1].split(",")]
    *others, last = members
    word = "or" if is_one else "and"
    return f"{', '.join(others)} {word} {last}" if others else last


def _member(text: str, *, is_one: bool) -> str:
    left, dots, right = text.partition("..")
    if not dots:
        return _date(text)
    if left and right:
        return f"{_date(left)} to {_date(right)}"
    if is_one:
        return f"{_date(right)} or earlier" if right else f"{_date(left)} or later"
    return f"all until {_date(right)}" if right else f"all since {_date(left)}"
