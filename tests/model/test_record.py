"""Records: one line each, that is itself or refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.model.error import BadInputError
from aitimeline.model.event import Event, Figure, Participation, Source
from aitimeline.model.instant import format_time
from aitimeline.model.record import Record, parse_time, read_record, time_after
from aitimeline.model.seal import MAX_BYTES
from aitimeline.model.structure import structure, unstructure
from strategies import EPOCH, event_of, events, json_values, record_of, records

LINE = record_of(event_of("2023-12-06", "구글, 제미나이")).line
REQUIRED = ["specversion", "id", "source", "type", "subject", "time", "recordedby", "digest"]


def resealed(envelope: dict[str, Any]) -> bytes:
    """The envelope with a digest that fits, made without our code."""
    body = {name: value for name, value in envelope.items() if name != "digest"}
    return rfc8785.dumps(body | {"digest": sha256(rfc8785.dumps(body)).hexdigest()})


def changed(**members: Any) -> bytes:
    """A good line with members replaced, and its digest made to fit."""
    return resealed(json.loads(LINE) | members)


@given(records())
def test_a_record_is_read_back_as_itself(record: Record) -> None:
    assert read_record(record.line) == record


@given(records())
def test_the_digest_is_that_of_the_canonical_form_without_it(record: Record) -> None:
    envelope = json.loads(record.line)
    stated = envelope.pop("digest")
    assert stated == record.digest == sha256(rfc8785.dumps(envelope)).hexdigest()


@given(records())
def test_a_line_is_in_canonical_form(record: Record) -> None:
    assert record.line == rfc8785.dumps(json.loads(record.line))


@given(records())
def test_a_line_holds_no_line_end(record: Record) -> None:
    assert b"\n" not in record.line


@given(events)
def test_the_payload_is_what_was_recorded(event: Event) -> None:
    assert read_record(record_of(event).line).payload == event


@given(events)
def test_members_of_a_later_version_survive_being_read_and_written(event: Event) -> None:
    event = evolve(
        event,
        actors=(Participation("google", extra=(("x-share", "0.5"),)),),
        sources=(Source(url="https://example.org", extra=(("x-archive", '{"at":[1,2]}'),)),),
        extra=(("x-map", '{"lat":1}'),),
    )
    value = unstructure(event)
    assert (value["x-map"], value["actors"][0]["x-share"], value["sources"][0]["x-archive"]) == (
        {"lat": 1},
        0.5,
        {"at": [1, 2]},
    )
    assert structure(json.loads(json.dumps(value)), Event) == event


def test_members_of_a_later_version_survive_a_revision() -> None:
    data = {"when": "2023", "title": {}, "kind": "release", "x-map": {"lat": 1}, "sources": [{"x-archive": None}]}
    first = read_record(changed(data=data))
    assert isinstance(first.payload, Event)
    second = record_of(evolve(first.payload, kind="launch"), 1, supersedes=(first.id,))
    written = json.loads(second.line)["data"]
    assert (written["x-map"], written["sources"]) == ({"lat": 1}, [{"x-archive": None}])


def test_a_member_named_extra_is_kept_like_any_other() -> None:
    value = {"when": "2023", "title": {}, "kind": "release", "extra": {"a": 1}}
    assert unstructure(structure(value, Event)) == value


@given(records(), st.randoms(use_true_random=False), st.booleans())
def test_a_line_that_another_tool_has_rewritten_is_the_same_record(
    record: Record, random: Any, ascii_only: bool
) -> None:
    members = list(json.loads(record.line).items())
    random.shuffle(members)
    line = json.dumps(dict(members), ensure_ascii=ascii_only, separators=(" , ", " : ")).encode()
    assert read_record(line) == record


@given(records())
def test_an_indented_record_is_the_same_record(record: Record) -> None:
    assert read_record(json.dumps(json.loads(record.line), indent=2).replace("\n", " ").encode()) == record


def test_a_line_ended_as_on_windows_is_the_same_record() -> None:
    assert read_record(LINE + b"\r") == read_record(LINE)


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80, 0xFF])
def test_no_changed_byte_gives_another_content(flip: int) -> None:
    expected = read_record(LINE)
    for at in range(len(LINE)):
        line = bytearray(LINE)
        line[at] ^= flip
        try:
            found = read_record(bytes(line))
        except BadInputError:
            continue
        assert found == expected


@pytest.mark.parametrize("length", [1, 2, 10, 64])
def test_a_line_with_a_piece_missing_is_refused(length: int) -> None:
    for at in range(0, len(LINE) - length, 3):
        with pytest.raises(BadInputError):
            read_record(LINE[:at] + LINE[at + length :])


def test_a_digest_is_checked_by_one_hash_over_the_bytes_as_they_stand() -> None:
    spaced = LINE.replace(b'"kind":', b'"kind": ')
    at = spaced.index(b',"digest":"')
    body = spaced[:at] + spaced[at + len(',"digest":"') + 65 :]
    restated = spaced[:at] + b',"digest":"' + sha256(body).hexdigest().encode() + b'"' + body[at:]
    assert read_record(restated).payload == read_record(LINE).payload


@pytest.mark.parametrize(
    ("member", "forged_member"),
    [
        (b'"kind":"release"', rb'"kind":"\ud800"'),
        (b'"x-new":0', rb'"x-new":"\ud800"'),
        (b'"x-new":0', b'"x-new":1e999'),
        (b'"value":0', b'"value":1e999'),
        (b'"value":0', b'"value":' + b"9" * 400),
    ],
)
def test_a_line_without_canonical_form_is_refused_whatever_its_digest(member: bytes, forged_member: bytes) -> None:
    data = {"when": "2023", "title": {}, "kind": "release", "figures": [{"name": "a", "value": 0}], "x-new": 0}
    line = changed(data=data).replace(member, forged_member)
    at = line.index(b',"digest":"')
    bare = line[:at] + line[at + len(',"digest":"') + 65 :]
    forged = bare[:at] + b',"digest":"' + sha256(bare).hexdigest().encode() + b'"' + bare[at:]
    with pytest.raises(BadInputError):
        read_record(forged)


def test_the_longest_line_has_just_less_than_one_mebibyte() -> None:
    spare = MAX_BYTES - len(record_of(event_of("2023", "")).line)
    assert len(record_of(event_of("2023", "a" * (spare - 1))).line) == MAX_BYTES - 1
    with pytest.raises(BadInputError):
        record_of(event_of("2023", "a" * spare))


def test_a_line_above_one_mebibyte_is_refused() -> None:
    with pytest.raises(BadInputError, match="1 MiB"):
        read_record(LINE + b" " * MAX_BYTES)


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{}", b"[]", b"null", b"1", b'"text"', b"NaN", b"{", b"\xff", b"\x00", b"[" * 100_000),
        LINE.replace(b'"kind":"release"', b'"kind":NaN'),
        LINE.replace(b'"kind":"release"', b'"kind":"release","kind":"release"'),
        LINE[:-1] + b',"type":"x"}',
        LINE + LINE,
        LINE[:-1],
    ],
)
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(BadInputError):
        read_record(line)


@pytest.mark.parametrize("depth", [50, 200, 400, 600, *range(800, 1000, 10), 5_000])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    line = LINE.replace(b'"kind":"release"', b'"kind":' + b"[" * depth + b"]" * depth)
    with pytest.raises(BadInputError):
        read_record(line)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_record_without_an_attribute_is_refused(name: str) -> None:
    envelope = json.loads(LINE)
    del envelope[name]
    line = rfc8785.dumps(envelope) if name == "digest" else resealed(envelope)
    with pytest.raises(BadInputError):
        read_record(line)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, 1, True, "", [], {}])
def test_an_attribute_of_another_type_is_refused(name: str, value: Any) -> None:
    envelope = json.loads(LINE) | {name: value}
    line = rfc8785.dumps(envelope) if name == "digest" else resealed(envelope)
    with pytest.raises(BadInputError):
        read_record(line)


@pytest.mark.parametrize(
    "time", ["yesterday", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_recorded_time_that_is_none_is_refused(time: str) -> None:
    with pytest.raises(BadInputError):
        read_record(changed(time=time))


GOOD = {"when": "2023", "title": {"en": "a"}, "kind": "release"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"title": {}, "kind": "a"}, "when"),
        ({"when": "2023", "kind": "a"}, "title"),
        (GOOD | {"when": 2023}, "$.when"),
        (GOOD | {"when": "2023-13"}, "$.when"),
        (GOOD | {"title": "a"}, "$.title"),
        (GOOD | {"title": {"en": 1}}, "$.title"),
        (GOOD | {"kind": True}, "$.kind"),
        (GOOD | {"kind": None}, "$.kind"),
        (GOOD | {"tags": "open"}, "$.tags"),
        (GOOD | {"tags": [1]}, "$.tags"),
        (GOOD | {"actors": [{}]}, "$.actors[0]"),
        (GOOD | {"actors": {"actor": "a"}}, "$.actors"),
        (GOOD | {"sources": [{"url": 1}]}, "$.sources[0].url"),
        (GOOD | {"sources": ["a"]}, "$.sources[0]"),
        (GOOD | {"figures": [{"name": "a", "value": True}]}, "$.figures[0].value"),
        (GOOD | {"figures": [{"name": "a", "value": "1"}]}, "$.figures[0].value"),
    ],
)
def test_a_misfit_is_refused_by_its_place(data: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_record(changed(data=data))
    assert place in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [None, [], "", 1, GOOD | {"supersedes": "a"}, GOOD | {"supersedes": [1]}, GOOD | {"reason": 1}],
)
def test_data_of_another_shape_is_refused(data: Any) -> None:
    with pytest.raises(BadInputError):
        read_record(changed(data=data))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_record_or_bad_input(line: bytes) -> None:
    with pytest.raises(BadInputError):
        read_record(line)


@given(json_values)
@example({"digest": 1})
def test_any_json_is_a_record_or_bad_input(value: Any) -> None:
    with pytest.raises(BadInputError):
        read_record(json.dumps(value).encode())


@given(st.sampled_from(["data", *REQUIRED]), json_values)
def test_any_value_of_any_attribute_is_read_or_bad_input(name: str, value: Any) -> None:
    line = changed(**{name: value})
    with suppress(BadInputError):
        assert read_record(line).line == line


EVENT_MEMBERS = ["when", "title", "kind", "zone", "summary", "actors", "tags", "sources", "figures"]


@given(st.sampled_from([*EVENT_MEMBERS, "supersedes", "reason"]), json_values | st.lists(json_values, max_size=2))
def test_any_value_of_any_member_is_read_or_bad_input(name: str, value: Any) -> None:
    line = changed(data=GOOD | {name: value})
    with suppress(BadInputError):
        assert read_record(line).line == line


@pytest.mark.parametrize("value", [2.0**53, -(2.0**53), 1e16, 1e20, 1e21, 1e300])
def test_a_great_number_is_refused_or_stays_the_same_record_when_rewritten(value: float) -> None:
    try:
        record = record_of(event_of("2023", figures=(Figure("share", value),)))
    except BadInputError:
        return
    assert read_record(json.dumps(json.loads(record.line)).encode()) == record
    assert record.content()


def test_a_type_of_a_newer_version_is_kept_without_payload() -> None:
    line = changed(type="aitimeline.event.recorded.v2", data={"when": {"new": "shape"}})
    record = read_record(line)
    assert (record.payload, record.line, record.is_about_event) == (None, line, False)


def test_what_cannot_be_written_as_json_is_refused() -> None:
    with pytest.raises(BadInputError):
        record_of(event_of("2023", "\ud800"))


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_recorded_time_is_read_back_as_itself(time: datetime) -> None:
    assert parse_time(format_time(time)) == time.astimezone(UTC)


@given(st.integers(-100, 100))
def test_a_new_time_is_after_the_newest_and_not_before_now(seconds: int) -> None:
    now = EPOCH + timedelta(seconds=seconds)
    found = time_after(now, EPOCH)
    assert found > EPOCH
    assert found >= now
    assert found - max(now, EPOCH) <= timedelta(microseconds=1)


@pytest.mark.parametrize("record_type", ["recorded", "revised", "retracted"])
def test_the_verb_is_read_from_the_type(record_type: str) -> None:
    record = read_record(changed(type=f"aitimeline.event.{record_type}.v1", data=GOOD))
    assert record.verb == record_type
    assert record.is_retraction == (record_type == "retracted")
