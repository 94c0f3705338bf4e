"""Calendars as others write them: every event is taken, or listed with its line and why."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aitimeline.ingest.rows import Defaults
from calendars import OFFICE, SHARED, calendar, event, read

COUNTS = {
    "holidayskr_2023": (18, 18, 0),
    "holidayskr_basic": (192, 192, 0),
    "ical4j_Earth32Seasons": (72, 72, 0),
    "ical4j_Misc_History": (431, 0, 0),
    "ical4j_blank_tzid": (1, 1, 0),
    "ical4j_custom_component": (0, 0, 0),
    "ical4j_google_aus_holidays": (96, 42, 0),
    "ical4j_invalid_geo": (1, 1, 0),
    "ical4j_japan_west": (49, 49, 0),
    "ical4j_mathBirthdays": (1321, 0, 0),
    "ical4j_rfc5545_3_6_1_vevent": (4, 3, 0),
    "ical4j_rfc5545_4_1": (1, 1, 0),
    "ical4j_rfc5545_4_4": (0, 0, 0),
    "icalendar_big_bad": (20, 0, 20),
    "icalendar_broken_dtstart": (1, 0, 1),
    "icalendar_forward_tz": (1, 1, 0),
    "icalendar_global_tzid": (3, 3, 0),
    "icalendar_multiple_calendars": (2, 0, 2),
    "icalendar_rdate_period_tzid": (1, 0, 0),
    "icalendar_whitespace_params": (1, 1, 0),
    "icaljs_blank_line_mid": (0, 0, 0),
    "icaljs_multi_root": (0, 0, 0),
    "icaljs_only_dtstart_date": (1, 1, 0),
    "icaljs_unfold": (0, 0, 0),
    "khal_event_d": (1, 1, 0),
    "khal_event_d_same_start_end": (1, 1, 0),
    "khal_mixed_awareness": (2, 2, 0),
    "khal_without_uid": (1, 1, 0),
    "nodeical_school_holidays": (1, 1, 0),
    "nodeical_windows_quoted_tz": (1, 0, 0),
    "nodeical_yearly_unicode": (1, 0, 0),
    "vobject_tzid_8bit": (1, 1, 0),
}
"""Of the calendars at hand: how many events each has, how many are taken, and how many are wrong."""
_BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.MULTILINE)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the calendars that others wrote are not here")
@pytest.mark.parametrize("name", COUNTS)
def test_every_event_of_others_calendars_is_taken_or_listed(name: str) -> None:
    content = (SHARED / f"{name}.ics").read_bytes()
    found = read(content)
    assert (found.events, len(found.proposals), len(found.bad)) == COUNTS[name]
    assert found.events == len(_BEGIN.findall(content)) == found.accounted
    assert found.is_calendar


@pytest.mark.skipif(not SHARED.is_dir(), reason="the calendars that others wrote are not here")
def test_the_counts_are_of_all_calendars_at_hand() -> None:
    assert {path.stem for path in SHARED.glob("*.ics")} == set(COUNTS)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the calendars that others wrote are not here")
@pytest.mark.parametrize("name", [name for name in COUNTS if "math" not in name and "Misc" not in name])
def test_every_event_of_others_calendars_is_expanded_or_listed(name: str) -> None:
    found = read((SHARED / f"{name}.ics").read_bytes(), expand=(date(2005, 1, 1), date(2005, 12, 31)))
    assert found.events == found.accounted


ALL_DAY = {
    "DTSTART;VALUE=DATE:20231206": "2023-12-06",
    "DTSTART:20231206": "2023-12-06",
    "DTSTART;VALUE=DATE:20231127\nDTEND;VALUE=DATE:20231202": "2023-11-27/2023-12-01",
    "DTSTART;VALUE=DATE:20231206\nDTEND;VALUE=DATE:20231206": "2023-12-06",
    "DTSTART;VALUE=DATE:20231206\nDURATION:P2D": "2023-12-06/2023-12-07",
    "DTSTART;VALUE=DATE:20231206\nDURATION:PT86400S": "2023-12-06",
    "DTSTART;VALUE=DATE:20231206\nDURATION:P1W": "2023-12-06/2023-12-12",
    "DTSTART;VALUE=DATE:00000101": "0000-01-01",
    "DTSTART;VALUE=DATE:99991231": "9999-12-31",
    "DTSTART:2023-12-06": "2023-12-06",
    "DTSTART;VALUE=DATE:20231206\nDTEND:20231207T120000": "2023-12-06/2023-12-07",
}


@pytest.mark.parametrize(("start", "edtf"), ALL_DAY.items())
def test_whole_days_end_on_the_day_before_dtend(start: str, edtf: str) -> None:
    (proposal,) = read(calendar(event(start))).proposals
    assert (proposal.data["when"], proposal.data.get("zone")) == (edtf, None)


TIMED = {
    "DTSTART:20231206T100000Z": ("2023-12-06T10:00:00Z", None),
    "DTSTART:20231206T100000": ("2023-12-06T10:00:00", None),
    "DTSTART:20231206T100000+0900": ("2023-12-06T10:00:00+09:00", None),
    "DTSTART:2023-12-06T10:00:00Z": ("2023-12-06T10:00:00Z", None),
    "DTSTART:20231206T235960Z": ("2023-12-06T23:59:59Z", None),
    "DTSTART;TZID=Asia/Seoul:20231206T100000": ("2023-12-06T10:00:00", "Asia/Seoul"),
    "DTSTART;TZID=asia/seoul:20231206T100000": ("2023-12-06T10:00:00", "Asia/Seoul"),
    'DTSTART;TZID="Korea Standard Time":20231206T100000': ("2023-12-06T10:00:00", "Asia/Seoul"),
    "DTSTART;TZID=Eastern Standard Time:20231206T100000": ("2023-12-06T10:00:00", "America/New_York"),
    "DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20231206T100000": (
        "2023-12-06T10:00:00",
        "America/New_York",
    ),
    "DTSTART;TZID=UTC:20231206T100000": ("2023-12-06T10:00:00", "UTC"),
    "DTSTART;TZID=Asia/Seoul:20231206T100000Z": ("2023-12-06T10:00:00Z", None),
    "DTSTART:20231206T100000Z\nDTEND:20231206T110000Z": ("2023-12-06T10:00:00Z", None),
    "DTSTART:20231206T220000Z\nDTEND:20231207T020000Z": ("2023-12-06T22:00:00Z", None),
    "DTSTART:20231127T090000Z\nDTEND:20231201T170000Z": ("2023-11-27/2023-12-01", "UTC"),
    "DTSTART;TZID=Asia/Seoul:20231206T000000\nDTEND;TZID=Asia/Seoul:20231207T000000": ("2023-12-06", "Asia/Seoul"),
    "DTSTART;TZID=Asia/Seoul:20231206T100000\nDTEND:20231206T013000Z": ("2023-12-06T10:00:00", "Asia/Seoul"),
    "DTSTART:20231206T100000Z\nDURATION:PT1H30M": ("2023-12-06T10:00:00Z", None),
}


@pytest.mark.parametrize(("start", "expected"), TIMED.items())
def test_times_keep_their_zone_and_long_ones_are_spans_of_days(start: str, expected: tuple[str, str | None]) -> None:
    (proposal,) = read(calendar(event(start))).proposals
    assert (proposal.data["when"], proposal.data.get("zone")) == expected


def test_days_and_times_without_a_zone_are_local_where_it_is_said() -> None:
    seoul = Defaults("event", "Asia/Seoul")
    starts = ["DTSTART:20231206", "DTSTART:20231206T100000", "DTSTART:20231206T100000Z"]
    zones = [read(calendar(event(start)), defaults=seoul).proposals[0].data.get("zone") for start in starts]
    assert zones == ["Asia/Seoul", "Asia/Seoul", None]


def test_a_zone_that_only_the_file_describes_gives_the_offset() -> None:
    found = read(
        calendar(
            event("DTSTART;TZID=Office:20080530T150000", uid="1"), event("DTSTART;TZID=Office:20081230T150000", uid="2")
        ).replace("END:VCALENDAR", OFFICE.replace("\n", "\r\n") + "END:VCALENDAR")
    )
    assert [proposal.data["when"] for proposal in found.proposals] == [
        "2008-05-30T15:00:00+06:00",
        "2008-12-30T15:00:00+05:00",
    ]


def test_a_zone_with_rules_without_end_is_not_followed() -> None:
    head = OFFICE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=SECONDLY")
    found = read(calendar(event("DTSTART;TZID=Office:20080530T150000"), head=head))
    assert "rules that are not followed" in " ".join(found.bad.values())


WRONG = {
    "": "has no DTSTART",
    "DTSTART:": "its DTSTART cannot be read",
    "DTSTART:20231206T24": "its DTSTART cannot be read: '20231206T24'",
    "DTSTART:20231206T240000": "its DTSTART is no time of day",
    "DTSTART:20231306": "its DTSTART is no day of the calendar",
    "DTSTART:20230229": "its DTSTART is no day of the calendar",
    "DTSTART:100000101": "its DTSTART cannot be read",
    "DTSTART:00000101T000000Z": "its DTSTART is no time of day",
    "DTSTART:２０２３１２０６": "its DTSTART cannot be read",
    "DTSTART:20231206\nDTEND:20231205": "ends before it begins",
    "DTSTART:20231206T100000Z\nDTEND:20231206T090000Z": "ends before it begins",
    "DTSTART:20231206T100000Z\nDURATION:-PT1H": "ends before it begins",
    "DTSTART:20231206T100000Z\nDURATION:P": "its DURATION cannot be read",
    "DTSTART:20231206T100000Z\nDURATION:P99999999999W": "its DURATION cannot be read",
    "DTSTART:99991231T100000Z\nDURATION:P999999D": "has a time beyond the calendar",
    "DTSTART:20231206\nDTEND:soon": "its DTEND cannot be read",
    "DTSTART:20231206\nDTSTART:20231207": "has two DTSTARTs",
    "DTSTART;TZID=Mars/Olympus:20231206T100000": "its zone 'Mars/Olympus' is none of IANA or Windows",
    'DTSTART;TZID="(UTC-05:00) Somewhere Else":20150706T120000': "is none of IANA or Windows",
    "DTSTART;TZID=:20231206T100000": "its zone '' is none",
    'DTSTART;TZID="Asia/Seoul:20231206T100000': "its DTSTART in line 6 has parameters that cannot be read",
}


@pytest.mark.parametrize(("start", "why"), WRONG.items())
def test_what_has_no_date_that_can_be_read_is_refused_with_its_line(start: str, why: str) -> None:
    found = read(calendar(event(start)))
    assert (found.proposals, list(found.bad)) == ([], [4])
    assert why in found.bad[4]


def test_without_a_title_it_is_taken_under_one_that_says_so_and_told() -> None:
    found = read(calendar("UID:1\nDTSTART:20231206", "UID:2\nDTSTART:20231206\nSUMMARY: \\n "))
    assert found.bad == {}
    assert [each.data["title"] for each in found.proposals] == [{"en": "Untitled event", "ko": "제목 없는 사건"}] * 2
    notes = [each.remarks.notes for each in found.proposals]
    assert notes == [["has no SUMMARY; its title is 'Untitled event / 제목 없는 사건'"]] * 2


def test_without_a_title_or_a_uid_the_description_tells_them_apart() -> None:
    lines = ["DTSTART:20231206\nDESCRIPTION:A", "DTSTART:20231206\nDESCRIPTION:B", "DTSTART:20231206\nDESCRIPTION:B"]
    found = read(calendar(*lines))
    assert [each.data["summary"]["en"] for each in found.proposals] == ["A", "B"]


def test_what_is_read_of_an_event() -> None:
    more = (
        "DESCRIPTION:Two\\nlines\\, one sentence\nCATEGORIES:AI,Open Source\nCATEGORIES:정책\n"
        'URL:https://example.org/a\nLINK;LINKREL="SOURCE";LABEL="Paper, B":https://example.org/b\n'
        "ATTACH:https://example.org/a\nATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA\nURL:javascript:alert(1)\n"
        "ORGANIZER:mailto:a@example.org\nATTENDEE:mailto:b@example.org\nLOCATION:Seoul\nLOCATION:\nSEQUENCE:3\n"
        "LAST-MODIFIED:20231207T000000Z\nSTATUS:TENTATIVE\nBEGIN:VALARM\nTRIGGER:-P1D\nEND:VALARM"
    )
    (proposal,) = read(calendar(event(more=more))).proposals
    assert proposal.data == {
        "when": "2023-12-06T10:00:00Z",
        "title": {"en": "The AI Alliance is formed"},
        "kind": "event",
        "summary": {"en": "Two lines, one sentence"},
        "tags": ["ai", "open-source", "정책"],
        "sources": [{"url": "https://example.org/a"}, {"url": "https://example.org/b", "title": "Paper, B"}],
    }
    assert str(proposal.version) == "SEQUENCE 3, LAST-MODIFIED 20231207T000000Z"
    assert dict(proposal.remarks.left_out) == {
        "ORGANIZER": 1,
        "ATTENDEE": 1,
        "LOCATION": 1,
        "VALARM": 1,
        "STATUS:TENTATIVE": 1,
        "URL that is no web address": 1,
        "ATTACH that is no web address": 1,
    }


@pytest.mark.parametrize(
    ("given_as", "title"),
    [
        ("SUMMARY:제미나이 공개", {"ko": "제미나이 공개"}),
        ("SUMMARY;LANGUAGE=ko-KR:Gemini", {"ko": "Gemini"}),
        ("SUMMARY;LANGUAGE=fr:Fête\nSUMMARY;LANGUAGE=en-US:Feast", {"fr": "Fête", "en": "Feast"}),
        ("SUMMARY;LANGUAGE=no such:A\\nB\tC", {"en": "A B C"}),
        ("SUMMARY:A\x07\x00B", {"en": "A��B"}),
        ('SUMMARY:He said \\"no\\"\\; twice', {"en": 'He said "no"; twice'}),
    ],
)
def test_titles_are_in_the_language_that_is_given_or_seen(given_as: str, title: dict[str, str]) -> None:
    (proposal,) = read(calendar(f"UID:1\nDTSTART:20231206\n{given_as}")).proposals
    assert proposal.data["title"] == title


def test_of_two_events_with_one_uid_the_newer_counts_and_the_other_is_listed() -> None:
    found = read(
        calendar(event(more="SEQUENCE:2"), event(more="SEQUENCE:1"), event(more="SEQUENCE:2\nURL:https://a.example"))
    )
    assert [proposal.line for proposal in found.proposals] == [16]
    assert found.reasons == {
        4: "VEVENT has the UID of the VEVENT in line 16, which counts",
        10: "VEVENT has the UID of the VEVENT in line 4, which counts",
    }


def test_without_a_uid_date_and_title_stand_for_it() -> None:
    nameless = event().replace("UID:one@example.org\n", "")
    first, second = read(calendar(nameless)), read(calendar("UID:\n" + nameless))
    assert first.proposals[0].uid == second.proposals[0].uid
    assert first.proposals[0].remarks.left_out == {"(no UID: date and title stand for it)": 1}


def test_twins_without_a_uid_are_not_told_to_have_one() -> None:
    nameless = event().replace("UID:one@example.org\n", "")
    found = read(calendar(nameless, nameless))
    assert found.reasons == {4: "VEVENT has no UID, and the date and title of the VEVENT in line 8, which counts"}


MARKUP = {
    "<p>Two</p><p>lines &amp; more</p>": "Two lines & more",
    "<html><head><style>p { color: red }</style></head><body>Text</body></html>": "Text",
    'See <a href="https://a.example/x?a=1&amp;b=2">the page</a>.': "See the page (https://a.example/x?a=1&b=2).",
    "<a href='https://a.example'>https://a.example</a>": "https://a.example",
    "A<br>B<BR/>C<br clear=all>&nbsp;D": "A B C D",
    "<!--[if mso]><p>x</p><![endif]--><b>Bold</b> and <o:p></o:p>plain": "Bold and plain",
    "Cut off <b>here": "Cut off <b>here",
    "GPU < CPU > TPU": "GPU < CPU > TPU",
    "R&D and AT&T; A&B": "R&D and AT&T; A&B",
    "R&amp;D &lt;b&gt; &#39;x&#39; &#xAC00;": "R&D <b> 'x' 가",
    "&unknown; &amp;lt;": "&unknown; &lt;",
    "Dear <your name>, <time> of a <b and c> i<j": "Dear <your name>, <time> of a <b and c> i<j",
    "<https://a.example> <me@a.example>": "<https://a.example> <me@a.example>",
}


@pytest.mark.parametrize(("given_as", "text"), MARKUP.items())
@pytest.mark.parametrize("name", ["SUMMARY", "DESCRIPTION", "X-ALT-DESC;FMTTYPE=text/html"])
def test_html_and_entities_are_read_as_the_text_that_they_show(name: str, given_as: str, text: str) -> None:
    escaped = given_as.replace(";", "\\;").replace(",", "\\,")
    title = "" if name == "SUMMARY" else "SUMMARY:The AI Alliance is formed\n"
    (proposal,) = read(calendar(f"UID:1\nDTSTART:20231206\n{title}{name}:{escaped}")).proposals
    assert list(proposal.data["title" if name == "SUMMARY" else "summary"].values()) == [text]


def test_an_alternative_in_html_is_left_out_where_there_is_a_description() -> None:
    more = "DESCRIPTION:Plain\nX-ALT-DESC;FMTTYPE=text/html:<p>Other</p>"
    (proposal,) = read(calendar(event(more=more))).proposals
    assert (proposal.data["summary"], proposal.remarks.left_out) == ({"en": "Plain"}, {"X-ALT-DESC": 1})


def test_a_uid_that_is_a_uuid_is_kept() -> None:
    uid = "01A20DE7-0000-7000-8000-000000000001"
    assert read(calendar(event(uid=uid))).proposals[0].uid == uid


def test_other_components_are_listed() -> None:
    others = "".join(
        f"BEGIN:{name}\nSUMMARY:x\nEND:{name}\n" for name in ("VTODO", "VJOURNAL", "VFREEBUSY", "X-VVENUE")
    )
    found = read(calendar(event(), head=others))
    assert list(found.reasons.values()) == [
        "VTODO is a task, not an event",
        "VJOURNAL is a journal entry, not an event",
        "VFREEBUSY says when somebody is busy, and is no event",
        "X-VVENUE is no event",
    ]
    assert len(found.proposals) == 1


SHAPES = {
    "BEGIN:VEVENT\n{a}\nBEGIN:VEVENT\n{b}\nEND:VEVENT\nEND:VCALENDAR\n": (1, {2: "is not closed; in line 6"}),
    "BEGIN:VEVENT\n{a}\nEND:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n{b}\nEND:VEVENT\nEND:VCALENDAR": (
        1,
        {2: "is not"},
    ),
    "BEGIN:VEVENT\n{a}\nBEGIN:VALARM\nBEGIN:VEVENT\n{b}\nEND:VEVENT\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR": (
        1,
        {2: "is not closed; in line 7", 12: "line ends VALARM", 13: "line ends VEVENT"},
    ),
    "BEGIN:VEVENT\n{a}\nBEGIN:VALARM\nEND:VEVENT\nBEGIN:VEVENT\n{b}\nEND:VEVENT\nEND:VCALENDAR": (1, {2: "has VALARM"}),
    "BEGIN:VTODO\nBEGIN:VEVENT\n{a}\nEND:VEVENT\nEND:VTODO\nEND:VCALENDAR": (1, {2: "VTODO is a task"}),
    "BEGIN:VEVENT\n{a}\nEND:VEVENT\nBEGIN:VEVENT\n{b}": (1, {7: "is not closed; the file ends", 1: "VCALENDAR"}),
    "BEGIN:VEVENT\n{a}\nEND:VEVENT\nEND:VEVENT\nEND:VCALENDAR\nrubbish\n": (
        1,
        {7: "line ends VEVENT", 9: "line is outside"},
    ),
    "begin:vevent\n{a}\nend:vevent\nend:vcalendar": (1, {}),
    "BEGIN:VEVENT \t\n{a}\nno colon here\nEND:VEVENT\nEND:VCALENDAR": (1, {6: "line is no property"}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_components_that_are_not_closed_lose_nothing_in_silence(shape: str) -> None:
    count, reasons = SHAPES[shape]
    found = read("BEGIN:VCALENDAR\n" + shape.format(a=event(), b=event(uid="two")))
    assert len(found.proposals) == count
    assert found.events == found.accounted
    assert list(found.reasons) == sorted(reasons)
    assert [why for line, why in reasons.items() if why not in found.reasons[line]] == []


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"<!DOCTYPE html>\n<html></html>", b'["vcalendar",[],[]]', b"\0" * 99]
)
def test_what_is_no_calendar_is_seen(content: bytes) -> None:
    assert not read(content).is_calendar


def test_deep_nesting_is_bounded() -> None:
    begins = "BEGIN:X\n" * 5_000
    found = read(f"BEGIN:VCALENDAR\n{begins}BEGIN:VEVENT\n{event()}\nEND:VEVENT\nEND:VCALENDAR\n")
    assert (len(found.proposals), found.accounted) == (1, 1)
    assert "more than 100 deep" in " ".join(found.reasons.values())


def test_megabytes_of_attachment_are_left_out() -> None:
    long = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "A" * 6_000_000
    (proposal,) = read(calendar(event(more=long))).proposals
    assert proposal.remarks.left_out["ATTACH"] == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [("ATTENDEE:x\n" * 30_000, "is longer than 20,000 lines"), ("DESCRIPTION:" + "x" * 5_000_000, "is too long")],
)
def test_an_event_that_is_far_too_long_is_refused(lines: str, why: str) -> None:
    assert why in read(calendar(event(more=lines))).bad[4]


def test_a_calendar_of_vcalendar_1_is_read() -> None:
    content = (
        "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20231206T100000Z\r\n"
        "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=EUC-KR:=C1=A6=B9=CC=B3=AA=\r\n=C0=CC\r\n"
        "RRULE:D1 #10\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert read(content.replace("RRULE:D1 #10\r\n", "")).proposals[0].data["title"] == {"ko": "제미나이"}
    assert "recurs (D1 #10)" in read(content).reasons[3]


NUMBERED = calendar(*(event(f"DTSTART:202312{day:02}", uid=f"{day}@x") for day in range(1, 8)), head=OFFICE)


@settings(deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=40))
def test_no_bytes_make_it_fail(content: bytes, more: bytes) -> None:
    for each in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + content + b"\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART" + more):
        found = read(each)
        assert found.events == found.accounted


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A calendar some of whose bytes are gone, doubled, or others."""
    made = bytearray(NUMBERED.encode())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(made) - 1))
        length = draw(st.integers(0, 30))
        made[at : at + length] = draw(
            st.sampled_from(
                [b"", made[at : at + length] * 2, b"\r\n", b" ", b":", b"\0", b'"', b"\xff", b"BEGIN:VEVENT\r\n"]
            )
            | st.binary(max_size=10)
        )
    return bytes(made)


@settings(deadline=None)
@given(mutations(), st.booleans())
@example(b"X\nBEGIN:VEVENT\nUID:1\nDTSTART:20231207\nEND:VCALENDAR\n", False)
def test_a_calendar_that_was_damaged_loses_no_event_in_silence(content: bytes, expands: bool) -> None:
    found = read(content, expand=(date(2023, 1, 1), date(2023, 12, 31)) if expands else None)
    unfolded = re.sub(rb"(\r+\n|\n|\r)+[ \t]", b"", content)
    begun = len(re.findall(rb"(?:^|[\r\n])[\s\0]*BEGIN[ \t]*:[ \t\0]*VEVENT[ \t\0]*(?=[\r\n]|$)", unfolded))
    assert found.events == begun == found.accounted
