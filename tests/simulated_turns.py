"""Programs that run at once on a simulated machine, one at a time and in an order that chance decides."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import Semaphore, Thread

from attrs import define, field

SECONDS = 600


@define
class Turns:
    """Lets several programs run, each in a thread but only one at a time, and changes between them by chance."""

    random: Random
    running: int = field(init=False, default=0)
    _gates: list[Semaphore] = field(init=False, factory=list)
    _living: set[int] = field(init=False, factory=set)
    _all_ended: Semaphore = field(init=False, factory=lambda: Semaphore(0))
    _failures: list[BaseException] = field(init=False, factory=list)

    def run(self, programs: list[Callable[[], None]]) -> None:
        """Run them all to their ends; the first failure is raised then."""
        self._gates = [Semaphore(0) for _ in programs]
        self._living = set(range(len(programs)))
        threads = [Thread(target=self._live, args=each, daemon=True) for each in enumerate(programs)]
        for thread in threads:
            thread.start()
        self._next(self._living)
        assert self._all_ended.acquire(timeout=SECONDS), "the programs wait for each other"
        for thread in threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def pass_on(self) -> None:
        """Let another program go on instead, if there is one."""
        mine, others = self.running, self._living - {self.running}
        if others:
            self._next(others)
            self._gates[mine].acquire()

    def wait(self) -> None:
        """Let others go on, as this program cannot."""
        assert len(self._living) > 1, "a lock is held by nobody who could give it back"
        self.pass_on()

    def _next(self, among: set[int]) -> None:
        self.running = self.random.choice(sorted(among))
        self._gates[self.running].release()

    def _live(self, number: int, program: Callable[[], None]) -> None:
        self._gates[number].acquire()
        try:
            program()
        except BaseException as failure:  # noqa: BLE001 -- raised again by run
            self._failures.append(failure)
        self._living.discard(number)
        if self._living:
            self._next(self._living)
        else:
            self._all_ended.release()
