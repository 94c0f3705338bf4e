"""The days of events alone are those that the events have."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS, Condition, has_facet
from aitimeline.index.dated import first_day_after
from aitimeline.index.timeline import Timeline
from aitimeline.model.day import ZONES_APART, Days
from aitimeline.model.record import Record
from strategies import logs
from workbench import timeline_from

tzs = st.sampled_from([None, ZoneInfo("Asia/Seoul")])
conditions = st.sampled_from([ALWAYS, has_facet("kind", ["release"])])
fews = st.sampled_from([2000, -1])
"""Whether what few events have is looked up, or all are walked through."""


def held(timeline: Timeline, condition: Condition, tz: ZoneInfo | None, windows: list[Days] | None) -> Counter[object]:
    """What each event says of its days."""
    found: Counter[object] = Counter()
    for entry in timeline.select(condition):
        written = Days(entry.first, entry.last)
        if entry.when.moment is not None:  # windows are looked up by the days as they are written
            written = Days(entry.when.start.first, entry.when.end.last)
        near = windows is None or any(written.first <= last and written.last >= first for first, last in windows)
        when = entry.when_in(tz)
        found[when.start, when.end, when.is_certain] += near
    return +found


def told(timeline: Timeline, condition: Condition, tz: ZoneInfo | None, windows: list[Days] | None) -> Counter[object]:
    """What their days alone say."""
    found: Counter[object] = Counter()
    for dated in timeline.days(condition, windows):
        when = dated.when_in(tz)
        plain = Days(dated.first, dated.first), Days(dated.last, dated.last), True
        found[(when.start, when.end, when.is_certain) if when else plain] += dated.number
    return found


@given(logs(), conditions, tzs, fews)
def test_they_say_what_the_events_say(
    records: list[Record], condition: Condition, tz: ZoneInfo | None, few: int
) -> None:
    timeline = timeline_from(records)
    timeline._few = few
    assert told(timeline, condition, tz, None) == held(timeline, condition, tz, None)


@given(logs(), conditions, fews, st.lists(st.integers(700_000, 770_000), max_size=8, unique=True))
def test_windows_leave_the_events_that_touch_them(
    records: list[Record], condition: Condition, few: int, ends: list[int]
) -> None:
    timeline = timeline_from(records)
    timeline._few = few
    inner = sorted(ends)
    windows = [Days(first, last) for first, last in zip(inner[::2], inner[1::2], strict=False)]
    assert told(timeline, condition, None, windows) == held(timeline, condition, None, windows)


@given(logs())
def test_they_come_in_order_with_the_first_key(records: list[Record]) -> None:
    timeline = timeline_from(records)
    found = list(timeline.days())
    assert [each.first for each in found] == sorted(each.first for each in found)
    entries = {each.key: each for each in timeline.select()}
    days = [(entries[each.key], each.first) for each in found]
    assert all(entry.first == first for entry, first in days if entry.when.moment is None)
    assert all(abs(entry.first - first) <= ZONES_APART for entry, first in days)


@given(logs(), st.integers(700_000, 770_000))
def test_the_next_first_day_passes_over_none(records: list[Record], day: int) -> None:
    timeline = timeline_from(records)
    later = [entry.first for entry in timeline.select() if entry.first > day]
    found = first_day_after(timeline.connection, day)
    assert found is None or found > day
    assert not later or (found is not None and found <= min(later))
