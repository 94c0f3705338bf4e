"""What an answer comes from: the records of the events and actors that it names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from aitimeline.answer.answer import Basis, Named
from aitimeline.index.citation import place_of
from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import NoSuchEventError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.record import Record

if TYPE_CHECKING:
    from aitimeline.log.place import Place

MOST_NAMED = 100_000
"""So many are told apart; an answer that names more is not counted to its end."""


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

    @property
    def said(self) -> Event | Actor | None:
        """What is said of the event or actor."""
        return self.statement.payload if self.statement else None


class Names:
    """What an answer names, each once, in the order in which it comes; 100,000 at most."""

    def __init__(self) -> None:
        self._named: dict[Named, None] = {}
        self._subjects: set[tuple[str, bool]] = set()

    def take(self, named: Iterable[Named]) -> None:
        """Take note of what is named; of no more than that many. An empty key names nothing."""
        if self.is_full:
            return
        for each in named:
            if each.key and (each.id or (each.key, each.is_actor) not in self._subjects):
                self._named[each] = None
                self._subjects.add((each.key, each.is_actor))

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


@define
class Evidence:
    """The records of what is named, so many at most.

    Attributes:
        limit: at most so many records.
        more: after they were read, how many of those that are named were not looked up.
        is_least: True if there may be more than that, as not all that are named were counted.
        passed_over: how many actors the answer only calls by their names, whose records are not among these.
        counted: on how many events the answer rests, where it does not name them all.
    """

    timeline: Timeline
    _named: Iterator[Named]
    more: int
    limit: int
    is_least: bool = False
    passed_over: int = 0
    counted: int | None = None
    _last: tuple[Named, History] | None = field(default=None, init=False)

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


def evidence_of(timeline: Timeline, names: Names, basis: Basis, limit: int, *, passes_over: bool = False) -> Evidence:
    """The records of what an answer names, and where it counts events, of these.

    With ``passes_over`` those of actors are left out where the answer only calls them by their names.
    """
    for each in basis.about[::-1]:
        names.put_first(each)
    events, actors = names.events, names.actors
    passed_over = len(actors) if passes_over and not basis.is_of_actors else 0
    actors = [] if passed_over else actors
    if basis.counted is None:
        named = [*events, *actors]
        return Evidence(timeline, iter(named), len(named), limit, is_least=names.is_full, passed_over=passed_over)
    number = sum(count for (count,) in timeline.rows("count(*)", basis.counted))
    known = {each.key for each in events}
    others = (Named(each.key) for each in timeline.select(basis.counted, limit=limit) if each.key not in known)
    total = max(number, len(events)) + len(actors)
    every = chain(events, others, actors)
    return Evidence(timeline, every, total, limit, passed_over=passed_over, counted=number)


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
