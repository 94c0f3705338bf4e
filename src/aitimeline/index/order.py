"""Events whose dates are known by order only: their days, as they followed from other events at each recorded time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection
from typing import NamedTuple

from attrs import define

from aitimeline.index.entry import record_in
from aitimeline.index.extract import disputed, flags_of, length_of
from aitimeline.index.schema import EVENT, LINE, RETRACTED, TIMED
from aitimeline.index.settle import Draft, Rows, Settler, drafts_of, shown_of
from aitimeline.model.day import BEGINNING, FINISH
from aitimeline.model.event import Event
from aitimeline.model.ordering import Orders
from aitimeline.model.when import When


class _Span(NamedTuple):
    """What the date of an event was said to be from one recorded time to another; None where it was withdrawn.

    Attributes:
        draft: the state that says it; None of an event whose own date is known otherwise.
    """

    since: int
    until: int | None
    when: When | None
    draft: Draft | None = None
    line: bytes = b""

    def holds(self, time: int) -> bool:
        """True if that was so at a time."""
        return self.since <= time and (self.until is None or time < self.until)


@define
class Follower:
    """Follows the bounds of all dates that are known by order."""

    connection: Connection
    settler: Settler

    def follow(self) -> None:
        """Make the states of all events that have ever had such a date anew."""
        keys = [key for (key,) in self.connection.execute("SELECT key FROM ordered ORDER BY key")]
        rows = {key: self._rows(key) for key in keys}
        spans = {key: _drafted(each) for key, each in rows.items()}
        for key in sorted(_named(spans) - spans.keys()):
            spans[key] = list(self._known(key))
        for together in _connected(spans):
            for key, drafts in _followed({key: spans[key] for key in together}).items():
                self.settler.put((EVENT, key), rows[key], drafts)

    def _rows(self, key: str) -> Rows:
        """The lines of an event, all of which are then in ``record``."""
        self.settler.move((EVENT, key))
        return self.settler.rows((EVENT, key))

    def _known(self, key: str) -> Iterator[_Span]:
        """Of an event that others are before or after."""
        found = self.connection.execute(
            f"SELECT since, until, {LINE}, flags FROM state s WHERE family = ? AND key = ? ORDER BY since", (EVENT, key)
        )
        for since, until, line, flags in found:
            yield _Span(since, until, _date(line, bool(flags & RETRACTED)))


def _drafted(rows: Rows) -> list[_Span]:
    """Of an event that has had such a date."""
    spans = []
    for draft in drafts_of(rows):
        standing, line = draft.standing, shown_of(draft.standing, rows).line
        when = _date(line, standing.current.is_retraction)
        spans.append(_Span(standing.since, standing.until, when, draft, line))
    return spans


def _date(line: bytes, is_retracted: bool) -> When | None:
    return None if is_retracted else When.parse(json.loads(line)["data"]["when"])


def _named(spans: Mapping[str, Iterable[_Span]]) -> set[str]:
    """The events that some date of these names."""
    bounds = (bound for each in spans.values() for span in each if span.when for bound in span.when.bounds)
    return {bound.key for bound in bounds if bound.key}


def _connected(spans: Mapping[str, Iterable[_Span]]) -> list[list[str]]:
    """The keys in groups, such that no date of one group names an event of another."""
    group = {key: key for key in spans}

    def root(key: str) -> str:
        while group[key] != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    for key, each in spans.items():
        for other in _named({key: each}):
            group[root(key)] = root(other)
    together: dict[str, list[str]] = {}
    for key in spans:
        together.setdefault(root(key), []).append(key)
    return list(together.values())


def _followed(spans: Mapping[str, Sequence[_Span]]) -> dict[str, list[Draft]]:
    """The states of events that name each other, cut wherever the date of one of them changed."""
    times: list[int] = sorted({span.since for each in spans.values() for span in each})
    made: dict[str, list[Draft]] = {key: [] for key, each in spans.items() if any(span.draft for span in each)}
    for time, until in zip(times, [*times, None][1:], strict=True):
        there = {key: span for key, each in spans.items() for span in each if span.holds(time)}
        orders = Orders.of({key: span.when for key, span in there.items() if span.when})
        moves = any(span.when.has_time for span in there.values() if span.when)
        for key, drafts in made.items():
            if key in there:
                _append(drafts, _seen(there[key], time, until, key, orders, moves=moves))
    return made


def _seen(span: _Span, since: int, until: int | None, key: str, orders: Orders, *, moves: bool) -> Draft:
    """A state with the days that its bounds leave at a time; where a zone ``moves`` them, with any, as they may be."""
    if span.draft is None:
        raise LookupError(key)
    facts, standing = span.draft.facts, span.draft.standing._replace(since=since, until=until)
    if span.when is None or facts is None or not span.when.bounds:
        return Draft(standing, facts)
    when = orders.when(key, span.when)
    first, last = when.start.first, when.end.last
    payload = record_in(span.line).payload
    sources = list(payload.sources) if isinstance(payload, Event) else []
    zone = payload.zone if isinstance(payload, Event) else None
    flags = flags_of(when) | disputed(when, zone, sources)
    if moves:
        first, last, flags = BEGINNING, FINISH, flags | TIMED
    return Draft(standing, facts._replace(days=(first, last), length=length_of(first, last), flags=flags))


def _append(drafts: list[Draft], draft: Draft) -> None:
    """Add a state, or lengthen the last one if it goes on as it was."""
    if drafts:
        last = drafts[-1]
        if last == Draft(draft.standing._replace(since=last.standing.since, until=last.standing.until), draft.facts):
            drafts[-1] = Draft(last.standing._replace(until=draft.standing.until), last.facts)
            return
    drafts.append(draft)
