"""Figures in their series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS
from aitimeline.index.timeline import Timeline
from aitimeline.model.event import Event, Figure, Participation
from aitimeline.model.record import Record
from aitimeline.model.when import When
from aitimeline.query.series import Change, Reading, change, figures
from plain import Timeline as Plain
from strategies import event_of, record_of
from workbench import timeline_from

PERIODS = ("2023-33", "2023-01-01/2023-03-31", "2023-34", "2023", "2024", "2023-05-30", "2022-36", "2023~")
values = st.sampled_from([0, 64, 65, 65.0, 0.1, -3, 1e300])
parts = st.builds(
    Participation,
    actor=st.sampled_from(["aws", "google", "synergy", "canalys"]),
    role=st.sampled_from([None, "subject", "source", "developer", ""]),
)
stated = st.builds(
    Figure,
    name=st.sampled_from(["share", "price"]),
    value=values,
    unit=st.sampled_from([None, "", "percent"]),
    period=st.none() | st.sampled_from(PERIODS).map(When.parse),
)
events = st.builds(
    lambda when, actors, given: event_of(when, actors=tuple(actors), figures=tuple(given)),
    st.sampled_from(PERIODS),
    st.lists(parts, max_size=3),
    st.lists(stated, max_size=3),
)


def plain_series(event: Event, figure: Figure) -> tuple[Any, ...]:
    subjects = {part.actor for part in event.actors if part.role == "subject"}
    about = subjects or {part.actor for part in event.actors if part.role != "source"}
    return figure.name, figure.unit or "", tuple(sorted(about))


def plain_figures(plain: Plain) -> list[tuple[Any, ...]]:
    """All figures, each held against all others."""
    found = []
    for entry in plain.entries:
        for place, figure in enumerate(entry.event.figures):
            period = figure.period or entry.when
            days = (period.start.first, period.end.last)
            found.append((plain_series(entry.event, figure), days, entry.key, place, figure.value))
    answers = []
    for one in sorted(found):
        same = [each for each in found if each[0] == one[0]]
        here = {each[4] for each in same if each[1] == one[1]}
        ended = {each[1] for each in same if each[1][1] < one[1][0]}
        before = {each[4] for each in same if ended and each[1] == max(ended)}
        changed = change(before.pop(), one[4]) if len(before) == 1 else None
        answers.append((one, changed and changed.percent, len(here) > 1))
    return answers


def shown(readings: Sequence[Reading]) -> list[tuple[Any, ...]]:
    return [(tuple(each.mark), each.change and each.change.percent, each.differs) for each in readings]


@given(st.lists(events, max_size=7))
def test_figures_are_those_that_holding_each_against_all_others_finds(given_events: list[Event]) -> None:
    records = [record_of(event, number, subject=f"e-{number}") for number, event in enumerate(given_events)]
    assert shown(list(figures(timeline_from(records), ALWAYS))) == plain_figures(Plain.of(records))


def share(number: int, value: float, source: str, period: str = "2023-33") -> Record:
    actors = (Participation("aws", "subject"), Participation(source, "source"))
    figure = Figure("share", value, "percent", When.parse(period))
    return record_of(event_of("2023-06", actors=actors, figures=(figure,)), number, subject=f"by-{source}-{number}")


def read(*records: Record) -> list[Reading]:
    timeline: Timeline = timeline_from(records)
    return list(figures(timeline, ALWAYS))


def test_two_firms_that_differ_stand_side_by_side() -> None:
    found = read(share(1, 65, "synergy"), share(2, 64, "canalys"), share(3, 66, "synergy", "2023-34"))
    assert [(each.mark.value, each.differs, each.change) for each in found] == [
        (64, True, None),
        (65, True, None),
        (66, False, None),
    ]


def test_two_that_say_the_same_do_not_differ_and_the_next_one_has_a_change() -> None:
    found = read(share(1, 65, "synergy"), share(2, 65.0, "canalys"), share(3, 66, "synergy", "2023-34"))
    assert [each.differs for each in found] == [False, False, False]
    assert found[2].change == Change(1 if isinstance(found[0].mark.value, int) else 1.0, 1.54)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (65, 66, Change(1, 1.54)),
        (65.1, 64.9, Change(-0.2, -0.31)),
        (0, 5, Change(5, None)),
        (-4, -2, Change(2, 50.0)),
        (1e300, -1e300, Change(-2e300, -200.0)),
        (1e308, -1e308, None),
        (5e-324, 1e308, Change(1e308, None)),
        (3, 3, Change(0, 0.0)),
    ],
)
def test_a_change_is_counted_as_the_numbers_are_written(before: float, after: float, expected: Change | None) -> None:
    assert change(before, after) == expected
