"""Conditions of requests and what is acceptable in answers (RFC 9110 12.5.3 and 13): pure functions of headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from typing import Literal

Header = Callable[[str], str | None]
"""Gives a header's value, all of its lines joined by commas; None where it is not there."""

# RFC 9110 8.8.3: an entity tag, perhaps a weak one.
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_WEAK = "W/"
_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def evaluate(header: Header, etag: str, modified: int | None) -> Literal[200, 304, 412]:
    """What becomes of a GET or HEAD of something that is there, in the order of RFC 9110 13.2.2.

    Args:
        header: of the request.
        etag: the strong tag of what would be sent.
        modified: when that came to be, in seconds since 1970; None where it is not told.
    """
    if (match := header("if-match")) is not None:
        if not _names(match, etag, weakly=False):
            return 412
    elif _is_before(header("if-unmodified-since"), modified):
        return 412
    if (none := header("if-none-match")) is not None:
        return 304 if _names(none, etag, weakly=True) else 200
    since = _seconds(header("if-modified-since"))
    return 304 if since is not None and modified is not None and modified <= since else 200


def _names(value: str, etag: str, *, weakly: bool) -> bool:
    """True if a list of tags has this one; ``*`` has any (RFC 9110 13.1.1 and 13.1.2)."""
    if value.strip() == "*":
        return True
    return any(found[1] == etag and (weakly or not found[0].startswith(_WEAK)) for found in _TAG.finditer(value))


def _is_before(value: str | None, modified: int | None) -> bool:
    since = _seconds(value)
    return since is not None and modified is not None and since < modified


def _seconds(value: str | None) -> int | None:
    """An HTTP date (RFC 9110 5.6.7) in seconds since 1970; None of anything else, which is to be ignored."""
    if value is None or not value.strip().endswith("GMT"):
        return None
    try:
        return int(parsedate_to_datetime(value).replace(tzinfo=UTC).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def http_date(seconds: int) -> str:
    """Seconds since 1970 as an HTTP date."""
    return formatdate(seconds, usegmt=True)


def takes_gzip(value: str | None) -> bool:
    """True if gzip is acceptable, and no less than no coding at all (RFC 9110 12.5.3)."""
    weights: dict[str, float] = {}
    for part in (value or "").split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        weights[name] = _weight(parameters)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0)))
    return gzip > 0 and gzip >= weights.get("identity", 0)


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            return float(value.strip()) if _WEIGHT.fullmatch(value.strip()) else 0
    return 1
