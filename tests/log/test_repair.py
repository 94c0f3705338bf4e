"""Taking damaged lines out of segments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.disk import SystemDisk
from aitimeline.log.repair import repair
from aitimeline.model.record import Record
from plain_log import read_log
from strategies import EPOCH, event_of, lines_of, logs, record_of, resealed

RECORDS = [record_of(event_of("2023"), number, subject=f"e-{number}") for number in range(3)]
KEPT = "a.jsonl.damaged-20260101T000000Z"


def repaired(folder: Path, content: bytes) -> bytes:
    """What repairing makes of a segment."""
    (folder / "a.jsonl").write_bytes(content)
    repair(folder, SystemDisk(), EPOCH)
    return (folder / "a.jsonl").read_bytes()


@given(logs(), st.lists(st.tuples(st.integers(0, 6), st.binary(min_size=1, max_size=9)), max_size=4))
def test_a_repaired_log_says_the_same_and_nothing_is_damaged(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record], damages: list[tuple[int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    lines = [record.line for record in records]
    for at, damage in damages:
        lines.insert(at, damage)
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    before = read_log([folder])
    repair(folder, SystemDisk(), EPOCH)
    after = read_log([folder])
    assert (after.records, after.damages) == (before.records, ())


def test_whole_lines_keep_their_bytes_and_their_order(tmp_path: Path) -> None:
    respaced = RECORDS[1].line.replace(b'","', b'", "')
    newer = resealed(RECORDS[2].line, type="aitimeline.event.recorded.v7", later="문자")
    content = lines_of(RECORDS[:1]) + b"torn\n" + respaced + b"\n" + newer + b"\n"
    assert repaired(tmp_path, content) == lines_of(RECORDS[:1]) + respaced + b"\n" + newer + b"\n"


def test_the_old_file_is_kept_beside_the_new_and_is_no_segment(tmp_path: Path) -> None:
    content = lines_of(RECORDS) + b'{"torn'
    repaired(tmp_path, content)
    assert (tmp_path / KEPT).read_bytes() == content
    assert read_log([tmp_path]).damages == ()


def test_an_older_copy_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / KEPT).write_bytes(b"older")
    repaired(tmp_path, b"torn\n")
    assert (tmp_path / KEPT).read_bytes() == b"older"
    assert (tmp_path / f"{KEPT}-2").read_bytes() == b"torn\n"


def test_records_that_were_glued_together_get_lines_of_their_own(tmp_path: Path) -> None:
    content = RECORDS[0].line + RECORDS[1].line + b"\n" + b'{"da' + RECORDS[2].line
    assert repaired(tmp_path, content) == lines_of(RECORDS)


def test_a_log_that_is_whole_is_left_alone(tmp_path: Path) -> None:
    content = lines_of(RECORDS).rstrip(b"\n")
    assert repaired(tmp_path, content) == content
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "a.jsonl"]


def test_records_that_contradict_each_other_are_left_for_a_person_to_judge(tmp_path: Path) -> None:
    content = lines_of([RECORDS[0], record_of(event_of("2024"), 0, subject="e-0")])
    assert repaired(tmp_path, content) == content


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"torn\n")
    (made,) = repair(tmp_path, SystemDisk(), EPOCH, dry_run=True)
    assert (made.kept_as.name, len(made.damages), made.saved) == (KEPT, 1, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
