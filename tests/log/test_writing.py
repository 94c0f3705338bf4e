"""Recording, revising and retracting, each checked against the log."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aitimeline.log.identity import Identity
from aitimeline.log.writing import Change, record_actor, record_event, retract, revise, start_log
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, ConflictError, TimelineError
from aitimeline.model.history import History, StaleHeadsError
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import make_record
from aitimeline.model.text import Names
from plain_log import read_log
from strategies import event_of, identifier, lines_of, record_of, resealed
from workbench import START, add_many, keys_of, ticking, timeline_of, writer_at

EVENT = event_of("2023-12-06", "Google unveils Gemini")
LATER = event_of("2023-12-07", "Google unveils Gemini")
OTHER = event_of("2023-12-08", "Google unveils Gemini")
ACTOR = Actor("company", Names.of({"en": ["Google"], "ko": ["구글"]}))


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder but the lock."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def test_what_was_recorded_is_read(tmp_path: Path) -> None:
    record = record_event(writer_at(tmp_path), "gemini", EVENT).record
    assert read_log([tmp_path]).records == (record,)
    assert timeline_of(tmp_path).entry("gemini").event == EVENT


def test_the_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path / "new" / "log"), "gemini", EVENT)
    assert len(read_log([tmp_path / "new" / "log"]).records) == 1


@pytest.mark.parametrize(
    ("name", "segment"), [("Kim Min-ji", "kim-min-ji"), ("김민지", "김민지"), ("../..", "unnamed")]
)
def test_each_writer_has_a_segment_of_its_own(tmp_path: Path, name: str, segment: str) -> None:
    record_event(writer_at(tmp_path, name=name), "gemini", EVENT)
    assert f"{segment}.jsonl" in bytes_of(tmp_path)


def test_a_taken_key_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "gemini", EVENT)
    before = bytes_of(tmp_path)
    with pytest.raises(ConflictError, match="taken"):
        record_event(writer_at(tmp_path, name="Lee"), "gemini", LATER)
    assert bytes_of(tmp_path) == before


def test_a_key_taken_in_another_folder_is_refused(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path / "shared"), "gemini", EVENT)
    with pytest.raises(ConflictError):
        record_event(writer_at(tmp_path / "own", tmp_path / "shared"), "gemini", LATER)


def test_the_key_of_a_retracted_event_stays_taken(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    retract(writer, "gemini", Change.to(timeline_of(tmp_path).history("gemini"), "a mistake"))
    with pytest.raises(ConflictError):
        record_event(writer, "gemini", EVENT)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        record_event(writer_at(tmp_path / "log"), "No Key", EVENT)
    assert not (tmp_path / "log").exists()


def test_an_actor_may_bear_the_key_of_an_event(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    record_actor(writer, "gemini", ACTOR)
    timeline = timeline_of(tmp_path)
    assert (timeline.entry("gemini").event, timeline.actor("gemini")) == (EVENT, ACTOR)


def test_a_revision_supersedes_the_heads_that_were_seen(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    first = record_event(writer, "gemini", EVENT).record
    seen = timeline_of(tmp_path).history("gemini")
    second = revise(writer, "gemini", LATER, Change.to(seen, "the date was wrong")).record
    assert (second.supersedes, second.reason) == ((first.id,), "the date was wrong")
    assert timeline_of(tmp_path).entry("gemini").event == LATER


def test_a_retracted_event_is_gone_and_its_history_stays(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    retract(writer, "gemini", Change.to(timeline_of(tmp_path).history("gemini"), "a rumour"))
    timeline = timeline_of(tmp_path)
    assert keys_of(timeline) == []
    assert len(timeline.history("gemini").records) == 2


def test_an_actor_is_revised_and_retracted_too(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_actor(writer, "google", ACTOR)
    revise(writer, "google", Actor("product", ACTOR.names), Change.to(timeline_of(tmp_path).actor_history("google")))
    revised = timeline_of(tmp_path).actor("google")
    assert revised is not None
    assert revised.type == "product"
    retract(writer, "google", Change.to(timeline_of(tmp_path).actor_history("google"), "a mistake"), of_actor=True)
    assert timeline_of(tmp_path).actor("google") is None


@pytest.mark.parametrize("change", ["revise", "retract"])
def test_a_stale_change_is_refused_and_nothing_is_written(tmp_path: Path, change: str) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    seen = timeline_of(tmp_path).history("gemini")
    revise(writer, "gemini", LATER, Change.to(seen, "first"))
    before, stale = bytes_of(tmp_path), Change.to(seen, "second")
    with pytest.raises(ConflictError, match="changed since"):
        revise(writer, "gemini", EVENT, stale) if change == "revise" else retract(writer, "gemini", stale)
    assert bytes_of(tmp_path) == before


def _record(folder: Path) -> None:
    record_event(writer_at(folder), "new", EVENT, dry_run=True)


def _revise(folder: Path) -> None:
    revise(writer_at(folder), "gemini", LATER, Change.to(timeline_of(folder).history("gemini")), dry_run=True)


def _retract(folder: Path) -> None:
    retract(writer_at(folder), "gemini", Change.to(timeline_of(folder).history("gemini"), "why"), dry_run=True)


@pytest.mark.parametrize("change", [_record, _revise, _retract])
def test_a_dry_run_writes_nothing(tmp_path: Path, change: Callable[[Path], None]) -> None:
    record_event(writer_at(tmp_path), "gemini", EVENT)
    before = bytes_of(tmp_path)
    change(tmp_path)
    assert bytes_of(tmp_path) == before


def test_a_dry_run_makes_no_folder(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path / "log"), "gemini", EVENT, dry_run=True)
    assert not (tmp_path / "log").exists()


def test_a_dry_run_sees_a_taken_key(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "gemini", EVENT)
    with pytest.raises(ConflictError):
        record_event(writer_at(tmp_path), "gemini", LATER, dry_run=True)


def test_recorded_time_goes_forward_though_the_clock_goes_back(tmp_path: Path) -> None:
    writer = writer_at(tmp_path, clock=ticking(timedelta(hours=-1)))
    made = [record_event(writer, f"e-{number}", EVENT).record for number in range(4)]
    times = [record.time for record in made]
    assert times[0] == START
    assert times == sorted(set(times))
    assert [record.id for record in read_log([tmp_path]).records] == [record.id for record in made]


def test_a_record_from_the_end_of_time_is_told_of_and_not_stumbled_over(tmp_path: Path) -> None:
    far = make_record(
        EVENT,
        record_id=identifier(1),
        timeline="https://example.org",
        record_type=EVENT_RECORDED,
        subject="far",
        time=datetime.max.replace(tzinfo=UTC),
        recorded_by="forger",
    )
    (tmp_path / "far.jsonl").write_bytes(lines_of([far]))
    with pytest.raises(TimelineError):
        record_event(writer_at(tmp_path), "new", EVENT)


def test_a_damaged_line_does_not_stop_the_writing(tmp_path: Path) -> None:
    (tmp_path / "kim.jsonl").write_bytes(b'{"torn')
    made = record_event(writer_at(tmp_path), "gemini", EVENT).record
    assert read_log([tmp_path]).records == (made,)
    assert (tmp_path / "kim.jsonl").read_bytes().startswith(b'{"torn\n')


def test_all_records_of_a_log_bear_its_uri(tmp_path: Path) -> None:
    start_log(tmp_path, Identity("https://example.org/race", "The race"))
    assert record_event(writer_at(tmp_path), "gemini", EVENT).record.timeline == "https://example.org/race"


def test_a_log_that_was_not_started_gets_a_uri_with_its_first_record(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    first, second = record_event(writer, "a", EVENT).record, record_event(writer, "b", EVENT).record
    assert first.timeline == second.timeline
    assert first.timeline.startswith("urn:uuid:")


def test_a_log_that_lost_its_identity_keeps_the_uri_of_its_records(tmp_path: Path) -> None:
    first = record_event(writer_at(tmp_path), "a", EVENT).record
    (tmp_path / "timeline.json").unlink()
    assert record_event(writer_at(tmp_path), "b", EVENT).record.timeline == first.timeline


def test_a_log_is_started_once(tmp_path: Path) -> None:
    start_log(tmp_path, Identity("https://example.org/a"))
    before = bytes_of(tmp_path)
    with pytest.raises(ConflictError):
        start_log(tmp_path, Identity("https://example.org/b"))
    assert bytes_of(tmp_path) == before


def test_a_log_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TimelineError, match="cannot be made"):
        record_event(writer_at(tmp_path / "file" / "log"), "gemini", EVENT)


def test_an_append_of_a_known_record_adds_nothing(tmp_path: Path) -> None:
    known, new = record_of(EVENT, 1), record_of(EVENT, 2, subject="new")
    (tmp_path / "kim.jsonl").write_bytes(lines_of([known]))
    written = writer_at(tmp_path).append(lambda _: [known, new])
    assert [each.is_new for each in written] == [False, True]
    assert (tmp_path / "kim.jsonl").read_bytes() == lines_of([known, new])


def test_an_append_of_a_known_id_with_other_content_is_refused_and_names_the_place(tmp_path: Path) -> None:
    segment = tmp_path / "a.jsonl"
    segment.write_bytes(lines_of([record_of(EVENT, 1)]))
    with pytest.raises(ConflictError, match=r"a\.jsonl:1"):
        writer_at(tmp_path).append(lambda _: [record_of(LATER, 1)])
    assert sorted(bytes_of(tmp_path)) == ["a.jsonl"]


def test_an_event_that_is_recorded_again_just_so_is_left_as_it_is(tmp_path: Path) -> None:
    first = record_event(writer_at(tmp_path), "gemini", EVENT)
    again = record_event(writer_at(tmp_path, name="Lee"), "gemini", EVENT)
    assert (again.record, again.is_new) == (first.record, False)
    assert len(read_log([tmp_path]).records) == 1


def test_a_revision_that_is_made_again_adds_nothing(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    change = Change.to(timeline_of(tmp_path).history("gemini"), "the date was wrong")
    first, again = (revise(writer_at(tmp_path), "gemini", LATER, change) for _ in range(2))
    assert (again.record, again.is_new) == (first.record, False)


def test_a_stale_change_tells_what_has_come_since(tmp_path: Path) -> None:
    writer = writer_at(tmp_path)
    record_event(writer, "gemini", EVENT)
    seen = timeline_of(tmp_path).history("gemini")
    newer = revise(writer, "gemini", LATER, Change.to(seen, "first")).record
    with pytest.raises(StaleHeadsError) as refused:
        retract(writer, "gemini", Change.to(seen, "second"))
    assert refused.value.history.since(refused.value.expected) == (newer,)


def in_conflict(folder: Path) -> History:
    """An event with two heads."""
    record_event(writer_at(folder), "gemini", EVENT)
    seen = timeline_of(folder).history("gemini")
    revise(writer_at(folder), "gemini", LATER, Change.to(seen, "one"))
    revise(writer_at(folder, name="Lee"), "gemini", OTHER, Change(seen.head_ids, "another", adds_head=True))
    return timeline_of(folder).history("gemini")


def test_a_second_head_is_added_only_when_asked_for(tmp_path: Path) -> None:
    assert [head.payload for head in in_conflict(tmp_path).heads] == [LATER, OTHER]


def test_two_heads_are_not_replaced_by_the_way(tmp_path: Path) -> None:
    seen = in_conflict(tmp_path)
    before = bytes_of(tmp_path)
    with pytest.raises(ConflictError, match="2 heads"):
        revise(writer_at(tmp_path), "gemini", EVENT, Change.to(seen))
    assert bytes_of(tmp_path) == before


def test_two_heads_are_settled_by_one(tmp_path: Path) -> None:
    seen = in_conflict(tmp_path)
    settled = revise(writer_at(tmp_path), "gemini", OTHER, Change.to(seen, "Lee is right", settles=True)).record
    assert timeline_of(tmp_path).history("gemini").heads == (settled,)


def test_a_change_to_a_record_that_is_not_there_is_refused(tmp_path: Path) -> None:
    record_event(writer_at(tmp_path), "gemini", EVENT)
    with pytest.raises(BadInputError, match="no record"):
        revise(writer_at(tmp_path), "gemini", LATER, Change((identifier(7),)))


def test_an_event_that_a_newer_version_has_changed_is_left_to_it(tmp_path: Path) -> None:
    first = record_event(writer_at(tmp_path), "gemini", EVENT).record
    newer = resealed(first.line, id=identifier(2), type="aitimeline.event.revised.v9")
    (tmp_path / "newer.jsonl").write_bytes(newer + b"\n")
    with pytest.raises(ConflictError, match="newer version"):
        revise(writer_at(tmp_path), "gemini", LATER, Change((first.id,)))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_many, args=(str(tmp_path), number, 25)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    found = read_log([tmp_path])
    assert [process.exitcode for process in processes] == [0] * 4
    assert not found.damages
    assert sorted(record.subject for record in found.records) == sorted(
        f"e-{process}-{each}" for process in range(4) for each in range(25)
    )
    assert (tmp_path / "kim.jsonl").read_bytes().count(b"\n") == 100
    assert (tmp_path / ".lock").exists()


def test_records_written_at_once_have_times_of_their_own(tmp_path: Path) -> None:
    writers = [writer_at(tmp_path, name=name, clock=lambda: START) for name in ("Kim", "Lee")]
    times = [record_event(writers[n % 2], f"e-{n}", EVENT).record.time for n in range(6)]
    assert len(set(times)) == 6
