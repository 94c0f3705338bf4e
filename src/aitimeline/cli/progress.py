"""A progress bar on standard error, where a person looks on and where it takes long enough to wonder."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.5


class Bar:
    """One bar a stage of the work; nothing is drawn in the first half second, nor where nobody looks on.

    Attributes:
        totals: how much each stage has to do, in its own unit; a stage that is not named has no end that is known.
        done: how much of each stage that has begun is done.
    """

    def __init__(self, totals: dict[str, int] | None = None) -> None:
        self.totals = totals or {}
        self.done: dict[str, int] = {}
        self._begun = time.monotonic()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._is_seen = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def total(self, stage: str, amount: int) -> None:
        """Note how much a stage has to do."""
        self.totals[stage] = amount

    def close(self, stage: str) -> None:
        """Note that a stage is over: its bar is taken away."""
        if self._bar is not None and stage in self._tasks:
            self._bar.stop()
            self._bar = None
            self._tasks.clear()

    def advance(self, stage: str, amount: int) -> None:
        """Note that so much more of a stage is done."""
        self.done[stage] = self.done.get(stage, 0) + amount
        if not self._is_seen:
            return
        if self._bar is None:
            if time.monotonic() - self._begun < _PATIENCE:
                return
            self._bar = _start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=self.totals.get(stage))
        self._bar.update(self._tasks[stage], completed=self.done[stage])


def _start() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<18}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar
