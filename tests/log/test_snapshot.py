"""The log is a set."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.answer.value import event_value
from aitimeline.log.place import Place, segments
from aitimeline.model.record import Record
from aitimeline.render.jsonl import jsonl_pieces
from plain_log import Snapshot, read_log
from strategies import event_of, lines_of, logs, record_of
from workbench import timeline_of

ONE = record_of(event_of("2023-12-06", "one"), 1, subject="one")
TWO = record_of(event_of("2023-12-07", "둘"), 2, subject="two")


def projected(*folders: Path) -> str:
    """Every event as it is printed."""
    timeline = timeline_of(*folders)
    return "".join(jsonl_pieces(event_value(entry, timeline, "ko") for entry in timeline.select()))


def read_lines(tmp_path: Path, *contents: bytes) -> Snapshot:
    """Read a log of segments with these bytes."""
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.jsonl").write_bytes(content)
    return read_log([tmp_path])


@given(logs(), st.data())
def test_order_repetition_and_files_have_no_meaning(records: list[Record], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(records), max_size=5))
    shuffled = data.draw(st.permutations(records + again))
    files = data.draw(st.lists(st.integers(0, 3), min_size=len(shuffled), max_size=len(shuffled)))
    with TemporaryDirectory() as made:
        plain, split, other = (Path(made, name) for name in ("plain", "split", "other"))
        for folder in (plain, split, other):
            folder.mkdir()
        (plain / "all.jsonl").write_bytes(lines_of(records))
        for number in range(4):
            mine = [record for record, file in zip(shuffled, files, strict=True) if file == number]
            ((split, other)[number % 2] / f"{number}.jsonl").write_bytes(lines_of(mine))
        expected, found = read_log([plain]), read_log([split, other])
        reversed_folders = read_log([other, split])
        assert found == expected == reversed_folders
        assert projected(split, other) == projected(plain)


@given(logs())
def test_records_come_by_time_then_id(records: list[Record]) -> None:
    with TemporaryDirectory() as made:
        Path(made, "a.jsonl").write_bytes(lines_of(list(reversed(records))))
        found = read_log([Path(made)]).records
    assert list(found) == sorted(records, key=lambda record: (record.time, record.id))


@given(logs(), st.randoms(use_true_random=False))
def test_the_union_of_two_logs_is_the_log_of_all_lines(records: list[Record], random: Any) -> None:
    mine = [record for record in records if random.random() < 0.6]
    theirs = [record for record in records if record not in mine or random.random() < 0.5]
    with TemporaryDirectory() as made:
        Path(made, "merged.jsonl").write_bytes(lines_of(theirs) + lines_of(mine))
        found = read_log([Path(made)])
    assert sorted(record.id for record in found.records) == sorted(record.id for record in records)
    assert not found.damages


def test_a_torn_tail_is_set_aside_and_all_else_served(tmp_path: Path) -> None:
    found = read_lines(tmp_path, lines_of([ONE, TWO])[:-20])
    assert found.records == (ONE,)
    assert [damage.place for damage in found.damages] == [Place(tmp_path.resolve() / "0.jsonl", 2)]


def test_a_last_line_without_its_newline_is_served(tmp_path: Path) -> None:
    assert read_lines(tmp_path, lines_of([ONE, TWO])[:-1]) == Snapshot((ONE, TWO))


def test_a_damaged_line_is_named_by_segment_and_line(tmp_path: Path) -> None:
    damaged = TWO.line.replace(b"2023-12-07", b"2023-12-08")
    found = read_lines(tmp_path, lines_of([ONE]), b"\n" + damaged + b"\nnot json\n" + lines_of([TWO]))
    assert found.records == (ONE, TWO)
    assert [str(damage).split(": ")[0] for damage in found.damages] == [
        f"{tmp_path.resolve() / '1.jsonl'}:2",
        f"{tmp_path.resolve() / '1.jsonl'}:3",
    ]


def test_one_id_with_two_contents_is_served_by_neither(tmp_path: Path) -> None:
    forged = record_of(event_of("2023-12-06", "another"), 1, subject="one")
    found = read_lines(tmp_path, lines_of([ONE, TWO]), lines_of([forged]))
    assert found.records == (TWO,)
    (damage,) = found.damages
    assert f"{tmp_path.resolve() / '0.jsonl'}:1" in str(damage)
    assert f"{tmp_path.resolve() / '1.jsonl'}:1" in str(damage)


def test_of_one_content_recorded_twice_the_earliest_time_counts(tmp_path: Path) -> None:
    early, late = (record_of(event_of("2023"), 1, seconds=seconds) for seconds in (5, 9))
    assert read_lines(tmp_path, lines_of([late]), lines_of([early])).records == (early,)


def test_of_one_content_recorded_at_one_time_the_smallest_digest_counts(tmp_path: Path) -> None:
    twice = [record_of(event_of("2023"), 1, recorded_by=name) for name in ("Kim", "Lee")]
    smallest = min(twice, key=lambda record: record.digest)
    assert read_lines(tmp_path, *(lines_of([each]) for each in twice)).records == (smallest,)
    assert read_lines(tmp_path, *(lines_of([each]) for each in reversed(twice))).records == (smallest,)


def test_a_segment_read_through_two_names_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "a.jsonl").write_bytes(b"damaged\n")
    (tmp_path / "link").symlink_to(tmp_path / "log")
    assert len(read_log([tmp_path / "log", tmp_path / "link"]).damages) == 1


def test_a_folder_that_is_not_there_is_an_empty_log(tmp_path: Path) -> None:
    assert read_log([tmp_path / "none"]) == Snapshot()


def test_only_what_is_called_jsonl_is_a_segment(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "timeline.json", ".lock", "a.jsonl.bak"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    assert [path.name for path in segments(tmp_path)] == ["a.jsonl", "b.jsonl"]


def test_a_line_with_a_float_beyond_the_safe_integers_does_not_stop_the_reading(tmp_path: Path) -> None:
    large = record_of(event_of("2023", extra=(("x-cap", "1e+17"),)), 3, subject="large")
    found = read_lines(tmp_path, lines_of([ONE, large]), lines_of([large]))
    assert ONE in found.records


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_leave_the_good_lines_served(noise: bytes) -> None:
    with TemporaryDirectory() as made:
        Path(made, "a.jsonl").write_bytes(lines_of([ONE]) + noise + b"\n" + lines_of([TWO]))
        found = read_log([Path(made)])
    assert found.records == (ONE, TWO)


@given(logs())
def test_a_rewritten_segment_projects_to_the_same_bytes(records: list[Record]) -> None:
    with TemporaryDirectory() as made:
        segment = Path(made, "a.jsonl")
        segment.write_bytes(lines_of(records))
        expected = projected(Path(made))
        segment.write_text(
            "".join(json.dumps(json.loads(record.line), sort_keys=False) + "\r\n" for record in records),
            newline="",
        )
        assert projected(Path(made)) == expected


def test_a_turned_bit_that_means_nothing_is_told_and_the_record_served(tmp_path: Path) -> None:
    record = record_of(event_of("2023", "An \x1b escape"))
    (tmp_path / "a.jsonl").write_bytes(lines_of([record]).replace(b"\\u001b", b"\\u001B"))
    found = read_log([tmp_path])
    assert (found.records, len(found.damages)) == ((record,), 1)
