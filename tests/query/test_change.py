"""What the log has learned since a time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model import kind as kinds
from aitimeline.model.actor import Actor
from aitimeline.model.record import Record
from aitimeline.model.text import Names
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.change import Change, changes_since, newest_changes
from both import microseconds, read_both
from oracle import Held
from oracle_logs import Log, logs
from plain import History
from plain import Timeline as Plain
from strategies import EPOCH, event_of, identifier, record_of
from workbench import timeline_from

TICK = timedelta(microseconds=1)


def state(histories: Any, key: str) -> tuple[str, Any, bool] | None:
    """What is shown of an event or actor: whether it stands, what it says, and whether versions contradict."""
    history: History | None = histories.get(key)
    if history is None:
        return None
    if not history.is_retracted:
        return "stands", history.current.payload, history.is_in_conflict
    was_ever_there = any(record.payload is not None for record in history.records)
    return ("withdrawn", None, False) if was_ever_there else None


def turn(before: tuple[str, Any, bool] | None, after: tuple[str, Any, bool] | None) -> str | None:
    if before == after or after is None:
        return None
    if after[0] == "withdrawn":
        return "withdrawn" if before else None
    if before is None:
        return "new"
    if before[0] == "withdrawn":
        return "brought back"
    if before[2] != after[2]:
        return "contested" if after[2] else "settled"
    return "revised"


def plain_changes(held: Held, until: datetime, since: datetime, *, with_actors: bool) -> list[tuple[Any, ...]]:
    """The same, by reading the whole log as of before and after each recorded time."""
    found: list[tuple[Any, ...]] = []
    for time in sorted({record.time for record in held.records if since <= record.time <= until}):
        before, after = Plain.of(held.records, time - TICK), Plain.of(held.records, time)
        about = [("event", before.events, after.events)]
        about += [("actor", before.actors, after.actors)] if with_actors else []
        for name, old, new in about:
            turned = ((key, turn(state(old, key), state(new, key))) for key in new)
            found += [(microseconds(time), key, name, change) for key, change in turned if change]
    return sorted(found)


def shown(changes: list[Change]) -> list[tuple[Any, ...]]:
    return [(each.time, each.key, each.about, each.turn.value) for each in changes]


@given(logs(), st.data(), st.booleans())
def test_the_changes_are_those_that_reading_the_log_before_and_after_each_time_finds(
    log: Log, data: st.DataObject, with_actors: bool
) -> None:
    with read_both(log, data) as (timeline, _, held):
        times = sorted({record.time for record in held.records}) or [EPOCH]
        since = data.draw(st.sampled_from(times), label="since") + data.draw(st.sampled_from([-TICK, 0 * TICK, TICK]))
        until = datetime.max.replace(tzinfo=EPOCH.tzinfo)
        if timeline.as_of is not None:
            until = EPOCH + timedelta(microseconds=timeline.as_of - microseconds(EPOCH))
        condition = None if with_actors else condition_of([], Meaning(timeline))
        news = changes_since(timeline, microseconds(since), condition)
        found = shown(list(news.changes))
        assert found == plain_changes(held, until, since, with_actors=with_actors)
        each = {(about, key, change) for _, key, about, change in found}
        assert {(about, one.value): number for (about, one), number in news.counts.items()} == Counter(
            (about, change) for about, _, change in each
        )


@given(logs(), st.data(), st.integers(1, 12))
def test_the_newest_changes_are_the_last_of_all_of_them(log: Log, data: st.DataObject, number: int) -> None:
    with read_both(log, data) as (timeline, _, _held):
        all_changes = list(changes_since(timeline, -(2**63), condition_of([], Meaning(timeline))).changes)
        found = newest_changes(timeline, number)
        assert len(found) <= number
        assert found == all_changes[::-1][: len(found)]
        assert bool(found) == bool(all_changes)


def sample() -> list[Record]:
    first, second = event_of("2023-12-06", "The alliance"), event_of("2023-12-07", "The alliance")
    gone = kinds.EVENT_RETRACTED
    revised = kinds.ACTOR_REVISED
    return [
        record_of(first, 0, subject="alliance"),
        record_of(event_of("2023-11-30", "A rumour"), 1, subject="rumour"),
        record_of(Actor("company", Names.of({"en": ["Meta"]})), 2, subject="meta"),
        record_of(event_of("2023-12-08", "A law"), 10, subject="law", recorded_by="Lee"),
        record_of(second, 11, subject="alliance", supersedes=(identifier(0),), reason="the date in Seoul"),
        record_of(None, 12, subject="rumour", record_type=gone, supersedes=(identifier(1),), reason="no source"),
        record_of(
            Actor("company", Names.of({"en": ["Meta Platforms"]})),
            13,
            subject="meta",
            record_type=revised,
            supersedes=(identifier(2),),
        ),
    ]


def since(seconds: int) -> int:
    return microseconds(EPOCH + timedelta(seconds=seconds))


def test_what_is_new_revised_and_withdrawn_is_told_in_order_with_who_and_why() -> None:
    found = list(changes_since(timeline_from(sample()), since(10)).changes)
    assert [(each.key, each.turn.value, each.recorded_by, each.reason) for each in found] == [
        ("law", "new", "Lee", None),
        ("alliance", "revised", "Kim", "the date in Seoul"),
        ("rumour", "withdrawn", "Kim", "no source"),
        ("meta", "revised", "Kim", None),
    ]
    assert found[1].before is not None
    assert (found[1].before["when"], found[1].after["when"]) == ("2023-12-06", "2023-12-07")


def test_a_query_leaves_actors_out_and_finds_what_was_withdrawn_too() -> None:
    timeline = timeline_from(sample())
    found = changes_since(timeline, since(10), condition_of(["rumour"], Meaning(timeline)))
    assert [(each.key, each.turn.value) for each in found.changes] == [("rumour", "withdrawn")]


def test_the_newest_changes_come_first() -> None:
    found = newest_changes(timeline_from(sample()), 2)
    assert [(each.key, each.turn.value) for each in found] == [("rumour", "withdrawn"), ("alliance", "revised")]


def test_nothing_after_the_last_record_has_changed() -> None:
    news = changes_since(timeline_from(sample()), since(14))
    assert (dict(news.counts), list(news.changes)) == ({}, [])
