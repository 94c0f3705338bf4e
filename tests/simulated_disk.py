"""A disk as one program sees it that shares a simulated machine with others: the calls, and what goes wrong in them.

A program can end at any call, by itself (``kill -9``: the page cache and what others do live on, its locks and
descriptors are gone) or with the machine (loss of power). Writes are short, interrupted, or find the disk full;
synchronising fails. Between any two calls another program may have its turn. What a program that has ended still calls
while it unwinds has no effect.

Not modelled: failures of reading and of closing, and the 30 seconds after which a waiting writer gives up.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from attrs import define, field, frozen

from aitimeline.log.disk import LOCK, Disk, Stamp
from aitimeline.model.error import TimelineError
from simulated_platter import File, Machine, Node
from simulated_turns import Turns

MOST_CALLS = 100_000
_LIKELY = {
    "power": (0.005, 0.02),
    "kill": (0.005, 0.02),
    "unfinished": (0.1, 0.5),
    "early": (0.1, 0.5),
    "trickle": (0.05, 0.3),
    "interrupt": (0.3,),
    "short": (0.2, 0.8),
    "full": (0.05,),
    "unwritten": (0.05,),
    "unsynchronised": (0.05, 0.2),
    "unlisted": (0.1, 0.3),
    "unnamed": (0.1,),
}


class EndedError(BaseException):
    """A program is no more, by ``kill -9`` or with the power."""


@frozen
class Faults:
    """How likely each thing is at a call where it can happen.

    Attributes:
        power: the machine loses power.
        kill: the program ends.
        unfinished: it ends having written, before it has synchronised.
        early: the machine loses power just when something was confirmed.
        trickle: the system puts on the platter what it has time for.
        turn: another program goes on.
        interrupt: a write is interrupted.
        short: a write is short.
        full: there is no room.
        unwritten: a write fails.
        unsynchronised: the synchronisation of a file fails.
        unlisted: the synchronisation of a folder fails.
        unnamed: a change of names fails.
    """

    power: float = 0
    kill: float = 0
    unfinished: float = 0
    early: float = 0
    trickle: float = 0
    turn: float = 0
    interrupt: float = 0
    short: float = 0
    full: float = 0
    unwritten: float = 0
    unsynchronised: float = 0
    unlisted: float = 0
    unnamed: float = 0

    @classmethod
    def drawn(cls, random: Random) -> Faults:
        """A few of them, seldom or often."""
        chosen = random.sample(sorted(_LIKELY), k=random.randint(0, 4))
        return cls(turn=random.choice((0, 0.1, 0.5)), **{name: random.choice(_LIKELY[name]) for name in chosen})


class _Opened(NamedTuple):
    """What a descriptor stands for; ``is_segment`` if it was opened by name and not made anew."""

    file: File
    path: Path
    is_segment: bool


def _nobody(_disk: SimulatedDisk, _path: Path) -> None:
    """No other program meddles."""


@define(eq=False)
class SimulatedDisk:
    """The calls of one program.

    Attributes:
        machine: what it runs on.
        turns: the other programs that run there.
        faults: what goes wrong.
        meddle: what another program does to a file before this one's next call.
        troubles: how many faults it has been told of.
        doubted: the files by name whose bytes were not confirmed to it, but for those it made itself.
        holds: whether it has the lock.
    """

    machine: Machine
    turns: Turns
    faults: Faults = field(factory=Faults)
    meddle: Callable[[SimulatedDisk, Path], None] = _nobody
    troubles: int = field(init=False, default=0)
    doubted: set[Path] = field(init=False, factory=set)
    holds: bool = field(init=False, default=False)
    has_ended: bool = field(init=False, default=False)
    _is_full: bool = field(init=False, default=False)
    _opened: dict[int, _Opened] = field(init=False, factory=dict)

    def end(self) -> None:
        """End the program: the system closes its files and gives its locks back."""
        self.has_ended = True
        self.holds = False
        self._opened.clear()
        self.machine.each(self._let_go)

    def rest(self) -> None:
        """Something was confirmed to this program's user; the power may go that very moment."""
        if self._happens(self.faults.early):
            self.machine.lose_power(0)
            self._live_on()

    def account_for(self, failure: Exception) -> None:
        """See that a failure has a cause: something that the system told this program."""
        if not self.troubles:
            raise AssertionError(f"failed though nothing went wrong: {failure}") from failure

    def _let_go(self, file: File) -> None:
        if file.holder is self:
            file.holder = None

    def _call(self) -> None:
        """What may happen before any call."""
        machine = self.machine
        self._live_on()
        machine.calls += 1
        assert machine.calls < MOST_CALLS, "it does not come to an end"
        machine.now += machine.random.choice((1_000, 100_000, 3_000_000))
        if self._happens(self.faults.trickle):
            machine.trickle()
        if self._happens(self.faults.turn):
            self.turns.pass_on()
        self._live_on()
        if self._happens(self.faults.power):
            machine.lose_power()
        if self._happens(self.faults.kill):
            self.end()
        self._live_on()

    def _live_on(self) -> None:
        if self.machine.is_off and not self.has_ended:
            self.end()
        if self.has_ended:
            raise EndedError

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self.machine.random.random() < chance

    def _fail(self, chance: float, *numbers: int) -> None:
        if self._happens(chance):
            raise self._trouble(self.machine.random.choice(numbers))

    def _trouble(self, number: int) -> OSError:
        self.troubles += 1
        return OSError(number, os.strerror(number))

    @contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        """Hold the lock; wait as long as another has it."""
        self._call()
        path = folder / LOCK
        if self.machine.find(folder) is None:
            raise TimelineError(f"{folder}: cannot be written to")
        if self.machine.find(path) is None:
            self.machine.bind(self.machine.folder(folder), (LOCK, self.machine.make_file()))
        file = self.machine.file(path)
        while file.holder is not None:
            self.turns.wait()
            self._live_on()
        file.holder = self
        self.holds = True
        self.machine.each(_settle)
        try:
            yield
        finally:
            self.holds = False
            self._let_go(file)

    def is_locked(self, folder: Path) -> bool:
        """True if a program holds the lock."""
        self._call()
        found = self.machine.find(folder / LOCK)
        return isinstance(found, File) and found.holder is not None

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, in any order."""
        self._call()
        found = self.machine.find(folder)
        if found is None:
            return []
        names = list(self.machine.folder(folder).entries)
        self.machine.random.shuffle(names)
        return names

    def now(self) -> int:
        """The machine's clock."""
        self._call()
        return self.machine.now

    def stamp(self, path: Path) -> Stamp | None:
        """What a name stands for."""
        self._call()
        self.meddle(self, path)
        found = self.machine.find(path)
        return _stamp(found) if found else None

    def read(self, path: Path, offset: int = 0, size: int = -1) -> bytes:
        """A file's bytes, as the page cache has them."""
        self._call()
        return bytes(self.machine.file(path).cache[offset : None if size < 0 else offset + size])

    def open_to_append(self, path: Path) -> int:
        """A descriptor of the file, made if need be."""
        self._call()
        if self.machine.find(path) is None:
            self._fail(self.faults.full, errno.ENOSPC)
            self.machine.bind(self.machine.folder(path.parent), (path.name, self.machine.make_file()))
        return self._open(path, is_segment=True)

    def open_to_read(self, path: Path) -> int:
        """A descriptor to synchronise the file by."""
        self._call()
        return self._open(path, is_segment=True)

    def mode(self, path: Path) -> int | None:  # noqa: ARG002 -- the signature is the disk's
        """Nobody is kept from anything."""
        return None

    def create(self, path: Path, mode: int | None = None) -> int:  # noqa: ARG002 -- the signature is the disk's
        """A descriptor of a new file."""
        self._call()
        if self.machine.find(path) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        self._fail(self.faults.full, errno.ENOSPC)
        self.machine.bind(self.machine.folder(path.parent), (path.name, self.machine.make_file()))
        return self._open(path, is_segment=False)

    def _open(self, path: Path, *, is_segment: bool) -> int:
        descriptor = next(number for number in range(3, MOST_CALLS) if number not in self._opened)
        self._opened[descriptor] = _Opened(self.machine.file(path), path, is_segment)
        return descriptor

    def stamp_of(self, descriptor: int) -> Stamp:
        """What a descriptor stands for."""
        self._call()
        return _stamp(self._of(descriptor).file)

    def _of(self, descriptor: int) -> _Opened:
        if descriptor in self._opened:
            return self._opened[descriptor]
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        """Bytes of a file, as the page cache has them."""
        self._call()
        return bytes(self._of(descriptor).file.cache[offset : offset + size])

    def mark(self, descriptor: int) -> int | None:
        """Give a file a time of its own."""
        self._call()
        return self.machine.mark(self._of(descriptor).file)

    def last_byte(self, descriptor: int) -> bytes:
        """The last byte of a file."""
        self._call()
        return bytes(self._of(descriptor).file.cache[-1:])

    def write(self, descriptor: int, content: memoryview) -> int:
        """Write to the page cache, perhaps a part; a disk that is full may take a part before it says so."""
        self._call()
        opened = self._of(descriptor)
        self.meddle(self, opened.path)
        if self._happens(self.faults.interrupt):
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        if self._is_full:
            self._is_full = self._happens(0.5)
            raise self._trouble(errno.ENOSPC)
        self._fail(self.faults.unwritten, errno.EIO)
        self._is_full = self._happens(self.faults.full)
        size = len(content)
        if self._is_full or self._happens(self.faults.short):
            size = self.machine.random.randint(0 if self._is_full else 1, size)
        if not size:
            self._is_full = False
            raise self._trouble(errno.ENOSPC)
        self.machine.add(opened.file, bytes(content[:size]))
        return size

    def synchronise(self, descriptor: int) -> None:
        """Put a file's bytes on the platter, or fail and forget some of them."""
        self._call()
        opened = self._of(descriptor)
        self.meddle(self, opened.path)
        if self._happens(self.faults.unfinished):
            self.end()
            self._live_on()
        if self._happens(self.faults.unsynchronised):
            self.machine.fail_to_synchronise(opened.file)
            if opened.is_segment:
                self.doubted.add(opened.path)
            raise self._trouble(self.machine.random.choice((errno.EIO, errno.ENOSPC)))
        self.machine.synchronise(opened.file)

    def synchronise_folder(self, folder: Path) -> None:
        """Put a folder's names on the platter; where that fails, they stay as unsafe as they were."""
        self._call()
        found = self.machine.folder(folder)
        self._fail(self.faults.unlisted, errno.EIO)
        self.machine.synchronise_folder(found)

    def close(self, descriptor: int) -> None:
        """Close a descriptor. Nothing happens before it: the collector of garbage calls it, whenever it likes."""
        if not self.has_ended and not self.machine.is_off:
            self._of(descriptor)
            del self._opened[descriptor]

    def replace(self, source: Path, target: Path) -> None:
        """Rename."""
        self._call()
        self._fail(self.faults.unnamed, errno.EIO, errno.ENOSPC)
        file = self.machine.file(source)
        if self.machine.find(target) is not file:  # of two names of one file the system leaves both
            self.machine.bind(self.machine.folder(target.parent), (target.name, file), (source.name, None))

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name."""
        self._call()
        file = self.machine.file(source)
        if self.machine.find(target) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        self._fail(self.faults.unnamed, errno.EIO, errno.ENOSPC)
        self.machine.bind(self.machine.folder(target.parent), (target.name, file))

    def remove(self, path: Path) -> None:
        """Take a name away."""
        self._call()
        if self.machine.find(path) is not None:
            self.machine.bind(self.machine.folder(path.parent), (path.name, None))

    def make_folder(self, path: Path) -> None:
        """Make a folder."""
        self._call()
        found = self.machine.find(path)
        if isinstance(found, File):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        if found is None:
            self._fail(self.faults.unnamed, errno.EIO, errno.ENOSPC)
            self.machine.bind(self.machine.folder(path.parent), (path.name, self.machine.make_folder()))


def _settle(file: File) -> None:
    file.settled = len(file.cache)


def _stamp(node: Node) -> Stamp:
    size = len(node.cache) if isinstance(node, File) else 0
    return Stamp(1, node.number, size, node.modified, node.changed)


def fits(disk: SimulatedDisk) -> Disk:
    """Checked by mypy: the simulated disk has every call that the log asks for."""
    return disk
