"""Small logs for questions of what came after what, and queries about them, which looking at every event answers."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from aitimeline.index.timeline import Timeline
from aitimeline.model.quality import Margin
from aitimeline.model.record import Record
from aitimeline.query.syntax import parse
from aitimeline.query.view import View
from oracle import Held, Oracle
from plain import Timeline as Plain
from strategies import edtf, event_of, record_of
from workbench import timeline_from

USUAL, NO_MARGIN = Margin(3, 31, 92, 366, 3_653, 36_525), Margin(0, 0, 0, 0, 0, 0)
VIEW = View(None, USUAL)
december = st.integers(1, 31).map("2023-12-{:02}".format)
dates = st.one_of(
    december,
    st.tuples(december, december).map(lambda pair: "/".join(sorted(pair))),
    st.sampled_from(
        [
            *(
                "2023-12",
                "2023",
                "2023-12-05~",
                "2023-12-07?",
                "2023-12-05/..",
                "../2023-12-05",
                "2023-12-06T23:30-08:00",
            ),
            *("2023-12-06T01:00", "{2023-12-01,2023-12-20}", "[2023-12-01,2023-12-20]", "after:e-0 before:2024"),
        ]
    ),
    edtf,
)
zones = st.sampled_from([None, ZoneInfo("Asia/Seoul"), ZoneInfo("America/Los_Angeles")])
queries = st.sampled_from(["", "tag:a", "tag:b", "-tag:a", "tag:a tag:b", "is:imprecise", "key:e-*", "key:e-1"])
margins = st.sampled_from([USUAL, NO_MARGIN])


class Logged(NamedTuple):
    """A log as the index has it, and as it is read plainly."""

    timeline: Timeline
    plain: Plain
    held: Held


def logged(given_dates: list[str], few: int = 2000) -> Logged:
    """Events with these dates, in several zones, that bear none of two tags, one, or both.

    Args:
        given_dates: their dates.
        few: so many events are looked up one by one, and kept in memory, rather than looked for in windows of days.
    """
    records: list[Record] = []
    for number, when in enumerate(given_dates):
        tags = (("a", "b"), ("a",), (), ("b",))[number % 4]
        zone = ("Asia/Seoul", None, "America/New_York")[number % 3]
        event = event_of(when, tags=tags, zone=zone)
        records.append(record_of(event, number, subject=f"e-{number}"))
    timeline = timeline_from(records)
    timeline._few = few
    return Logged(timeline, Plain.of(records), Held(records, tuple(records), []))


logs = st.builds(logged, st.lists(dates, min_size=2, max_size=9), st.sampled_from([2000, 2, 1, 0]))


def matching(log: Logged, query: str) -> list[str]:
    """The keys of the events that a query finds."""
    if not query:
        return [entry.key for entry in log.plain.entries]
    return [entry.key for entry in Oracle(log.held, log.plain).select(parse([query]))]
