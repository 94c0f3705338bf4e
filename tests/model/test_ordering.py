"""Dates that are known by order only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import BEGINNING, FINISH
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.when import When
from plain import Timeline
from strategies import event_of, record_of


def timeline_with(**dates: str) -> Timeline:
    """A timeline of events with these dates."""
    named = {key.replace("_", "-"): when for key, when in dates.items()}
    return Timeline.of(
        record_of(event_of(when), number, subject=key) for number, (key, when) in enumerate(named.items())
    )


def days(timeline: Timeline, key: str) -> tuple[date, date]:
    when = timeline.entry(key).when
    return when.earliest, when.latest


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("before:2024-02 after:gemini", "after:gemini before:2024-02"),
        ("after:2023-Q1  after:2023-Q1", "after:2023-33"),
        ("after:챗gpt-공개", "after:챗gpt-공개"),
        ("after:2023-12-07", "after:2023-12-07"),
    ],
)
def test_bounds_have_one_form(text: str, canonical: str) -> None:
    when = When.parse(text)
    assert when.edtf == canonical
    assert When.parse(canonical) == when
    assert when.precision == max(When.parse("2023").precision.__class__)


@pytest.mark.parametrize(
    "text", ["after:", "after:x y", "before:Not A Key", "after:2024 before:2023", "before:2023-13", "after:x,y"]
)
def test_what_is_no_bound_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        When.parse(text)


def test_a_date_bounds_as_a_whole_period() -> None:
    when = When.parse("after:2023-12 before:2024-02")
    assert (when.earliest, when.latest) == (date(2024, 1, 1), date(2024, 1, 31))
    assert (When.parse("after:2024").start.first, When.parse("before:2024").start.first) == (
        date(2025, 1, 1).toordinal(),
        BEGINNING,
    )


def test_an_event_bounds_from_its_own_day_on() -> None:
    timeline = timeline_with(gemini="2023-12-07", later="after:gemini before:2024-02", sooner="before:gemini")
    assert days(timeline, "later") == (date(2023, 12, 7), date(2024, 1, 31))
    assert timeline.entry("sooner").when.end.last == date(2023, 12, 7).toordinal()


def test_what_lasted_bounds_by_its_ends() -> None:
    timeline = timeline_with(show="2023-11-27/2023-12-01", later="after:show", sooner="before:show")
    assert timeline.entry("later").when.start.first == date(2023, 12, 1).toordinal()
    assert timeline.entry("sooner").when.end.last == date(2023, 11, 27).toordinal()


def test_what_has_no_end_or_no_beginning_bounds_by_its_other_end() -> None:
    timeline = timeline_with(on="2023-12-05/..", old="../2023-12-05", since="after:on", until="before:old")
    assert timeline.entry("since").when.start.first == date(2023, 12, 5).toordinal()
    assert timeline.entry("since").when.end.last == FINISH
    assert timeline.entry("until").when.start.first == BEGINNING
    assert timeline.entry("until").when.end.last == date(2023, 12, 5).toordinal()


def test_bounds_are_followed_through_bounds() -> None:
    timeline = timeline_with(a="2023-05", b="after:a", c="after:b before:2023-08")
    assert days(timeline, "c") == (date(2023, 5, 1), date(2023, 7, 31))


def test_a_correction_of_the_bound_moves_the_date() -> None:
    records = [record_of(event_of("2023-12-07"), 1, subject="a"), record_of(event_of("after:a"), 2, subject="b")]
    moved = record_of(event_of("2024-01-10"), 3, subject="a", supersedes=(records[0].id,))
    assert Timeline.of([*records, moved]).entry("b").when.earliest == date(2024, 1, 10)


def test_what_leads_back_to_itself_bounds_nothing() -> None:
    timeline = timeline_with(a="after:b", b="after:c before:2024", c="after:a", d="after:b before:2025")
    assert timeline.orders.circular == {"a", "b", "c"}
    assert days(timeline, "d")[1] == date(2024, 12, 31)


def test_bounds_that_leave_no_day_bound_nothing() -> None:
    timeline = timeline_with(a="2024", b="2023", c="after:a before:b")
    assert timeline.orders.empty == {"c"}
    when = timeline.entry("c").when
    assert (when.start.first, when.end.last) == (BEGINNING, FINISH)


def test_an_event_that_is_not_there_bounds_nothing() -> None:
    assert timeline_with(a="after:nothing before:2024").entry("a").when.start.first == BEGINNING


dates = st.sampled_from(["2023", "2023-12-07", "2023-11-27/2023-12-01", "2024-02", "2023~", "../2023"])
bounds = st.builds(
    lambda side, named: f"{side}:{named}", st.sampled_from(["after", "before"]), st.sampled_from([*"abcde", "2023-06"])
)
whens = st.one_of(dates, st.lists(bounds, min_size=1, max_size=3).map(" ".join))


def readable(text: str) -> bool:
    try:
        When.parse(text)
    except BadInputError:
        return False
    return True


@given(st.lists(whens.filter(readable), min_size=1, max_size=5), st.randoms())
def test_dates_by_order_do_not_depend_on_the_order_of_records(texts: list[str], random: object) -> None:
    records = [
        record_of(event_of(text), number, subject=key)
        for number, (key, text) in enumerate(zip("abcde", texts, strict=False))
    ]
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = Timeline.of(records), Timeline.of(shuffled)
    assert [(each.key, each.when.start, each.when.end) for each in one.entries] == [
        (each.key, each.when.start, each.when.end) for each in two.entries
    ]
    for entry in one.entries:
        assert entry.when.start.first <= entry.when.end.last


@given(st.lists(whens.filter(readable), min_size=1, max_size=5))
def test_a_bound_always_holds_between_the_ends_of_two_dates(texts: list[str]) -> None:
    records = [
        record_of(event_of(text), number, subject=key)
        for number, (key, text) in enumerate(zip("abcde", texts, strict=False))
    ]
    timeline = Timeline.of(records)
    stated: dict[str, Event] = dict(timeline.standing)
    for key in stated.keys() - timeline.orders.circular - timeline.orders.empty:
        when = timeline.entry(key).when
        for bound in when.bounds:
            if bound.key in stated:
                other = timeline.entry(bound.key or "").when
                if bound.side == "after":  # what still goes on bounds by its beginning
                    assert when.start.first >= (other.end.first if other.end.first != FINISH else other.start.first)
                else:
                    assert when.end.last <= (other.start.last if other.start.last != BEGINNING else other.end.last)
