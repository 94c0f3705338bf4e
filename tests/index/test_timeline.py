"""The timeline: what the log holds to be true, now or as of an earlier time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import plain
from aitimeline.index.condition import has_flag
from aitimeline.index.schema import RETRACTED
from aitimeline.index.timeline import Timeline, Window
from aitimeline.index.walk import SORTS
from aitimeline.model.actor import Actor
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Participation
from aitimeline.model.kind import ACTOR_RETRACTED, EVENT_RETRACTED
from aitimeline.model.record import Record
from aitimeline.model.text import Names
from strategies import EPOCH, event_of, identifier, logs, record_of
from workbench import keys_of, timeline_from

EVENT = event_of("2023-12-06")
META = Actor("company", Names.of({"en": ["Meta", "Facebook"], "ko": ["메타"]}))
DATES = {"b": "2023-12-06", "a": "2023-12", "d": "2023-11-30", "c": "2022/2024"}
WITHDRAWN = has_flag(RETRACTED, with_retracted=True)


def retraction(number: int, superseded: int, reason: str | None = None) -> Record:
    return record_of(None, number, record_type=EVENT_RETRACTED, supersedes=(identifier(superseded),), reason=reason)


def dated() -> Timeline:
    """Events that were recorded one after the other."""
    return timeline_from(
        record_of(event_of(when), number, subject=key) for number, (key, when) in enumerate(DATES.items(), start=1)
    )


def after(seconds: int) -> int:
    """A time in microseconds since 1970, seen from the first record of these tests."""
    return int((EPOCH + timedelta(seconds=seconds)).timestamp()) * 1_000_000


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any) -> None:
    one, two = timeline_from(records), timeline_from(random.sample(records, len(records)))
    assert [(each.sort_key(), each.id) for each in one.select()] == [
        (each.sort_key(), each.id) for each in two.select()
    ]


@given(logs())
def test_entries_come_by_first_day_then_last(records: list[Record]) -> None:
    order = [(entry.first, entry.last) for entry in timeline_from(records).select()]
    assert order == sorted(order)


@given(logs())
def test_a_key_has_an_entry_unless_its_event_was_retracted(records: list[Record]) -> None:
    timeline = timeline_from(records)
    every = timeline.keys()
    assert set(keys_of(timeline)) == {key for key in every if not timeline.history(key).is_retracted}
    assert set(every) == {record.subject for record in records}


@given(logs())
def test_an_entry_shows_what_its_record_states(records: list[Record]) -> None:
    by_id = {record.id: record for record in records}
    for entry in timeline_from(records).select():
        record = by_id[entry.id]
        assert (entry.event, entry.line) == (record.payload, record.line)
        assert (entry.recorded_at, entry.recorded_by) == (record.time, record.recorded_by)


@given(logs())
def test_it_says_what_a_plain_reading_says(records: list[Record]) -> None:
    timeline, expected = timeline_from(records), plain.Timeline.of(records)
    assert [(each.key, each.id, each.revision, set(each.heads), each.is_in_conflict) for each in timeline.select()] == [
        (each.key, each.record.id, each.revision, set(each.history.head_ids), each.history.is_in_conflict)
        for each in expected.entries
    ]
    found = {key: timeline.history(key) for key in list(timeline.keys())}
    assert {key: (each.records, each.heads, each.current) for key, each in found.items()} == {
        key: (each.records, each.heads, each.current) for key, each in expected.events.items()
    }


@given(logs(), st.integers(-1, 4))
def test_as_of_a_time_it_says_what_the_log_of_that_time_said(records: list[Record], seconds: int) -> None:
    known = [record for record in records if record.time <= EPOCH + timedelta(seconds=seconds)]
    seen, expected = timeline_from(records, after(seconds)), timeline_from(known)
    assert [(each.sort_key(), each.id, each.revision, each.heads) for each in seen.select()] == [
        (each.sort_key(), each.id, each.revision, each.heads) for each in expected.select()
    ]
    keys = seen.keys()
    assert set(keys) == set(expected.keys())
    assert [seen.history(key) for key in keys] == [expected.history(key) for key in keys]


def test_an_event_is_found_by_its_key_however_it_is_spelt() -> None:
    assert timeline_from([record_of(EVENT)]).entry("Gemini Announced").key == "gemini-announced"


def test_a_key_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(NoSuchEventError, match="did you mean gemini-announced"):
        timeline_from([record_of(EVENT)]).entry("gemini-anounced")


def test_a_key_that_was_not_there_yet_is_answered_with_the_time() -> None:
    with pytest.raises(NoSuchEventError, match="'gemini-announced' as of 2026-01-01T00:00:01Z"):
        timeline_from([record_of(EVENT, 2)], after(1)).entry("gemini-announced")


def test_a_retracted_event_is_answered_with_the_reason() -> None:
    timeline = timeline_from([record_of(EVENT, 1), retraction(2, 1, "a rumour")])
    with pytest.raises(NoSuchEventError, match="a rumour"):
        timeline.entry("gemini-announced")


def test_before_it_was_retracted_an_event_stood() -> None:
    timeline = timeline_from([record_of(EVENT, 1), retraction(2, 1)], after(1))
    assert timeline.entry("gemini-announced").event == EVENT


def test_a_retracted_event_has_a_history() -> None:
    timeline = timeline_from([record_of(EVENT, 1), retraction(2, 1)])
    assert keys_of(timeline) == []
    assert len(timeline.history("gemini-announced").records) == 2


def test_a_retracted_event_shows_what_it_was_and_who_withdrew_it_where_it_is_asked_for() -> None:
    (entry,) = timeline_from([record_of(EVENT, 1), retraction(2, 1, "a rumour")]).select(WITHDRAWN)
    assert (entry.is_retracted, entry.event, entry.reason, entry.id) == (True, EVENT, "a rumour", identifier(2))


def test_what_was_only_ever_retracted_has_nothing_to_show() -> None:
    assert list(timeline_from([retraction(2, 1)]).select(WITHDRAWN)) == []


@pytest.mark.parametrize("name", ["meta", "메타", "facebook", "FACEBOOK", "meta-platforms"])
def test_an_actor_is_known_by_all_its_names(name: str) -> None:
    timeline = timeline_from([record_of(META, subject="meta-platforms")])
    assert timeline.words.actors_named(name) == {"meta-platforms"}


def test_an_actor_that_only_takes_part_is_known_by_its_key() -> None:
    timeline = timeline_from([record_of(evolve(EVENT, actors=(Participation("openai"),)))])
    assert timeline.words.actors_named("openai") == {"openai"}


@pytest.mark.parametrize(("language", "name"), [("ko", "메타"), ("en", "Meta"), ("fr", "Meta")])
def test_an_actor_is_named_in_the_language(language: str, name: str) -> None:
    assert timeline_from([record_of(META, subject="meta")]).actor_name("meta", language) == name


def test_an_actor_without_a_record_is_named_by_its_key() -> None:
    assert timeline_from([]).actor_name("meta", "ko") == "meta"


def test_an_actor_is_named_as_it_was_at_the_time() -> None:
    old = record_of(Actor("company", Names.of({"en": ["Facebook"]})), 1, subject="meta")
    new = record_of(META, 2, subject="meta", supersedes=(old.id,))
    assert timeline_from([old, new]).actor_name("meta", "en") == "Meta"
    assert timeline_from([old, new], after(1)).actor_name("meta", "en") == "Facebook"


def test_a_retracted_actor_is_not_there() -> None:
    gone = record_of(None, 2, subject="meta", record_type=ACTOR_RETRACTED, supersedes=(identifier(1),))
    assert timeline_from([record_of(META, 1, subject="meta"), gone]).actor("meta") is None


def test_the_history_of_an_actor_is_given_where_no_event_has_the_key() -> None:
    timeline = timeline_from([record_of(META, 1, subject="meta"), record_of(EVENT, 2)])
    assert timeline.any_history("meta").current.payload == META
    assert timeline.any_history("gemini-announced").current.payload == EVENT


@pytest.mark.parametrize("ask", [Timeline.history, Timeline.any_history, Timeline.actor_history])
def test_a_history_that_is_not_there_is_answered_with_the_nearest(ask: Any) -> None:
    timeline = timeline_from([record_of(META, 1, subject="meta-platforms"), record_of(EVENT, 2, subject="meta-plans")])
    with pytest.raises(NoSuchEventError, match="did you mean meta-pla"):
        ask(timeline, "meta-plafs")


def test_an_event_is_seen_from_the_zone_that_is_asked_for() -> None:
    entry = next(timeline_from([record_of(event_of("2023-12-06T10:00", zone="America/Los_Angeles"))]).select())
    assert entry.when_in(ZoneInfo("Asia/Seoul")).earliest.isoformat() == "2023-12-07"
    assert entry.when_in(None).earliest.isoformat() == "2023-12-06"


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "\x00", "", "/abs", "a" * 5000])
def test_a_zone_that_this_system_does_not_know_is_none(zone: str) -> None:
    assert next(timeline_from([record_of(event_of("2023", zone=zone))]).select()).zone is None


def test_the_kinds_and_tags_are_those_in_use() -> None:
    words = timeline_from([record_of(evolve(EVENT, tags=("open", "cloud")))]).words
    assert words.known("kind") == ["release"]
    assert sorted(words.known("tag")) == ["cloud", "open"]


def test_keys_are_given_by_their_beginning() -> None:
    timeline = timeline_from([record_of(EVENT, n, subject=key) for n, key in enumerate(["gem", "gemini", "gpt", "가"])])
    assert timeline.keys("gem") == ["gem", "gemini"]
    assert timeline.keys("가") == ["가"]


@pytest.mark.parametrize(
    ("sort", "keys"), [("when", "cdab"), ("latest", "dbac"), ("recorded", "badc"), ("key", "abcd")]
)
def test_events_come_in_the_order_that_is_asked_for(sort: str, keys: str) -> None:
    assert "".join(entry.key for entry in dated().select(sort=sort)) == keys
    assert "".join(entry.key for entry in dated().select(sort=sort, reverse=True)) == keys[::-1]


@given(logs(), st.sampled_from(sorted(SORTS)), st.booleans(), st.integers(0, 6), st.integers(0, 6))
def test_a_part_of_an_answer_is_that_part_of_the_whole(
    records: list[Record], sort: str, reverse: bool, limit: int, offset: int
) -> None:
    timeline = timeline_from(records)
    every = [entry.key for entry in timeline.select(sort=sort, reverse=reverse)]
    part = timeline.select(sort=sort, reverse=reverse, limit=limit, offset=offset)
    assert [entry.key for entry in part] == every[offset : offset + limit]
    rest = timeline.select(sort=sort, reverse=reverse, offset=offset)
    assert [entry.key for entry in rest] == every[offset:]


@given(logs(), st.integers(700_000, 770_000), st.integers(0, 20_000))
def test_a_window_leaves_out_nothing_that_touches_it(records: list[Record], first: int, length: int) -> None:
    timeline = timeline_from(records)
    found = {entry.key for entry in timeline.select(window=Window(first, first + length, lambda _: 0))}
    touching = {each.key for each in timeline.select() if each.last >= first and each.first <= first + length}
    assert touching <= found


def test_the_newest_time_is_that_of_the_last_record() -> None:
    assert timeline_from([record_of(EVENT, 1), retraction(5, 1)]).newest == EPOCH + timedelta(seconds=5)
    assert timeline_from([]).newest is None
