"""The timeline: what the log holds to be true, now or as of an earlier time, read from the index."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from math import isqrt
from sqlite3 import OperationalError
from sys import maxsize
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from aitimeline.index.condition import ALWAYS, DAY_SEEN, Condition, end_of, touches, touches_seen
from aitimeline.index.entry import COLUMNS, Entry, checked, record_in
from aitimeline.index.listing import Listing, date_seen
from aitimeline.index.schema import ACTOR, COUNTS, EVENT, LINE, RETRACTED, SETTLED, STILL, TIMED
from aitimeline.index.walk import Source, Walk
from aitimeline.model.day import BEGINNING, FINISH, ZONES_APART, Days
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.instant import moment
from aitimeline.model.preferred import preferred_name

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection
    from zoneinfo import ZoneInfo

    from aitimeline.index.dated import Dated
    from aitimeline.index.words import Words
    from aitimeline.model.actor import Actor
    from aitimeline.model.history import History
    from aitimeline.model.record import Record

_MANY_KEYS = 20_000
_ALWAYS_FEW = 2_000
_NAMES_KEPT = 10_000
_FEW_NEAR = 16
_ALL_STATES = "state s NOT INDEXED"
_MOST_LOOKED_UP = 8


class Window(NamedTuple):
    """Days near which events are looked for; what is approximate, by its units, may be ``slack`` of these days off."""

    first: int
    last: int
    slack: Callable[[int], int]


EVER = Window(BEGINNING, FINISH, lambda _: 0)


class Timeline:
    """All events and actors of a log by key, as they stand, or stood at a recorded time.

    Attributes:
        as_of: a recorded time, in microseconds since 1970; None for all that the log has.
        tz: the zone that times of day are seen from, for all that is asked; None for each event's own.
    """

    def __init__(self, connection: Connection, as_of: int | None = None, tz: ZoneInfo | None = None) -> None:
        self.connection = connection
        self.as_of = as_of
        self.tz = tz
        self._names: dict[str, Any] = {}

    def select(
        self,
        condition: Condition = ALWAYS,
        *,
        window: Window = EVER,
        sort: str = "when",
        reverse: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Entry]:
        """The events that stand and for which a condition holds, in an order; read as they are taken.

        Args:
            condition: what must hold.
            window: days near which their dates may lie; some are given that lie farther.
            sort: one of ``SORTS``.
            reverse: from the last to the first.
            limit: so many at most.
            offset: so many are passed over.
        """
        offset, end = min(offset, maxsize), None if limit is None else min(offset + limit, maxsize)
        driver = self._driver(condition, is_long=limit is None)
        holds, arguments = condition.holds, condition.arguments
        if driver is None:
            holds, arguments = _for_walk(condition, is_long=limit is None)
        walk = Walk(self, f"{self._standing(condition)} AND {holds}", arguments, sort, reverse, end)
        found = walk.near(window, condition.days) if driver is None else walk.among(_led_by(driver))
        return islice(found, offset, end)

    def days(self, condition: Condition = ALWAYS, windows: Sequence[Days] | None = None) -> Iterator[Dated]:
        """The days of the events that stand and for which a condition holds, those of the same dates together.

        They come in order of the first day. With ``windows``, which are in order and apart, they are those that
        touch one of these.
        """
        from aitimeline.index import dated  # noqa: PLC0415 -- few questions concern days alone

        seen = f"{self._standing(condition)} AND s.family = {EVENT}"
        driver = self._driver(condition, is_long=windows is None)
        near: tuple[object, ...] = ()
        if driver is not None:
            (tables, led, _), (holds, arguments) = _led_by(driver), (condition.holds, condition.arguments)
            if windows is not None:
                near = (dated.windows_text(windows),)
                tables, seen = f"{tables} CROSS JOIN {dated.NEAR}", f"{seen} AND {dated.TOUCHES}"
            arguments = (*led, *near, *arguments)
        else:
            tables, near = self._source(condition, windows)
            holds, arguments = _for_walk(condition, is_long=not near)
            arguments = (*near, *arguments)
        is_all = condition == ALWAYS and windows is None
        query = dated.grouped_all(self._standing(condition)) if is_all else dated.grouped(tables, f"{seen} AND {holds}")
        plain = (dated.Dated(*row) for row in self.connection.execute(query, arguments))
        if not self.listing.loose:
            return plain
        return heapq.merge(plain, self._loose_days(condition, windows), key=lambda each: each.first)

    def _loose_days(self, condition: Condition, windows: Sequence[Days] | None) -> list[Dated]:
        """The same of those whose days do not stand in the index."""
        from aitimeline.index import dated  # noqa: PLC0415

        ids = json.dumps([each.id for each in self.listing.loose])
        query = (
            f"SELECT s.id FROM json_each(?) d CROSS JOIN state s ON s.id = d.value "
            f"WHERE {self._standing(condition)} AND {condition.holds}"
        )
        kept = {number for (number,) in self.connection.execute(query, (ids, *condition.arguments))}
        found = (dated.loose(each) for each in self.listing.loose if each.id in kept)
        return sorted(each for each in found if windows is None or any(map(each.touches, windows)))

    def rows(self, columns: str, condition: Condition = ALWAYS, led_by: Condition | None = None) -> Iterator[Any]:
        """Columns of the states ``s`` of the events that stand and for which a condition holds, in no order.

        They are found by ``led_by``, a part of the condition, or by what seems best.
        """
        seen = f"{self._standing(condition)} AND s.family = {EVENT}"
        driver = led_by or self._driver(condition, is_long=True)
        if driver is not None:
            (tables, near, _), holds, arguments = _led_by(driver), condition.holds, condition.arguments
        else:
            tables, near = self._source(condition)
            holds, arguments = _for_walk(condition, is_long=not near)
        query = f"SELECT {columns} FROM {tables} WHERE {seen} AND {holds}"
        return iter(self.connection.execute(query, (*near, *arguments)))

    def entries(self, condition: Condition) -> Iterator[Entry]:
        """The events that stand and for which a condition holds, in no order."""
        return map(self.entry_in, self.rows(COLUMNS, condition))

    def entry_in(self, row: Sequence[Any]) -> Entry:
        """The event of a row of ``COLUMNS``, with its days as they are seen."""
        entry = Entry(*(*row, self.listing))
        if entry.flags & TIMED and entry.first is not None:
            self.listing.settle(entry)
        return entry

    @cached_property
    def listing(self) -> Listing:
        """What decides in which order events are listed."""
        return Listing(self.connection, self._seen, self.tz, self.stated)

    def touching(self, days: Days) -> Condition:
        """The date, as it is seen, may touch some days."""
        if self.listing.moving <= {STILL}:
            return touches(*days)
        with suppress(OperationalError):  # SQLite refuses to put it in its own place while an answer is being read
            self.connection.create_function(DAY_SEEN, 4, _day_seen, deterministic=True)
        loose = [each.id for each in self.listing.loose if each.touches(days)]
        return touches_seen(*days, self.tz.key if self.tz else None, loose)

    def _source(self, condition: Condition, windows: Sequence[Days] | None = None) -> tuple[str, tuple[object, ...]]:
        """Where states ``s`` are looked for: near windows, or near a condition's days if there are few, or anywhere."""
        if windows is None and condition.days == (BEGINNING, FINISH):
            return _ALL_STATES, ()
        from aitimeline.index import dated  # noqa: PLC0415 -- few questions are about some days only

        if windows is not None:
            return dated.WALK, (dated.windows_text(windows),)
        first, last = condition.days
        window = dated.windows_text([Days(first - ZONES_APART, last + ZONES_APART)])
        is_narrow = dated.has_few(self.connection, window, max(self._few, self._size // _FEW_NEAR))
        return (dated.WALK, (window,)) if is_narrow else (_ALL_STATES, ())

    def _standing(self, condition: Condition) -> str:
        """The test of what stands at the time, and of what was withdrawn where a condition asks for that."""
        seen = f"{self._seen} AND s.first IS NOT NULL"
        return seen if condition.with_retracted else f"{seen} AND NOT s.flags & {RETRACTED}"

    def _driver(self, condition: Condition, *, is_long: bool) -> Condition | None:
        """Of what must hold, that which the fewest states fulfil, if these are few; ``is_long`` if all are wanted."""
        fewest, found = (max(self._few, self._size // 64) if is_long else self._few) + 1, None
        for part in condition.parts or (condition,):
            if part.ids is not None:
                query = f"SELECT count(*) FROM (SELECT * FROM ({part.ids}) LIMIT {fewest})"
                (number,) = self.connection.execute(query, part.id_arguments).fetchone()
                if number < fewest:
                    fewest, found = number, part
        return found

    def has_few(self, condition: Condition) -> bool:
        """True if those for which a condition may hold are so few that ``select`` looks them up one by one."""
        return self._driver(condition, is_long=False) is not None

    @cached_property
    def _few(self) -> int:
        """So many states are rather looked at one by one than all in order."""
        return max(_ALWAYS_FEW, 5 * isqrt(self._size))

    @cached_property
    def _seen(self) -> str:
        if self.as_of is None:
            return "s.until IS NULL"
        return f"s.since <= {int(self.as_of)} AND (s.until IS NULL OR s.until > {int(self.as_of)})"

    @cached_property
    def words(self) -> Words:
        """What words and values of fields stand for."""
        from aitimeline.index.words import Words  # noqa: PLC0415 -- a query without words or terms needs none

        return Words(self.connection, self._seen)

    def entry(self, key: str) -> Entry:
        """The event with this key.

        Raises:
            NoSuchEventError: there is none, or it was retracted; the message names the nearest keys.
        """
        row = self._state(EVENT, key, COLUMNS)
        if row is None:
            from aitimeline.model.key import slug  # noqa: PLC0415 -- most keys are given as they are

            row = self._state(EVENT, slug(key), COLUMNS)
        if row is None or row[1] is None:
            raise NoSuchEventError(f"no event has the key {key!r}{self._then()}{self.similar(key)}")
        found = self.entry_in(row)
        if found.is_retracted:
            raise NoSuchEventError(
                f"{found.key!r} was retracted ({found.reason or 'no reason given'}); "
                f"'aitimeline history {found.key}' has all of it"
            )
        self.listing.meet(found)
        return found

    def similar(self, key: str) -> str:
        """A sentence that names the keys that are most like one, or nothing where none is."""
        from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415 -- only a mistyped key needs it

        return did_you_mean(key, self.keys(key[:2]) if self._size > _MANY_KEYS else self.keys())

    @cached_property
    def _size(self) -> int:
        """The greatest number of a state: as many, or more, than there are."""
        (size,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM state").fetchone()
        return int(size)

    def _then(self) -> str:
        return "" if self.as_of is None else f" as of {moment(self.as_of):%Y-%m-%dT%H:%M:%SZ}"

    def keys(self, beginning: str = "", family: int = EVENT) -> list[str]:
        """The keys of events (or actors) that begin so, those of withdrawn ones too; at most 20,000."""
        begun = _bindable(beginning)
        query = f"SELECT DISTINCT key FROM state s WHERE family = ? AND key >= ? AND key < ? AND {self._seen} LIMIT ?"
        return [key for (key,) in self.connection.execute(query, (family, begun, end_of(begun), _MANY_KEYS))]

    def actor_keys(self) -> Iterator[str]:
        """The keys of all actors of which the log has a record that stands."""
        query = f"SELECT key FROM state s WHERE family = {ACTOR} AND NOT s.flags & {RETRACTED} AND {self._seen}"
        return (key for (key,) in self.connection.execute(query))

    def has_key(self, key: str) -> bool:
        """True if an event has this key, even if it was withdrawn."""
        return self._state(EVENT, key, "1") is not None

    def _state(self, family: int, key: str, columns: str) -> Any:
        query = f"SELECT {columns} FROM state s WHERE s.family = ? AND s.key = ? AND {self._seen}"
        return self.connection.execute(query, (family, _bindable(key))).fetchone()

    def stated(self, key: str) -> Entry | None:
        """The event with this very key; None where there is none, or it was retracted."""
        found = self.latest(key)
        return None if found is None or found.is_retracted else found

    def latest(self, key: str) -> Entry | None:
        """The event with this very key, as it stands or as it was withdrawn; None where there is none."""
        row = self._state(EVENT, key, COLUMNS)
        return None if row is None or row[1] is None else self.entry_in(row)

    def history(self, key: str) -> History:
        """Everything that was recorded of an event.

        Raises:
            NoSuchEventError: there is nothing; the message names the nearest keys.
        """
        found = self._event_history(key)
        if found is None:
            raise NoSuchEventError(f"no event has the key {key!r}{self._then()}{self.similar(key)}")
        return found

    def actor_history(self, key: str) -> History:
        """Everything that was recorded of an actor.

        Raises:
            NoSuchEventError: there is nothing; the message names the nearest keys.
        """
        found = self._history(ACTOR, key)
        if found is None:
            from aitimeline.index.nearest import did_you_mean  # noqa: PLC0415

            hint = did_you_mean(key, self.keys(family=ACTOR))
            raise NoSuchEventError(f"no actor has the key {key!r}{self._then()}{hint}")
        return found

    def any_history(self, key: str) -> History:
        """Everything that was recorded of an event, or of the actor with this key if no event has it.

        Raises:
            NoSuchEventError: neither has it; the message names the nearest keys.
        """
        return self._event_history(key) or self._history(ACTOR, key) or self.history(key)

    def _event_history(self, key: str) -> History | None:
        """That of the event with this key, or with the key that this text would make."""
        from aitimeline.model.key import slug  # noqa: PLC0415

        return self._history(EVENT, key) or self._history(EVENT, slug(key))

    def _history(self, family: int, key: str) -> History | None:
        from aitimeline.model.history import history_of  # noqa: PLC0415 -- most answers need none

        lines = self.connection.execute(
            f"SELECT {LINE}, recorded FROM state s WHERE family = :family AND key = :key AND NOT flags & :settled "
            "UNION ALL SELECT line, time FROM record WHERE family = :family AND key = :key AND counts = :counts",
            {"family": family, "key": _bindable(key), "settled": SETTLED, "counts": COUNTS},
        )
        records: list[Record] = [
            record_in(line) for line, time in lines.fetchall() if self.as_of is None or time <= self.as_of
        ]
        return history_of(key, records) if records else None

    def actor(self, key: str) -> Actor | None:
        """The actor with this key, or None where the log has no record of it."""
        row = self._state(ACTOR, key, f"{LINE}, s.flags")
        return None if row is None or row[1] & RETRACTED else cast("Actor", record_in(row[0]).payload)

    def actor_name(self, key: str, language: str) -> str:
        """An actor's name in a language, else in English, else in any, else its key."""
        data = self.actor_data(key)
        return (preferred_name(data["names"], language) if data else "") or key

    def first_names(self, key: str) -> list[str]:
        """The names with which an actor was first recorded; none where the log has no record of it."""
        data = self.actor_data(key)
        return [name for given in data["names"].values() for name in given] if data else []

    def names_of(self, key: str) -> list[str]:
        """All names of an actor, later ones too, or its key where the log has no record of it."""
        data = self.actor_data(key)
        given = [each["names"] for each in (data, *(data.get("renamed") or ()))] if data else []
        return [name for names in given for tag in sorted(names) for name in names[tag]] if data else [key]

    def actor_data(self, key: str) -> Any:
        """What an actor's record says, as JSON has it, or None where the log has no record of it."""
        if key not in self._names:
            if len(self._names) > _NAMES_KEPT:
                self._names.clear()
            row = self._state(ACTOR, key, f"{LINE}, s.flags, s.crc")
            is_gone = row is None or row[1] & RETRACTED
            self._names[key] = None if is_gone else json.loads(checked(row[0], row[2]))["data"]
        return self._names[key]

    @property
    def newest(self) -> datetime | None:
        """The latest recorded time."""
        times = "SELECT max(recorded) AS time FROM state UNION ALL SELECT max(time) FROM record WHERE counts = 1"
        (newest,) = self.connection.execute(f"SELECT max(time) FROM ({times})").fetchone()
        return None if newest is None else moment(newest)


def _led_by(driver: Condition) -> Source:
    """The states ``s`` that a condition names."""
    ids = f"SELECT DISTINCT id FROM (SELECT 0 AS id WHERE 0 UNION ALL {driver.ids})"
    return Source(f"({ids}) d CROSS JOIN state s ON s.id = d.id", driver.id_arguments)


def _for_walk(condition: Condition, *, is_long: bool) -> tuple[str, tuple[object, ...]]:
    """The test of a condition for those who look at one state after the other, all of them if ``is_long``.

    Looking into lines is dear: where very many will be, only into those that may hold what is looked for.
    """
    holds, arguments = condition.holds, condition.arguments
    if is_long:
        dear = [part for part in condition.parts or (condition,) if part.is_dear and part.ids is not None]
        for part in dear[:_MOST_LOOKED_UP]:
            holds = f"s.id IN ({part.ids}) AND {holds}"
            arguments = (*part.id_arguments, *arguments)
    return holds, arguments


def _bindable(key: str) -> str:
    """The same, but for what stands for bytes that are not UTF-8, which SQLite does not take; no key has these."""
    return key if key.isascii() else key.encode("utf-8", "replace").decode()


def _day_seen(text: str, zone: str | None, tz: str | None, is_end: int) -> int:
    """The last day, or the first, that a date with a zone may touch as it is seen from another."""
    from aitimeline.model.zone import zone_named  # noqa: PLC0415 -- few logs have times of day

    when = date_seen(text, zone, zone_named(tz))
    return when.end.last if is_end else when.start.first
