"""The checker of the rules finds what breaks them."""

from __future__ import annotations

import pytest

from calendar_rules import findings

GOOD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a//b//EN
BEGIN:VTIMEZONE
TZID:Asia/Seoul
BEGIN:STANDARD
DTSTART:20220101T000000
TZNAME:KST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20231206
DTEND;VALUE=DATE:20231207
SUMMARY;LANGUAGE=en:a\\, b
CATEGORIES:a,b
URL:https://example.org/
LINK;LINKREL="SOURCE";LABEL="a, b";VALUE=URI:https://example.org/
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260101T000000Z
DTSTART;TZID=Asia/Seoul:20231206T100000
SUMMARY:b
END:VEVENT
END:VCALENDAR
"""
BROKEN = [
    ("3.1", "SUMMARY:b", "SUMMARY:" + "b" * 70),
    ("3.1", "SUMMARY:b", "SUMMARY:" + "가" * 30),
    ("3.1", "SUMMARY:b", "SUMMARY:b\a"),
    ("3.1", "SUMMARY:b", "SUMMARY b"),
    ("3.1", "SUMMARY:b", "SUMMARY:b\n"),
    ("3.2", "SUMMARY:b", "SUMMARY;VALUE=TEXT:b"),
    ("3.2.10", "LANGUAGE=en", "LANGUAGE=e"),
    ("3.2.19", "TZID=Asia/Seoul:2023", "TZID=Europe/Paris:2023"),
    ("3.2.19", "20231206T100000", "20231206T100000Z"),
    ("3.3.11", "a\\, b", "a, b"),
    ("3.3.11", "a\\, b", "a\\x b"),
    ("3.3.13", "URL:https://example.org/", "URL:https://example.org/a b"),
    ("3.3.14", "TZOFFSETTO:+0900", "TZOFFSETTO:-0000"),
    ("3.3.4", "20231206\n", "20231306\n"),
    ("3.4", "END:VCALENDAR\n", ""),
    ("3.4", "END:VEVENT\nEND", "END:VTODO\nEND"),
    ("3.6", "VERSION:2.0\n", ""),
    ("3.6", "STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nSTATUS:CONFIRMED\n"),
    ("3.6", "STATUS:CONFIRMED\n", "METHOD:PUBLISH\n"),
    ("3.6.1", "DTSTAMP:20260101T000000Z\n", ""),
    ("3.6.5", "TZOFFSETFROM:+0900\n", ""),
    ("3.6.5", "DTSTART:20220101T000000\n", "DTSTART:20220101T000000Z\n"),
    ("3.7.2", "VERSION:2.0\n", "VERSION:2.0\nMETHOD:PUBLISH\n"),
    ("3.7.4", "VERSION:2.0", "VERSION:1.0"),
    ("3.8.1.11", "STATUS:CONFIRMED", "STATUS:COMPLETED"),
    ("3.8.2.2", "DTEND;VALUE=DATE:20231207", "DTEND;VALUE=DATE:20231206"),
    ("3.8.2.2", "DTEND;VALUE=DATE:20231207", "DTEND:20231207T000000Z"),
    ("3.8.4.7", "UID:2", "UID:1"),
    ("3.8.7", "DTSTAMP:20260101T000000Z", "DTSTAMP:20260101T000000"),
    ("7986 5.7", "VERSION:2.0\n", "VERSION:2.0\nREFRESH-INTERVAL:P1D\n"),
    ("7986 5.8", "VERSION:2.0\n", "VERSION:2.0\nSOURCE:https://example.org/\n"),
    ("9253 8.2", ';LINKREL="SOURCE"', ""),
    ("9253 8.2", ";VALUE=URI:https", ":https"),
]


def as_bytes(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def test_a_calendar_that_keeps_the_rules_has_no_findings() -> None:
    assert findings(as_bytes(GOOD)) == []


@pytest.mark.parametrize(("section", "good", "broken"), BROKEN, ids=[f"{each[0]} {each[2][:30]!r}" for each in BROKEN])
def test_what_breaks_a_rule_is_found_with_its_section(section: str, good: str, broken: str) -> None:
    assert good in GOOD
    found = findings(as_bytes(GOOD.replace(good, broken, 1)))
    assert [each for each in found if f"{section}:" in each or f"{section}," in each], found


@pytest.mark.parametrize("content", [b"", b"\r\n", as_bytes(GOOD)[:-2], GOOD.encode(), b"BEGIN:VCALENDAR\r\n\xff\r\n"])
def test_what_is_no_calendar_at_all_is_found(content: bytes) -> None:
    assert findings(content)


def test_a_fold_within_a_character_is_found() -> None:
    content = as_bytes(GOOD).replace(b"SUMMARY:b", "SUMMARY:가".encode()[:-1] + b"\r\n " + "가".encode()[-1:])
    assert any("splits a character" in each for each in findings(content))
