"""Calendar days in one zone and in another, and the local times that clocks show twice or never.

When clocks are put back, an hour of local time happens twice; when they are put forward, one never does. As PEP 495
has it, such a time has two readings: with the offset from before the change, and with that from after it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from aitimeline.model.day import BEGINNING, FINISH, ZONES_APART, Days

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone with a name; None where there is no name, or none that this system knows."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def moments(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments that a local time may be: one, or two where the clocks of the zone show it twice or never.

    The first is the one that PEP 495 takes by itself: with the offset from before the change.
    """
    before, after = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return (before,) if before.utcoffset() == after.utcoffset() else (before, after)


def local_times(moment: datetime, tz: ZoneInfo | None, zone: ZoneInfo | None) -> tuple[datetime, ...]:
    """What clock and calendar of ``tz`` (else ``zone``) may show at a moment, the earliest first.

    A moment without an offset is local to ``zone``. One that cannot be placed elsewhere is what was written.
    """
    target, written = tz or zone, (moment.replace(tzinfo=None),)
    if target is None or (moment.tzinfo is None and (zone is None or target == zone)):
        return written
    readings = (moment,) if moment.tzinfo is not None or zone is None else moments(moment, zone)
    try:
        return tuple(sorted(each.astimezone(target).replace(tzinfo=None) for each in readings))
    except OverflowError:  # on the first or last day of the calendar, with no day beyond
        return written


def days_elsewhere(days: Days, tz: ZoneInfo, zone: ZoneInfo) -> Days:
    """The days of ``tz`` that whole days of ``zone`` touch."""
    if tz == zone:
        return days
    first = _elsewhere(days.first, time.min, 0, tz, zone)
    last = _elsewhere(days.last, time.max, 1, tz, zone)
    # A day that a zone left out, as Samoa did 30 December 2011, ends there before it begins.
    return Days(min(first, last), max(first, last))


def _elsewhere(number: int, at: time, fold: int, tz: ZoneInfo, zone: ZoneInfo) -> int:
    """The day of ``tz`` on which a time of a day of ``zone`` falls; the farthest possible where no clock is known."""
    if _FIRST <= number <= _LAST:
        moment = datetime.combine(date.fromordinal(number), at, zone).replace(fold=fold)
        try:
            return moment.astimezone(tz).toordinal()
        except OverflowError:
            pass
    if number in (BEGINNING, FINISH):
        return number
    return number + (ZONES_APART if fold else -ZONES_APART)
