"""Answers that are kept for as long as the log does not change; they are made one after the other, in one thread."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from attrs import define, field, frozen

from aitimeline.cli.web.body import Representation
from aitimeline.cli.web.site import Ask, Made, Site, until
from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.model.error import TimelineError

MOST_BYTES, MOST_ANSWERS = 1 << 26, 500
"""So much is kept; the newest always is."""
MOST_WAITING = 32
LONGEST = 10.0
"""Seconds that a query of a stranger's own may take."""
_QUICK, _SHARE = 0.002, 20  # a look that takes longer than this, in seconds, takes one part in so many of the time


class BusyError(TimelineError):
    """Too much is asked for at once."""


@frozen(eq=False)
class Kept:
    """An answer that is kept.

    Attributes:
        state: the number of the state of the log that it was made from.
        modified: when these bytes came to be, in seconds since 1970: later than any others for the same ask.
        day: the day that it is of, if it would be another one on another day.
    """

    answer: Representation
    state: int
    modified: int
    day: date | None


@define(eq=False)
class Cache:
    """Gives answers: from what is kept, or newly made where the log has changed since.

    Attributes:
        site: makes them.
        now: the clock.
        today: the day, as the site sees it.
    """

    site: Site
    now: Callable[[], datetime]
    today: Callable[[], date]
    disk: Disk = field(factory=SystemDisk)
    _kept: OrderedDict[Ask, Kept] = field(factory=OrderedDict, init=False)
    _bytes: int = field(default=0, init=False)
    _making: dict[tuple[Ask, int], asyncio.Future[Made]] = field(factory=dict, init=False)
    _worker: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "answers"), init=False)
    _state: int = field(default=0, init=False)
    _seen: object = field(default=None, init=False)
    _noticed: int = field(default=0, init=False)
    _look_again: float = field(default=0, init=False)
    _took: float = field(default=0, init=False)
    _is_closed: bool = field(default=False, init=False)

    async def find(self, ask: Ask) -> Kept:
        """The answer to what is asked for.

        Raises:
            BadInputError: its words cannot be understood.
            BusyError: too much is asked for at once.
            TimelineError: it cannot be made.
            OSError: the log cannot be looked at.
        """
        state = self._look()
        found = self._kept.get(ask)
        if found is not None and found.state == state and found.day in (None, self.today()):
            self._kept.move_to_end(ask)
            return found
        return self._put(ask, state, await self._made(ask, state))

    def _look(self) -> int:
        """The number of the log's state, which is another one as soon as anything was appended.

        And once more when the segments have settled: until then a change may leave their stamps as they are.

        A look at the names and sizes of segments takes some 50 microseconds. Where it takes long, as on some network
        file systems, not every request has one.
        """
        begun = time.monotonic()
        if begun >= self._look_again:
            now, stamps = self.disk.now(), self.site.stamps(self.disk)
            is_settled = all(stamp is None or stamp.is_settled(now) for _, stamp in stamps)
            ended = time.monotonic()
            took, self._took = min(ended - begun, self._took), ended - begun
            self._look_again = ended + (_SHARE * took if took > _QUICK else 0)
            if (stamps, is_settled) != self._seen:
                self._seen, self._state = (stamps, is_settled), self._state + 1
                self._noticed = max(self._noticed + 1, int(self.now().timestamp()))
        return self._state

    async def _made(self, ask: Ask, state: int) -> Made:
        """Make it, together for all who ask for it at once."""
        making = self._making.get((ask, state))
        if making is None:
            if len(self._making) >= MOST_WAITING:
                raise BusyError("too much is asked for at once; ask again in some seconds")
            making = asyncio.get_running_loop().run_in_executor(self._worker, self._make, ask)
            self._making[ask, state] = making
            making.add_done_callback(lambda done: self._over((ask, state), done))
        return await asyncio.shield(making)

    def _over(self, key: tuple[Ask, int], done: asyncio.Future[Made]) -> None:
        del self._making[key]
        if not done.cancelled():
            done.exception()  # or asyncio would complain where everybody has gone away

    def _make(self, ask: Ask) -> Made:
        is_late = until(LONGEST) if ask.words else lambda: False
        return self.site.make(ask, lambda: self._is_closed or is_late())

    def _put(self, ask: Ask, state: int, made: Made) -> Kept:
        before = self._kept.pop(ask, None)
        if before is not None:
            self._bytes -= before.answer.size
            if before.state == state and before.answer.plain.digest == made.answer.plain.digest:
                made = Made(before.answer, made.day)  # others have asked for it at once
        kept = Kept(made.answer, state, self._modified(before, made), made.day)
        self._kept[ask] = kept
        self._bytes += made.answer.size
        while len(self._kept) > 1 and (self._bytes > MOST_BYTES or len(self._kept) > MOST_ANSWERS):
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.answer.size
        return kept

    def _modified(self, before: Kept | None, made: Made) -> int:
        """When these bytes came to be: not the time of a record, as a merge brings old records later."""
        if before is not None and before.answer.plain.digest == made.answer.plain.digest:
            return before.modified
        noticed = self._noticed if made.day is None else max(self._noticed, int(self.now().timestamp()))
        return noticed if before is None else max(noticed, before.modified + 1)

    def close(self) -> None:
        """End what is being made, and make nothing more."""
        self._is_closed = True
        self._worker.shutdown(wait=True, cancel_futures=True)
