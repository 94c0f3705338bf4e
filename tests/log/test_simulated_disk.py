"""The simulated disk answers as a real one does, and loses what a real one may lose."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.durable import Appender
from aitimeline.model.error import OutcomeUnknownError
from simulated_disk import Faults, SimulatedDisk
from simulated_platter import Machine, dice
from simulated_turns import Turns


def simulated(seed: int, faults: Faults | None = None) -> tuple[Machine, SimulatedDisk]:
    """A machine and a program on it."""
    machine = Machine(dice(seed))
    return machine, SimulatedDisk(machine, Turns(machine.random), faults or Faults())


@pytest.mark.parametrize("seed", range(20))
def test_what_a_failed_synchronisation_forgot_is_not_saved_by_another(seed: int) -> None:
    machine, disk = simulated(seed, Faults(unsynchronised=1))
    path = Path("/a")
    appender = Appender(disk)
    with pytest.raises(OutcomeUnknownError):
        appender.append(path, b"x" * 10_000 + b"\n")
    disk.faults = Faults()
    disk.synchronise(disk.open_to_read(path))
    disk.synchronise_folder(path.parent)
    machine.lose_power(0)
    file = machine.file(path)
    assert (len(file.platter), b"\0" in file.platter) == (10_001, file.forgotten)
    with pytest.raises(OutcomeUnknownError, match="earlier write"):
        appender.append(path, b"y\n")


def test_what_is_not_synchronised_survives_in_part_and_in_any_order() -> None:
    seen: set[bytes | None] = set()
    for seed in range(300):
        machine, disk = simulated(seed)
        machine.page = 2
        descriptor = disk.create(Path("/a"))
        disk.write(descriptor, memoryview(b"one two"))
        machine.lose_power()
        seen.add(bytes(machine.file(Path("/a")).cache) if machine.find(Path("/a")) else None)
    assert {None, b"", b"one two", bytes(7)} <= seen
    assert any(found and found.startswith(b"\0") and found.strip(b"\0") for found in seen)


def test_a_file_that_is_renamed_over_another_is_the_old_or_the_new_one() -> None:
    seen: set[tuple[str, ...]] = set()
    old, new = Path("/old"), Path("/new")
    for seed in range(100):
        machine, disk = simulated(seed)
        for path in (old, new):
            descriptor = disk.create(path)
            disk.write(descriptor, memoryview(path.name.encode()))
            disk.synchronise(descriptor)
        disk.synchronise_folder(old.parent)
        disk.replace(new, old)
        machine.lose_power()
        machine.start()
        seen.add(tuple(f"{name}={disk_of(machine).read(Path('/') / name).decode()}" for name in names(machine)))
    assert seen == {("new=new", "old=old"), ("new=new", "old=new"), ("old=new",)}


def disk_of(machine: Machine) -> SimulatedDisk:
    """Another program on the machine."""
    return SimulatedDisk(machine, Turns(machine.random))


def names(machine: Machine) -> list[str]:
    """What the uppermost folder holds."""
    return sorted(machine.root.entries)


CALLS = st.one_of(
    st.tuples(st.sampled_from(["append", "create", "stamp", "read", "remove"]), st.integers(0, 3)),
    st.tuples(st.sampled_from(["append", "create", "stamp", "read", "make_folder"]), st.just(4)),
    st.tuples(st.sampled_from(["replace", "link"]), st.tuples(st.integers(0, 3), st.integers(0, 3))),
)


def answer(disk: Disk, folder: Path, call: str, given_numbers: int | tuple[int, int]) -> object:
    """What a disk answers to a call, in words that do not depend on the disk."""
    numbers = (given_numbers,) if isinstance(given_numbers, int) else given_numbers
    paths = [folder / ("abcde"[number]) for number in numbers]
    try:
        if call in {"append", "create"}:
            descriptor = (disk.open_to_append if call == "append" else disk.create)(*paths)
            written = disk.write(descriptor, memoryview(b"some\n"))
            found = (written, disk.last_byte(descriptor), disk.stamp_of(descriptor) == disk.stamp(*paths))
            disk.synchronise(descriptor)
            disk.close(descriptor)
            return found
        if call == "stamp":
            stamp = disk.stamp(*paths)
            return stamp.size if stamp and _is_file(disk, *paths) else stamp is not None
        return getattr(disk, call)(*paths)
    except OSError as failure:
        return errno.errorcode.get(failure.errno or 0)


def _is_file(disk: Disk, path: Path) -> bool:
    try:
        disk.read(path)
    except OSError:
        return False
    return True


@given(st.lists(CALLS, max_size=25), st.integers(0, 5))
def test_the_simulated_disk_answers_as_the_real_one(
    tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[str, int | tuple[int, int]]], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("real")
    machine, disk = simulated(seed)
    disk.make_folder(Path("/simulated"))
    for call, numbers in calls:
        real, ours = answer(SystemDisk(), folder, call, numbers), answer(disk, Path("/simulated"), call, numbers)
        assert real == ours, (call, numbers)
        assert sorted(SystemDisk().names(folder)) == sorted(disk.names(Path("/simulated")))
    assert machine.calls
