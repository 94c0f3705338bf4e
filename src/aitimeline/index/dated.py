"""The days of events, without anything else of them, for questions that concern all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.index.schema import FIRST_LOOSE, UNPLAIN
from aitimeline.model.day import BEGINNING, Days
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named

if TYPE_CHECKING:
    from sqlite3 import Connection
    from zoneinfo import ZoneInfo

    from aitimeline.index.listing import Loose

# Most dates are days, or spans from one to another, and their days say all. Of the rest (what is imprecise, or has a
# time of day, which moves with the zone) the date itself is needed.
_STATED = f"CASE WHEN s.flags & {UNPLAIN} THEN s.stated END"
_ORDERED = "reach r CROSS JOIN state s INDEXED BY state_order ON s.reach = r.id"

NEAR = (
    "(SELECT json_extract(value, '$[0]') AS beyond, json_extract(value, '$[1]') AS first, "
    "json_extract(value, '$[2]') AS last FROM json_each(?)) w"
)
"""Windows ``w``, as ``windows_text`` writes them: ``beyond`` is the last day of the one before."""
TOUCHES = "s.first > w.beyond AND s.first <= w.last AND s.last >= w.first"
"""A window is the first one that a state touches."""
WALK = (
    f"{NEAR} CROSS JOIN reach r CROSS JOIN state s INDEXED BY state_order ON s.reach = r.id "
    "AND s.first > max(w.beyond, w.first - r.length - 1) AND s.first <= w.last AND s.last >= w.first"
)
"""The states that touch windows, found by the order of days."""


class Dated(NamedTuple):
    """Events on the same days.

    Attributes:
        first: the first day that their dates may touch, as they are written, which a time of day may move; where these
            are known by order only, as it follows.
        last: the last one.
        stated: their date and zone, as JSON, where the days do not say all: it is imprecise, or has a time of day.
        number: how many events these are.
        key: the first of their keys.
    """

    first: int
    last: int
    stated: str | None
    number: int
    key: str

    def when_in(self, tz: ZoneInfo | None) -> When | None:
        """Their date as calendar days in ``tz``; None where it lasts from the first day to the last, for certain."""
        if self.stated is None:
            return None
        text, zone = json.loads(self.stated)
        when = When.parse(text)
        if when.bounds:
            return when.on(Days(self.first, self.last))
        return when if when.moment is None else when.seen_from(tz, zone_named(zone))

    def touches(self, days: Days) -> bool:
        """True if their dates may touch some days."""
        return self.first <= days.last and self.last >= days.first


def loose(found: Loose) -> Dated:
    """An event whose days were followed anew."""
    when = found.when
    return Dated(when.start.first, when.end.last, json.dumps([when.edtf, None]), 1, found.key)


def windows_text(windows: Iterable[Days]) -> str:
    """Runs of days, in order and apart, for ``NEAR``."""
    beyond, found = BEGINNING - 1, []
    for first, last in windows:
        found.append((beyond, first, last))
        beyond = last
    return json.dumps(found)


def grouped(tables: str, test: str) -> str:
    """The query of the days of some states, those of the same dates together, in order."""
    return (
        f"SELECT s.first, s.last, {_STATED}, count(*), min(s.key) FROM {tables} "
        f"WHERE {test} AND s.reach < {FIRST_LOOSE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )


def grouped_all(test: str) -> str:
    """The same of all states that pass a test of what ``state_order`` has, which is read alone, and in its order."""
    plain = f"s.first IS NOT NULL AND {test} AND s.reach < {FIRST_LOOSE} AND NOT s.flags & {UNPLAIN}"
    unplain = grouped(_ORDERED, f"s.first IS NOT NULL AND {test} AND s.flags & {UNPLAIN}")
    return (
        f"SELECT * FROM (SELECT s.first, s.last, NULL, count(*), min(s.key) FROM {_ORDERED} WHERE {plain} "
        f"GROUP BY r.id, s.first, s.last UNION ALL SELECT * FROM ({unplain})) ORDER BY 1, 2, 3"
    )


def has_few(connection: Connection, windows: str, few: int) -> bool:
    """True if at most so many states touch windows, as ``windows_text`` writes them."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM {WALK} LIMIT {int(few) + 1})"
    return bool(connection.execute(query, (windows,)).fetchone()[0] <= few)


def first_day_after(connection: Connection, day: int) -> int | None:
    """The next day on which the date of some state begins, whether or not it still stands."""
    query = "SELECT min(first) FROM state INDEXED BY state_order WHERE reach = ? AND first > ?"
    reaches = connection.execute("SELECT id FROM reach").fetchall()
    found = (connection.execute(query, (reach, day)).fetchone()[0] for (reach,) in reaches)
    return min((each for each in found if each is not None), default=None)
