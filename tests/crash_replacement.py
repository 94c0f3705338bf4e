"""Stories of one file that is replaced again and again on a simulated machine that crashes."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from types import SimpleNamespace
from unittest import mock

from attrs import define, evolve, field

from aitimeline.log import durable
from aitimeline.log.durable import make_folder, replace_file
from aitimeline.model.error import OutcomeUnknownError, TimelineError
from simulated_disk import EndedError, Faults, SimulatedDisk
from simulated_platter import Machine, dice
from simulated_turns import Turns

FILE = Path("/simulated/file")


@define(eq=False)
class Replacement:
    """One run.

    Attributes:
        seed: tells all of it.
        possible: what the file may hold; None if it may not be there.
        promised: by the new content the name under which the old one is to stay, and what it is.
        kept: by name what old files hold for good.
    """

    seed: int
    random: Random = field(init=False)
    machine: Machine = field(init=False)
    turns: Turns = field(init=False)
    possible: list[bytes | None] = field(init=False, factory=lambda: [None])
    promised: dict[bytes | None, tuple[Path, bytes]] = field(init=False, factory=dict)
    kept: dict[Path, bytes] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.random = dice(self.seed)
        self.machine = Machine(self.random)
        self.turns = Turns(self.random)

    def tell(self) -> None:
        """Replace the file, with faults and then without; see each time what is there."""
        system = SimpleNamespace(getpid=lambda: 1, name=os.name)
        with mock.patch.object(durable, "os", system):
            make_folder(self._disk(Faults()), FILE.parent)
            for number in range(1, 16):
                self._replace(number, self._faults() if number % 3 else Faults())
                self._look()

    def _faults(self) -> Faults:
        return evolve(Faults.drawn(self.random), power=self.random.choice((0, 0.03, 0.15)))

    def _disk(self, faults: Faults) -> SimulatedDisk:
        return SimulatedDisk(self.machine, self.turns, faults)

    def _replace(self, number: int, faults: Faults) -> None:
        disk = self._disk(faults)
        pieces = [bytes([64 + number]) * self.random.choice((1, 100, 3000)) for _ in range(self.random.randint(1, 3))]
        new, old = b"".join(pieces), self._content()
        keep_as = FILE.with_name(f"kept-{number}") if old is not None and self.random.random() < 0.8 else None
        self.possible.append(new)
        if keep_as and old is not None:
            self.promised[new] = keep_as, old
        try:
            replace_file(disk, FILE, pieces, keep_as)
        except EndedError:
            return
        except OutcomeUnknownError:
            assert disk.troubles
        except TimelineError as failure:
            disk.account_for(failure)
            self.possible.remove(new)
            assert self._content() == old, "it failed, and has changed something"
            assert not self._left_over()
        else:
            self.possible = [new]
            self._keep(new)
            assert self._content() == new
            assert not self._left_over()
        disk.end()

    def _look(self) -> None:
        if self.random.random() < 0.7 and not self.machine.is_off:
            self.machine.lose_power(self.random.choice((0, None)))
        was_off = self.machine.is_off
        self.machine.start()
        content = self._content()
        assert content in self.possible, f"neither old nor new: {content!r}"
        if was_off:  # else an older one may yet come back
            self.possible = [content]
            self._keep(content)
        for path, old in self.kept.items():
            assert self.machine.find(path), f"{path}, which was kept, is gone"
            assert self._disk(Faults()).read(path) == old, f"{path} was kept and has changed"

    def _keep(self, content: bytes | None) -> None:
        """Where this is there for good, the old content is there too."""
        if content in self.promised:
            path, old = self.promised[content]
            self.kept[path] = old

    def _content(self) -> bytes | None:
        return bytes(self.machine.file(FILE).cache) if self.machine.find(FILE) else None

    def _left_over(self) -> list[str]:
        return [name for name in self.machine.folder(FILE.parent).entries if name.endswith(".tmp")]
