"""What a calendar resource says, apart from how a server has written it down.

Servers write again what they were given: in another order, folded elsewhere, with properties of their own. Two
resources that say the same of everything that this program writes have the same digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from attrs import frozen

from aitimeline.model.calendar_text import unescaped

MARK = "X-AITIMELINE-KEY"
OWN_PREFIX = "X-AITIMELINE-"
WRITTEN = frozenset(
    {
        *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"),
        *("RRULE", "RDATE", "EXDATE", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL", "CLASS", "TRANSP", "STATUS"),
        *("LINK", "COLOR", "RELATED-TO", "CONCEPT", "REFID"),
    }
)
"""The properties of an event that count, beside our own; others are the server's or the reader's affair."""
_OF_AN_ALARM = frozenset({"ACTION", "TRIGGER", "DESCRIPTION"})
_PARAMETERS = frozenset({"LANGUAGE", "LINKREL", "TZID", "RELATED", "RELTYPE"})
_DEFAULTS = frozenset(
    {
        *(("STATUS", "CONFIRMED"), ("CLASS", "PUBLIC"), ("TRANSP", "OPAQUE"), ("SEQUENCE", "0")),
        *(("RELATED", "START"), ("RELTYPE", "PARENT")),
    }
)
"""What RFC 5545 takes for granted, or says nothing, so that a server may leave it out or add it."""
_TEXTS = frozenset({"UID", "SUMMARY", "DESCRIPTION", "CONCEPT", "REFID", "RELATED-TO"})
_FOLD = re.compile("\r?\n[ \t]")
_LINE_END = re.compile("\r?\n")
_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")
_OTHERS_ALARM = ("X-APPLE-DEFAULT-ALARM", "X-MOZ-DEFAULT-ALARM")
_Fact = tuple[str, str, str, str]


@frozen
class Content:
    """What a resource says.

    Attributes:
        uids: the different UIDs of its events, in order.
        key: the key of the event of which this program has written it; None if none of its events says so.
        digest: of all that counts in it, in hexadecimal.
        stamp: the DTSTAMP of its first event, which here is the time of the newest record.
    """

    uids: tuple[str, ...]
    key: str | None
    digest: str
    stamp: str


def read_content(written: bytes) -> Content | None:
    """Read a resource; None where it holds no event, or is no iCalendar object."""
    facts = list(_facts(written))
    if not facts:
        return None
    return Content(
        tuple(dict.fromkeys(value for _, name, _, value in facts if name == "UID")),
        next((value for _, name, _, value in facts if name == MARK), None),
        _digest(facts),
        next((value for _, name, _, value in facts if name == "DTSTAMP"), ""),
    )


def _digest(facts: list[_Fact]) -> str:
    """The digest of facts; the order of properties, and of events, carries no meaning."""
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for place, *fact in facts:
        grouped.setdefault(place, []).append((fact[0], fact[1], fact[2]))
    said = sorted([place.partition("/")[2] != "", sorted(group)] for place, group in grouped.items())
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


def _facts(written: bytes) -> Iterator[_Fact]:
    """Each fact that counts: the event that it is of (``1``, or its alarm ``1/2``), name, parameters, value."""
    opened: list[str] = []
    number, alarm, kept = 0, 0, list[_Fact]()
    for name, parameters, value in _lines(written):
        if name == "BEGIN":
            opened.append(value.upper())
            number += opened[-1] == "VEVENT"
            alarm += opened[-1] == "VALARM"
        elif name == "END" and opened:
            if opened.pop() == "VALARM":
                yield from () if any(fact[1] in _OTHERS_ALARM for fact in kept) else kept
                kept = []
        elif opened[-1:] == ["VEVENT"] and (name in WRITTEN or name.startswith(OWN_PREFIX)):
            if fact := _fact(str(number), name, parameters, value):
                yield fact
        elif opened[-2:] == ["VEVENT", "VALARM"] and (name in _OF_AN_ALARM or name in _OTHERS_ALARM):
            kept.append(_fact(f"{number}/{alarm}", name, parameters, value) or ("", "", "", ""))


def _lines(written: bytes) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """The content lines of RFC 5545 3.1; a line that is none stands for itself."""
    from icalendar.parser import Contentline  # noqa: PLC0415 -- only who pushes needs it

    line_of: Any = Contentline
    for line in _LINE_END.split(_FOLD.sub("", written.decode("utf-8", "replace"))):
        if not line.strip():
            continue
        try:
            name, parameters, value = line_of(line).raw_parts()
        except ValueError:
            yield f"{OWN_PREFIX}?", {}, line
        else:
            yield name.upper(), parameters, value


def _fact(place: str, name: str, parameters: Mapping[str, Any], value: str) -> _Fact | None:
    said = _value(name, value)
    if (name, said) in _DEFAULTS:
        return None
    stated = [
        (each.upper(), str(given).lower() if each.upper() == "LANGUAGE" else str(given))
        for each, given in parameters.items()
        if each.upper() in _PARAMETERS and (each.upper(), str(given).upper()) not in _DEFAULTS
    ]
    return place, name, json.dumps(sorted(stated)) if stated else "", said


def _value(name: str, value: str) -> str:
    if name in _TEXTS or name.startswith(OWN_PREFIX):
        return _plain(value)
    if name == "CATEGORIES":
        return json.dumps(sorted(map(_plain, _split(value))))
    if name == "RRULE":
        return ";".join(sorted(value.upper().split(";")))
    return value.strip()


def _plain(value: str) -> str:
    """Text without its escapes (RFC 5545 3.3.11); line ends are told from nothing else by no server."""
    return unescaped(value).replace("\r\n", "\n")


def _split(value: str) -> list[str]:
    """The values between commas that are not escaped."""
    ends = [found.end() for found in _COMMA.finditer(value)]
    starts = [0, *ends]
    return [value[start : end - 1] for start, end in zip(starts, [*ends, len(value) + 1], strict=True)]
