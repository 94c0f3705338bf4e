"""A log as the index has it, and as it is read plainly, as of a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from aitimeline.index.store import Store
from aitimeline.index.timeline import Timeline
from aitimeline.log.place import all_segments
from oracle import Held, moments_of
from oracle_logs import FOLDERS, Log, Shelf
from plain import Timeline as Plain

TZS = [None, None, *map(ZoneInfo, ["Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"])]
"""Zones to see times of day from; None for each event's own."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)


@contextmanager
def read_both(log: Log, data: st.DataObject) -> Iterator[tuple[Timeline, Plain, Held]]:
    """What the index has of a log, what stands in it plainly, and all that it holds."""
    disk = Shelf(files=log.segments)
    held = Held.of(FOLDERS, disk)
    as_of = data.draw(st.sampled_from([None, None, None, *sorted(moments_of(held))]), label="as of")
    connection = Store(None, all_segments(FOLDERS, disk), disk).open()
    tz = data.draw(st.sampled_from(TZS), label="tz")
    timeline = Timeline(connection, None if as_of is None else microseconds(as_of), tz)
    # Whether what few events have is looked up, or all of them are walked through, as in logs of very many.
    timeline._few = data.draw(st.sampled_from([2000, 1, 0]), label="few")
    try:
        yield timeline, Plain.of(held.records, as_of, tz), held
    finally:
        connection.close()
