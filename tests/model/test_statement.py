"""Statements of an event's date, held against each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.event import Source
from aitimeline.model.statement import Difference, Statement, doubtful_weekdays, gravest, statements_of
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named
from strategies import whens, zones

NONE, ZONE, PERHAPS, REAL = Difference


def said(when: str, zone: str | None = None) -> Statement:
    return Statement(When.parse(when), zone_named(zone))


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


def test_the_log_speaks_first_then_each_source_that_gives_a_date() -> None:
    sources = [Source(publisher="A"), Source(publisher="B", when=When.parse("2023")), Source(when=When.parse("2024"))]
    assert [each.by for each in statements_of(When.parse("2023"), None, sources)] == ["", "B", "?"]


def test_of_differences_the_gravest_counts() -> None:
    day, elsewhere, other = (
        said("2023-12-06", "Asia/Seoul"),
        said("2023-12-05", "America/New_York"),
        said("2023-12-01"),
    )
    assert gravest([day]) is NONE
    assert gravest([day, elsewhere]) is ZONE
    assert gravest([day, elsewhere, other]) is REAL


def test_a_weekday_is_doubted_with_the_source_that_names_it() -> None:
    right, wrong = Source(title="Monday, March 18"), Source(quote="on Thursday, March 18")
    found = list(doubtful_weekdays(When.parse("2024-03-18"), [right, wrong]))
    assert [source for source, _ in found] == [wrong]
