"""Reading at speed: it must never say otherwise than reading with care."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.quick import Maker, Sighting, check_data, sight, sighting_of
from aitimeline.model.record import Record, read_record
from aitimeline.model.structure import structure, unstructure
from desk import digest_of
from strategies import EPOCH, TIMELINE, actors, event_of, events, json_values, keys, record_of, records, resealed, words

MAKER = Maker(TIMELINE, EPOCH, 'Kim "K" 김')
LINE = record_of(event_of("2023-12-06")).line


def carefully(line: bytes) -> Sighting | str:
    """What the careful reader says of a line."""
    try:
        return sighting_of(read_record(line))
    except BadInputError as failure:
        return str(failure)


def quickly(line: bytes) -> Sighting | str:
    """What the quick one says."""
    try:
        return sight(line)
    except BadInputError as failure:
        return str(failure)


@given(records())
def test_a_record_is_seen_as_it_is_read(record: Record) -> None:
    assert sight(record.line) == sighting_of(record)


@given(
    records(),
    st.sampled_from(["specversion", "id", "source", "type", "subject", "time", "recordedby", "data"]),
    st.data(),
)
def test_a_member_that_means_something_else_is_judged_alike(record: Record, name: str, data: st.DataObject) -> None:
    values = json_values | words | st.sampled_from(["", "1.0", "2026-01-02T03:04:05Z", "aitimeline.event.recorded.v2"])
    line = resealed(record.line, **{name: data.draw(values)})
    assert quickly(line) == carefully(line)


@given(events | actors, st.text(max_size=8), json_values)
def test_data_with_a_member_more_or_other_is_judged_alike(payload: Event | Actor, name: str, value: Any) -> None:
    stated = json.loads(record_of(payload).line)["data"]
    line = resealed(record_of(payload).line, data=stated | {name: value})
    assert quickly(line) == carefully(line)
    for known in stated:
        changed = resealed(record_of(payload).line, data=stated | {known: value})
        assert quickly(changed) == carefully(changed)


def test_a_line_with_a_byte_changed_is_judged_alike() -> None:
    changed = (LINE[:at] + bytes([LINE[at] ^ 1]) + LINE[at + 1 :] for at in range(0, len(LINE), 7))
    assert [line for line in changed if quickly(line) != carefully(line)] == []


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"nothing", b'{"data":', b'{"data":{}}', b'{"data":' * 50_000, b"\xff", LINE[:-1]]
)
def test_what_is_no_record_is_none_quickly_too(line: bytes) -> None:
    with pytest.raises(BadInputError):
        sight(line)


@pytest.mark.parametrize("extra", [{"supersedes": "one"}, {"supersedes": [1]}, {"reason": 1}, {"when": "2023-13"}])
def test_data_that_do_not_fit_are_refused(extra: dict[str, Any]) -> None:
    line = resealed(LINE, data=json.loads(LINE)["data"] | extra)
    assert quickly(line) == carefully(line)
    assert isinstance(quickly(line), str)


@given(events, keys)
def test_a_made_record_is_canonical_and_reads_as_the_event(event: Event, key: str) -> None:
    made = MAKER.make(key, unstructure(event))
    record = read_record(made.line)
    assert (record.payload, record.subject, record.type, record.time) == (event, key, EVENT_RECORDED, EPOCH)
    assert made == sighting_of(record)
    envelope = json.loads(made.line)
    assert rfc8785.dumps(envelope) == made.line
    assert envelope["digest"] == digest_of(envelope)


@given(events, keys)
def test_the_id_of_a_made_record_is_that_of_its_key_and_data(event: Event, key: str) -> None:
    data = unstructure(event)
    other = Maker("https://example.org/other", EPOCH.replace(year=2027), "Lee")
    assert MAKER.make(key, data).id == other.make(key, data).id
    assert MAKER.make(key, data).id != MAKER.make(key + "-2", data).id
    assert MAKER.make(key, data).id != MAKER.make(key, data | {"kind": event.kind + "x"}).id


@given(events, st.text(max_size=8), json_values)
def test_data_that_pass_the_quick_check_are_an_event(event: Event, name: str, value: Any) -> None:
    data = unstructure(event) | {name: value}
    if check_data(data, Event) and name not in ("supersedes", "reason"):
        assert structure(data, Event).extra == ()


def test_an_event_that_is_far_too_long_is_not_made() -> None:
    with pytest.raises(BadInputError, match="at most"):
        MAKER.make("long", unstructure(event_of("2023", "x" * 1_100_000)))


def test_data_that_are_no_events_are_refused_with_the_reason() -> None:
    with pytest.raises(BadInputError, match=r"\$\.when"):
        MAKER.make("bad", {"when": 3, "title": {"en": "x"}, "kind": "release"})
