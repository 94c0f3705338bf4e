"""A disk that fills up while records are written: what is told is what stands in the log."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.bulk import Added, Stated, add_all
from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import Appender, CutShortError, replace_file
from aitimeline.log.intake import Intake, piece_of
from aitimeline.log.place import Damage
from aitimeline.log.snapshot import read_segment
from aitimeline.log.writing import Writer
from aitimeline.model.error import OutcomeUnknownError, TimelineError
from aitimeline.model.quick import sighting_of
from aitimeline.model.record import Record
from simulated_disk import Faults, SimulatedDisk
from simulated_platter import Machine, dice
from simulated_turns import Turns
from strategies import event_of, lines_of, record_of
from workbench import START, writer_at

RECORDS = [record_of(event_of("2023"), number, subject=f"e-{number}") for number in range(6)]
SEGMENT = Path("/kim.jsonl")
TORN = b'{"data":{"kind'


class Filling(SystemDisk):
    """A disk that has room for so many more bytes of a segment."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def open_to_append(self, path: Path) -> int:
        self.segment = super().open_to_append(path)
        return self.segment

    def write(self, descriptor: int, content: memoryview) -> int:
        if descriptor != getattr(self, "segment", -1):
            return super().write(descriptor, content)
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = super().write(descriptor, content[: self.room])
        self.room -= written
        return written


def writer(folder: Path, disk: SystemDisk | None = None) -> Writer:
    """One who writes with this disk."""
    made = writer_at(folder)
    return made if disk is None else evolve(made, disk=disk)


def add_records(adder: Writer, records: list[Record]) -> Added:
    """Add records as an import does."""
    with Intake() as intake:
        slot = intake.slot(Path("file"), len(records), len(records))
        rows = ((number, sighting_of(record), False) for number, record in enumerate(records, start=1))
        intake.add(piece_of(slot, rows))
        return add_all(adder, intake, Stated(RECORDS[0].timeline, START), lambda *_: None)


def standing(segment: Path, disk: SystemDisk | SimulatedDisk) -> list[Record]:
    """The records that a reader finds."""
    return [read[1] for read in read_segment(segment, disk) if isinstance(read[1], Record)]


@given(st.integers(0, 1 << 32), st.sampled_from([b"", TORN, lines_of(RECORDS[:1])]))
def test_what_is_told_of_a_write_that_was_cut_short_is_what_stands(seed: int, before: bytes) -> None:
    machine = Machine(dice(seed))
    disk = SimulatedDisk(machine, Turns(machine.random))
    if before:
        descriptor = disk.open_to_append(SEGMENT)
        disk.write(descriptor, memoryview(before))
        disk.close(descriptor)
    had = len(standing(SEGMENT, disk)) if before else 0
    disk.faults = Faults(full=0.5, short=0.5, interrupt=0.2)
    appender = Appender(disk)
    content = lines_of(RECORDS[1:])
    try:
        appender.append(SEGMENT, content)
    except CutShortError as failure:
        whole, total, is_torn = failure.whole, failure.total, failure.is_torn
    except TimelineError:  # the file could not be made
        return
    else:
        whole, total, is_torn = len(RECORDS) - 1, len(RECORDS) - 1, False
    disk.faults = Faults()
    found = disk.read(SEGMENT)
    assert len(standing(SEGMENT, disk)) == had + whole
    assert total == len(RECORDS) - 1
    added = found[len(before) :].lstrip(b"\n")
    last = [*read_segment(SEGMENT, disk), None][-2:][0]
    assert is_torn == (bool(added) and isinstance(last, Damage))
    machine.lose_power(0)
    assert bytes(machine.file(SEGMENT).platter).startswith(found[: len(before)])


@given(st.integers(0, len(lines_of(RECORDS))))
def test_an_addition_that_was_cut_short_says_how_many_were_recorded(
    tmp_path_factory: pytest.TempPathFactory, room: int
) -> None:
    folder = tmp_path_factory.mktemp("log")
    told = ""
    try:
        add_records(writer(folder, Filling(room)), RECORDS)
    except TimelineError as failure:
        told = str(failure)
    stands = len(standing(folder / "kim.jsonl", SystemDisk()))
    if not told:
        assert stands == len(RECORDS)
    elif not stands:
        assert "nothing was recorded" in told
    elif stands == len(RECORDS):
        assert "yet all was recorded" in told
    else:
        found = re.search(r"(\d+) of 6 records were recorded", told)
        assert found
        assert int(found[1]) == stands
    again = add_records(writer(folder), RECORDS)
    assert (again.added, again.known) == (len(RECORDS) - stands, stands)


def test_earlier_batches_are_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitimeline.log.bulk._BATCH", 1)
    room = len(lines_of(RECORDS[:3])) + 20
    with pytest.raises(CutShortError, match="3 of 6 records were recorded") as failure:
        add_records(writer(tmp_path, Filling(room)), RECORDS)
    assert "log repair" in str(failure.value)


def test_what_another_program_put_there_leaves_it_unknown(tmp_path: Path) -> None:
    class Meddled(Filling):
        def write(self, descriptor: int, content: memoryview) -> int:
            os.write(descriptor, b"x\n")
            return super().write(descriptor, content)

    with pytest.raises(OutcomeUnknownError):
        Appender(Meddled(10)).append(tmp_path / "kim.jsonl", lines_of(RECORDS))


def _fail(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_that_could_not_be_replaced_is_said_to_be_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SystemDisk()
    monkeypatch.setattr(full, "write", _fail)
    path = tmp_path / "made.ics"
    with pytest.raises(TimelineError, match=r"No space left on device$"):
        replace_file(full, path, [b"new"])
    path.write_bytes(b"old")
    with pytest.raises(TimelineError, match="what was there before is untouched"):
        replace_file(full, path, [b"new"])
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["made.ics"]
