"""Logs that hold whatever a log can, as the bytes of their segments, and queries about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import define, evolve
from hypothesis import strategies as st

from aitimeline.log.disk import Stamp, SystemDisk
from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.event import CampClaim, Event, Figure, Participation, Source
from aitimeline.model.record import Record, remade
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from plain import RECORDED, RETRACTED, REVISED
from strategies import ACTOR_TYPES, EPOCH, edtf, identifier, record_of, resealed, words

FOLDERS = (Path("/one"), Path("/two"))
SEGMENTS = (Path("/one/kim.jsonl"), Path("/one/lee.jsonl"), Path("/two/kim.jsonl"))
KEYS = ("a", "b", "c", "챗gpt-공개", "b-2")
ODD_KEYS = ("Not A Key", "\U0010ffff", "a\0b", "b\U0010ffff", "İ")
ACTORS = ("google", "meta", "메타", "Meta", "a\0b", "", " ", "ß", "İ")
_ORDERS = (
    *("after:a before:2024", "after:a", "before:b", "after:b before:c", "after:c before:a", "before:챗gpt-공개"),
    *("after:2023-12 before:2024-02", "after:2023 before:a", "after:missing", "after:b-2 after:a before:2030"),
)
ODD_TEXTS = (
    *("İstanbul ırmak", "straße STRASSE ẞ", "한국 한국", "각 각", "cafe\u0301 caf\xe9", "\0", "a\0b", "\U0010ffff"),
    *(
        "\ufffe\uffff",
        "\ufffd",
        "x\ufffey",
        "ﬃ ffi",
        "ab",
        "a",
        "a\nb",
        " a  b ",
        "\u1100\u1161\u11a8",
        "🎉👩‍🔬",
        '"',
        "''",
    ),
)
texts = st.one_of(
    st.sampled_from(ODD_TEXTS), words, st.sampled_from(["Gemini", "gemini 1.5", "제미나이", "Google", "x y"])
)
values = st.sampled_from(["open", "Open", "OPEN", "열린", "ß", "SS", "İ", "i̇", "ı", "", " ", "a\0b", "release"])
roles = st.sampled_from(["subject", "developer", "announcer", "founder", "member", "leaver"])
zones = st.sampled_from(
    ["Asia/Seoul", "America/New_York", "America/Argentina/Salta", "UTC", "asia/seoul", "", "No/Where"]
)
_near = st.sampled_from(["2023-12-06", "2023-12", "2023", "2023-12-05/2023-12-07", "2023-12-06T10:00", "2024-01~"])
_orders = st.sampled_from(_ORDERS)
dates = st.integers(0, 2).flatmap(lambda choice: edtf if choice else _near)
whens = st.integers(0, 4).flatmap(lambda choice: (_orders, _orders, _near, edtf, edtf)[choice]).map(When.parse)
maybe = st.none() | texts
languages = st.sampled_from(["en", "ko", "fr"])


def _few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


sources = st.builds(
    Source,
    publisher=st.none() | values,
    title=maybe | st.just("Monday, December 6, 2023"),
    published=st.none() | dates.map(When.parse),
    language=st.none() | st.sampled_from(["en", "ko", "EN", ""]),
    quote=maybe,
    when=st.none() | dates.map(When.parse),
    zone=st.none() | zones,
)
claims = _few(
    st.builds(CampClaim, camp=values, when=dates.map(When.parse), zone=st.none() | zones, sources=_few(sources))
)
ties = _few(
    st.builds(Tie, actor=st.sampled_from(ACTORS), when=st.none() | dates.map(When.parse), sources=_few(sources))
)
names = st.dictionaries(languages, st.lists(texts, max_size=2), max_size=2).map(Names.of)
events = st.builds(
    Event,
    when=whens,
    title=st.dictionaries(languages, texts, max_size=2).map(Text.of),
    kind=values | st.just("leadership"),
    zone=st.none() | zones,
    summary=st.dictionaries(languages, texts, max_size=1).map(Text.of),
    actors=_few(st.builds(Participation, actor=st.sampled_from(ACTORS), role=st.none() | values | roles)),
    tags=_few(values),
    sources=_few(sources),
    figures=st.sampled_from([(), (), (Figure("share", 65.0),)]),
    camps=st.just(()) | claims,
    uid=st.none() | values,
)
actors = st.builds(
    Actor,
    type=st.sampled_from([*ACTOR_TYPES[:3], "alliance", "product", "Company", ""]),
    names=names,
    part_of=st.just(()) | ties,
    made_by=st.just(()) | ties,
    renamed=st.just(()) | _few(st.builds(Rename, names=names, when=dates.map(When.parse))),
    camps=st.just(()) | claims,
)
_TYPES = (
    *(each.format("event") for each in [RECORDED, REVISED] * 5 + [RETRACTED] * 3),
    *(each.format("actor") for each in [RECORDED, REVISED] * 2 + [RETRACTED]),
    *("aitimeline.event.revised.v9", "org.example.event.recorded.v1"),
)
_times = st.one_of(
    st.integers(0, 3).map(lambda seconds: timedelta(seconds=seconds)), st.just(timedelta(microseconds=1))
)


@st.composite
def records(draw: st.DrawFn, number: int, size: int, before: Sequence[Record]) -> Record:
    """A record of one of few events and actors; it supersedes one before it of the same, or whatever it will."""
    record_type = draw(st.sampled_from(_TYPES))
    is_actor = ".actor." in record_type
    subject = draw(st.sampled_from(ACTORS if is_actor else KEYS * 4 + ODD_KEYS)) or "x"
    same = [each.id for each in before if each.subject == subject][-2:]
    anything = st.lists(st.integers(0, size).map(identifier), max_size=2)
    payload: Any = None if record_type.endswith(("retracted.v1", "v9")) else draw(actors if is_actor else events)
    made = record_of(
        payload,
        number,
        subject=subject,
        record_type=record_type,
        supersedes=tuple(draw(st.one_of(st.just(same), st.just(same), st.just(same[-1:]), anything))),
        reason=draw(st.none() | texts),
        recorded_by=draw(st.sampled_from(["Kim", "김민지"])),
    )
    return evolve(made, line=resealed(made.line, time=_written(draw(_times))))


def _written(after: timedelta) -> str:
    return (EPOCH + after).isoformat(timespec="microseconds")[:-6] + "Z"


def _again(line: bytes, seconds: int) -> bytes:
    return remade(line, timeline=f"https://example.org/{seconds % 2}", time=EPOCH + timedelta(seconds=seconds))


@st.composite
def lines_of(draw: st.DrawFn, record: Record, number: int) -> list[bytes]:
    """What may have become of a record's line, at one place or several."""
    line = record.line
    seconds, at = draw(st.integers(0, 4)), draw(st.integers(0, len(line) - 1))
    other = identifier(draw(st.integers(0, number)))
    fates = {
        "repeated": [line, line],
        "made again": [line, _again(line, seconds), _again(line, seconds + 1)],
        "bears the id of another": [resealed(line, id=other)],
        "re-spaced": [json.dumps(dict(reversed(json.loads(line).items())), ensure_ascii=seconds == 0).encode()],
        "damaged": [line[:at] + (b"", b"#", b"\n", b" ", b"\xff")[seconds] + line[at + 1 :]],
        "glued": [line + resealed(line, id=identifier(100 + number))],
        "among others": [line, (b"", b"  ", b"<<<<<<< ours", b"{}", b"\x00")[seconds]],
    }
    return fates.get(draw(st.sampled_from([*fates, *["as it is"] * 18])), [line])


@define
class Log:
    """A log: what each of its segments holds."""

    segments: dict[Path, bytes]


@st.composite
def logs(draw: st.DrawFn, size: int = 12) -> Log:
    """Whole logs."""
    made: list[Record] = []
    for number in range(draw(st.sampled_from([1, 3, size // 2, size, size]))):
        made.append(draw(records(number, size, made)))
    lines = [line for number, record in enumerate(made) for line in draw(lines_of(record, number))]
    segments = dict.fromkeys(SEGMENTS[: draw(st.integers(1, len(SEGMENTS)))], b"")
    for line in draw(st.permutations(lines)) if draw(st.booleans()) else lines:
        segments[draw(st.sampled_from(list(segments)))] += line + b"\n"
    for path, content in segments.items():
        segments[path] = content[: len(content) - draw(st.sampled_from([0, 0, 0, 0, 0, 1, 1, 2, 40]))]
    return Log(segments)


class Shelf(SystemDisk):
    """A disk of a few files in memory."""

    def __init__(self, files: dict[Path, bytes]) -> None:
        super().__init__()
        self.files = files

    def names(self, folder: Path) -> list[str]:
        return [path.name for path in self.files if path.parent == folder]

    def stamp(self, path: Path) -> Stamp | None:
        return Stamp(0, list(self.files).index(path), len(self.files[path]), 0, 0) if path in self.files else None

    def open_to_read(self, path: Path) -> int:
        return list(self.files).index(path)

    def close(self, descriptor: int) -> None:
        pass

    def stamp_of(self, descriptor: int) -> Stamp:
        return Stamp(0, descriptor, len(self._at(descriptor)), 0, 0)

    def read_at(self, descriptor: int, offset: int, size: int) -> bytes:
        return self._at(descriptor)[offset : offset + size]

    def read(self, path: Path, offset: int = 0, size: int = -1) -> bytes:
        return self.files[path][offset : None if size < 0 else offset + size]

    def _at(self, number: int) -> bytes:
        return list(self.files.values())[number]

    def is_locked(self, _: Path) -> bool:
        return False
