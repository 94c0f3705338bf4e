"""The crash tests notice when a rule of writing is broken: each mutant breaks one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from aitimeline.log import disk
from aitimeline.log.disk import SystemDisk
from aitimeline.model.error import TimelineError
from crash_replacement import Replacement
from crash_story import Story
from mutants import APPENDS, FAILURES, OTHERS, REPLACEMENTS, SYSTEM, Mutant

STORIES = 6000
CHEAP = [APPENDS[0], REPLACEMENTS[0]]
ALL = [*APPENDS, *FAILURES, *OTHERS, *REPLACEMENTS]


def seeds_needed(mutant: Mutant) -> int | None:
    """How many stories had to be told until one went wrong that goes well without the mutant; None if none did."""
    story: Callable[[int], Replacement | Story] = Replacement if mutant.replaces_files else Story
    for seed in range(STORIES):
        if goes_wrong(story(seed), mutant):
            story(seed).tell()
            return seed + 1
    return None


def goes_wrong(story: Replacement | Story, mutant: Mutant) -> bool:
    """Whatever goes wrong gives the mutant away."""
    with mutant.at_work():
        try:
            story.tell()
        except Exception:  # noqa: BLE001
            return True
    return False


@pytest.mark.parametrize("mutant", CHEAP, ids=str)
def test_a_mutant_is_caught(mutant: Mutant) -> None:
    assert seeds_needed(mutant)


@pytest.mark.long
@pytest.mark.parametrize("mutant", ALL, ids=str)
def test_each_mutant_is_caught(mutant: Mutant) -> None:
    needed = seeds_needed(mutant)
    assert needed, f"{mutant}: {STORIES} stories do not show it"
    print(f"{mutant}: {needed}")  # noqa: T201 -- seen with -rP


@pytest.mark.parametrize("mutant", [*ALL, *SYSTEM], ids=str)
def test_each_mutant_still_finds_what_it_replaces(mutant: Mutant) -> None:
    assert mutant.code() != mutant.function.__code__


def test_a_mutant_of_a_text_that_is_gone_fails() -> None:
    with pytest.raises(LookupError):
        evolve(CHEAP[0], pieces=(("no such text", ""),)).code()


def excludes(one: SystemDisk, other: SystemDisk, folder: Path) -> bool:
    """True if while one holds the lock the other does not get it, and does when it is given back."""
    with one.locked(folder), pytest.raises(TimelineError, match="another process"), other.locked(folder):
        pass
    with other.locked(folder):
        return one.is_locked(folder)


def see_that_locks_exclude(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "LOCK_SECONDS", 0.01)
    one, other = SystemDisk(), SystemDisk()
    assert excludes(one, other, folder)
    (folder / disk.LOCK).unlink()
    assert excludes(other, one, folder)
    with one.locked(folder):
        patch.setattr(os, "getpid", lambda: 1)  # as a child has it, with the descriptors of its parent
        with pytest.raises(TimelineError, match="another process"), one.locked(folder):
            pass


def see_that_files_are_safe(folder: Path, patch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("fdatasync", "fsync"):
        patch.setattr(os, name, lambda descriptor: asked.append(os.readlink(f"/proc/self/fd/{descriptor}")))  # noqa: PTH115
    system, path = SystemDisk(), folder / "a"
    one, other = system.create(path), system.open_to_append(path)
    system.write(one, memoryview(b"one"))
    system.write(other, memoryview(b"two"))
    assert path.read_bytes() == b"onetwo"
    system.synchronise(other)
    system.synchronise_folder(folder)
    assert asked == [str(path), str(folder)]
    with pytest.raises(FileExistsError):
        system.create(path)


def see(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """See that the disk of this machine does what the rules rely on."""
    with patch.context() as patched:
        see_that_files_are_safe(folder, patched)
        see_that_locks_exclude(folder, patched)


def test_the_disk_of_this_machine_does_what_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    see(tmp_path, monkeypatch)


@pytest.mark.parametrize("mutant", SYSTEM, ids=str)
def test_a_mutant_of_the_disk_is_caught(mutant: Mutant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mutant.at_work(), pytest.raises((AssertionError, TimelineError, pytest.fail.Exception)):
        see(tmp_path, monkeypatch)
