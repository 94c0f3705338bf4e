"""What a resource says, whoever wrote it down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.remote.content import read_content
from fake_calendar import resource, written_anew

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60).map(
    lambda text: text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
)
ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:x", "END:VALARM")


def digest(*more: str, summary: str = "Something") -> str:
    said = read_content(resource("one", summary, key="k", more=more))
    assert said is not None
    return said.digest


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_a_server_that_writes_it_anew_changes_nothing_that_it_says(summary: str, tags: list[str]) -> None:
    written = resource("one", summary, key="k", more=[f"CATEGORIES:{','.join(tags)}"])
    assert read_content(written_anew(written)) == read_content(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CATEGORIES:a,b\\,c", "CATEGORIES:b\\,c,a"),
        ("RRULE:FREQ=YEARLY;BYMONTH=2", "RRULE:BYMONTH=2;FREQ=yearly"),
        ("DESCRIPTION:a\\nb", "DESCRIPTION:a\\Nb"),
        ("DESCRIPTION;LANGUAGE=ko:a", "DESCRIPTION;X-ADDED=1;LANGUAGE=KO:a"),
        ("X-OTHER:1", "LOCATION:there"),
        ("STATUS:CONFIRMED", "SEQUENCE:0"),
    ],
)
def test_what_means_the_same_is_the_same(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CATEGORIES:a\\,b", "CATEGORIES:a,b"),
        ("DESCRIPTION:a\\\\nb", "DESCRIPTION:a\\nb"),
        ("DESCRIPTION;LANGUAGE=ko:a", "DESCRIPTION;LANGUAGE=en:a"),
        ("STATUS:CANCELLED", "STATUS:CONFIRMED"),
        ("SEQUENCE:1", "SEQUENCE:2"),
        ("X-AITIMELINE-EDTF:2023-12", "X-AITIMELINE-EDTF:2023-11"),
        ("DTEND;TZID=Asia/Seoul:20231207T100000", "DTEND:20231207T100000"),
    ],
)
def test_what_means_something_else_is_not_the_same(one: str, other: str) -> None:
    assert digest(one) != digest(other)


def test_an_alarm_counts_but_not_one_that_a_phone_adds_to_everything() -> None:
    assert digest(*ALARM) != digest()
    assert digest(*ALARM[:-1], "X-APPLE-DEFAULT-ALARM:TRUE", ALARM[-1]) == digest()


def test_the_summary_of_an_alarm_is_not_the_events() -> None:
    said = read_content(resource("one", key="k", more=ALARM))
    assert said is not None
    assert (said.uids, said.key, said.stamp) == (("one",), "k", "20260102T030405Z")


def test_an_event_that_somebody_has_moved_once_has_two_parts_and_one_uid() -> None:
    moved = resource("one", key="k").replace(
        b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:one\r\nRECURRENCE-ID:20241207\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    said, whole = read_content(moved), read_content(resource("one", key="k"))
    assert said is not None
    assert whole is not None
    assert said.uids == ("one",)
    assert said.digest != whole.digest


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda odd: resource("one").replace(b"UID:one", odd)))
def test_nothing_odd_does_more_than_count_as_no_event_of_ours(content: bytes) -> None:
    said = read_content(content)
    assert said is None or said.key is None


def test_a_task_is_no_event() -> None:
    assert read_content(resource("one").replace(b"VEVENT", b"VTODO")) is None
