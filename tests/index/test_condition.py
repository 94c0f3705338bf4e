"""Conditions: what must hold, and the states that can be looked at instead of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import (
    ALWAYS,
    NEVER,
    Condition,
    all_of,
    any_of,
    has_facet,
    has_flag,
    has_key,
    has_token,
    key_begins,
    none_of,
    recorded,
    touches,
)
from aitimeline.index.schema import CONFLICT, IMPRECISE, RETRACTED
from aitimeline.model.event import Participation
from strategies import EPOCH, event_of, record_of
from workbench import timeline_from

DAY = event_of("2023-12-06").when.start.first
TIME = int(EPOCH.timestamp()) * 1_000_000
TIMELINE = timeline_from(
    [
        record_of(event_of("2023-12-06", tags=("open",)), 1, subject="a"),
        record_of(event_of("2023-12", tags=("open", "cloud")), 2, subject="ab"),
        record_of(evolve(event_of("2024"), kind="figure", actors=(Participation("open"),)), 3, subject="b"),
        record_of(event_of("2023-12-07"), 4, subject="가"),
    ]
)
EVERY = {"a", "ab", "b", "가"}
SIMPLE: list[tuple[Condition, set[str]]] = [
    (ALWAYS, EVERY),
    (NEVER, set()),
    (has_key("a"), {"a"}),
    (has_key("nothing"), set()),
    (key_begins("a"), {"a", "ab"}),
    (key_begins(""), EVERY),
    (key_begins("가"), {"가"}),
    (has_facet("tag", ["open"]), {"a", "ab"}),
    (has_facet("tag", ["cloud", "nothing"]), {"ab"}),
    (has_facet("actor", ["open"]), {"b"}),
    (has_token([]), set()),
    (touches(DAY, DAY), {"a", "ab"}),
    (touches(DAY + 1, DAY + 40), {"ab", "b", "가"}),
    (recorded(TIME + 2_000_000, TIME + 3_000_000), {"ab", "b"}),
    (recorded(TIME + 5_000_000, TIME + 6_000_000), set()),
    (has_flag(IMPRECISE), {"ab", "b"}),
    (has_flag(CONFLICT), set()),
    (has_flag(RETRACTED, with_retracted=True), set()),
]
simple = st.sampled_from(SIMPLE)


def _joined(parts: Sequence[tuple[Condition, set[str]]], *, every: bool) -> tuple[Condition, set[str]]:
    conditions, keys = [each for each, _ in parts], [each for _, each in parts]
    if every:
        return all_of(conditions), EVERY.intersection(*keys)
    return any_of(conditions), set().union(*keys)


conditions = st.recursive(
    simple,
    lambda inner: st.one_of(
        inner.map(lambda part: (none_of(part[0]), EVERY - part[1])),
        st.lists(inner, max_size=3).map(lambda parts: _joined(parts, every=True)),
        st.lists(inner, max_size=3).map(lambda parts: _joined(parts, every=False)),
    ),
    max_leaves=8,
)


def keys(condition: Condition) -> set[str]:
    return {entry.key for entry in TIMELINE.select(condition)}


@pytest.mark.parametrize(("condition", "expected"), SIMPLE)
def test_a_condition_holds_of_just_these(condition: Condition, expected: set[str]) -> None:
    assert keys(condition) == expected


@given(conditions)
def test_conditions_are_put_together_as_sets_are(made: tuple[Condition, set[str]]) -> None:
    condition, expected = made
    assert keys(condition) == expected


@given(conditions)
def test_the_test_alone_says_the_same(made: tuple[Condition, set[str]]) -> None:
    condition, expected = made
    query = f"SELECT s.key FROM state s WHERE s.family = 0 AND {condition.holds}"  # noqa: S608
    assert {key for (key,) in TIMELINE.connection.execute(query, condition.arguments)} == expected


@given(conditions)
def test_the_states_that_are_looked_at_have_all_that_pass(made: tuple[Condition, set[str]]) -> None:
    condition, expected = made
    for part in condition.parts or (condition,):
        if part.ids is not None:
            query = f"SELECT s.key FROM state s WHERE s.id IN ({part.ids})"  # noqa: S608
            found = {key for (key,) in TIMELINE.connection.execute(query, part.id_arguments)}
            assert expected <= found


@given(conditions)
def test_what_passes_touches_the_days_that_are_named(made: tuple[Condition, set[str]]) -> None:
    condition, _ = made
    first, last = condition.days
    assert all(entry.last >= first and entry.first <= last for entry in TIMELINE.select(condition))


@pytest.mark.parametrize("join", [all_of, any_of])
def test_what_asks_for_withdrawn_events_does_so_in_company(join: Callable[[Sequence[Condition]], Condition]) -> None:
    withdrawn = has_flag(RETRACTED, with_retracted=True)
    assert join([withdrawn, ALWAYS]).with_retracted
    assert none_of(withdrawn).with_retracted


def test_what_is_typed_is_never_a_part_of_the_query() -> None:
    assert keys(has_key("a' OR 1 OR '")) == set()
    assert keys(key_begins("%")) == set()
