"""What the log has learned, revised or withdrawn since a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from heapq import merge
from itertools import groupby
from typing import Any, NamedTuple

from attrs import frozen

from aitimeline.index import census
from aitimeline.index.condition import ALWAYS, Condition, all_of
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.history import History, history_of
from aitimeline.model.instant import microseconds
from aitimeline.model.record import Record
from aitimeline.model.structure import unstructure

EVENT, ACTOR = "event", "actor"
_EVER = -(2**63)


class Turn(Enum):
    """What has become of an event or actor."""

    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    BACK = "brought back"
    CONTESTED = "contested"
    SETTLED = "settled"


@frozen
class Change:
    """Something that changed at one time.

    Attributes:
        about: ``event`` or ``actor``.
        time: when, in microseconds since 1970.
        before: what was shown of it, as JSON has it; None of what is new.
        after: what is shown since; where it was withdrawn, what was shown last.
        is_in_conflict: True if versions contradict each other since.
    """

    about: str
    key: str
    turn: Turn
    time: int
    recorded_by: str
    reason: str | None
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    is_in_conflict: bool


@frozen
class News:
    """What has changed.

    Attributes:
        counts: for events and actors, of how many of them what has become.
        changes: all changes in order of time; read as they are taken, once.
    """

    counts: Mapping[tuple[str, Turn], int]
    changes: Iterator[Change]


class _Mark(NamedTuple):
    """Where a change is found again: the time, the event or actor, and the number among its changes."""

    time: int
    key: str
    about: str
    number: int


class _View(NamedTuple):
    """What was shown of an event or actor at a time."""

    is_withdrawn: bool
    said: Any
    is_in_conflict: bool


def changes_since(timeline: Timeline, since: int, condition: Condition | None = None) -> News:
    """What has changed since a time, that included, up to now or to what ``timeline`` is as of.

    With a condition, only events for which it holds, as they stand or stood before they were withdrawn; else actors
    too. A record that leaves all as it was has changed nothing.
    """
    asked = all_of([census.touched(timeline, since), *([] if condition is None else [condition])])
    alone = all_of([asked, census.HAS_ONE_RECORD])
    counts: Counter[tuple[str, Turn]] = Counter()
    for (number,) in timeline.rows("count(*)", alone):
        counts[EVENT, Turn.NEW] += number
    several = (key for (key,) in timeline.rows("s.key", all_of([asked, census.HAS_SEVERAL_RECORDS])))
    marks = _marks(timeline.history, EVENT, several, since, counts)
    if condition is None:
        actors = iter(census.actors_touched(timeline, since))
        marks += _marks(timeline.actor_history, ACTOR, actors, since, counts)
    return News(+counts, _merged(timeline, timeline.select(alone, sort="recorded"), sorted(marks), since))


def newest_changes(timeline: Timeline, number: int, condition: Condition = ALWAYS) -> list[Change]:
    """The last changes of events for which a condition holds, as they stand or stood: the newest first.

    Time and memory are those of so many events, and of the events that have several records since, however many
    others the log has.
    """
    asked = condition._replace(with_retracted=True)
    newest = [entry.recorded for entry in timeline.select(asked, sort="recorded", reverse=True, limit=number)]
    since = newest[-1] if len(newest) == number else _EVER
    touched = all_of([census.touched(timeline, since), asked])
    alone = all_of([touched, census.HAS_ONE_RECORD])
    several = (key for (key,) in timeline.rows("s.key", all_of([touched, census.HAS_SEVERAL_RECORDS])))
    marks = sorted(_marks(timeline.history, EVENT, several, since, Counter()))[-number:]
    last = list(timeline.select(alone, sort="recorded", reverse=True, limit=number))[::-1]
    return list(_merged(timeline, iter(last), marks, since))[: -number - 1 : -1]


def _marks(
    history: Callable[[str], History],
    about: str,
    keys: Iterator[str],
    since: int,
    counts: Counter[tuple[str, Turn]],
) -> list[_Mark]:
    found = []
    for key in list(keys):
        changes = [each for each in changes_of(history(key), about) if each.time >= since]
        found += [_Mark(each.time, key, about, number) for number, each in enumerate(changes)]
        counts.update({(about, each.turn) for each in changes})
    return found


def _merged(timeline: Timeline, alone: Iterator[Entry], marks: list[_Mark], since: int) -> Iterator[Change]:
    read = {EVENT: timeline.history, ACTOR: timeline.actor_history}
    found: dict[tuple[str, str], list[Change]] = {}

    def again(mark: _Mark) -> Change:
        subject = mark.about, mark.key
        if subject not in found:
            found.clear()  # most changes of one event come one after the other; all would be too much to keep
            changes = changes_of(read[mark.about](mark.key), mark.about)
            found[subject] = [each for each in changes if each.time >= since]
        return found[subject][mark.number]

    return merge(map(_new, alone), map(again, marks), key=lambda each: (each.time, each.key, each.about))


def _new(entry: Entry) -> Change:
    """An event of which there is one record."""
    return Change(
        *(EVENT, entry.key, Turn.NEW, entry.recorded, entry.recorded_by, entry.reason, entry.id),
        *(None, entry.data, entry.is_in_conflict),
    )


def changes_of(history: History, about: str) -> Iterator[Change]:
    """All that has ever changed of an event or actor, in order of time."""
    before: _View | None = None
    so_far: list[Record] = []
    for time, together in groupby(history.records, key=lambda record: record.time):
        so_far += together
        seen = history_of(history.key, so_far)
        after = _view(seen)
        turn = None if after is None else _turn(before, after)
        if after is not None and turn is not None:
            record = seen.current if seen.current.time == time else so_far[-1]
            yield Change(
                *(about, history.key, turn, microseconds(time)),
                *(record.recorded_by, record.reason, record.id),
                None if before is None else unstructure(before.said),
                unstructure(after.said),
                after.is_in_conflict,
            )
        before = after


def _view(history: History) -> _View | None:
    """What is shown; None where nothing but withdrawals is known."""
    current = history.current
    if not current.is_retraction:
        return _View(is_withdrawn=False, said=current.payload, is_in_conflict=history.is_in_conflict)
    stated = [record.payload for record in history.records if record.payload is not None]
    return _View(is_withdrawn=True, said=stated[-1], is_in_conflict=history.is_in_conflict) if stated else None


def _turn(before: _View | None, after: _View) -> Turn | None:
    """What has become of it; None if nothing has."""
    if after.is_withdrawn:  # what came withdrawn, as where a clock was wrong, has never been shown
        return None if before is None or before.is_withdrawn else Turn.WITHDRAWN
    if before is None:
        return Turn.NEW
    if before.is_withdrawn:
        return Turn.BACK
    if before.is_in_conflict != after.is_in_conflict:
        return Turn.CONTESTED if after.is_in_conflict else Turn.SETTLED
    return None if before.said == after.said else Turn.REVISED
