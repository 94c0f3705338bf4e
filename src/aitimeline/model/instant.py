"""Recorded times: as ``datetime`` in UTC, as microseconds since 1970, and as RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aitimeline.model.day import day_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()


def microseconds(time: datetime) -> int:
    """Microseconds since 1970, exactly, of a time whose offset is known."""
    passed = time - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def moment(microseconds: int) -> datetime:
    """A time, of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def format_time(time: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond: ``2026-11-24T13:40:48.000000Z``."""
    return time_text(microseconds(time))


def time_text(microseconds: int) -> str:
    """The same of microseconds since 1970; ``isoformat`` takes several times as long."""
    second, rest = divmod(microseconds, 1_000_000)
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    day, hour = divmod(hour, 24)
    return f"{day_text(_EPOCH_DAY + day)}T{hour:02}:{minute:02}:{second:02}.{rest:06}Z"
