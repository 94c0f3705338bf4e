"""Versions of record types."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.evolution import Evolution, versioned
from aitimeline.model.kind import EVOLUTION
from aitimeline.model.record import Record, read_record
from strategies import event_of, record_of, records, resealed

STEM = "aitimeline.event.recorded"


def step(version: int) -> Any:
    """A step that notes that it was taken."""
    return lambda data: data | {"steps": [*data.get("steps", []), version]}


def chain(newest: int, *missing: int, stray: tuple[int, ...] = ()) -> Evolution:
    steps = {version for version in range(1, newest) if version not in missing} | set(stray)
    return Evolution({STEM: newest}, {(STEM, version): step(version) for version in steps})


@given(st.integers(1, 6), st.integers(1, 6))
def test_old_data_takes_every_step_once_and_in_order(stated: int, newest: int) -> None:
    lifted = chain(newest).lifted(f"{STEM}.v{stated}", {})
    assert lifted.get("steps", []) == list(range(stated, newest))


def test_what_is_lifted_is_left_as_it_was() -> None:
    data: dict[str, Any] = {"title": "x"}
    chain(3).lifted(f"{STEM}.v1", data)
    assert data == {"title": "x"}


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_gap_is_found_when_the_program_starts(missing: int) -> None:
    with pytest.raises(LookupError, match=rf"no upcaster from {STEM}\.v{missing}"):
        chain(4, missing)


def test_a_step_that_leads_nowhere_is_found_when_the_program_starts() -> None:
    with pytest.raises(LookupError, match="too many"):
        chain(2, stray=(2,))


@pytest.mark.parametrize(("version", "understood"), [(1, True), (2, True), (3, False)])
def test_a_newer_version_is_not_understood(version: int, *, understood: bool) -> None:
    assert chain(2).is_understood(f"{STEM}.v{version}") is understood


@pytest.mark.parametrize(
    "other", ["", "x", "aitimeline.event", "aitimeline.event.recorded", f"{STEM}.v0", f"{STEM}.v01"]
)
def test_a_type_of_another_making_is_not_understood(other: str) -> None:
    assert versioned(other) is None
    assert not EVOLUTION.is_understood(other)


@given(records())
def test_this_program_understands_what_it_writes(record: Record) -> None:
    assert record.is_understood


@pytest.mark.parametrize("record_type", [f"{STEM}.v2", "aitimeline.draft.recorded.v1", "org.example.note"])
def test_a_record_of_an_unknown_type_keeps_its_line_and_states_nothing(record_type: str) -> None:
    line = resealed(record_of(event_of("2023")).line, type=record_type, data={"later": ["문자", {"a": 1.5}]})
    record = read_record(line)
    assert (record.line, record.payload, record.is_understood) == (line, None, False)
    assert not record.is_about_event
