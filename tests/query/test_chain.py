"""The run that an event stands in, against a search from neighbour to neighbour over all events."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS
from aitimeline.model.quality import Margin
from aitimeline.query.binding import Meaning, condition_of
from aitimeline.query.chain import chain
from aitimeline.query.view import View
from plain import Entry
from sequences import VIEW, Logged, logged, logs, margins, matching, queries, zones

within = st.integers(0, 40) | st.integers(0, 10**19)
EVERY = 10**6


def hull(entry: Entry, view: View) -> tuple[int, int]:
    extents = entry.when_in(view.tz).extents(view.margin)
    return min(start.first for start, _ in extents), max(end.last for _, end in extents)


def run_of(log: Logged, key: str, others: set[str], days: int, view: View) -> set[str]:
    """All that is reached from an event by steps of no more than these days."""
    hulls = {each: hull(log.plain.entry(each), view) for each in {key} | others}
    reached, waiting = {key}, [key]
    while waiting:
        first, last = hulls[waiting.pop()]
        new = {each for each, (begun, ended) in hulls.items() if begun <= last + days and ended >= first - days}
        waiting += new - reached
        reached |= new
    return reached


@given(logs, queries, within, st.booleans(), zones, margins, st.data())
def test_a_run_is_all_that_is_reached_step_by_step(
    log: Logged, query: str, days: int, certain_only: bool, tz: ZoneInfo | None, margin: Margin, data: st.DataObject
) -> None:
    origin = data.draw(st.sampled_from(list(log.timeline.select())))
    view = View(tz, margin)
    others = {key for key in matching(log, query) if not certain_only or log.plain.entry(key).when.is_certain}
    wanted = run_of(log, origin.key, others, days, view)
    condition = condition_of([query], Meaning(log.timeline))
    found = chain(log.timeline, origin, condition, days, view, limit=EVERY, certain_only=certain_only)
    assert [link.entry.key for link in found.links] == [e.key for e in log.plain.entries if e.key in wanted]
    assert not found.is_cut
    hulls = [hull(log.plain.entry(key), view) for key in wanted]
    assert found.days == (min(first for first, _ in hulls), max(last for _, last in hulls))


@given(logs, queries, within, st.integers(1, 9), st.data())
def test_a_run_that_is_cut_keeps_what_is_nearest(
    log: Logged, query: str, days: int, limit: int, data: st.DataObject
) -> None:
    origin = data.draw(st.sampled_from(list(log.timeline.select())))
    condition = condition_of([query], Meaning(log.timeline))
    whole = chain(log.timeline, origin, condition, days, VIEW, limit=EVERY).links
    found = chain(log.timeline, origin, condition, days, VIEW, limit=limit)
    first, last = hull(log.plain.entry(origin.key), VIEW)

    def rank(key: str) -> tuple[bool, int, object]:
        begun, ended = hull(log.plain.entry(key), VIEW)
        return key != origin.key, max(begun - last, first - ended, 0), log.plain.place(key)

    kept = set(sorted((link.entry.key for link in whole), key=rank)[:limit])
    assert [link.entry.key for link in found.links] == [e.entry.key for e in whole if e.entry.key in kept]
    assert found.is_cut == (len(whole) > limit)


@given(logs, within, st.integers(0, 40))
def test_longer_steps_never_lose_an_event(log: Logged, days: int, more: int) -> None:
    origin = next(log.timeline.select())
    narrow, wide = (
        {link.entry.key for link in chain(log.timeline, origin, ALWAYS, each, VIEW, limit=EVERY).links}
        for each in (days, days + more)
    )
    assert narrow <= wide


@given(logs, st.integers(0, 40))
def test_every_event_of_a_run_has_the_same_run(log: Logged, days: int) -> None:
    origin = next(log.timeline.select())
    run = [link.entry for link in chain(log.timeline, origin, ALWAYS, days, VIEW, limit=EVERY).links]
    for entry in run:
        other = chain(log.timeline, entry, ALWAYS, days, VIEW, limit=EVERY).links
        assert [link.entry.key for link in other] == [each.key for each in run]


def test_gaps_are_counted_from_the_nearest_event_before() -> None:
    log = logged(["2023-12-01/2023-12-10", "2023-12-03", "2023-12-12", "2023-12-13/2023-12-14", "2023-12-20"])
    found = chain(log.timeline, log.timeline.entry("e-1"), ALWAYS, 2, VIEW, limit=9)
    gaps = [(link.entry.key, link.days and link.days.to_json(), link.certain) for link in found.links]
    assert gaps == [("e-0", None, True), ("e-1", 0, True), ("e-2", 2, True), ("e-3", 1, True)]


def test_an_imprecise_date_joins_two_runs_and_is_marked() -> None:
    log = logged(["2023-12-01", "2023-12", "2023-12-31"])
    whole = chain(log.timeline, log.timeline.entry("e-0"), ALWAYS, 3, VIEW, limit=9)
    assert [(link.entry.key, link.certain) for link in whole.links] == [("e-0", True), ("e-1", False), ("e-2", False)]
    certain = chain(log.timeline, log.timeline.entry("e-0"), ALWAYS, 3, VIEW, limit=9, certain_only=True)
    assert [link.entry.key for link in certain.links] == ["e-0"]
