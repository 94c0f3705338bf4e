"""The run of events that an event stands in, each within some days of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from aitimeline.index.condition import Condition
from aitimeline.index.entry import Entry
from aitimeline.index.schema import IMPRECISE
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.distance import Distance, distance
from aitimeline.query.pool import Placed, Pool, days_of, placed
from aitimeline.query.view import View

_VERY_FAR = 1_000_000


@frozen
class Link:
    """An event of a run.

    Attributes:
        days: from the one before it, to which it is nearest of all earlier ones in the run; None of the first event.
        certain: True if these are no more than was asked for, whatever the imprecise dates turn out to be.
    """

    entry: Entry
    days: Distance | None
    certain: bool


@frozen
class Chain:
    """A run of events in order of time.

    Attributes:
        days: the days that its events may touch, from the first to the last.
        is_cut: True if the run goes on, and these are the events in it that are nearest to the one asked about.
    """

    links: tuple[Link, ...]
    days: Days
    is_cut: bool


@frozen
class _Block:
    """Events, no one of which is too far from those before it."""

    places: tuple[Placed, ...]
    days: Days


def chain(
    timeline: Timeline,
    origin: Entry,
    condition: Condition,
    days: int,
    view: View,
    *,
    limit: int,
    certain_only: bool = False,
) -> Chain:
    """The run of events, each within days of the one before, in which ``origin`` stands.

    All of them, but for ``origin`` itself, fulfil the condition. An imprecise date takes part with all days that it may
    be, unless ``certain_only``: an event is in the run if some of its days are near enough. A set of dates counts as
    lasting from its first to its last.
    """
    here = Placed(origin, *days_of(origin, view))
    days, pool = min(days, FINISH), Pool.of(timeline, condition)
    before = after = 1
    while True:
        window = Days(max(here.first - before, BEGINNING), min(here.last + after, FINISH))
        found = placed(pool.near(window, 0, view), view)
        block = _around(here, _some(here, found, window, limit, certain_only=certain_only), days)
        goes_back = block.days.first - days < window.first > BEGINNING
        goes_on = block.days.last + days > window.last < FINISH
        # Whatever is not seen yet is farther away than this.
        seen = min(before if goes_back else FINISH, after if goes_on else FINISH)
        known = _nearest(here, block.places, seen)
        if not (goes_back or goes_on) or len(known) > limit:
            return _chain(known, limit, days, view)
        before, after = _wider(before, is_open=goes_back), _wider(after, is_open=goes_on)


def _some(here: Placed, places: Iterable[Placed], window: Days, limit: int, *, certain_only: bool) -> Iterator[Placed]:
    """Those in a window that count, until so many touch the days of the event asked about that no other is wanted."""
    touching = 0
    for each in places:
        if each.entry.key == here.entry.key or each.apart(window) or (certain_only and each.entry.flags & IMPRECISE):
            continue
        yield each
        touching += each.apart(Days(here.first, here.last)) == 0
        if touching == limit:
            return


def _wider(reach: int, *, is_open: bool) -> int:
    if not is_open:
        return reach
    return 2 * reach if reach < _VERY_FAR else 2 * FINISH


def _around(here: Placed, others: Iterable[Placed], days: int) -> _Block:
    """Of these events those that hang together with one, in order of time."""
    places: list[Placed] = []
    first = last = 0
    for each in sorted([here, *others], key=lambda each: each[1:]):
        if places and each.first <= last + days:
            places.append(each)
            last = max(last, each.last)
        elif here in places:
            break
        else:
            places, first, last = [each], each.first, each.last
    return _Block(tuple(sorted(places, key=lambda each: each.entry.sort_key())), Days(first, last))


def _nearest(here: Placed, places: Sequence[Placed], seen: int) -> list[Placed]:
    """Events that are not farther from one than is ``seen``: first that one, then the nearest."""
    days = Days(here.first, here.last)
    known = [each for each in places if each.apart(days) <= seen]
    return sorted(known, key=lambda each: (each.entry.key != here.entry.key, each.apart(days), each.entry.sort_key()))


def _chain(known: Sequence[Placed], limit: int, days: int, view: View) -> Chain:
    kept = sorted(known[:limit], key=lambda each: each.entry.sort_key())
    extent = Days(min(each.first for each in kept), max(each.last for each in kept))
    return Chain(_links(kept, days, view), extent, len(known) > limit)


def _links(places: Sequence[Placed], days: int, view: View) -> tuple[Link, ...]:
    before: Placed | None = None
    links: list[Link] = []
    for each in places:
        if before is None:
            links.append(Link(each.entry, None, certain=True))
        else:
            apart = distance(before.entry.when_in(view.tz), each.entry.when_in(view.tz), view.margin)
            links.append(Link(each.entry, apart, apart.must_be_within(days)))
        if before is None or each.last >= before.last:
            before = each
    return tuple(links)
