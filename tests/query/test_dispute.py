"""Sources that date an event differently."""

from __future__ import annotations

from typing import Any

from aitimeline.index.entry import Entry
from aitimeline.model.event import Source
from aitimeline.model.statement import Difference
from aitimeline.model.when import When
from aitimeline.query.dispute import dispute_of, disputes
from strategies import event_of, record_of
from workbench import timeline_from


def entry_with(when: str, zone: str | None, *sources: Source, **members: Any) -> Entry:
    event = event_of(when, zone=zone, sources=sources, **members)
    return next(timeline_from([record_of(event)]).select())


def test_the_gravest_difference_counts() -> None:
    sources = [
        Source(publisher="A", when=When.parse("2023-12-05"), zone="America/New_York"),
        Source(publisher="B", when=When.parse("2023-12-01")),
    ]
    found = dispute_of(entry_with("2023-12-06", "Asia/Seoul", *sources))
    assert found is not None
    assert found.difference is Difference.REAL
    assert [each.by for each in found.statements] == ["", "A", "B"]


def test_sources_that_agree_are_no_dispute() -> None:
    source = Source(publisher="A", when=When.parse("2023-12-06"))
    assert dispute_of(entry_with("2023-12-06", "Asia/Seoul", source, Source(publisher="B"))) is None


def test_a_weekday_that_cannot_be_is_one() -> None:
    source = Source(publisher="A", quote="It was shown on Thursday, March 18.")
    found = dispute_of(entry_with("2024-03-18", None, source))
    assert found is not None
    assert found.difference is Difference.NONE
    assert [str(wrong) for _, wrong in found.weekdays] == [
        "'Thursday, March 18' is impossible: 2024-03-18 was a Monday"
    ]


def test_disputes_come_in_the_order_of_the_events() -> None:
    source = Source(publisher="A", when=When.parse("2020"))
    entries = [entry_with("2023", None, source), entry_with("2023", None), entry_with("2022", None, source)]
    assert [each.entry for each in disputes(entries)] == [entries[0], entries[2]]
