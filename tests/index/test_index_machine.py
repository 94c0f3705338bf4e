"""An index beside a log in a real git repository, whatever is done to the files: it says what a fresh reading says."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aitimeline.index.store import Store
from aitimeline.index.timeline import Timeline
from aitimeline.log import disk
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import all_segments
from aitimeline.log.writing import Writer, record_event
from aitimeline.model.kind import EVENT_REVISED
from aitimeline.model.record import Record
from desk import environment
from oracle_dump import dump
from strategies import event_of, identifier, lines_of, record_of
from workbench import ticking

NAMES = ("Kim", "lee")
DAYS = ("2023-12-06", "2023-12-08", "2024-01-10")
TICK = 12_000_000
"""Nanoseconds, longer than a step of the file system's clock. In the place of two seconds, so that files settle."""
FLAGS = ("user.name=Kim", "user.email=kim@example.org", "merge.conflictStyle=merge", "advice.detachedHead=false")


def revised(number: int, day: str) -> Record:
    """A revision of the event ``gem``: of one length, whatever the day."""
    return record_of(
        event_of(day), number, subject="gem", record_type=EVENT_REVISED, seconds=number, supersedes=(identifier(1),)
    )


def several(first: int) -> list[Record]:
    """Records of 20 events, more than four KiB."""
    return [record_of(event_of("2024", f"event {number}"), number) for number in range(first, first + 20)]


class Repository:
    """A log in a repository, and the index that is kept of it."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp()).resolve()
        self.log = self.folder / "log"
        self.log.mkdir()
        self.index = self.folder / ".git" / "index-of-the-log"
        self.environment = environment(self.folder / ".git" / "home")
        self.disk = SystemDisk()
        self.git("init", "-q", "-b", "main")
        (self.folder / ".git" / "info" / "exclude").write_text(".lock\n")
        self.path("Kim").write_bytes(lines_of([record_of(event_of("2023-12-07"), 1, subject="gem"), *several(50)]))
        self.commit()

    def path(self, name: str) -> Path:
        self.log.mkdir(exist_ok=True)  # which git takes away with the last file
        return self.log / f"{name.lower()}.jsonl"

    def git(self, *arguments: str, may_fail: bool = False) -> None:
        flags = [each for flag in FLAGS for each in ("-c", flag)]
        done = subprocess.run(
            ["git", *flags, *arguments], cwd=self.folder, env=self.environment, capture_output=True, check=False
        )
        assert may_fail or done.returncode == 0, (arguments, done.stdout, done.stderr)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a step")

    def append(self, name: str, *records: Record) -> None:
        """As another program does it."""
        with self.path(name).open("ab") as opened:
            opened.write(lines_of(records))

    def store(self, folder: Path | None) -> Store:
        return Store(folder, all_segments([self.log], self.disk), self.disk)

    def kept(self) -> bytes:
        with closing(self.store(self.index).open()) as connection:
            return dump(connection)

    def fresh(self) -> bytes:
        with closing(self.store(None).open()) as connection:
            return dump(connection)

    def day_of(self, key: str) -> str:
        with closing(self.store(self.index).open()) as connection:
            return str(Timeline(connection).entry(key).event.when)


@pytest.fixture
def repository() -> Repository:
    return Repository()


def test_of_two_branches_whose_files_are_of_one_size_each_answers_for_itself(repository: Repository) -> None:
    later = several(100)
    for number, day, branch in ((2, "2023-12-06", "a"), (3, "2023-12-08", "b")):
        repository.git("checkout", "-q", "-b", branch, "main")
        repository.append("Kim", revised(number, day), *later)
        repository.commit()
    repository.append("Kim", record_of(event_of("2024"), 40))
    repository.commit()
    for _ in range(3):
        for branch, day in (("a", "2023-12-06"), ("b", "2023-12-08")):
            repository.git("checkout", "-q", branch)
            assert repository.day_of("gem") == day
            assert repository.kept() == repository.fresh()


class IndexMachine(RuleBasedStateMachine):
    """What people and programs do to the files of a log."""

    def __init__(self) -> None:
        super().__init__()
        self.quick = mock.patch.multiple(os, fdatasync=_nothing, fsync=_nothing)
        self.sooner = mock.patch.object(disk, "SETTLING", TICK)
        self.quick.start()
        self.sooner.start()
        self.at = Repository()
        self.branches = ["main"]
        self.number = 200
        self.backup: tuple[bytes, Path] | None = None
        self.clock = ticking()

    def teardown(self) -> None:
        self.sooner.stop()
        self.quick.stop()
        shutil.rmtree(self.at.folder)

    def record(self, day: str) -> Record:
        self.number += 1
        if self.number % 2:
            return revised(self.number, day)
        return record_of(event_of(day), self.number, subject=f"e-{self.number}", seconds=self.number)

    @property
    def present(self) -> list[Path]:
        return [path for path in map(self.at.path, NAMES) if path.exists()]

    @rule(name=st.sampled_from(NAMES), days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=12))
    def append_as_another_program(self, name: str, days: list[str]) -> None:
        self.at.append(name, *map(self.record, days))

    @rule(name=st.sampled_from(NAMES), day=st.sampled_from(DAYS), times=st.integers(1, 3))
    def append_as_we_do(self, name: str, day: str, times: int) -> None:
        writer = Writer(
            (self.at.log,),
            name,
            self.clock,
            lambda: identifier(100_000 + self.number),
            appended=self.at.store(self.at.index).grown,
        )
        for _ in range(times):
            self.number += 1
            record_event(writer, f"own-{self.number}", event_of(day))

    @rule(name=st.sampled_from(NAMES), torn=st.booleans())
    def leave_a_line_unfinished(self, name: str, torn: bool) -> None:
        line = self.record(DAYS[0]).line
        with self.at.path(name).open("ab") as opened:
            opened.write(line[:40] if torn else line)

    @rule(data=st.data(), days=st.permutations(DAYS), more=st.sampled_from([0, 1, 12]))
    def edit_in_place_with_equal_length(self, data: st.DataObject, days: list[str], more: int) -> None:
        for path in self.drawn(data):
            content = path.read_bytes()
            with path.open("rb+") as opened:
                opened.write(content.replace(days[0].encode(), days[1].encode()))
            self.at.append(path.stem, *map(self.record, DAYS[:1] * more))

    @rule(data=st.data(), more=st.sampled_from([0, 12]))
    def damage_a_line_in_the_middle(self, data: st.DataObject, more: int) -> None:
        for path in self.drawn(data):
            content = path.read_bytes()
            at = content.find(b'"title"', len(content) // 2)
            with path.open("rb+") as opened:
                opened.write(content[:at] + b"#")
            self.at.append(path.stem, *map(self.record, DAYS[:1] * more))

    @rule(data=st.data(), days=st.permutations(DAYS))
    def edit_as_sed_does(self, data: st.DataObject, days: list[str]) -> None:
        for path in self.drawn(data):
            subprocess.run(["sed", "-i", f"s/{days[0]}/{days[1]}/", path], check=True)

    @rule(data=st.data(), stamp=st.sampled_from(["2020-01-01", "2030-01-01", "now"]))
    def set_the_times(self, data: st.DataObject, stamp: str) -> None:
        for path in self.drawn(data):
            subprocess.run(["touch", "-d", stamp, path], check=True)

    @rule(data=st.data(), shift=st.booleans())
    def truncate_and_refill(self, data: st.DataObject, shift: bool) -> None:
        for path in self.drawn(data):
            first, _, rest = path.read_bytes().partition(b"\n")
            with path.open("wb") as opened:
                opened.write(rest + first + b"\n" if shift and rest.endswith(b"\n") else first + b"\n" + rest)

    @rule(data=st.data())
    def shorten_and_grow(self, data: st.DataObject) -> None:
        for path in self.drawn(data):
            content = path.read_bytes()
            os.truncate(path, content.rfind(b"\n", 0, -1) + 1)
            self.at.append(path.stem, self.record(DAYS[1]))

    @rule(data=st.data())
    def make_a_backup(self, data: st.DataObject) -> None:
        for path in self.drawn(data):
            kept = self.at.folder / ".git" / "backup"
            subprocess.run(["cp", "-p", path, kept], check=True)
            self.backup = (path.read_bytes(), path)

    @precondition(lambda self: self.backup)
    @rule(in_place=st.booleans())
    def restore_the_backup_with_its_times(self, in_place: bool) -> None:
        assert self.backup
        path = self.backup[1]
        if not in_place:
            path.unlink(missing_ok=True)
        subprocess.run(["cp", "-p", self.at.folder / ".git" / "backup", path], check=True)

    @rule(data=st.data())
    def take_a_segment_away(self, data: st.DataObject) -> None:
        for path in self.drawn(data):
            path.unlink()

    @rule(data=st.data(), bits=st.sampled_from([0o600, 0o644]))
    def change_the_rights(self, data: st.DataObject, bits: int) -> None:
        for path in self.drawn(data):
            path.chmod(bits)

    @precondition(lambda self: len(self.branches) < 4)
    @rule()
    def make_a_branch(self) -> None:
        self.at.commit()
        self.branches.append(f"branch-{len(self.branches)}")
        self.at.git("checkout", "-q", "-b", self.branches[-1])

    @rule(data=st.data())
    def go_to_a_branch(self, data: st.DataObject) -> None:
        self.at.commit()
        self.at.git("checkout", "-q", data.draw(st.sampled_from(self.branches)))

    @precondition(lambda self: len(self.branches) < 4)
    @rule(days=st.permutations(DAYS))
    def make_branches_of_one_size(self, days: list[str]) -> None:
        self.at.commit()
        self.number += 1
        here = self.number
        for day in days[:2]:
            self.branches.append(f"branch-{len(self.branches)}")
            self.at.git("checkout", "-q", "-b", self.branches[-1], "main")
            self.at.append("Kim", revised(here, day))
            self.at.commit()

    @rule()
    def stash(self) -> None:
        self.at.git("stash", "-q", may_fail=True)

    @rule()
    def bring_back_what_was_stashed(self) -> None:
        self.at.git("stash", "pop", "-q", may_fail=True)

    @rule(data=st.data())
    def rebase(self, data: st.DataObject) -> None:
        self.at.commit()
        self.at.git("rebase", "-q", "-X", "theirs", data.draw(st.sampled_from(self.branches)), may_fail=True)
        self.at.git("rebase", "--abort", may_fail=True)

    @rule(steps=st.integers(0, 2))
    def reset(self, steps: int) -> None:
        self.at.git("reset", "-q", "--hard", f"HEAD~{steps}", may_fail=True)

    @rule()
    def wait(self) -> None:
        time.sleep(2 * TICK / 1e9)

    def drawn(self, data: st.DataObject) -> list[Path]:
        present = self.present
        return [data.draw(st.sampled_from(present))] if present else []

    @invariant()
    def the_index_says_what_a_fresh_reading_says(self) -> None:
        assert self.at.kept() == self.at.fresh()


def _nothing(_: int) -> None:
    """In place of the disk's confirmation."""


class LongIndexMachine(IndexMachine):
    """The same, in longer runs."""


ANY_SPEED = [HealthCheck.too_slow, HealthCheck.data_too_large]
TestIndexMachine = IndexMachine.TestCase
TestIndexMachine.settings = settings(
    max_examples=2, stateful_step_count=15, deadline=None, suppress_health_check=ANY_SPEED
)
TestIndexMachineAtLength = pytest.mark.long(LongIndexMachine.TestCase)
TestIndexMachineAtLength.settings = settings(
    max_examples=10, stateful_step_count=50, deadline=None, suppress_health_check=ANY_SPEED
)
