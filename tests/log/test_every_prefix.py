"""A write can end at any byte: what was whole stays, what was not costs one line, and the next append is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aitimeline.log import snapshot
from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import Appender
from aitimeline.model.record import Record, read_record
from plain_log import read_log
from strategies import event_of, lines_of, record_of
from varied import varied_records

NEW = record_of(event_of("2024", "새 기록"), 10**5, subject="new")
MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder that costs no disk, where there is one
PARTS = 4


@pytest.fixture
def segment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty segment in memory, on a disk that confirms at once; each line is read once and remembered."""
    for confirm in ("fdatasync", "fsync"):
        monkeypatch.setattr(os, confirm, lambda _: None)
    monkeypatch.setattr(snapshot, "read_record", lru_cache(maxsize=1000)(read_record))
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder, "kim.jsonl")


def check_prefixes(segment: Path, records: list[Record], part: int = 0, parts: int = 1) -> None:
    """Tear the log at each byte, or at each of one part of them, and append."""
    content = lines_of(records)
    ends = [len(lines_of(records[: number + 1])) - 1 for number in range(len(records))]
    segment.write_bytes(content)
    kept = read_log([segment.parent]).records  # remembered, so that each prefix gives the same objects
    assert kept == tuple(records)
    whole = 0
    for cut in range(len(content) + 1):
        while whole < len(ends) and ends[whole] <= cut:
            whole += 1
        if cut % parts != part:
            continue
        segment.write_bytes(content[:cut])
        Appender(SystemDisk()).append(segment, NEW.line + b"\n")
        found = read_log([segment.parent])
        is_torn = cut not in ends and content[cut - 1 : cut] not in (b"\n", b"")
        fence = b"\n" if is_torn or cut in ends else b""
        assert found.records == (*kept[:whole], NEW), cut
        assert [damage.place.line for damage in found.damages] == ([whole + 1] if is_torn else []), cut
        assert segment.read_bytes() == content[:cut] + fence + NEW.line + b"\n", cut


def test_a_log_torn_at_any_byte_keeps_its_whole_records_and_takes_new_ones(segment: Path) -> None:
    check_prefixes(segment, varied_records(9), parts=PARTS)


def test_what_is_whole_at_any_byte_is_served_while_the_rest_is_being_written(segment: Path) -> None:
    records = varied_records(9)
    content = lines_of(records)
    disk = SystemDisk()
    for cut in range(0, len(content) + 1, PARTS):
        segment.write_bytes(content[:cut])
        whole = [record for record in records if record.line in content[:cut]]
        with disk.locked(segment.parent):
            found = read_log([segment.parent])
        assert (list(found.records), found.damages) == (whole, ()), cut


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_log_of_200_records_torn_at_any_byte_keeps_its_whole_records_and_takes_new_ones(
    segment: Path, part: int
) -> None:
    check_prefixes(segment, varied_records(200), part, PARTS)
