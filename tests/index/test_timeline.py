"""The timeline: what the log holds to be true now."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Participation
from aitimeline.model.kind import ACTOR_RETRACTED, EVENT_RETRACTED
from aitimeline.model.record import Record
from aitimeline.model.text import Names
from strategies import event_of, identifier, logs, record_of

EVENT = event_of("2023-12-06")
META = Actor("company", Names.of({"en": ["Meta", "Facebook"], "ko": ["메타"]}))


def retraction(number: int, superseded: int, reason: str | None = None) -> Record:
    return record_of(None, number, record_type=EVENT_RETRACTED, supersedes=(identifier(superseded),), reason=reason)


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any) -> None:
    shuffled = random.sample(records, len(records))
    assert Timeline.of(shuffled).entries == Timeline.of(records).entries


@given(logs())
def test_entries_come_by_first_day_then_last_then_key(records: list[Record]) -> None:
    entries = Timeline.of(records).entries
    order = [(entry.event.when.start.first, entry.event.when.end.last, entry.key) for entry in entries]
    assert order == sorted(order)


@given(logs())
def test_a_key_has_an_entry_unless_its_event_was_retracted(records: list[Record]) -> None:
    timeline = Timeline.of(records)
    standing = {entry.key for entry in timeline.entries}
    assert standing == {key for key, history in timeline.events.items() if not history.current.is_retraction}
    assert set(timeline.events) == {record.subject for record in records}


@given(logs())
def test_an_entry_shows_what_its_record_states(records: list[Record]) -> None:
    for entry in Timeline.of(records).entries:
        assert entry.record in records
        assert entry.event == entry.record.payload
        assert entry.revision >= 1


def test_an_event_is_found_by_its_key_however_it_is_spelt() -> None:
    timeline = Timeline.of([record_of(EVENT)])
    assert timeline.entry("Gemini Announced") == timeline.entry("gemini-announced")


def test_a_key_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(NoSuchEventError, match="did you mean gemini-announced"):
        Timeline.of([record_of(EVENT)]).entry("gemini-anounced")


def test_a_retracted_event_is_answered_with_the_reason() -> None:
    timeline = Timeline.of([record_of(EVENT, 1), retraction(2, 1, "a rumour")])
    with pytest.raises(NoSuchEventError, match="a rumour"):
        timeline.entry("gemini-announced")


def test_a_retracted_event_has_a_history() -> None:
    timeline = Timeline.of([record_of(EVENT, 1), retraction(2, 1)])
    assert timeline.entries == ()
    assert len(timeline.history("gemini-announced").records) == 2


@pytest.mark.parametrize("name", ["meta", "메타", "facebook"])
def test_an_actor_is_known_by_all_its_names(name: str) -> None:
    timeline = Timeline.of([record_of(META, subject="meta-platforms")])
    assert timeline.actors_by_name[name] == {"meta-platforms"}


def test_an_actor_that_only_takes_part_is_known_by_its_key() -> None:
    timeline = Timeline.of([record_of(evolve(EVENT, actors=(Participation("openai"),)))])
    assert timeline.actors_by_name["openai"] == {"openai"}


@pytest.mark.parametrize(("language", "name"), [("ko", "메타"), ("en", "Meta"), ("fr", "Meta")])
def test_an_actor_is_named_in_the_language(language: str, name: str) -> None:
    assert Timeline.of([record_of(META, subject="meta")]).actor_name("meta", language) == name


def test_an_actor_without_a_record_is_named_by_its_key() -> None:
    assert Timeline.of([]).actor_name("meta", "ko") == "meta"


def test_a_retracted_actor_is_not_there() -> None:
    gone = record_of(None, 2, subject="meta", record_type=ACTOR_RETRACTED, supersedes=(identifier(1),))
    assert Timeline.of([record_of(META, 1, subject="meta"), gone]).actor("meta") is None


def test_an_event_is_seen_from_the_zone_that_is_asked_for() -> None:
    entry = Timeline.of([record_of(event_of("2023-12-06T10:00", zone="America/Los_Angeles"))]).entries[0]
    assert entry.when_in(ZoneInfo("Asia/Seoul")).earliest.isoformat() == "2023-12-07"
    assert entry.when_in(None).earliest.isoformat() == "2023-12-06"


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "\x00", "", "/abs", "a" * 5000])
def test_a_zone_that_this_system_does_not_know_is_none(zone: str) -> None:
    assert Timeline.of([record_of(event_of("2023", zone=zone))]).entries[0].zone is None


def test_the_kinds_and_tags_are_those_in_use() -> None:
    timeline = Timeline.of([record_of(evolve(EVENT, tags=("open", "cloud")))])
    assert timeline.kinds == {"release"}
    assert timeline.tags == {"open", "cloud"}
