"""Segments read line by line in bounded memory: the same lines, the same readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log import stream
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import Damage
from aitimeline.log.snapshot import lines_of, read_segment
from aitimeline.log.stream import stream_lines, stream_segment
from aitimeline.model.quick import sighting_of
from strategies import event_of, record_of
from strategies import lines_of as segment_of

RECORDS = [record_of(event_of("2023", f"사건 {number}"), number, subject=f"e-{number}") for number in range(3)]


@given(st.binary(max_size=60).map(lambda content: content.replace(b"0", b"\n")), st.integers(1, 20))
def test_lines_do_not_depend_on_the_pieces_in_which_they_are_read(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int
) -> None:
    path = tmp_path_factory.mktemp("stream") / "a.jsonl"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stream, "_PIECE", size)
        assert list(stream_lines(path, SystemDisk())) == list(lines_of(path, content))


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_a_segment_is_read_as_a_snapshot_reads_it(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl"
    whole = segment_of(RECORDS)
    path.write_bytes(b"not a record\n" + whole.replace(b"\n", b"", 1) + whole[: len(whole) - cut])
    read = [
        each if isinstance(each, Damage) else (each[0], sighting_of(each[1]))
        for each in read_segment(path, SystemDisk())
    ]
    assert list(stream_segment(path, SystemDisk())) == read
    assert any(isinstance(each, Damage) for each in read)


def test_the_rest_of_an_endless_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_LONGEST", 100)
    monkeypatch.setattr(stream, "_PIECE", 64)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 1000 + b"\n" + b"next\n")
    first, second = stream_lines(path, SystemDisk())
    assert len(first.content) < 200
    assert (second.content, second.place.line, second.offset) == (b"next", 2, 1001)


def test_a_segment_that_cannot_be_read_is_told_as_damage(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").mkdir()
    (damage,) = stream_segment(tmp_path / "a.jsonl", SystemDisk())
    assert isinstance(damage, Damage)
    assert damage.place.line == 0
