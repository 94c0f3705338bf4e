"""Events spread evenly over the days on which they may have been."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

from attrs import define

from aitimeline.model.day import Days

_MOST_BITS = 8192


@define
class _Running:
    """Dates of one length: how many of them a day lies in, and the sum of the days of all of them so far."""

    number: int = 0
    passed: int = 0
    since: int = 0

    def at(self, day: int) -> int:
        """The sum of the days before this one."""
        return self.passed + self.number * (day - self.since)


class Spread:
    """How much of some events lies before a day, if each is as likely on any of its days.

    It is counted in whole units, so that parts sum to the whole exactly. There are so many units in an event that
    each day of each date has a whole number of them; only where the dates are of very many lengths has it that
    number or one more, in turn.

    Attributes:
        unit: so many are one event.
        changes: the days on which some date begins or has ended, in order.
    """

    def __init__(self, ranges: Mapping[Days, int]) -> None:
        """Spread so many events over each of these runs of days."""
        self.unit = _unit({last - first + 1 for first, last in ranges})
        changes = []
        for (first, last), number in ranges.items():
            length = last - first + 1
            changes += [(first, length, number), (last + 1, length, -number)]
        self._changes = sorted(changes)
        self.changes = [day for day, _, _ in self._changes]
        self._next = 0
        self._ended = 0
        self._running: dict[int, _Running] = {}

    def before(self, day: int) -> int:
        """The units that lie before a day; not to be asked of an earlier day thereafter."""
        while self._next < len(self._changes) and self._changes[self._next][0] <= day:
            self._change(*self._changes[self._next])
            self._next += 1
        return self._ended + sum(self.unit * each.at(day) // length for length, each in self._running.items())

    def _change(self, day: int, length: int, number: int) -> None:
        running = self._running.setdefault(length, _Running())
        running.passed, running.since = running.at(day), day
        running.number += number
        if not running.number:
            self._ended += self.unit * (running.passed // length)
            del self._running[length]


def _unit(lengths: set[int]) -> int:
    unit = 1
    for length in sorted(lengths):
        unit = lcm(unit, length)
        if unit.bit_length() > _MOST_BITS:
            return 1 << _MOST_BITS
    return unit
