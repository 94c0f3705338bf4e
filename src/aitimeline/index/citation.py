"""What it takes to cite a log: where a record stands, and how much the log held at a time."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from aitimeline.index.schema import CONTRADICTS, SETTLED
from aitimeline.index.timeline import Timeline
from aitimeline.log.place import Place
from aitimeline.model.instant import moment

_EVER = 2**63 - 1
_PLACE = f"""
SELECT path, number FROM (
  SELECT segment, number FROM record WHERE rid = :rid AND counts > {CONTRADICTS + 1} UNION ALL
  SELECT segment, number FROM state WHERE rid = :rid AND NOT flags & {SETTLED}
) JOIN segment ON segment.id = segment
"""
# A state that is nothing but a record stands since that was recorded. So an index of times has these records, together
# with the states that were made of several; those are few, and found by their keys.
_ALONE = "SELECT count(*), max(since) FROM state INDEXED BY state_key WHERE since <= :time"
_SETTLED = """
SELECT count(*) FROM (SELECT DISTINCT family, key FROM record WHERE family IS NOT NULL) r
CROSS JOIN state s INDEXED BY state_key ON s.family = r.family AND s.key = r.key WHERE s.since <= :time
"""
_OTHERS = f"SELECT count(*), max(time) FROM record WHERE counts > {CONTRADICTS + 1} AND time <= :time"


class Holding(NamedTuple):
    """How many records a log held at a time, and when the newest of them was recorded; None where it held none."""

    records: int
    newest: datetime | None


def place_of(connection: Connection, rid: str) -> Place | None:
    """Where the line stands that counts of those with an id; None where there is none."""
    row = connection.execute(_PLACE, {"rid": rid}).fetchone()
    return None if row is None else Place(Path(os.fsdecode(row[0])), row[1])


def holding(timeline: Timeline) -> Holding:
    """What the log holds, or held at the time that ``timeline`` is as of; records that are not understood too."""
    time = {"time": _EVER if timeline.as_of is None else timeline.as_of}
    alone, newest = timeline.connection.execute(_ALONE, time).fetchone()
    (settled,) = timeline.connection.execute(_SETTLED, time).fetchone()
    others, newest_other = timeline.connection.execute(_OTHERS, time).fetchone()
    times = [each for each in (newest, newest_other) if each is not None]
    return Holding(alone - settled + others, moment(max(times)) if times else None)
