"""A log against a plain dict, over any run of changes."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

import pytest
from attrs import define, evolve, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aitimeline.log.writing import Change, record_event, retract, revise
from aitimeline.model.error import ConflictError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from plain_log import read_log
from strategies import simple_events
from workbench import ticking, timeline_of, writer_at

KEYS = st.sampled_from(["a", "b", "c"])
WRITERS = st.sampled_from(["Kim", "이"])


@define
class Known:
    """What the model knows of one event: how many records, and what stands (None: retracted)."""

    event: Event | None
    records: int = field(default=1)


class LogMachine(RuleBasedStateMachine):
    """Records, revises, retracts, reopens; the log must say what the dict says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.known: dict[str, Known] = {}
        self.stale: dict[str, History] = {}
        self.clock = ticking(timedelta(seconds=-1))
        self.quick = mock.patch.multiple(os, fdatasync=_nothing, fsync=_nothing)
        self.quick.start()

    def teardown(self) -> None:
        self.quick.stop()
        shutil.rmtree(self.folder)

    def _seen(self, key: str) -> History:
        return timeline_of(self.folder).history(key)

    @rule(key=KEYS, event=simple_events, name=WRITERS)
    def record(self, key: str, event: Event, name: str) -> None:
        writer = writer_at(self.folder, name=name, clock=self.clock)
        if key in self.known:
            with pytest.raises(ConflictError):
                record_event(writer, key, evolve(event, kind="other"))
        else:
            record_event(writer, key, event)
            self.known[key] = Known(event)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), event=simple_events, name=WRITERS)
    def revise(self, data: st.DataObject, event: Event, name: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.known)))
        seen = self.stale[key] = self._seen(key)
        revise(writer_at(self.folder, name=name, clock=self.clock), key, event, Change.to(seen, "why"))
        self.known[key] = Known(event, self.known[key].records + 1)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), name=WRITERS)
    def retract(self, data: st.DataObject, name: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.known)))
        seen = self.stale[key] = self._seen(key)
        retract(writer_at(self.folder, name=name, clock=self.clock), key, Change.to(seen, "why"))
        self.known[key] = Known(None, self.known[key].records + 1)

    @precondition(lambda self: self.stale)
    @rule(data=st.data(), event=simple_events)
    def revise_what_has_changed(self, data: st.DataObject, event: Event) -> None:
        key = data.draw(st.sampled_from(sorted(self.stale)))
        with pytest.raises(ConflictError):
            revise(writer_at(self.folder, clock=self.clock), key, event, Change.to(self.stale[key], "too late"))

    @rule(name=WRITERS, torn=st.binary(min_size=1, max_size=8))
    def tear(self, name: str, torn: bytes) -> None:
        path = writer_at(self.folder, name=name).segment
        if path.exists():
            with path.open("ab") as opened:
                opened.write(b'{"' + torn)

    @rule()
    def reopen_merged_into_one_segment(self) -> None:
        merged = b"".join(record.line + b"\n" for record in reversed(read_log([self.folder]).records))
        for path in self.folder.glob("*.jsonl"):
            path.unlink()
        (self.folder / "merged.jsonl").write_bytes(merged)

    @invariant()
    def the_log_says_what_the_dict_says(self) -> None:
        timeline = timeline_of(self.folder)
        standing = {key: known.event for key, known in self.known.items() if known.event}
        assert {entry.key: entry.event for entry in timeline.select()} == standing
        every = timeline.keys()
        assert {key: len(timeline.history(key).records) for key in every} == {
            key: known.records for key, known in self.known.items()
        }
        for key, known in self.known.items():
            history = timeline.history(key)
            assert not history.is_in_conflict
            assert history.revision(history.current) == known.records

    @invariant()
    def times_never_go_back(self) -> None:
        records = read_log([self.folder]).records
        assert len({record.time for record in records}) == len(records)


def _nothing(_: int) -> None:
    """In place of the disk's confirmation."""


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(stateful_step_count=15, deadline=None)
