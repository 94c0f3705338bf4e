"""What an answer comes from: the records of the events and actors that it names.

An answer is looked at as the JSON values that it is printed as, and one rule says what these name:

- an object with a member ``key`` is about an event; about an actor, if it has a ``name`` or is ``about`` one. Its
  ``id`` and its ``heads`` are records of that; where it has none, what stands of it is meant;
- a member ``actor`` is the key of an actor;
- ``first`` and ``second`` in one object are the keys of two events, if they are text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from aitimeline.index.citation import place_of
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.record import Record

if TYPE_CHECKING:
    from aitimeline.log.place import Place

MOST_NAMED = 100_000
"""So many are told apart; an answer that names more is not counted to its end."""
_QUOTED = frozenset({"sources", "figures"})
"""Members that are as somebody wrote them: what they hold names nothing."""


class Named(NamedTuple):
    """An event or actor that an answer names; ``id`` is that of a record of it, or empty where what stands is meant."""

    key: str
    is_actor: bool = False
    id: str = ""


@frozen
class Cited:
    """A record that an answer comes from.

    Attributes:
        statement: the record that says what the event or actor is; of a withdrawal the last one before it.
        revision: 1 as first recorded, one more with each revision.
        place: where its line stands.
    """

    record: Record
    statement: Record | None
    revision: int
    place: Place | None


def named_in(value: Any) -> Iterator[Named]:
    """What a JSON value names, in its order."""
    waiting = [value]  # rather than a call for each level: records may hold what is nested very deeply
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield from _own(each)
            waiting += [inner for name, inner in each.items() if name not in _QUOTED][::-1]
        elif isinstance(each, list | tuple):
            waiting += each[::-1]


def _own(value: Mapping[str, Any]) -> Iterator[Named]:
    """What an object names by its own members."""
    if key := _text(value.get("key")):
        is_actor = "name" in value or value.get("about") == "actor"
        heads = value.get("heads")
        ids = filter(None, map(_text, [value.get("id"), *(heads if isinstance(heads, list) else ())]))
        yield from (Named(key, is_actor, each) for each in list(dict.fromkeys(ids)) or [""])
    if actor := _text(value.get("actor")):
        yield Named(actor, is_actor=True)
    first, second = _text(value.get("first")), _text(value.get("second"))
    if first and second:
        yield from (Named(first), Named(second))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class Names:
    """What an answer names, each once, in the order in which it comes; 100,000 at most."""

    def __init__(self) -> None:
        self._named: dict[Named, None] = {}
        self._subjects: set[tuple[str, bool]] = set()

    def watch(self, values: Iterable[Any]) -> Iterator[Any]:
        """The same values, while note is taken of what they name."""
        for value in values:
            if not self.is_full:
                self.take(value)
            yield value

    def take(self, value: Any) -> None:
        """Take note of what a value names."""
        for named in named_in(value):
            if named.id or (named.key, named.is_actor) not in self._subjects:
                self._named[named] = None
                self._subjects.add((named.key, named.is_actor))

    def put_first(self, named: Named) -> None:
        """Take note of what is asked about, if the answer does not name it."""
        if (named.key, named.is_actor) not in self._subjects:
            self._named = {named: None, **self._named}
            self._subjects.add((named.key, named.is_actor))

    @property
    def is_full(self) -> bool:
        """True if there may be more, which are not counted."""
        return len(self._named) >= MOST_NAMED

    @property
    def events(self) -> list[Named]:
        """The events, and what may be either."""
        return [each for each in self._named if not each.is_actor]

    @property
    def actors(self) -> list[Named]:
        """The actors."""
        return [each for each in self._named if each.is_actor]


class Evidence:
    """The records of what is named, so many at most.

    Attributes:
        limit: at most so many records.
        more: after they were read, how many of those that are named were not looked up.
        is_least: True if there may be more than that, as not all that are named were counted.
        passed_over: how many actors the answer only calls by their names, whose records are not among these.
    """

    def __init__(
        self,
        timeline: Timeline,
        named: Iterable[Named],
        total: int,
        limit: int,
        *,
        is_least: bool = False,
        passed_over: int = 0,
    ) -> None:
        self.timeline = timeline
        self.passed_over = passed_over
        self.limit = limit
        self.is_least = is_least
        self.more = total
        self._named = iter(named)
        self._last: tuple[Named, History] | None = None

    def records(self) -> Iterator[Cited]:
        """The records, in the order of what is named; of a date that is known by order, those it follows from too."""
        seen: set[str] = set()
        following: deque[Named] = deque()
        keys: set[str] = set()
        while len(seen) < self.limit:
            named = next(self._named, None)
            if named is None and not following:
                return
            self.more -= named is not None
            for each in self._cited(named or following.popleft()):
                if each.record.id in seen:
                    continue
                if len(seen) == self.limit:
                    self.more += 1
                    return
                seen.add(each.record.id)
                yield each
                bounds = [key for key in _bounds(each.record) if key not in keys]
                keys.update(bounds)
                following.extend(map(Named, bounds))

    def _cited(self, named: Named) -> Iterator[Cited]:
        """The records of one that is named; none where the log has none, as of an actor that events only mention."""
        history = self._history(named._replace(id=""), is_by_id=bool(named.id))
        if history is None:
            return
        wanted = [each for each in history.records if each.id == named.id] if named.id else history.heads
        for record in wanted:
            statement = _statement(history, record)
            yield self._of(history, record, statement)
            if statement is not None and statement is not record:
                yield self._of(history, statement, statement)

    def _of(self, history: History, record: Record, statement: Record | None) -> Cited:
        return Cited(record, statement, history.revision(record), place_of(self.timeline.connection, record.id))

    def _history(self, subject: Named, *, is_by_id: bool) -> History | None:
        if self._last is not None and self._last[0] == subject:
            return self._last[1]
        if subject.is_actor and not is_by_id and self.timeline.actor_data(subject.key) is None:
            return None
        try:
            read = self.timeline.actor_history if subject.is_actor else self.timeline.any_history
            self._last = subject, read(subject.key)
        except NoSuchEventError:
            return None
        return self._last[1]


def _statement(history: History, record: Record) -> Record | None:
    """The record that says what is recorded, revised or withdrawn by one: itself, or the last before it."""
    if record.payload is not None:
        return record
    before = history.records[: history.records.index(record)]
    return next((each for each in reversed(before) if each.payload is not None), None)


def _bounds(record: Record) -> Iterator[str]:
    """The keys of the events that the date of one is after or before."""
    if isinstance(record.payload, Event):
        yield from (bound.key for bound in record.payload.when.bounds if bound.key)
