"""Several processes that read rows side by side, and hand back what they made of them in the order of the rows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, Generic, Self, TypeVar

from attrs import define, field

from aitimeline.model.error import TimelineError

_MOST = 8
_AHEAD = 3
Given = TypeVar("Given")
Made = TypeVar("Made")


def processors() -> int:
    """How many processes can work at the same time here."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, _MOST)


@define(slots=False)
class Crew(Generic[Given, Made]):
    """Processes that do the same work on one piece after the other. They end with this process, however it ends.

    Attributes:
        work: what is done with a piece; each process gets a copy of its own, once.
        size: how many processes.
    """

    work: Callable[[Given], Made]
    size: int
    _executor: ProcessPoolExecutor = field(init=False)

    def __enter__(self) -> Self:
        """Start them all.

        Raises:
            TimelineError: one of the processes has died.
        """
        # A process that is forked from one with threads may hang; one that is started anew does not.
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(self.size, context, initializer=_begin, initargs=(self.work,))
        with _lost_told(), _without_interrupts():
            for each in [self._executor.submit(processors) for _ in range(self.size)]:
                each.result()
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def map(self, pieces: Iterable[Given], sent: Callable[[Given], Any]) -> Iterator[tuple[Given, Made]]:
        """Each piece with what was made of it, in order; only a few are under way at any moment.

        Args:
            pieces: what is worked on.
            sent: gives of a piece what another process must have of it.

        Raises:
            TimelineError: one of the processes has died.
        """
        waiting: deque[tuple[Given, Future[Made]]] = deque()
        with _lost_told():
            for piece in pieces:
                waiting.append((piece, self._executor.submit(_do, sent(piece))))
                if len(waiting) > self.size * _AHEAD:
                    done, made = waiting.popleft()
                    yield done, made.result()
            for done, made in waiting:
                yield done, made.result()


@contextmanager
def _lost_told() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise TimelineError(
            "one of the processes that read the rows has ended before its time, perhaps for want of memory; "
            "nothing was written, run it again"
        ) from None


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes that are started here do not hear of Ctrl-C: their parent, which hears of it later, is to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where interrupts could not be kept from it, as on Windows
    vars(multiprocessing.current_process())["work"] = work
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when the one that started it does."""
    wait([parent])
    os._exit(1)


def _do(piece: Any) -> Any:
    return vars(multiprocessing.current_process())["work"](piece)
