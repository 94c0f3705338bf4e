"""What the records of one subject add up to."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.history import History, histories
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.record import Record
from strategies import event_of, identifier, logs, record_of

EVENT = event_of("2023-12-06")


def revision(number: int, *supersedes: int, seconds: int | None = None) -> Record:
    event = event_of(f"20{number:02}")
    return record_of(event, number, supersedes=tuple(map(identifier, supersedes)), seconds=seconds)


def retraction(number: int, *supersedes: int) -> Record:
    superseded = tuple(map(identifier, supersedes))
    return record_of(None, number, record_type=EVENT_RETRACTED, supersedes=superseded)


def only(*records: Record) -> History:
    (history,) = histories(records).values()
    return history


def test_a_revision_takes_the_place_of_what_it_supersedes() -> None:
    assert only(revision(0), revision(1, 0)).heads == (revision(1, 0),)


def test_two_revisions_of_one_head_are_a_conflict() -> None:
    history = only(revision(0), revision(1, 0), revision(2, 0))
    assert history.is_in_conflict
    assert history.current == revision(2, 0)


def test_heads_that_say_the_same_are_no_conflict() -> None:
    one, two = (record_of(EVENT, number, supersedes=(identifier(0),)) for number in (1, 2))
    assert not only(revision(0), one, two).is_in_conflict
    assert not only(revision(0), retraction(1, 0), retraction(2, 0)).is_in_conflict


def test_a_revision_of_both_heads_settles_a_conflict() -> None:
    history = only(revision(0), revision(1, 0), revision(2, 0), revision(3, 1, 2))
    assert not history.is_in_conflict
    assert history.revision(history.current) == 4


def test_a_retraction_withdraws_what_it_supersedes() -> None:
    assert only(revision(0), retraction(1, 0)).is_retracted


def test_an_event_stands_while_a_head_stands_beside_its_retraction() -> None:
    history = only(revision(0), revision(1, 0), retraction(2, 0))
    assert not history.is_retracted
    assert history.is_in_conflict
    assert history.current == revision(1, 0)


def test_a_retracted_event_that_is_revised_stands_again() -> None:
    assert not only(revision(0), retraction(1, 0), revision(2, 1)).is_retracted


def test_revisions_are_numbered_from_one() -> None:
    history = only(revision(0), revision(1, 0), revision(2, 1))
    assert [history.revision(record) for record in history.records] == [1, 2, 3]


def test_what_supersedes_records_that_are_not_there_is_a_first_revision() -> None:
    history = only(revision(5, 99))
    assert history.revision(history.current) == 1


def test_records_that_supersede_each_other_in_a_ring_have_the_newest_as_head() -> None:
    history = only(revision(0, 2), revision(1, 0), revision(2, 1))
    assert history.heads == (revision(2, 1),)
    assert [history.revision(record) for record in history.records] == [3, 3, 3]


def test_a_record_that_supersedes_itself_is_a_first_revision() -> None:
    history = only(revision(0, 0))
    assert history.heads == (revision(0, 0),)
    assert history.revision(history.current) == 1


def test_records_of_one_time_are_in_the_order_of_their_ids() -> None:
    history = only(revision(3, seconds=0), revision(1, seconds=0), revision(2, seconds=0))
    assert [record.id for record in history.records] == [identifier(number) for number in (1, 2, 3)]


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_meaning(records: list[Record], random: Any) -> None:
    shuffled = random.sample(records, len(records))
    assert list(histories(shuffled).items()) == list(histories(records).items())


@given(logs())
def test_every_record_is_in_the_history_of_its_subject(records: list[Record]) -> None:
    found = histories(records)
    assert sum(len(history.records) for history in found.values()) == len(records)
    assert all(record.subject == key for key, history in found.items() for record in history.records)


@given(logs())
def test_every_history_has_a_head_and_a_current_one_among_them(records: list[Record]) -> None:
    for history in histories(records).values():
        assert history.current in history.heads
        assert set(history.heads) <= set(history.records)


@given(logs())
def test_a_head_is_superseded_by_none_unless_all_are(records: list[Record]) -> None:
    for history in histories(records).values():
        superseded = {each for record in history.records for each in record.supersedes}
        free = [record for record in history.records if record.id not in superseded]
        assert list(history.heads) == (free or [history.records[-1]])
