"""What is odd in a log and once led the index astray; and lines of other making, read quickly or closely."""

from __future__ import annotations

import json
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from aitimeline.index.extract import Extractor
from aitimeline.index.store import Store
from aitimeline.index.survey import damages_of, newer_of
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.model.actor import Actor
from aitimeline.model.event import Participation
from aitimeline.model.record import Record, read_record
from aitimeline.model.text import Names
from aitimeline.query.binding import Meaning, condition_of
from oracle_logs import records
from strategies import event_of, identifier, lines_of, record_of, resealed

EVENT = event_of("2023-12-06")


def timeline_of(folder: Path, *made: Record) -> Timeline:
    """The timeline of these records, with an index in memory."""
    segment = folder / "kim.jsonl"
    segment.write_bytes(lines_of(made))
    return Timeline(Store(None, [segment], SystemDisk()).open())


def found(timeline: Timeline, query: str) -> list[str]:
    return [entry.key for entry in timeline.select(condition_of([query], Meaning(timeline)))]


def with_other_type(record: Record, record_type: str) -> Record:
    return read_record(resealed(record.line, type=record_type))


def test_an_event_known_by_order_whose_lines_contradict_each_other_is_not_there(tmp_path: Path) -> None:
    two = [record_of(event_of(when), subject="a") for when in ("after:b", "2023")]
    assert found(timeline_of(tmp_path, *two), "") == []


def test_an_actor_has_no_members_that_belong_to_its_record(tmp_path: Path) -> None:
    actor = Actor("company", Names.of({"en": ["Meta"]}))
    timeline = timeline_of(tmp_path, record_of(actor, 1, subject="meta", reason="renamed"))
    assert timeline.actor("meta") == actor


def test_an_actor_whose_name_is_empty_is_named_by_its_key(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, record_of(Actor("company", Names.of({"en": [""]})), subject="meta"))
    assert timeline.actor_name("meta", "en") == "meta"


@pytest.mark.parametrize("word", ["\ufffe", "\uffff", "a\ufffe", "\ufffea", "\ufffe\uffff\ufffe"])
def test_a_word_with_what_unicode_calls_no_character_is_found(tmp_path: Path, word: str) -> None:
    timeline = timeline_of(tmp_path, record_of(event_of("2023", f"x{word}y"), subject="a"))
    assert found(timeline, f'"{word}"') == ["a"]


@pytest.mark.parametrize("key", ["\U0010ffff", "b\U0010ffff", "\ud7ff", "\ud7ffx", "b\U0010ffffb"])
def test_a_key_of_the_last_letters_is_found_by_its_beginning(tmp_path: Path, key: str) -> None:
    timeline = timeline_of(tmp_path, record_of(EVENT, subject=key))
    assert timeline.keys(key[:1]) == [key]
    assert found(timeline, f'key:"{key[:1]}*"') == [key]


def test_a_nul_is_a_blank_in_whatever_is_looked_for(tmp_path: Path) -> None:
    event = evolve(EVENT, kind="a\0b", actors=(Participation("c\0d", "e\0f"),))
    timeline = timeline_of(tmp_path, record_of(event, subject="a"))
    for query in ('kind:"a b"', 'actor:"c d"', 'role:"e f"', '"c d"'):
        assert found(timeline, query) == ["a"]


def test_a_record_that_is_not_understood_counts_once_however_often_it_comes(tmp_path: Path) -> None:
    newer = with_other_type(record_of(EVENT, 1), "aitimeline.event.revised.v9")
    segment = tmp_path / "kim.jsonl"
    store = Store(tmp_path / "index", [segment], SystemDisk())
    for _ in range(2):
        with segment.open("ab") as opened:
            opened.write(lines_of([newer]))
        with closing(store.open()) as connection:
            assert newer_of(connection) == 1


def test_a_later_record_of_another_kind_that_contradicts_an_event_takes_it_away(tmp_path: Path) -> None:
    segment = tmp_path / "kim.jsonl"
    store = Store(tmp_path / "index", [segment], SystemDisk())
    stated = [record_of(event_of("2023-12-06"), 1, subject="a"), record_of(event_of("after:a"), 2, subject="b")]
    segment.write_bytes(lines_of(stated))
    with closing(store.open()) as connection:
        assert [entry.first for entry in Timeline(connection).select()] == [738860, 738860]
    actor = record_of(Actor("company", Names()), 1, subject="meta")
    with segment.open("ab") as opened:
        opened.write(lines_of([with_other_type(stated[1], "org.example.event"), actor]))
    with closing(store.open()) as connection:
        assert list(Timeline(connection).select()) == []
        assert len(damages_of(connection, store.disk)) == 2


def test_an_event_follows_no_other_that_a_later_record_contradicts(tmp_path: Path) -> None:
    segment = tmp_path / "kim.jsonl"
    store = Store(tmp_path / "index", [segment], SystemDisk())
    stated = [record_of(event_of("2023-12-06"), 1, subject="a"), record_of(event_of("after:a"), 2, subject="b")]
    segment.write_bytes(lines_of(stated))
    store.open().close()
    with segment.open("ab") as opened:
        opened.write(lines_of([record_of(Actor("company", Names()), 1, subject="meta")]))
    with closing(store.open()) as connection:
        assert [(entry.key, entry.first) for entry in Timeline(connection).select()] == [("b", -(10**18))]


_VALUES: tuple[Any, ...] = (
    *(None, 5, 1.5, True, "", "x", "2023", "2023-13", "\0", float("nan"), float("inf"), 10**30, [], [None], [5], ["x"]),
    *({}, {"en": None}, {"en": 5}, {"en": "x"}, {"en": ["x"]}, [{}], [{"actor": None}], [{"name": "x", "value": True}]),
)
ODD = st.sampled_from(_VALUES)


def changed(draw: st.DrawFn, value: Any) -> Any:
    """A value of JSON with something in it replaced, added or taken away."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        name = draw(
            st.sampled_from([*sorted(value), "when", "summary", "actors", "tags", "sources", "figures", "zone"])
        )
        made = {each: value[each] for each in value if each != name}
        if name not in value:
            return made | {name: draw(ODD)}
        return made if draw(st.integers(0, 5)) == 0 else made | {name: changed(draw, value[name])}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [changed(draw, value[0]), *value[1:]]
    return draw(ODD)


@st.composite
def forged(draw: st.DrawFn) -> bytes:
    """A line whose digest fits, but of whose members some are not what they should be."""
    envelope = json.loads(draw(records(1, 3, ())).line)
    del envelope["digest"]
    if draw(st.integers(0, 3)):
        envelope["data"] = changed(draw, envelope["data"])
    else:
        envelope = changed(draw, envelope)
    text = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    at = text.find(b',"id":')
    head, rest = (text[:at], text[at:]) if at > 0 else (text[:-1], text[-1:])
    return head + b',"digest":"%b"' % sha256(head + rest).hexdigest().encode() + rest


def check_forged(line: bytes) -> None:
    quick = Extractor().quickly(line)
    if quick is not None:
        assert quick == Extractor().facts_of(read_record(line))


@given(forged())
def test_what_is_read_quickly_is_what_reading_closely_finds(line: bytes) -> None:
    check_forged(line)


@pytest.mark.long
@settings(max_examples=4_000)
@given(forged())
def test_at_length_what_is_read_quickly_is_what_reading_closely_finds(line: bytes) -> None:
    check_forged(line)


def test_a_record_with_two_heads_of_one_event_is_read_once(tmp_path: Path) -> None:
    heads = [record_of(event_of("2023", str(number)), number, subject="a") for number in (1, 2)]
    timeline = timeline_of(tmp_path, *heads)
    assert found(timeline, "is:conflict") == ["a"]
    assert timeline.entry("a").heads == [identifier(1), identifier(2)]
