"""Sources that date an event differently."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.timeline import Entry, Timeline, zone_named
from aitimeline.model.event import Source
from aitimeline.model.when import When
from aitimeline.query.dispute import Difference, Statement, dispute_of, disputes
from strategies import event_of, record_of, whens, zones

NONE, ZONE, PERHAPS, REAL = Difference


def said(when: str, zone: str | None = None) -> Statement:
    return Statement(When.parse(when), zone_named(zone))


def entry_with(when: str, zone: str | None, *sources: Source, **members: Any) -> Entry:
    event = event_of(when, zone=zone, sources=sources, **members)
    return Timeline.of([record_of(event)]).entries[0]


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [
        (("2023-12-06", "Asia/Seoul"), ("2023-12-06", "Asia/Seoul"), NONE),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-06", None), NONE),
        (("2023-12-06", "Asia/Seoul"), ("2023-12", None), NONE),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-05", "America/New_York"), ZONE),
        (("2023-12-07", "Asia/Seoul"), ("2023-12-06", "America/Los_Angeles"), ZONE),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-04", "America/Los_Angeles"), REAL),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-05", "Asia/Seoul"), REAL),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-07", "America/New_York"), REAL),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-05", None), PERHAPS),
        (("2023-12-06", "Asia/Seoul"), ("2023-12-04", None), REAL),
        (("2023-03-30/2023-03-31", "Europe/Rome"), ("2023-03-30", "Europe/Rome"), NONE),
        (("2023-11-27/2023-12-01", "America/Los_Angeles"), ("2023-11-26/2023-12-01", "America/Los_Angeles"), REAL),
        (("2023-11-27/2023-12-01", "America/Los_Angeles"), ("2023-11-28/2023-12-02", "Asia/Seoul"), ZONE),
        (("2023-12-06T00:30+09:00", None), ("2023-12-05", "America/New_York"), PERHAPS),
    ],
)
def test_two_dates_agree_or_differ_by_zone_or_really(
    one: tuple[str, str | None], two: tuple[str, str | None], difference: Difference
) -> None:
    assert said(*one).against(said(*two)) is difference
    assert said(*two).against(said(*one)) is difference


@given(whens, st.none() | zones)
def test_a_statement_agrees_with_itself(when: When, zone: str | None) -> None:
    statement = Statement(when, zone_named(zone))
    assert statement.against(statement) is NONE


@given(whens, whens, st.none() | zones, st.none() | zones)
def test_a_difference_is_the_same_from_both_sides(one: When, two: When, here: str | None, there: str | None) -> None:
    first, second = Statement(one, zone_named(here)), Statement(two, zone_named(there))
    forth, back = first.against(second), second.against(first)
    assert forth is back or {forth, back} == {ZONE, REAL}


def test_the_gravest_difference_counts() -> None:
    sources = [
        Source(publisher="A", when=When.parse("2023-12-05"), zone="America/New_York"),
        Source(publisher="B", when=When.parse("2023-12-01")),
    ]
    found = dispute_of(entry_with("2023-12-06", "Asia/Seoul", *sources))
    assert found is not None
    assert found.difference is REAL
    assert [each.by for each in found.statements] == ["", "A", "B"]


def test_sources_that_agree_are_no_dispute() -> None:
    source = Source(publisher="A", when=When.parse("2023-12-06"))
    assert dispute_of(entry_with("2023-12-06", "Asia/Seoul", source, Source(publisher="B"))) is None


def test_a_weekday_that_cannot_be_is_one() -> None:
    source = Source(publisher="A", quote="It was shown on Thursday, March 18.")
    found = dispute_of(entry_with("2024-03-18", None, source))
    assert found is not None
    assert found.difference is NONE
    assert [str(wrong) for _, wrong in found.weekdays] == [
        "'Thursday, March 18' is impossible: 2024-03-18 was a Monday"
    ]


def test_disputes_come_in_the_order_of_the_events() -> None:
    source = Source(publisher="A", when=When.parse("2020"))
    entries = [entry_with("2023", None, source), entry_with("2023", None), entry_with("2022", None, source)]
    assert [each.entry for each in disputes(entries)] == [entries[0], entries[2]]
