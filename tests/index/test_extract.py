"""Lines are read quickly as they are read with care."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.extract import Extractor, Facts
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.record import Record, read_record
from aitimeline.model.seal import sealed_pieces
from strategies import actors, event_of, events, json_values, record_of, records, resealed, words

LINE = record_of(event_of("2023")).line


def carefully(line: bytes) -> Facts | None:
    """The facts of a line that is read with care; None if it is no record."""
    try:
        return Extractor().facts_of(read_record(line))
    except BadInputError:
        return None


def forged(before: bytes, after: bytes) -> bytes:
    """The line of an event with some bytes replaced, and a digest that fits."""
    digest = json.loads(LINE)["digest"].encode()
    return sealed_pieces(*LINE.replace(before, after).split(b',"digest":"' + digest + b'"'))[0]


@given(records())
def test_a_record_has_the_facts_that_it_has_when_read_with_care(record: Record) -> None:
    assert Extractor().quickly(record.line) == carefully(record.line)


@given(events | actors, st.text(max_size=8), json_values | words)
def test_what_is_read_quickly_is_a_record(payload: Event | Actor, name: str, value: Any) -> None:
    line = record_of(payload).line
    stated = json.loads(line)["data"]
    for member in (name, *stated):
        changed = resealed(line, data=stated | {member: value})
        assert Extractor().quickly(changed) in (None, carefully(changed))


@pytest.mark.parametrize(
    "more",
    [
        b'"sources":[{"when":""}]',
        b'"sources":[{"published":""}]',
        b'"figures":[{"name":"a","period":"","value":1}]',
        b'"figures":[{"name":"a","value":NaN}]',
        b'"figures":[{"name":"a","value":1e999}]',
        b'"x":NaN',
        b'"x":-Infinity',
    ],
)
def test_what_is_no_record_is_not_read_quickly(more: bytes) -> None:
    line = forged(b'"kind":"release"', b'"kind":"release",' + more)
    assert carefully(line) is None
    assert Extractor().quickly(line) is None
