"""In which order events are listed, and on which days they are, as they are seen from any zone."""

from __future__ import annotations

from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitimeline.answer.value import event_value
from aitimeline.index.census import all_tallies, tallies
from aitimeline.index.condition import ALWAYS
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import day_text
from aitimeline.model.period import Unit
from aitimeline.model.quality import USUAL
from aitimeline.model.record import Record
from aitimeline.query.anniversary import anniversaries, days_from, kept_on, known_beginning
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.chain import chain
from aitimeline.query.follow import follows
from aitimeline.query.nearest import nearest
from aitimeline.query.pace import pace
from aitimeline.query.question import within
from aitimeline.query.syntax import All, Either, Node, Not, Term, text_of
from aitimeline.query.view import View
from both import TZS
from oracle import SORTS, Held, Oracle
from plain import Timeline as Plain
from strategies import dense_logs, event_of, near_dates, record_of
from workbench import keys_of, timeline_from

tzs = st.sampled_from(TZS)
fews = st.sampled_from([2000, -1])
"""Whether what few events have is looked up, or all are walked through."""
sorts = st.sampled_from(sorted(SORTS))
terms = st.tuples(st.sampled_from(["on", "since", "until"]), near_dates).map(lambda pair: Term(pair[0], (pair[1],)))
nodes: st.SearchStrategy[Node] = st.recursive(
    terms | st.just(Term("is", ("retracted",))) | st.just(Term("actor", ("google",))),
    lambda inner: st.one_of(
        inner.map(Not),
        *(st.tuples(inner, inner).map(joined) for joined in (All, Either)),
    ),
    max_leaves=5,
)
SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")


def log_of(*dates: str, zone: str | None = None) -> list[Record]:
    """Events ``a``, ``b`` ... with these dates, recorded in this order."""
    return [record_of(event_of(when, zone=zone), at, subject=chr(97 + at)) for at, when in enumerate(dates)]


def oracle_of(records: list[Record], plain: Plain) -> Oracle:
    return Oracle(Held(records, tuple(records), []), plain)


def walked(records: list[Record], tz: ZoneInfo | None, few: int = 2000) -> Timeline:
    timeline = timeline_from(records, tz=tz)
    timeline._few = few
    return timeline


def is_named(records: list[Record]) -> bool:
    """True if a record names who is asked for, so that the query is no error."""
    return any(part.actor == "google" for each in records for part in getattr(each.payload, "actors", ()))


@given(dense_logs().filter(is_named), tzs, fews, nodes, sorts, st.booleans(), st.none() | st.integers(0, 4))
def test_dates_in_queries_find_what_turning_each_date_first_finds(
    records: list[Record], tz: ZoneInfo | None, few: int, query: Node, sort: str, reverse: bool, limit: int | None
) -> None:
    wanted = oracle_of(records, Plain.of(records, tz=tz)).select(query, sort, reverse=reverse, limit=limit)
    timeline = walked(records, tz, few)
    found = timeline.select(condition_of([text_of(query)], Meaning(timeline)), sort=sort, reverse=reverse, limit=limit)
    assert [entry.key for entry in found] == [entry.key for entry in wanted]


@given(dense_logs(), tzs, st.sampled_from(["on", "since", "until"]), st.integers(5, 9))
def test_a_day_in_a_query_agrees_with_the_days_that_are_shown(
    records: list[Record], tz: ZoneInfo | None, field: str, day: int
) -> None:
    timeline, text = walked(records, tz), f"2023-12-{day:02}"
    shown = [event_value(entry, timeline, "en", tz) for entry in timeline.select()]
    wanted = []
    for each in shown:
        is_since, is_until = text <= (each["latest"] or "~"), (each["earliest"] or "") <= text
        if {"on": is_since and is_until, "since": is_since, "until": is_until}[field]:
            wanted.append(each["key"])
    found = timeline.select(condition_of([f"{field}:{text}"], Meaning(timeline)))
    assert [entry.key for entry in found] == wanted


@given(dense_logs(), tzs, fews)
def test_no_event_is_listed_before_one_that_it_is_known_to_come_after(
    records: list[Record], tz: ZoneInfo | None, few: int
) -> None:
    plain = Plain.of(records, tz=tz)
    met: list[Entry] = []
    for entry in walked(records, tz, few).select():
        later = [other for other in met if entry.key in plain.before(other.key)]
        assert all(other.first != entry.first for other in later)
        met.append(entry)


@given(dense_logs(), tzs, st.randoms(use_true_random=False))
def test_the_order_is_the_same_for_any_order_of_lines(
    records: list[Record], tz: ZoneInfo | None, random: Random
) -> None:
    again = timeline_from(random.sample(records, len(records)), tz=tz)
    assert keys_of(again) == keys_of(timeline_from(records, tz=tz))


@given(dense_logs(), tzs, fews, terms)
def test_a_part_of_the_events_is_listed_in_the_order_of_all(
    records: list[Record], tz: ZoneInfo | None, few: int, term: Term
) -> None:
    timeline = walked(records, tz, few)
    found = [entry.key for entry in timeline.select(condition_of([text_of(term)], Meaning(timeline)))]
    assert found == [key for key in keys_of(timeline) if key in found]


@given(dense_logs(), tzs, fews, terms)
def test_counts_are_of_the_days_that_are_shown(
    records: list[Record], tz: ZoneInfo | None, few: int, term: Term
) -> None:
    timeline = walked(records, tz, few)
    condition = condition_of([text_of(term)], Meaning(timeline))
    found = pace(timeline, Unit.YEAR, condition, tz)
    assert found.events == len(list(timeline.select(condition)))
    starts = [entry.when_in(tz).start for entry in timeline.select(condition)]
    assert found.spread == sum(first < last for first, last in starts if first > -(10**9) and last < 10**9)


@given(dense_logs(), tzs, fews)
def test_anniversaries_are_of_the_days_that_are_shown(records: list[Record], tz: ZoneInfo | None, few: int) -> None:
    timeline = walked(records, tz, few)
    asked = days_from(date(2024, 12, 5), "4d")
    wanted = [
        (day, entry.key)
        for entry in timeline.select()
        if (began := known_beginning(entry.when_in(tz))) is not None
        for day, _ in kept_on(began, asked)
    ]
    found = [(each.day, each.entry.key) for each in anniversaries(timeline, asked, ALWAYS, tz).found]
    assert found == sorted(wanted, key=lambda each: each[0])


@given(dense_logs(), tzs, st.booleans())
def test_actors_have_the_first_and_the_last_event_of_the_list(
    records: list[Record], tz: ZoneInfo | None, is_long: bool
) -> None:
    timeline = timeline_from(records, tz=tz)
    for tally in tallies(timeline, ALWAYS) if is_long else all_tallies(timeline):
        its = [entry.key for entry in timeline.select() if tally.actor in entry.line.decode()]
        assert (tally.first and tally.first.key, tally.last and tally.last.key) == (its[0], its[-1])


@given(dense_logs(), tzs, st.integers(0, 2))
def test_every_question_gives_events_of_one_day_in_the_order_of_the_list(
    records: list[Record], tz: ZoneInfo | None, days: int
) -> None:
    timeline, view = timeline_from(records, tz=tz), View(tz, USUAL)
    listed = keys_of(timeline)
    for origin in list(timeline.select()):
        run = [link.entry.key for link in chain(timeline, origin, ALWAYS, days, view, limit=100).links]
        assert run == [key for key in listed if key in run]
        near = [each.entry.key for each in within(timeline, origin, days, tz=tz)]
        assert near == [key for key in listed if key in near]
        alike = nearest(timeline, origin, 100, ALWAYS, view)
        ranks = [(each.days.low, each.days.high) for each in alike]
        for rank in set(ranks):
            keys = [each.entry.key for each, its in zip(alike, ranks, strict=True) if its == rank]
            assert keys == [key for key in listed if key in keys]
    pairs = [(pair.first.key, pair.then.key) for pair in follows(timeline, ALWAYS, ALWAYS, days, view)]
    assert pairs == sorted(pairs, key=lambda pair: tuple(map(listed.index, pair)))


def test_an_event_late_in_new_york_is_found_on_the_day_that_it_was_in_seoul() -> None:
    timeline = timeline_from(log_of("2023-12-06T23:30:00-05:00"), tz=SEOUL)
    entry = next(timeline.select())
    assert day_text(entry.first) == "2023-12-07"
    for term in ("on:2023-12-07", "since:2023-12-07", "-until:2023-12-06", "-on:2023-12-06"):
        assert [each.key for each in timeline.select(condition_of([term], Meaning(timeline)))] == ["a"]


def test_without_a_zone_asked_for_an_event_is_found_on_the_day_of_its_own_zone() -> None:
    timeline = timeline_from(log_of("2023-12-06T23:30:00-05:00", zone="Asia/Seoul"))
    assert [each.key for each in timeline.select(condition_of(["on:2023-12-07"], Meaning(timeline)))] == ["a"]


@pytest.mark.parametrize("tz", [None, SEOUL, NEW_YORK])
def test_a_time_in_a_query_is_turned_as_that_of_an_event_is(tz: ZoneInfo | None) -> None:
    moment = "2023-12-06T23:30:00-05:00"
    timeline = timeline_from(log_of(moment), tz=tz)
    assert [each.key for each in timeline.select(condition_of([f"on:{moment}"], Meaning(timeline)))] == ["a"]


def test_what_came_after_an_event_is_on_its_day_as_that_is_seen() -> None:
    records = log_of("2023-12-06T23:30:00-05:00", "after:a before:2023-12-08")
    seen = {entry.key: day_text(entry.first) for entry in timeline_from(records, tz=SEOUL).select()}
    assert seen == {"a": "2023-12-07", "b": "2023-12-07"}
    own = {entry.key: day_text(entry.first) for entry in timeline_from(records).select()}
    assert own == {"a": "2023-12-06", "b": "2023-12-06"}


def test_a_bound_with_a_time_of_day_is_turned_too() -> None:
    records = log_of("after:2023-12-06T23:30:00-05:00 before:2023-12-10")
    days = [day_text(next(timeline_from(records, tz=tz).select()).first) for tz in (None, SEOUL)]
    assert days == ["2023-12-07", "2023-12-08"]


def test_on_one_day_what_came_after_another_stands_right_behind_it() -> None:
    records = log_of("after:c before:2023-12-08", "2023-12-07", "2023-12-07", "2023-12-07")
    assert keys_of(timeline_from(records)) == ["b", "c", "a", "d"]
    assert [each.key for each in timeline_from(records).select(reverse=True)] == ["d", "a", "c", "b"]


def test_on_one_day_the_order_goes_before_the_time_of_day() -> None:
    records = log_of("2023-12-07T09:00:00", "after:c before:a", "2023-12-07T20:00:00")
    assert keys_of(timeline_from(records)) == ["c", "b", "a"]


def test_on_one_day_what_has_no_time_comes_first_then_the_earlier_time() -> None:
    records = log_of("2023-12-07T20:00:00", "2023-12-07T09:00:00", "2023-12-07")
    assert keys_of(timeline_from(records)) == ["c", "b", "a"]


def test_the_time_of_day_is_that_of_the_zone_that_is_asked_for() -> None:
    records = log_of("2023-12-07T09:00:00+09:00", "2023-12-07T08:00:00Z", "2023-12-07T01:00:00-05:00")
    assert keys_of(timeline_from(records, tz=SEOUL)) == ["a", "c", "b"]


def test_then_comes_what_the_log_learned_of_first_whatever_the_key() -> None:
    made = [record_of(event_of("2023-12-07"), at, subject=key, seconds=9 - at) for at, key in enumerate("abc")]
    assert keys_of(timeline_from(made)) == ["c", "b", "a"]
    revised = record_of(event_of("2023-12-07"), 9, subject="c", seconds=20, supersedes=(made[2].id,))
    assert keys_of(timeline_from([*made, revised])) == ["c", "b", "a"]


def test_then_the_id_of_the_first_record_decides() -> None:
    made = [record_of(event_of("2023-12-07"), 9 - at, subject=key, seconds=0) for at, key in enumerate("abc")]
    assert keys_of(timeline_from(made)) == ["c", "b", "a"]


def test_a_ring_bounds_nothing_and_is_listed_by_the_rest_of_the_rule() -> None:
    records = log_of("after:b", "after:c", "after:a", "after:a")
    timeline = timeline_from(records)
    assert timeline.listing.precedence.rings == (("a", "b", "c"),)
    assert keys_of(timeline) == ["a", "b", "c", "d"]


def test_the_order_holds_for_a_long_run_of_events() -> None:
    keys = [f"e{number:02}" for number in range(100)]
    dates = ["2023-12-07", *(f"after:{key} before:2023-12-08" for key in keys)]
    made = [
        record_of(event_of(when), 500 - at, subject=key)
        for at, (key, when) in enumerate(zip([*keys, "end"], dates, strict=True))
    ]
    assert keys_of(timeline_from(made)) == [*keys, "end"]


@pytest.mark.long
@settings(max_examples=2_000)
@given(dense_logs(size=14).filter(is_named), tzs, fews, nodes, sorts, st.booleans(), st.none() | st.integers(0, 6))
def test_at_length_dates_in_queries_find_what_turning_each_date_first_finds(
    records: list[Record], tz: ZoneInfo | None, few: int, query: Node, sort: str, reverse: bool, limit: int | None
) -> None:
    wanted = oracle_of(records, Plain.of(records, tz=tz)).select(query, sort, reverse=reverse, limit=limit)
    timeline = walked(records, tz, few)
    found = timeline.select(condition_of([text_of(query)], Meaning(timeline)), sort=sort, reverse=reverse, limit=limit)
    assert [entry.key for entry in found] == [entry.key for entry in wanted]


@pytest.mark.parametrize("reverse", [False, True])
def test_what_a_zone_moves_to_the_day_before_is_listed_there(reverse: bool) -> None:
    records = log_of("2023-12-06T23:59:59Z", "2023-12-07T00:30:00+09:00", "2023-12-08", "2023-12-06")
    found = walked(records, NEW_YORK, -1).select(reverse=reverse)
    assert [entry.key for entry in found] == ["d", "b", "a", "c"][:: -1 if reverse else 1]


def test_dates_can_be_asked_about_while_another_answer_is_read() -> None:
    timeline = timeline_from(log_of("2023-12-06T23:30:00-05:00", "2023-12-07T10:00:00Z"), tz=SEOUL)
    found = timeline.select(condition_of(["on:2023-12-07"], Meaning(timeline)))
    next(found)
    again = Timeline(timeline.connection, tz=NEW_YORK)
    assert [each.key for each in again.select(condition_of(["on:2023-12-06"], Meaning(again)))] == ["a"]
    assert len(list(found)) == 1
