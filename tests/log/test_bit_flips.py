"""One bit that has turned, anywhere in a log: always told, never served as true, and it costs one record at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aitimeline.log import snapshot
from aitimeline.log.check import Kind, verify
from aitimeline.log.disk import SystemDisk
from aitimeline.model.record import Record, read_record
from desk import small_desk
from plain_log import read_log
from strategies import EPOCH, lines_of
from varied import varied_records

MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder that costs no disk, where there is one
NOW = EPOCH + timedelta(days=1)
BITS = range(8)


@pytest.fixture
def segment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A segment in memory; each line that is a record is read once and remembered."""
    monkeypatch.setattr(snapshot, "read_record", lru_cache(maxsize=1000)(read_record))
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder, "kim.jsonl")


def flipped(content: bytes, offset: int, bit: int) -> bytes:
    """The same bytes with one bit turned."""
    changed = bytearray(content)
    changed[offset] ^= 1 << bit
    return bytes(changed)


def check_flips(segment: Path, records: list[Record], flips: Iterable[tuple[int, int]]) -> int:
    """Turn each of these bits (offset, bit) and read; gives how many changed nothing of what the log says.

    All records are served but, at most, the one whose line has the bit; that one too where it was the newline, and
    where the change means nothing. Whatever is served is what was written, and in its order. The damage is told at
    the line, or at the two that a new newline made of it.
    """
    content = lines_of(records)
    holders = [number for number, record in enumerate(records) for _ in range(len(record.line) + 1)]
    unchanged = 0
    for offset, bit in flips:
        segment.write_bytes(flipped(content, offset, bit))
        found = read_log([segment.parent])
        holder = holders[offset]
        others = (*records[:holder], *records[holder + 1 :])
        if content[offset] == ord("\n"):
            assert found.records == tuple(records), (offset, bit)
        elif found.records != others:
            assert found.records == tuple(records), (offset, bit)
            unchanged += 1
        lines = [damage.place.line for damage in found.damages]
        assert lines in ([holder + 1], [holder + 1, holder + 2]), (offset, bit)
        if bit != offset % 8 and content[offset] != ord("\n"):
            continue  # verify reads as read_log does, but slowly: of the eight bits of a byte it is asked about one
        verdict = verify([segment.parent], SystemDisk(), NOW)
        damaged = [finding.place.line for finding in verdict.findings if finding.kind is Kind.DAMAGED]
        assert (verdict.has_damage, damaged) == (True, lines), (offset, bit)
    return unchanged


def test_a_log_whose_bits_have_not_turned_is_served_whole_and_nothing_told(segment: Path) -> None:
    records = varied_records(30)
    segment.write_bytes(lines_of(records))
    found = read_log([segment.parent])
    assert (found.records, found.damages) == (tuple(records), ())
    assert not verify([segment.parent], SystemDisk(), NOW).has_damage


def test_a_turned_bit_at_any_byte_is_told_and_costs_one_record_at_most(segment: Path) -> None:
    records = varied_records(9)
    offsets = range(0, len(lines_of(records)), 5)  # so that each bit has its turn; all of them have it in the long set
    assert check_flips(segment, records, ((offset, offset % 8) for offset in offsets)) < 10


@pytest.mark.parametrize(("number", "within"), [(5, b'"value":5e-324'), (9, b"\\u001b[0m")], ids=["digit", "escape"])
def test_a_bit_that_means_nothing_is_told_though_its_record_is_served(
    segment: Path, number: int, within: bytes
) -> None:
    record = varied_records(10)[number]
    begin = record.line.index(within)
    flips = ((offset, bit) for offset in range(begin, begin + len(within)) for bit in BITS)
    assert check_flips(segment, [record], flips) > 0


def test_a_turned_newline_costs_no_record(segment: Path) -> None:
    records = varied_records(30)
    newlines = [offset for offset, byte in enumerate(lines_of(records)) if byte == ord("\n")]
    assert check_flips(segment, records, ((offset, bit) for offset in newlines for bit in BITS)) == 0


def test_a_bit_that_makes_a_newline_is_told_and_costs_one_record(segment: Path) -> None:
    records = varied_records(30)
    content = lines_of(records)
    flips = [(at, bit) for at, byte in enumerate(content) for bit in BITS if byte ^ (1 << bit) == ord("\n")]
    assert {content[offset] for offset, _ in flips} == set(b"*J\x8a")
    assert check_flips(segment, records, flips) == 0


@pytest.mark.parametrize("bit", BITS)
def test_the_last_record_is_served_while_somebody_writes_though_its_newline_has_turned(segment: Path, bit: int) -> None:
    records = varied_records(9)
    content = lines_of(records)
    segment.write_bytes(flipped(content, len(content) - 1, bit))
    with SystemDisk().locked(segment.parent):
        assert read_log([segment.parent]).records == tuple(records)


@pytest.mark.long
@pytest.mark.parametrize("bit", BITS)
def test_each_bit_of_each_byte_that_turns_is_told_and_costs_one_record_at_most(segment: Path, bit: int) -> None:
    records = varied_records(30)
    unchanged = check_flips(segment, records, ((offset, bit) for offset in range(len(lines_of(records)))))
    assert unchanged < 100


@pytest.mark.parametrize(
    ("found", "bit", "lost"),
    [(b"Gemini", 0, ["gemini-shown"]), (b"digest", 0, []), (b"\n", 0, [])],
    ids=["title", "digest of an actor", "newline"],
)
def test_the_program_answers_from_a_log_with_a_turned_bit_and_says_so(
    tmp_path: Path, found: bytes, bit: int, lost: list[str]
) -> None:
    small = small_desk(tmp_path)
    whole = small.run("list", "-f", "json")
    path = small.log / "hand.jsonl"
    content = path.read_bytes()
    path.write_bytes(flipped(content, content.index(found), bit))
    ran = small.run("list", "-f", "json")
    assert (whole.code, ran.code) == (0, 5)
    assert ran.keys == [key for key in whole.keys if key not in lost]
    assert "hand.jsonl:" in ran.stderr
    assert small.run("log", "verify").code == 5
