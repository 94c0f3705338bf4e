"""Stories of writers on a simulated machine that crashes, and what must be true after each crash.

A story is told by its seed alone. In each chapter several programs run at once on one log: writers that record, revise,
retract and try again what was not confirmed, a repair, a reader, and git, which replaces segments. Then the power goes,
or does not, and the log is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from unittest import mock

from attrs import define, field

from aitimeline.log import durable
from aitimeline.log.repair import repair
from aitimeline.log.writing import Change, Writer, Written, record_event, retract, revise
from aitimeline.model.error import BadInputError, ConflictError, OutcomeUnknownError, TimelineError
from aitimeline.model.event import Event
from aitimeline.model.history import history_of
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import Record, make_record
from crash_ledger import Ledger
from plain_log import read_log
from simulated_disk import EndedError, Faults, SimulatedDisk
from simulated_platter import Machine, dice
from simulated_turns import Turns
from strategies import event_of, identifier
from workbench import START

HOME = Path("/simulated/years/log")
NAMES = ("Kim", "Lee", "Choi", "정")
Compose = Callable[[Writer], Sequence[Record]]


@define(slots=False)
class NotedWriter(Writer):
    """A writer of which it is noted what it attempts to write."""

    note: Callable[[Sequence[Record]], None] = field(kw_only=True)

    def append(self, compose: Compose, *, dry_run: bool = False) -> list[Written]:
        """Append, with the note made beforehand."""

        def noted(writer: Writer) -> Sequence[Record]:
            records = compose(writer)
            self.note(records)
            return records

        return super().append(noted, dry_run=dry_run)


@define(eq=False)
class Task:
    """What somebody wants written, until it is confirmed or refused for good.

    Attributes:
        who: the writer's name; tried again by the same.
        run: does it.
        lines: how many at most.
    """

    who: str
    run: Callable[[Writer], list[Written]]
    lines: int = 1


@define(eq=False)
class Story:
    """One run.

    Attributes:
        seed: tells all of it.
    """

    seed: int
    random: Random = field(init=False)
    machine: Machine = field(init=False)
    turns: Turns = field(init=False)
    ledger: Ledger = field(init=False)
    tasks: list[Task] = field(init=False, factory=list)
    _made: int = field(init=False, default=0)
    _pids: list[int] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self.random = dice(self.seed)
        self.machine = Machine(self.random)
        self.turns = Turns(self.random)
        self.ledger = Ledger(HOME, self.machine)

    def tell(self) -> None:
        """Run it, and check after each chapter and at the end."""
        with self._simulated_system():
            for _ in range(self.random.randint(1, 3)):
                self._chapter()
                if self.random.random() < 0.5:
                    self.machine.lose_power(self.random.choice((0, None)))
                self._restart()
            self._last_chapter()
            self.tasks += [self._new_task(who) for who in NAMES]
            self._last_chapter()

    def _last_chapter(self) -> None:
        """Nothing goes wrong: all that is open is done, and then the power goes."""
        for who in NAMES:
            self._write(self._disk(Faults()), who, [task for task in self.tasks if task.who == who])
        assert not self.tasks, "what was tried again without any fault was not confirmed"
        self._restart()
        self.machine.lose_power(0)
        self._restart()

    @contextmanager
    def _simulated_system(self) -> Iterator[None]:
        system = SimpleNamespace(getpid=lambda: self._pids[self.turns.running], name=os.name)
        with (
            mock.patch.object(durable, "os", system),
            mock.patch.object(vars(Writer)["identity"], "lock", nullcontext(), create=True),  # programs share no memory
        ):
            yield

    def _restart(self) -> None:
        self.machine.start()
        self.machine.now += self.random.choice((0, 10**9, 10**10))
        self.ledger.check(self._disk(Faults()))

    def _disk(self, faults: Faults) -> SimulatedDisk:
        return SimulatedDisk(self.machine, self.turns, faults, self.ledger.meddle)

    def _chapter(self) -> None:
        """Several programs at once. Their process ids are few, so those of ended ones come again."""
        programs: list[Callable[[], None]] = []
        self.ledger.likelihood = self.random.choice((0, 0, 0.01, 0.05))
        names = self.random.choices(self.random.choice((NAMES, NAMES[:1])), k=self.random.randint(1, 5))
        for who in names:
            mine = [task for task in self.tasks if task.who == who and self.random.random() < 0.5]
            kinds = self.random.choice(self._kinds())
            mine += [self.random.choice(kinds)(who) for _ in range(self.random.randint(1, 4))]
            self.tasks += [task for task in mine if task not in self.tasks]
            programs.append(self._program(self._write, self._faulty_disk(), who, mine))
        if self.random.random() < 0.3:
            self.ledger.likelihood = 0  # what git brings while a segment is rewritten is in the old file only
            self.ledger.tear()
            programs.append(self._program(self._repair, self._faulty_disk()))
        if self.random.random() < 0.3:
            programs.append(self._program(self._read, self._disk(Faults(turn=0.5))))
        self._pids = self.random.sample(range(len(programs) + 1), len(programs))
        self.turns.run(programs)
        self.ledger.likelihood = 0

    def _faulty_disk(self) -> SimulatedDisk:
        return self._disk(Faults.drawn(self.random))

    def _program(self, run: Callable[..., None], disk: SimulatedDisk, *given: object) -> Callable[[], None]:
        def program() -> None:
            try:
                run(disk, *given)
            except EndedError:
                pass
            finally:
                disk.end()

        return program

    def _write(self, disk: SimulatedDisk, who: str, tasks: list[Task]) -> None:
        writer = NotedWriter(
            (HOME,), who, self._clock, self._identifier, disk, allow_network=True, note=self.ledger.attempt
        )
        if self.random.random() < 0.3:
            record_event(writer, f"t-{self._identifier()[-6:]}", self._event(), dry_run=True)
        for task in [*tasks, *tasks]:
            if task in self.tasks:
                self._try(writer, disk, task)

    def _try(self, writer: Writer, disk: SimulatedDisk, task: Task) -> None:
        doubted = set(disk.doubted)
        try:
            written = task.run(writer)
        except EndedError:
            self.ledger.interrupted += task.lines + 1
            raise
        except (ConflictError, BadInputError) as refused:
            self._close(task)
            if "other content" in str(refused):
                raise AssertionError(str(refused)) from refused
        except TimelineError as failure:
            self.ledger.interrupted += task.lines + 1
            disk.account_for(failure)
            if doubted != disk.doubted and not isinstance(failure, OutcomeUnknownError):
                raise AssertionError("what the disk did not confirm was told as a plain failure") from failure
        else:
            assert doubted == disk.doubted, "confirmed though the disk did not"
            assert writer.segment not in disk.doubted or not any(each.is_new for each in written), "written to again"
            assert not self.ledger.stands_in(disk.doubted, written), "trusted again"
            self.ledger.acknowledge(disk, written)
            self._close(task)
            disk.rest()

    def _close(self, task: Task) -> None:
        if task in self.tasks:  # two programs may have tried it at once
            self.tasks.remove(task)

    def _repair(self, disk: SimulatedDisk) -> None:
        for _ in range(3):
            try:
                made = repair(HOME, disk, self._clock())
            except TimelineError as failure:
                if self.machine.find(HOME):
                    disk.account_for(failure)
            else:
                self.ledger.kept.update(each.kept_as for each in made)

    def _read(self, disk: SimulatedDisk) -> None:
        for _ in range(3):
            before = dict(self.ledger.confirmed)
            self.ledger.check_read(read_log([HOME], disk).records, before)

    def _clock(self) -> datetime:
        return START + timedelta(microseconds=self.machine.now // 1000 % 10**14)

    def _identifier(self) -> str:
        self._made += 1
        return identifier(self._made)

    def _event(self) -> Event:
        title = f"Event {self.random.randint(0, 10**6)} " + "ab구글" * self.random.choice((1, 40, 400))
        return event_of("2023-12-06", title)

    def _new_task(self, who: str) -> Task:
        return self.random.choice(self._kinds()[0])(who)

    def _kinds(self) -> list[list[Callable[[str], Task]]]:
        """What a program may be given to do: all sorts, or what stands on the work of others, or what does not."""
        first: list[Callable[[str], Task]] = [self._recorded, self._batch]
        later: list[Callable[[str], Task]] = [self._recorded_again, self._revised, self._retracted]
        return [[*first, *first, *later], later, first]

    def _recorded(self, who: str) -> Task:
        key, event = f"e-{self._identifier()[-6:]}", self._event()
        self.ledger.events[key] = event
        return Task(who, lambda writer: [record_event(writer, key, event)])

    def _recorded_again(self, who: str) -> Task:
        """What was recorded by whomever, or was not: rather what was not confirmed."""
        chosen: list[str] = []

        def run(writer: Writer) -> list[Written]:
            if not self.ledger.events:
                return []
            if not chosen:
                open_keys = [key for key in self.ledger.unconfirmed() if key in self.ledger.events]
                chosen.append(self.random.choice(open_keys or list(self.ledger.events)))
            return [record_event(writer, chosen[0], self.ledger.events[chosen[0]])]

        return Task(who, run)

    def _batch(self, who: str) -> Task:
        """Several records whose ids are given, as an import has them."""
        rows = [(self._identifier(), self._event()) for _ in range(self.random.randint(2, 5))]

        def compose(writer: Writer) -> list[Record]:
            return [
                make_record(
                    event,
                    record_id=number,
                    timeline=writer.identity().uri,
                    record_type=EVENT_RECORDED,
                    subject=f"b-{number[-6:]}",
                    time=self._clock(),
                    recorded_by=who,
                )
                for number, event in rows
            ]

        return Task(who, lambda writer: writer.append(compose), len(rows))

    def _revised(self, who: str) -> Task:
        event, reason = self._event(), f"reason {self._identifier()[-6:]}"

        def run(writer: Writer, key: str, expected: tuple[str, ...]) -> Written:
            return revise(writer, key, event, Change(expected, reason))

        return self._change(who, run)

    def _retracted(self, who: str) -> Task:
        reason = f"reason {self._identifier()[-6:]}"

        def run(writer: Writer, key: str, expected: tuple[str, ...]) -> Written:
            return retract(writer, key, Change(expected, reason))

        return self._change(who, run)

    def _change(self, who: str, run: Callable[[Writer, str, tuple[str, ...]], Written]) -> Task:
        """A change to an event as it was when it was first looked at; the same each time it is tried."""
        seen: list[tuple[str, tuple[str, ...]]] = []

        def look_and_run(writer: Writer) -> list[Written]:
            if not seen:
                records = read_log([HOME], writer.disk).records
                if not records:
                    return []
                keys = sorted({record.subject for record in records})
                open_keys = [key for key in self.ledger.unconfirmed() if key in keys]
                key = self.random.choice(open_keys or keys)
                history = history_of(key, [record for record in records if record.subject == key])
                seen.append((key, history.head_ids))
            return [run(writer, *seen[0])]

        return Task(who, look_and_run)
