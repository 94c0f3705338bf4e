"""The index gives what a slow, plain reading of the log gives: of any log, at any time, to any query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitimeline.index.entry import Entry
from aitimeline.index.store import Store
from aitimeline.index.survey import counts_of, damages_of, newer_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.place import all_segments
from aitimeline.model.distance import distance
from aitimeline.model.error import BadInputError
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.question import within
from aitimeline.query.syntax import Node, text_of
from both import TZS
from oracle import SORTS, Held, Oracle, moments_of
from oracle_logs import ACTORS, FOLDERS, Log, Shelf, logs
from oracle_queries import queries
from plain import Entry as PlainEntry
from plain import Timeline as Plain

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MANY = settings(max_examples=250)
DATA = st.data()


class Both:
    """A log as the index has it, and as it is read plainly, as of a time."""

    def __init__(self, log: Log, data: st.DataObject) -> None:
        self.disk = Shelf(files=log.segments)
        self.held = Held.of(FOLDERS, self.disk)
        moments = [None, None, None, *sorted(moments_of(self.held))]
        as_of = data.draw(st.sampled_from(moments), label="as of")
        self.connection = Store(None, all_segments(FOLDERS, self.disk), self.disk).open()
        tz = data.draw(st.sampled_from(TZS), label="tz")
        time = None if as_of is None else (as_of - EPOCH) // timedelta(microseconds=1)
        self.index = Timeline(self.connection, time, tz)
        # Whether what few events have is looked up, or all of them are walked through, as in logs of very many.
        self.index._few = data.draw(st.sampled_from([2000, 1, 0]), label="few")
        self.plain = Plain.of(self.held.records, as_of, tz)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def shown(entry: Entry) -> tuple[Any, ...]:
    """All that an entry of the index says."""
    return (
        *(entry.key, entry.line, entry.event, (entry.first, entry.last), entry.when_in(None), entry.zone),
        *((entry.when.start, entry.when.end), entry.revision, entry.heads, entry.is_in_conflict, entry.is_retracted),
        *(entry.id, entry.recorded_at, entry.recorded_by, entry.reason, entry.first_record),
    )


def expected(entry: PlainEntry) -> tuple[Any, ...]:
    """The same as it is read plainly."""
    record, history, when = entry.record, entry.history, entry.when
    return (
        *(entry.key, entry.stated.line, entry.event, entry.days, entry.when_in(None)),
        *(entry.zone, (when.start, when.end), entry.revision, history.head_ids, history.is_in_conflict),
        *(history.is_retracted, record.id, record.time, record.recorded_by, record.reason),
        (history.records[0].id, history.records[0].time),
    )


def check_query(both: Both, query: Node, data: st.DataObject) -> None:
    sort = data.draw(st.sampled_from(list(SORTS)), label="sort")
    cut: dict[str, Any] = {
        "reverse": data.draw(st.booleans(), label="reverse"),
        "limit": data.draw(st.none() | st.integers(0, 4), label="limit"),
        "offset": data.draw(st.integers(0, 2), label="offset"),
    }
    try:
        wanted = [entry.key for entry in Oracle(both.held, both.plain).select(query, sort, **cut)]
    except BadInputError:
        with pytest.raises(BadInputError):
            condition_of([text_of(query)], Meaning(both.index))
        return
    condition = condition_of([text_of(query)], Meaning(both.index))
    assert [entry.key for entry in both.index.select(condition, sort=sort, **cut)] == wanted


def check_entries(both: Both) -> None:
    assert list(map(shown, both.index.select())) == list(map(expected, both.plain.entries))
    withdrawn = condition_of(["is:retracted"], Meaning(both.index))
    assert list(map(shown, both.index.select(withdrawn))) == list(map(expected, both.plain.withdrawn))


def check_histories(both: Both) -> None:
    for key, history in both.plain.events.items():
        found = both.index.history(key)
        assert (found.key, found.records, found.heads) == (history.key, history.records, history.heads)
        assert (found.current, found.is_in_conflict) == (history.current, history.is_in_conflict)
    for key, history in both.plain.actors.items():
        found = both.index.actor_history(key)
        assert (found.key, found.records, found.heads) == (history.key, history.records, history.heads)
    assert set(both.index.keys()) == set(both.plain.events)


def check_within(both: Both, data: st.DataObject) -> None:
    if not both.plain.entries:
        return
    origin = data.draw(st.sampled_from(both.plain.entries), label="origin")
    days = data.draw(st.integers(0, 5) | st.integers(0, 10**6), label="days")
    tz = both.plain.tz
    wanted = []
    for entry in both.plain.entries:
        apart = distance(origin.when_in(tz), entry.when_in(tz))
        if entry.key != origin.key and apart.low <= days and apart.high >= -days:
            wanted.append((entry.key, apart, apart.must_be_within(days)))
    here = both.index.stated(origin.key)
    assert here is not None
    assert [(near.entry.key, near.days, near.certain) for near in within(both.index, here, days, tz=tz)] == wanted


@given(logs(), DATA)
def test_any_event_is_shown_as_the_log_has_it(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        check_entries(both)


@given(logs(), DATA)
def test_any_query_finds_what_looking_at_all_events_finds(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        for _ in range(3):
            check_query(both, data.draw(queries(both.held), label="query"), data)


@given(logs(), DATA)
def test_any_event_and_actor_has_the_history_that_the_log_has(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        check_histories(both)


@given(logs(), DATA)
def test_within_finds_what_the_distance_to_all_events_finds(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        check_within(both, data)


@given(logs(), DATA)
def test_actors_are_named_as_their_records_name_them(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        for key in ACTORS:
            assert both.index.actor(key) == both.plain.actor(key)
            for language in ("en", "ko", "fr"):
                assert both.index.actor_name(key, language) == both.plain.actor_name(key, language)


@given(logs(), DATA)
def test_what_cannot_be_trusted_is_told_as_a_reading_of_the_log_tells_it(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        assert damages_of(both.connection, both.disk) == both.held.damages


@given(logs(), DATA)
def test_the_index_counts_what_the_log_holds(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        now = Plain.of(both.held.records)
        retracted = [history for history in now.events.values() if history.is_retracted]
        assert counts_of(both.connection) == {
            "records": len(both.held.records),
            "events": len(now.events) - len(retracted),
            "retracted": len(retracted),
            "conflicts": sum(history.is_in_conflict for history in now.events.values()),
            "actors": len(now.actors),
        }
        assert newer_of(both.connection) == sum(not record.is_understood for record in both.held.records)
        assert both.index.newest == max((record.time for record in both.held.records), default=None)


@pytest.mark.long
@MANY
@given(logs(size=12), DATA)
def test_at_length_any_event_is_shown_as_the_log_has_it(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        check_entries(both)
        check_histories(both)


@pytest.mark.long
@MANY
@given(logs(size=12), DATA)
def test_at_length_any_query_finds_what_looking_at_all_events_finds(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        for _ in range(5):
            check_query(both, data.draw(queries(both.held), label="query"), data)


@pytest.mark.long
@MANY
@given(logs(size=12), DATA)
def test_at_length_within_finds_what_the_distance_to_all_events_finds(log: Log, data: st.DataObject) -> None:
    with Both(log, data) as both:
        check_within(both, data)
