"""Dates that are known only by order: ``after:gemini-announced before:2024-02``.

A date is a period: what was before it was over when it began. An event is a moment, or lasts: what was before or
after it may have been on the same day, earlier or later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.error import BadInputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_BOUND = r"(after|before):(\S+)"
_DATE = r"[\d\-/.XYQHTZ?~%:+]+"
AFTER, BEFORE = "after", "before"


class Bound(NamedTuple):
    """One end: after or before an event (by its key), or a date (as days).

    Attributes:
        side: ``after`` or ``before``.
        named: the key, or the date as EDTF.
        days: the date's first and last possible day; None for a key.
    """

    side: str
    named: str
    days: Days | None = None

    def __str__(self) -> str:
        return f"{self.side}:{self.named}"

    @property
    def has_time(self) -> bool:
        """True if it is a date with a time of day."""
        return self.days is not None and "T" in self.named

    def seen_from(self, tz: ZoneInfo | None, zone: ZoneInfo | None) -> Bound:
        """The same, a date being calendar days in ``tz``, or in ``zone`` where none is asked for."""
        if not self.has_time:
            return self
        from aitimeline.model.when import When  # noqa: PLC0415 -- which is made of bounds

        seen = When.parse(self.named).seen_from(tz, zone)
        return self._replace(days=Days(seen.start.first, seen.end.last))

    @property
    def key(self) -> str | None:
        """The key of the event that it names; None for a date."""
        return None if self.days else self.named


def is_order(text: str) -> bool:
    """True if a date is one that is known by order."""
    return text.startswith((f"{AFTER}:", f"{BEFORE}:"))


def read_bounds(text: str, read_days: Callable[[str], tuple[str, Days]]) -> tuple[Bound, ...]:
    """The bounds that are written in a text, in canonical order.

    Args:
        text: ``after:KEY-OR-DATE`` and ``before:KEY-OR-DATE``, one or several, parted by blanks.
        read_days: reads a date: its canonical form, and its first and last possible day.

    Raises:
        BadInputError: the text is not made of these.
    """
    return tuple(sorted({_bound(piece, read_days) for piece in text.split()}))


def _bound(piece: str, read_days: Callable[[str], tuple[str, Days]]) -> Bound:
    found = re.fullmatch(_BOUND, piece)
    if not found:
        raise BadInputError(
            f"cannot read {piece!r} in a date that is known by order; write after:KEY, before:KEY or before:2024-02"
        )
    side, named = found.groups()
    if re.fullmatch(_DATE, named):
        return Bound(side, *read_days(named))
    from aitimeline.model.key import check_key  # noqa: PLC0415 -- few dates name an event

    return Bound(side, check_key(named))


def limits(bounds: Iterable[tuple[Bound, Sequence[Days] | None]]) -> Days | None:
    """The days that are left between bounds; None if none is.

    Args:
        bounds: each with the days on which the event that it names may have begun, and may have ended; None for a
            date, and for an event of which nothing is known.
    """
    first, last = BEGINNING, FINISH
    for bound, event in bounds:
        if bound.side == AFTER:
            first = max(first, _after(bound, event))
        else:
            last = min(last, _before(bound, event))
    return Days(first, last) if first <= last else None


def _after(bound: Bound, event: Sequence[Days] | None) -> int:
    if bound.days:
        return bound.days.last + 1 if bound.days.last != FINISH else BEGINNING
    if not event:
        return BEGINNING
    start, end = event
    return end.first if end.first != FINISH else start.first  # what still goes on has begun, and no more is known


def _before(bound: Bound, event: Sequence[Days] | None) -> int:
    if bound.days:
        return bound.days.first - 1 if bound.days.first != BEGINNING else FINISH
    if not event:
        return FINISH
    start, end = event
    return start.last if start.last != BEGINNING else end.last
