"""The rules of iCalendar as a checker, each with its section, written without the program and without a library.

It checks what RFC 5545, RFC 7986 and RFC 9253 ask of a calendar that is published (no METHOD), as far as the
properties go that ours have; a property or parameter that it does not know is a finding too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple


class Line(NamedTuple):
    """A content line, unfolded: its number, name, parameters with their values as written, and value."""

    number: int
    name: str
    params: tuple[tuple[str, str], ...]
    value: str

    def param(self, name: str) -> str | None:
        """The value of a parameter, without quotation marks."""
        return next((value.strip('"') for other, value in self.params if other == name), None)


class Part(NamedTuple):
    """A component: its name, its properties, and the components in it."""

    name: str
    lines: list[Line]
    parts: list[Part]

    def all(self, name: str) -> list[Line]:
        """The properties with a name."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """The first property with a name."""
        return next(iter(self.all(name)), None)


Findings = Iterator[str]
_WORD = r"[A-Za-z0-9-]+"
_QUOTED, _SAFE = r'"[^"\x00-\x08\x0a-\x1f\x7f]*"', r'[^";:,\x00-\x08\x0a-\x1f\x7f]*'
_PARAM = re.compile(rf";({_WORD})=((?:{_QUOTED}|{_SAFE})(?:,(?:{_QUOTED}|{_SAFE}))*)")
_NAME = re.compile(_WORD)
_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|%)+")
_DURATION = re.compile(r"[+-]?P(?:\d+W|\d+D(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?:\d+H)?(?:\d+M)?(?:\d+S)?)")
_OFFSET = re.compile(r"(?!-0000(?:00)?\Z)[+-](?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_RULE_PARTS = {
    "FREQ": re.compile("YEARLY"),
    "BYMONTH": re.compile(r"[1-9]|1[0-2]"),
    "BYMONTHDAY": re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*"),
    "BYDAY": re.compile(r"-?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"),
}
_MOST = 75

_TEXTS = {
    *("PRODID", "VERSION", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "COLOR", "UID", "SUMMARY"),
    *("STATUS", "CLASS", "TRANSP", "ACTION", "TZID", "TZNAME"),
    *("X-AITIMELINE-KEY", "X-AITIMELINE-EDTF", "X-AITIMELINE-DATA"),
}
_PARAMS = {
    "SUMMARY": {"LANGUAGE"},
    "DTSTART": {"VALUE", "TZID"},
    "DTEND": {"VALUE", "TZID"},
    "REFRESH-INTERVAL": {"VALUE"},
    "SOURCE": {"VALUE"},
    "LINK": {"VALUE", "LINKREL", "LABEL"},
}
_CALENDAR = {"PRODID", "VERSION", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "COLOR", "REFRESH-INTERVAL"}
_CALENDAR |= {"X-PUBLISHED-TTL", "SOURCE", "URL", "LAST-MODIFIED"}
_ONCE_IN_EVENT = {
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "CREATED", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DESCRIPTION", "URL"),
    *("STATUS", "CLASS", "TRANSP", "RRULE", "CATEGORIES", "X-AITIMELINE-KEY", "X-AITIMELINE-EDTF"),
    *("X-AITIMELINE-DATA",),
}
_OBSERVANCE = {"DTSTART", "RDATE", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"}


def findings(content: bytes) -> list[str]:
    """What a calendar breaks: ``RFC 5545 3.1: ...``; empty of one that keeps all rules."""
    found = list(_physical(content))
    if found:
        return found
    lines, found = _lines(content)
    if found:
        return found
    root, found = _tree(lines)
    if root is None:
        return found
    return found + list(_calendar(root))


def unfold(content: bytes) -> list[str]:
    """The content lines of a calendar (3.1)."""
    return content.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def unescape(value: str) -> str:
    """The text that a value stands for (3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(content: bytes) -> list[Part]:
    """The events of a calendar that keeps the rules."""
    root, _ = _tree(_lines(content)[0])
    assert root is not None
    return [part for part in root.parts if part.name == "VEVENT"]


def calendar(content: bytes) -> Part:
    """A calendar that keeps the rules."""
    root, _ = _tree(_lines(content)[0])
    assert root is not None
    return root


def _physical(content: bytes) -> Findings:
    if not content.endswith(b"\r\n"):
        yield "RFC 5545 3.1: the last line is not ended by CRLF"
    for number, line in enumerate(content.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if len(line) > _MOST:
            yield f"RFC 5545 3.1: line {number} has {len(line)} octets"
        if found := re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            yield f"RFC 5545 3.1: line {number} has the control character {found[0]!r}"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"RFC 5545 3.1, 3.1.4: line {number} is not UTF-8, or a fold splits a character"
        if not line:
            yield f"RFC 5545 3.1: line {number} is empty"


def _lines(content: bytes) -> tuple[list[Line], list[str]]:
    lines, found = [], []
    for number, text in enumerate(unfold(content), 1):
        name = _NAME.match(text)
        if name is None:
            found.append(f"RFC 5545 3.1: content line {number} has no name: {text[:40]!r}")
            continue
        at, params = name.end(), []
        while param := _PARAM.match(text, at):
            params.append((param[1].upper(), param[2]))
            at = param.end()
        if text[at : at + 1] != ":":
            found.append(f"RFC 5545 3.1: content line {number} is no name, parameters and value: {text[:60]!r}")
            continue
        lines.append(Line(number, name[0].upper(), tuple(params), text[at + 1 :]))
    return lines, found


def _tree(lines: list[Line]) -> tuple[Part | None, list[str]]:
    stack: list[Part] = [Part("", [], [])]
    for line in lines:
        if line.name == "BEGIN":
            stack.append(Part(line.value, [], []))
        elif line.name == "END":
            if len(stack) == 1 or stack[-1].name != line.value:
                return None, [f"RFC 5545 3.4, 3.6: END:{line.value} ends nothing that has begun"]
            part = stack.pop()
            stack[-1].parts.append(part)
        elif len(stack) == 1:
            return None, [f"RFC 5545 3.4: {line.name} stands outside of a calendar"]
        else:
            stack[-1].lines.append(line)
    if len(stack) != 1 or [part.name for part in stack[0].parts] != ["VCALENDAR"]:
        return None, ["RFC 5545 3.4: there is not one VCALENDAR, begun and ended"]
    return stack[0].parts[0], []


def _calendar(root: Part) -> Findings:
    yield from _properties(root, _CALENDAR, once=_CALENDAR)
    yield from _required(root, ("PRODID", "VERSION"), "RFC 5545 3.6")
    if (version := root.one("VERSION")) and version.value != "2.0":
        yield "RFC 5545 3.7.4: VERSION is not 2.0"
    if root.all("METHOD"):
        yield "RFC 5545 3.7.2: METHOD makes an invitation of a published calendar"
    if not root.parts:
        yield "RFC 5545 3.6: a calendar has one component at least"
    if (interval := root.one("REFRESH-INTERVAL")) and interval.param("VALUE") != "DURATION":
        yield "RFC 7986 5.7: REFRESH-INTERVAL has no VALUE=DURATION"
    if (interval := root.one("REFRESH-INTERVAL")) and not re.match(r"\+?P.*[1-9]", interval.value):
        yield "RFC 7986 5.7: REFRESH-INTERVAL is not positive"
    if (source := root.one("SOURCE")) and source.param("VALUE") != "URI":
        yield "RFC 7986 5.8: SOURCE has no VALUE=URI"
    if (colour := root.one("COLOR")) and not re.fullmatch("[a-z]+", colour.value):
        yield "RFC 7986 5.9: COLOR is no name of CSS3"
    yield from _zones(root)
    yield from _parts(root)


def _parts(root: Part) -> Findings:
    zones: set[str] = set()
    uids: Counter[str] = Counter()
    for part in root.parts:
        if part.name == "VTIMEZONE":
            zones |= {line.value for line in part.all("TZID")}
        elif part.name == "VEVENT":
            yield from _event(part, zones)
            uids.update(line.value for line in part.all("UID"))
        else:
            yield f"RFC 5545 3.6: a component {part.name}"
    for uid, number in uids.items():
        if number > 1:
            yield f"RFC 5545 3.8.4.7: {number} events have the UID {uid}"


def _zones(root: Part) -> Findings:
    zones = [part for part in root.parts if part.name == "VTIMEZONE"]
    names = [line.value for zone in zones for line in zone.all("TZID")]
    if len(names) != len(set(names)):
        yield "RFC 5545 3.6.5: two VTIMEZONE have one TZID"
    for zone in zones:
        yield from _properties(zone, {"TZID"}, once={"TZID"})
        yield from _required(zone, ("TZID",), "RFC 5545 3.6.5")
        if not zone.parts:
            yield "RFC 5545 3.6.5: a VTIMEZONE has neither STANDARD nor DAYLIGHT"
        for part in zone.parts:
            if part.name not in {"STANDARD", "DAYLIGHT"}:
                yield f"RFC 5545 3.6.5: {part.name} in a VTIMEZONE"
            yield from _properties(part, _OBSERVANCE, once=_OBSERVANCE - {"RDATE", "TZNAME"})
            yield from _required(part, ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"), "RFC 5545 3.6.5")
            if (start := part.one("DTSTART")) and (start.params or start.value.endswith("Z")):
                yield "RFC 5545 3.6.5: the onset of an observance is not a local time"


def _event(part: Part, zones: set[str]) -> Findings:
    yield from _properties(part, _ONCE_IN_EVENT | {"LINK"}, once=_ONCE_IN_EVENT)
    yield from _required(part, ("UID", "DTSTAMP", "DTSTART"), "RFC 5545 3.6.1")
    if (uid := part.one("UID")) and not uid.value:
        yield "RFC 5545 3.8.4.7: UID is empty"
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        if (line := part.one(name)) and not line.value.endswith("Z"):
            yield f"RFC 5545 3.8.7: {name} is not in UTC"
    yield from _dates(part, zones)
    yield from _links(part)
    if (status := part.one("STATUS")) and status.value not in {"TENTATIVE", "CONFIRMED", "CANCELLED"}:
        yield "RFC 5545 3.8.1.11: STATUS has no value of an event"
    if (transparency := part.one("TRANSP")) and transparency.value not in {"OPAQUE", "TRANSPARENT"}:
        yield "RFC 5545 3.8.2.7: TRANSP"
    if (access := part.one("CLASS")) and access.value not in {"PUBLIC", "PRIVATE", "CONFIDENTIAL"}:
        yield "RFC 5545 3.8.1.3: CLASS"
    for alarm in part.parts:
        yield from _alarm(alarm)


def _dates(part: Part, zones: set[str]) -> Findings:
    start, end, rule = part.one("DTSTART"), part.one("DTEND"), part.one("RRULE")
    for line in (start, end):
        zone = line.param("TZID") if line else None
        if line is None:
            continue
        if zone is not None and zone not in zones:
            yield f"RFC 5545 3.2.19: no VTIMEZONE before says what the TZID {zone} means"
        if zone is not None and (line.value.endswith("Z") or line.param("VALUE") == "DATE"):
            yield "RFC 5545 3.2.19: TZID at a day, or at a time in UTC"
        if (line.param("VALUE") == "DATE") != ("T" not in line.value):
            yield f"RFC 5545 3.8.2: the VALUE of {line.name} is not what it has"
    if start and end:
        if ("T" in start.value) != ("T" in end.value) or start.param("TZID") != end.param("TZID"):
            yield "RFC 5545 3.8.2.2: DTEND is of another type than DTSTART"
        elif end.value <= start.value:
            yield "RFC 5545 3.8.2.2: DTEND is not later than DTSTART"
    if start and rule and {"BYMONTH=2", "BYMONTHDAY=-1"} & {*rule.value.split(";")} and start.value[4:8] != "0229":
        yield "RFC 5545 3.8.5.3: DTSTART is not the first day of its RRULE"


def _links(part: Part) -> Findings:
    for link in part.all("LINK"):
        if link.param("LINKREL") is None or link.param("VALUE") not in {"URI", "UID", "XML-REFERENCE"}:
            yield "RFC 9253 8.2: LINK has no LINKREL, or no VALUE"


def _alarm(part: Part) -> Findings:
    if part.name != "VALARM":
        yield f"RFC 5545 3.6.1: {part.name} in an event"
    names = {"ACTION", "TRIGGER", "DESCRIPTION"}
    yield from _properties(part, names, once=names)
    yield from _required(part, sorted(names), "RFC 5545 3.6.6")


def _properties(part: Part, known: set[str], once: set[str]) -> Findings:
    """Each property is one that is known here, as often as it may be, with parameters and a value that it may have."""
    numbers = Counter(line.name for line in part.lines)
    for name, number in numbers.items():
        if name not in known:
            yield f"RFC 5545 3.6: {name} in a {part.name}"
        if number > 1 and name in once:
            yield f"RFC 5545 3.6: {number} times {name} in a {part.name}"
    for line in part.lines:
        names = [name for name, _ in line.params]
        if len(names) != len(set(names)) or not set(names) <= _PARAMS.get(line.name, set()):
            yield f"RFC 5545 3.2: the parameters {names} at {line.name}"
        if (language := line.param("LANGUAGE")) is not None and not _LANGUAGE.fullmatch(language):
            yield f"RFC 5545 3.2.10: LANGUAGE is no tag: {language!r}"
        for section, holds in _VALUES.get(line.name, ()) if line.name not in _TEXTS else ((_3_3_11, _is_text),):
            if not holds(line.value):
                yield f"{section}: the value of {line.name} in a {part.name}: {line.value[:60]!r}"


def _required(part: Part, names: tuple[str, ...] | list[str], section: str) -> Findings:
    for name in names:
        if not part.all(name):
            yield f"{section}: no {name} in a {part.name}"


def _is_text(value: str) -> bool:
    return _TEXT.fullmatch(value) is not None


def _is_texts(value: str) -> bool:
    return bool(listed(value)) and all(each and _is_text(each) for each in listed(value))


def listed(value: str) -> list[str]:
    """The members of a list of texts, as they are written (3.1.1)."""
    return [found[0] for found in re.finditer(r"(?:[^\\,]|\\.)+", value)]


def _is_uri(value: str) -> bool:
    return _URI.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    try:
        return bool(date(int(value[:4]), int(value[4:6]), int(value[6:])))
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    try:
        return bool(datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S"))  # noqa: DTZ007
    except ValueError:
        return False


def _is_day_or_time(value: str) -> bool:
    return _is_time(value) if "T" in value else len(value) == len("20231206") and _is_date(value)


def _are_times(value: str) -> bool:
    return all(map(_is_time, value.split(",")))


def _is_rule(value: str) -> bool:
    parts = [part.partition("=") for part in value.split(";")]
    names = [name for name, _, _ in parts]
    fits = all(name in _RULE_PARTS and _RULE_PARTS[name].fullmatch(held) for name, _, held in parts)
    return fits and names[:1] == ["FREQ"] and len(names) == len(set(names))


def _fits(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_3_3_11 = "RFC 5545 3.3.11"
_VALUES: dict[str, tuple[tuple[str, Callable[[str], bool]], ...]] = {
    "CATEGORIES": (("RFC 5545 3.8.1.2", _is_texts),),
    "URL": (("RFC 5545 3.3.13", _is_uri),),
    "SOURCE": (("RFC 5545 3.3.13", _is_uri),),
    "LINK": (("RFC 9253 8.2", _is_uri),),
    "DTSTAMP": (("RFC 5545 3.3.5", _is_time),),
    "CREATED": (("RFC 5545 3.3.5", _is_time),),
    "LAST-MODIFIED": (("RFC 5545 3.3.5", _is_time),),
    "DTSTART": (("RFC 5545 3.3.4, 3.3.5", _is_day_or_time),),
    "DTEND": (("RFC 5545 3.3.4, 3.3.5", _is_day_or_time),),
    "RDATE": (("RFC 5545 3.8.5.2", _are_times),),
    "RRULE": (("RFC 5545 3.3.10", _is_rule),),
    "SEQUENCE": (("RFC 5545 3.3.8, 3.8.7.4", str.isdecimal),),
    "TRIGGER": (("RFC 5545 3.3.6", _fits(_DURATION)),),
    "REFRESH-INTERVAL": (("RFC 5545 3.3.6", _fits(_DURATION)),),
    "X-PUBLISHED-TTL": (("RFC 5545 3.3.6", _fits(_DURATION)),),
    "TZOFFSETFROM": (("RFC 5545 3.3.14", _fits(_OFFSET)),),
    "TZOFFSETTO": (("RFC 5545 3.3.14", _fits(_OFFSET)),),
}
