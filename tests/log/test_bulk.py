"""Very many records at once: all or nothing, once only, and correct whatever others write meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log import bulk
from aitimeline.log.bulk import Added, Stated, add_all
from aitimeline.log.intake import Intake, piece_of
from aitimeline.log.writing import Writer, record_event
from aitimeline.model.error import OutcomeUnknownError, TimelineError
from aitimeline.model.quick import Maker, sight, sighting_of
from aitimeline.model.record import Record
from aitimeline.model.structure import unstructure
from plain_log import read_log
from strategies import event_of, lines_of, logs, record_of
from workbench import START, writer_at

EVENTS = {f"e-{number}": event_of("2023-12-06", f"Event {number}") for number in range(5)}
STATED = Stated("https://example.org/t", START)
FILE = Path("rows.csv")


def nothing(_: str, __: int) -> None:
    """Where nobody looks on."""


def add(writer: Writer, stated: Stated = STATED, tick: Callable[[str, int], None] = nothing, **how: bool) -> Added:
    """Add the five events, as made of the rows of a file."""
    maker = Maker(stated.timeline, stated.time, writer.name)
    with Intake() as intake:
        made = [maker.make(key, unstructure(event), n) for n, (key, event) in enumerate(EVENTS.items())]
        rows = [(line, each, True) for line, each in enumerate(made, start=2)]
        intake.add(piece_of(intake.slot(FILE, len(rows), 9), rows))
        return add_all(writer, intake, stated, tick, **how)


def add_records(writer: Writer, records: list[Record]) -> Added:
    """Add records as they are."""
    with Intake() as intake:
        rows = [(line, each, False) for line, each in enumerate(map(sighting_of, records), start=1)]
        intake.add(piece_of(intake.slot(FILE, len(rows), 9), rows))
        return add_all(writer, intake, STATED, nothing)


def test_all_is_added_and_read(tmp_path: Path) -> None:
    made = add(writer_at(tmp_path))
    found = read_log([tmp_path])
    assert (made.added, made.known, found.damages) == (5, 0, ())
    assert {record.subject: record.payload for record in found.records} == EVENTS


def test_adding_again_adds_nothing(tmp_path: Path) -> None:
    add(writer_at(tmp_path))
    before = (tmp_path / "kim.jsonl").read_bytes()
    again = add(writer_at(tmp_path, name="Lee"), Stated("https://example.org/t", START + timedelta(days=1)))
    assert (again.added, again.known) == (0, 5)
    assert (tmp_path / "kim.jsonl").read_bytes() == before
    assert not (tmp_path / "lee.jsonl").exists()


def test_what_was_cut_off_is_completed(tmp_path: Path) -> None:
    add(writer_at(tmp_path))
    whole = (tmp_path / "kim.jsonl").read_bytes()
    for cut in range(0, len(whole), 97):
        (tmp_path / "kim.jsonl").write_bytes(whole[:cut])
        add(writer_at(tmp_path))
        records = read_log([tmp_path]).records
        assert sorted(record.subject for record in records) == sorted(EVENTS), cut


def test_a_key_that_is_taken_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "e-3", event_of("2024"))
    before = (tmp_path / "kim.jsonl").read_bytes()
    made = add(writer_at(tmp_path))
    assert [str(refusal) for refusal in made.refusals] == [
        f"rows.csv:5: its key is taken by {tmp_path / 'kim.jsonl'}:1"
    ]
    assert (tmp_path / "kim.jsonl").read_bytes() == before


def test_what_is_refused_can_be_skipped(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "e-3", event_of("2024"))
    made = add(writer_at(tmp_path), skips_refused=True)
    assert (made.added, len(made.refusals)) == (4, 1)
    assert len(read_log([tmp_path]).records) == 5


def test_an_event_that_was_added_by_hand_just_so_is_known(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "e-3", EVENTS["e-3"])
    made = add(writer_at(tmp_path))
    assert (made.added, made.known, made.refusals) == (4, 1, ())


def test_a_dry_run_writes_nothing_and_makes_no_folder(tmp_path: Path) -> None:
    made = add(writer_at(tmp_path / "log"), dry_run=True)
    assert made.added == 5
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize("hours", [-20, 1])
def test_rows_are_recorded_a_microsecond_apart_in_their_order_and_after_the_newest_of_the_log(
    tmp_path: Path, hours: int
) -> None:
    first = record_event(writer_at(tmp_path), "first", event_of("2024")).record
    add(writer_at(tmp_path), Stated(first.timeline, first.time + timedelta(hours=hours)))
    times = {record.subject: record.time for record in read_log([tmp_path]).records if record.subject in EVENTS}
    begin = first.time + max(timedelta(microseconds=1), timedelta(hours=hours))
    assert times == {key: begin + timedelta(microseconds=number) for number, key in enumerate(EVENTS)}


def test_all_records_bear_the_uri_of_the_log(tmp_path: Path) -> None:
    first = record_event(writer_at(tmp_path), "first", event_of("2024")).record
    add(writer_at(tmp_path), Stated("https://example.org/another", START + timedelta(days=3)))
    assert {record.timeline for record in read_log([tmp_path]).records} == {first.timeline}


def test_a_log_that_another_starts_meanwhile_gives_the_uri(tmp_path: Path) -> None:
    writer = writer_at(tmp_path / "log")
    stated = Stated(writer.identity().uri, START)
    first = record_event(writer_at(tmp_path / "log", name="Lee"), "first", event_of("2024")).record
    assert first.timeline != stated.timeline
    add(writer, stated)
    assert {record.timeline for record in read_log([tmp_path / "log"]).records} == {first.timeline}


def test_what_others_write_meanwhile_is_seen(tmp_path: Path) -> None:
    events = [("e-2", event_of("2024"))]

    def write_meanwhile(stage: str, _: int) -> None:
        if stage == bulk.COMPARING and events:
            record_event(writer_at(tmp_path, name="Lee"), *events.pop())

    made = add(writer_at(tmp_path), tick=write_meanwhile)
    assert [str(refusal) for refusal in made.refusals] == [
        f"rows.csv:4: its key is taken by {tmp_path / 'lee.jsonl'}:1"
    ]


def test_where_others_write_all_the_time_the_lock_is_held(tmp_path: Path) -> None:
    tries: list[str] = []

    def write_meanwhile(stage: str, _: int) -> None:
        if stage == bulk.COMPARING and len(tries) < 3 * 2 * 256:
            tries.append(stage)
            if len(tries) % 512 == 1:
                record_event(writer_at(tmp_path, name="Lee"), f"other-{len(tries)}", event_of("2024"))

    assert add(writer_at(tmp_path), tick=write_meanwhile).added == 5
    assert len(read_log([tmp_path]).records) == 5 + 3


def test_records_are_added_as_they_are(tmp_path: Path) -> None:
    records = [record_of(event_of("2023"), number, subject=f"e-{number}") for number in range(3)]
    add_records(writer_at(tmp_path), records)
    assert (tmp_path / "kim.jsonl").read_bytes() == lines_of(records)


def test_of_two_like_records_the_one_that_was_made_earlier_comes_to_count(tmp_path: Path) -> None:
    early, late = (record_of(event_of("2023"), 1, seconds=seconds) for seconds in (1, 2))
    assert add_records(writer_at(tmp_path), [late]).added == 1
    assert add_records(writer_at(tmp_path), [early]).added == 1
    assert add_records(writer_at(tmp_path), [late, early]).added == 0
    assert read_log([tmp_path]).records == (early,)


@given(logs(), logs())
def test_adding_one_log_to_another_is_the_same_either_way(
    tmp_path_factory: pytest.TempPathFactory, one: list[Record], two: list[Record]
) -> None:
    folders = [tmp_path_factory.mktemp("log") for _ in range(2)]
    contradicts = any(contradict(each, other) for each in one for other in two)
    for folder, first, second in ((folders[0], one, two), (folders[1], two, one)):
        add_records(writer_at(folder), first)
        assert bool(add_records(writer_at(folder), second).refusals) == contradicts
    if not contradicts:
        assert read_log(folders[:1]).records == read_log(folders[1:]).records


def contradict(one: Record, two: Record) -> bool:
    """Whether two records cannot both be true."""
    return one.id == two.id and one.content() != two.content()


def test_a_disk_that_fills_up_says_what_was_recorded_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_BATCH", 1)
    written: list[int] = []
    write = os.write

    def fill(descriptor: int, content: Any) -> int:
        if len(written) == 4:  # one is for the log's identity
            raise OSError(28, "No space left on device")
        written.append(descriptor)
        return write(descriptor, content)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", fill)
        with pytest.raises(TimelineError, match="3 of 5 records were recorded"):
            add(writer_at(tmp_path))
    assert len(read_log([tmp_path]).records) == 3
    assert add(writer_at(tmp_path)).added == 2


def test_a_disk_that_does_not_confirm_leaves_the_outcome_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    writer = writer_at(tmp_path)
    record_event(writer, "first", event_of("2024"))
    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(OutcomeUnknownError):
        add(writer)


@given(st.integers(1, 3000))
def test_the_size_of_batches_changes_nothing(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    folder = tmp_path_factory.mktemp("log")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bulk, "_BATCH", size)
        add(writer_at(folder))
    lines = (folder / "kim.jsonl").read_bytes().splitlines()
    assert [sight(line).subject for line in lines] == list(EVENTS)
