"""A log in a real git repository, over any run of changes, crashes, branches and merges."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aitimeline.answer.value import event_value
from aitimeline.log.disk import SystemDisk
from aitimeline.log.identity import Identity
from aitimeline.log.sharing import install_driver, keep_files
from aitimeline.log.writing import Change, Written, record_event, retract, revise, start_log
from aitimeline.model.event import Event
from aitimeline.model.record import Record
from aitimeline.render.json import json_text
from desk import environment
from plain_log import read_log
from strategies import simple_events
from workbench import ticking, timeline_from, timeline_of, writer_at

KEYS = st.sampled_from(["a", "b", "c"])
WRITERS = st.sampled_from(["Kim", "이"])
Act = Callable[[], Written]


def projected(records: list[Record] | tuple[Record, ...]) -> str:
    """All that a set of records says, as the text that people and programs get."""
    timeline = timeline_from(records)
    return json_text([event_value(entry, timeline, "en") for entry in timeline.select()])


class GitMachine(RuleBasedStateMachine):
    """Branches of one log, against a set of records for each branch."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.log = self.folder / "events"
        self.clock = ticking(timedelta(seconds=1))
        self.environment = environment(self.folder / ".home")
        self.quick = mock.patch.multiple(os, fdatasync=_nothing, fsync=_nothing)
        self.quick.start()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Kim")
        self.git("config", "user.email", "kim@example.org")
        (self.folder / ".git" / "info" / "exclude").write_text(".home\n")
        start_log(self.log, Identity("https://example.org/race"))
        keep_files(self.log, SystemDisk())
        assert install_driver(self.log)
        self.commit()
        self.branch = "main"
        self.known: dict[str, dict[str, Record]] = {"main": {}}
        self.torn: set[bytes] = set()
        self.last: Act | None = None

    def teardown(self) -> None:
        self.quick.stop()
        shutil.rmtree(self.folder)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout.decode()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a step")

    @property
    def here(self) -> dict[str, Record]:
        """The records of this branch by id."""
        return self.known[self.branch]

    def keys(self) -> list[str]:
        return sorted({record.subject for record in self.here.values()})

    def act(self, act: Act) -> None:
        written = act()
        assert written.is_new
        self.here[written.record.id] = written.record
        self.last = act

    @rule(key=KEYS, event=simple_events, name=WRITERS)
    def add(self, key: str, event: Event, name: str) -> None:
        if key not in self.keys():
            writer = writer_at(self.log, name=name, clock=self.clock)
            self.act(lambda: record_event(writer, key, event))

    @precondition(lambda self: self.here)
    @rule(data=st.data(), event=simple_events, name=WRITERS)
    def revise(self, data: st.DataObject, event: Event, name: str) -> None:
        key = data.draw(st.sampled_from(self.keys()))
        change = Change.to(timeline_of(self.log).history(key), f"why {self.clock()}", settles=True)
        writer = writer_at(self.log, name=name, clock=self.clock)
        self.act(lambda: revise(writer, key, event, change))

    @precondition(lambda self: self.here)
    @rule(data=st.data(), name=WRITERS)
    def retract(self, data: st.DataObject, name: str) -> None:
        key = data.draw(st.sampled_from(self.keys()))
        change = Change.to(timeline_of(self.log).history(key), f"why {self.clock()}", settles=True)
        writer = writer_at(self.log, name=name, clock=self.clock)
        self.act(lambda: retract(writer, key, change))

    @precondition(lambda self: self.last)
    @rule()
    def retry(self) -> None:
        assert self.last
        assert not self.last().is_new

    @rule(name=WRITERS, torn=st.binary(min_size=1, max_size=8).filter(lambda torn: b"\n" not in torn))
    def kill_while_writing(self, name: str, torn: bytes) -> None:
        path = writer_at(self.log, name=name).segment
        if path.exists():
            content = path.read_bytes()
            begin = b"" if content.endswith(b"\n") or not content else b"\n"
            path.write_bytes(content + begin + b'{"torn' + torn)
            self.torn.add(b'{"torn' + torn)

    @precondition(lambda self: len(self.known) < 4)
    @rule()
    def make_a_branch(self) -> None:
        name = f"branch-{len(self.known)}"
        self.commit()
        self.git("checkout", "-q", "-b", name)
        self.known[name] = dict(self.here)
        self.branch, self.last = name, None

    def go_to(self, branch: str) -> None:
        self.commit()
        self.git("checkout", "-q", branch)
        self.branch, self.last = branch, None

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def go_to_another_branch(self, data: st.DataObject) -> None:
        self.go_to(data.draw(st.sampled_from(sorted(self.known))))

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        other = data.draw(st.sampled_from(sorted(self.known.keys() - {self.branch})))
        self.commit()
        self.git("merge", "-q", "-m", "merged", other)
        self.here.update(self.known[other])
        self.last = None

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def squash_and_merge(self, data: st.DataObject) -> None:
        self.squash(data.draw(st.sampled_from(sorted(self.known.keys() - {self.branch}))))

    def squash(self, other: str) -> None:
        self.commit()
        self.git("merge", "-q", "--squash", other)
        self.commit()
        self.here.update(self.known[other])
        self.last = None

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data(), name=WRITERS, events=st.tuples(*[simple_events] * 3))
    def merge_a_branch_that_went_on_after_it_was_squashed(
        self, data: st.DataObject, name: str, events: tuple[Event, Event, Event]
    ) -> None:
        here, other = self.branch, data.draw(st.sampled_from(sorted(self.known.keys() - {self.branch})))
        for branch, event in ((other, events[0]), (here, events[1])):
            self.go_to(branch)
            self.add_one_more(event, name)
        self.squash(other)
        self.go_to(other)
        self.add_one_more(events[2], name)
        self.go_to(here)
        self.git("merge", "-q", "-m", "merged", other)
        self.here.update(self.known[other])

    def add_one_more(self, event: Event, name: str) -> None:
        writer = writer_at(self.log, name=name, clock=self.clock)
        key = f"more-{writer.make_id()}"
        self.act(lambda: record_event(writer, key, event))

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def merging_is_commutative_and_idempotent(self, data: st.DataObject) -> None:
        other = data.draw(st.sampled_from(sorted(self.known.keys() - {self.branch})))
        self.commit()
        contents = []
        for ours, theirs in ((self.branch, other), (other, self.branch)):
            self.git("checkout", "-q", "--detach", ours)
            self.git("merge", "-q", "-m", "tried", theirs)
            self.git("merge", "-q", "-m", "again", theirs)
            contents.append(projected(read_log([self.log]).records))
        self.git("checkout", "-q", self.branch)
        assert contents[0] == contents[1] == projected([*(self.here | self.known[other]).values()])

    @precondition(lambda self: len(self.known) > 2)
    @rule(data=st.data())
    def merging_is_associative(self, data: st.DataObject) -> None:
        one, two, three = data.draw(st.permutations(sorted(self.known)))[:3]
        self.commit()
        contents = []
        for order in ((one, two, three), (three, two, one)):
            self.git("checkout", "-q", "--detach", order[0])
            for theirs in order[1:]:
                self.git("merge", "-q", "-m", "tried", theirs)
            contents.append(projected(read_log([self.log]).records))
        self.git("checkout", "-q", self.branch)
        assert contents[0] == contents[1]

    @invariant()
    def the_log_has_the_records_of_its_branch_each_once(self) -> None:
        found = read_log([self.log])
        assert {record.id: record for record in found.records} == self.here
        assert projected(found.records) == projected([*self.here.values()])
        lines = [line for path in self.log.glob("*.jsonl") for line in path.read_bytes().split(b"\n") if line]
        records = [line for line in lines if line not in self.torn]
        assert sorted(records) == sorted(record.line for record in self.here.values())


def _nothing(_: int) -> None:
    """In place of the disk's confirmation."""


class LongGitMachine(GitMachine):
    """The same, in many and longer runs."""


TestGitMachine = GitMachine.TestCase
TestGitMachine.settings = settings(max_examples=3, stateful_step_count=12, deadline=None)
TestGitMachineAtLength = pytest.mark.long(LongGitMachine.TestCase)
TestGitMachineAtLength.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
