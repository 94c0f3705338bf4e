"""Events that recur: listed, or expanded in a range; and rules that would never end."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import calendar, event, read
from stopwatch import at_most

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def days(lines: str, *others: str, expand: tuple[date, date] = YEAR) -> list[str]:
    """The dates of the occurrences of an event."""
    return [proposal.data["when"] for proposal in read(calendar(lines, *others), expand=expand).proposals]


def test_what_recurs_is_listed_unless_a_range_is_given() -> None:
    found = read(
        calendar(event("DTSTART:20230101", "RRULE:FREQ=MONTHLY"), event("DTSTART:20230301", "RDATE:20230401", "2"))
    )
    assert found.proposals == []
    assert found.reasons[4].startswith("VEVENT recurs (FREQ=MONTHLY); --expand 2023..2024")
    assert found.reasons[10].startswith("VEVENT recurs; --expand 2023..2024")
    assert found.bad == {}


def test_occurrences_in_the_range_are_taken_each_with_an_identity_of_its_own() -> None:
    found = read(
        calendar(event("DTSTART:20200229", "RRULE:FREQ=YEARLY\nDTEND:20200302")),
        expand=(date(2020, 1, 1), date(2028, 12, 31)),
    )
    assert [proposal.data["when"] for proposal in found.proposals] == [
        "2020-02-29/2020-03-01",
        "2024-02-29/2024-03-01",
        "2028-02-29/2028-03-01",
    ]
    assert len({proposal.uid for proposal in found.proposals}) == 3
    again = read(
        calendar(event("DTSTART:20200229", "RRULE:FREQ=YEARLY\nDTEND:20200302")),
        expand=(date(2024, 1, 1), date(2024, 12, 31)),
    )
    assert again.proposals[0].uid == found.proposals[1].uid


def test_exceptions_and_additions_count_in_the_time_of_the_event() -> None:
    lines = event(
        "DTSTART;TZID=Asia/Seoul:20230101T090000",
        "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20230102T000000Z\nRDATE;TZID=America/New_York:20230131T190000",
    )
    assert days(lines) == ["2023-01-01T09:00:00", "2023-01-03T09:00:00", "2023-01-04T09:00:00", "2023-02-01T09:00:00"]


def test_an_hour_stays_over_a_change_of_the_clocks() -> None:
    lines = event("DTSTART;TZID=America/New_York:20230311T090000", "RRULE:FREQ=DAILY;UNTIL=20230313T130000Z")
    assert days(lines) == ["2023-03-11T09:00:00", "2023-03-12T09:00:00", "2023-03-13T09:00:00"]


def test_what_says_otherwise_of_a_single_day_counts_there() -> None:
    core = event("DTSTART:20230101T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("DTSTART:20230109T120000Z", "RECURRENCE-ID:20230108T100000Z").replace("formed", "moved")
    found = read(calendar(core, moved), expand=YEAR)
    assert [(each.data["when"], each.data["title"]["en"][-6:], each.line) for each in found.proposals] == [
        ("2023-01-01T10:00:00Z", "formed", 4),
        ("2023-01-15T10:00:00Z", "formed", 4),
        ("2023-01-09T12:00:00Z", " moved", 10),
    ]
    plain = read(calendar(core), expand=YEAR)
    assert {each.uid for each in plain.proposals} == {each.uid for each in found.proposals}


def test_what_has_no_occurrence_in_the_range_is_listed() -> None:
    found = read(
        calendar(event("DTSTART:20230101", "RRULE:FREQ=DAILY;UNTIL=20230110")),
        expand=(date(2024, 1, 1), date(2024, 2, 1)),
    )
    assert found.reasons == {4: "VEVENT has no occurrence in 2024-01-01..2024-02-01"}


HOPELESS = [
    *("FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=5", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=DAILY;BYHOUR=3"),
    *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=99999999", "FREQ=NEVER", "", "INTERVAL=1"),
    *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"),
    *(
        "FREQ=DAILY;BYDAY=1MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYYEARDAY=400",
        "FREQ=YEARLY;RSCALE=CHINESE",
    ),
    *("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;BYSETPOS=7", "FREQ=WEEKLY;UNTIL=20231399", "FREQ=YEARLY;X=1", "rubbish"),
]


@pytest.mark.parametrize("rule", HOPELESS)
def test_rules_that_never_end_or_never_begin_are_refused_at_once(rule: str) -> None:
    with at_most(5):
        found = read(calendar(event("DTSTART:20230102T100000Z", f"RRULE:{rule}")), expand=YEAR)
    assert (found.proposals, found.accounted) == ([], 1)


@pytest.mark.parametrize(
    "rule",
    [
        *(
            "FREQ=DAILY",
            pytest.param("FREQ=DAILY;COUNT=999999", marks=pytest.mark.long),
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO",
        ),
        *(
            "FREQ=YEARLY;INTERVAL=9999",
            "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
            "FREQ=YEARLY;INTERVAL=3;BYMONTHDAY=29;BYMONTH=2",
        ),
    ],
)
def test_no_rule_takes_long_from_centuries_ago(rule: str) -> None:
    with at_most(12):
        found = read(calendar(event("DTSTART:16010101T100000Z", f"RRULE:{rule}")), expand=YEAR)
    assert found.accounted == 1


@settings(deadline=None)
@given(
    start=st.dates(date(2022, 1, 1), date(2023, 6, 1)),
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 5),
    count=st.none() | st.integers(1, 40),
    weekdays=st.sets(st.sampled_from(["MO", "WE", "SU"])),
)
def test_occurrences_are_those_of_the_rule(
    start: date, frequency: str, interval: int, count: int | None, weekdays: set[str]
) -> None:
    rule = f"FREQ={frequency};INTERVAL={interval}" + (f";COUNT={count}" if count else ";UNTIL=20231231")
    rule += f";BYDAY={','.join(sorted(weekdays))}" if weekdays and frequency == "WEEKLY" else ""
    expected = {each.date() for each in rrulestr(f"DTSTART:{start:%Y%m%d}\nRRULE:{rule}")} | {start}
    found = days(event(f"DTSTART:{start:%Y%m%d}", f"RRULE:{rule}"))
    assert found == sorted(f"{day}" for day in expected if YEAR[0] <= day <= YEAR[1])
