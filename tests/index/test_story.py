"""What the records of one event add up to, from each time to the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.story import Standing, Told, standings
from aitimeline.model.history import history_of
from aitimeline.model.record import Record
from strategies import EPOCH, logs

A, B, C = (
    Told(time, rid, row, is_retraction=False, supersedes=())
    for row, (time, rid) in enumerate([(1, "a"), (2, "b"), (3, "c")])
)
B_OVER_A, C_OVER_B = B._replace(supersedes=("a",)), C._replace(supersedes=("b",))


def told_of(record: Record, row: int = 0) -> Told:
    seconds = (record.time - EPOCH) // timedelta(seconds=1)
    return Told(seconds, record.id, row, record.is_retraction, record.supersedes)


def said(*told: Told) -> list[tuple[str, tuple[str, ...], int]]:
    """Of each standing the record that is shown, the heads and the revision."""
    return [(each.current.rid, tuple(head.rid for head in each.heads), each.revision) for each in standings(told)]


def test_a_single_record_stands_from_its_time_on() -> None:
    assert list(standings([A])) == [Standing(1, None, A, A, (A,), 1)]


def test_a_revision_takes_the_place_of_what_it_supersedes() -> None:
    assert said(A, B_OVER_A, C_OVER_B) == [("a", ("a",), 1), ("b", ("b",), 2), ("c", ("c",), 3)]


def test_one_stands_until_the_next_begins() -> None:
    assert [(each.since, each.until) for each in standings([A, B, C])] == [(1, 2), (2, 3), (3, None)]


def test_what_does_not_supersede_stands_beside() -> None:
    assert said(A, B) == [("a", ("a",), 1), ("b", ("a", "b"), 1)]


def test_what_settles_two_heads_is_one_more_than_both() -> None:
    assert said(A, B, C._replace(supersedes=("a", "b")))[-1] == ("c", ("c",), 3)


def test_a_retraction_shows_what_was_stated_before() -> None:
    gone = C_OVER_B._replace(is_retraction=True)
    *_, last = standings([A, B_OVER_A, gone])
    assert (last.current, last.stated, last.revision) == (gone, B_OVER_A, 3)


def test_while_a_head_still_stands_no_retraction_is_shown() -> None:
    assert said(A, B._replace(is_retraction=True)) == [("a", ("a",), 1), ("a", ("a", "b"), 1)]


def test_what_was_only_ever_retracted_states_nothing() -> None:
    (standing,) = standings([A._replace(is_retraction=True)])
    assert standing.stated is None


def test_what_was_recorded_at_one_time_came_together() -> None:
    assert said(A, B_OVER_A._replace(time=1)) == [("b", ("b",), 2)]


def test_what_was_superseded_before_it_came_never_stands() -> None:
    late = C._replace(supersedes=())
    assert said(B._replace(supersedes=("c",)), late) == [("b", ("b",), 1), ("b", ("b",), 2)]


def test_of_records_that_supersede_each_other_the_newest_stands() -> None:
    assert said(A._replace(supersedes=("b",)), B_OVER_A)[-1] == ("b", ("b",), 2)


@given(logs(size=8), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any) -> None:
    told = [told_of(record) for record in records]
    assert list(standings(random.sample(told, len(told)))) == list(standings(told))


@given(logs(size=8))
def test_at_each_time_it_is_what_the_history_of_that_time_says(records: list[Record]) -> None:
    same = [record for record in records if record.subject == records[0].subject]
    told = [told_of(record) for record in same]
    for standing in standings(told):
        history = history_of(
            "a", [record for record, each in zip(same, told, strict=True) if each.time <= standing.since]
        )
        assert standing.current.rid == history.current.id
        assert [head.rid for head in standing.heads] == list(history.head_ids)
        assert standing.revision == history.revision(history.current)
