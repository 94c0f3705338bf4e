"""Lines are read quickly as they are read with care."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.decode import decode_many
from aitimeline.index.extract import Extractor, Facts, decode_few
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.record import Record, read_record
from aitimeline.model.seal import sealed_pieces
from strategies import actors, event_of, events, json_values, record_of, records, resealed, words

DECODERS = [decode_few, decode_many]
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


@pytest.mark.parametrize("decode", DECODERS)
@given(records())
def test_a_record_has_the_facts_that_it_has_when_read_with_care(decode: Any, record: Record) -> None:
    assert Extractor(decode).quickly(record.line) == carefully(record.line)


@pytest.mark.parametrize("decode", DECODERS)
@given(events | actors, st.text(max_size=8), json_values | words)
def test_what_is_read_quickly_is_a_record(decode: Any, payload: Event | Actor, name: str, value: Any) -> None:
    line = record_of(payload).line
    stated = json.loads(line)["data"]
    for member in (name, *stated):
        changed = resealed(line, data=stated | {member: value})
        assert Extractor(decode).quickly(changed) in (None, carefully(changed))


@pytest.mark.parametrize("decode", DECODERS)
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
def test_what_is_no_record_is_not_read_quickly(decode: Any, more: bytes) -> None:
    line = forged(b'"kind":"release"', b'"kind":"release",' + more)
    assert carefully(line) is None
    assert Extractor(decode).quickly(line) is None
