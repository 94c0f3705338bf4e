"""Recorded times: as ``datetime`` in UTC, as microseconds since 1970, and as RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(time: datetime) -> int:
    """Microseconds since 1970, exactly, of a time whose offset is known."""
    passed = time - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def moment(microseconds: int) -> datetime:
    """A time, of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def format_time(time: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond: ``2026-11-24T13:40:48.000000Z``."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
