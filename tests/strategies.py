"""Everything that the tests make up: dates, events, actors, records, logs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785
from hypothesis import strategies as st

from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.canonical import canonical
from aitimeline.model.error import BadInputError
from aitimeline.model.event import CampClaim, Event, Extra, Figure, Participation, Source
from aitimeline.model.record import Record, make_record
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from plain import RECORDED, RETRACTED, REVISED

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
TIMELINE = "https://example.org/timeline"
ACTOR_TYPES = (
    *("company", "start-up", "university", "government body", "research institute", "non-profit"),
    *("alliance", "product", "model", "person"),
)
_SAFE = 2**53 - 1
_floats = st.floats(-_SAFE, _SAFE, allow_nan=False)
_KEYS = ("gemini-announced", "ai-alliance-formed", "re-invent-2023", "q", "챗gpt-공개")
_ZONES = ("Asia/Seoul", "America/New_York", "America/Los_Angeles", "Europe/Paris", "UTC")

words = st.text(
    st.one_of(
        st.sampled_from("가나다라마바사 구글메타제미나이🎉👩‍🔬🇰🇷,;:\\nN\"'|*_`<>[]()=+-@#~&%\n\r\t\x1b\x07\u202e\x85"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)
"""Any text that UTF-8 can hold, with a weakness for what breaks formats."""

titles = st.text(st.sampled_from("abcXYZ 구글제미나이,;.-"), min_size=1, max_size=30).filter(str.strip)
"""Titles such as people type, in English and Korean."""

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-_SAFE, _SAFE) | _floats | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


plain_dates = st.one_of(
    days.map(date.isoformat),
    days.map(_month),
    st.integers(1950, 2090).map(str),
    st.builds("{}-{}".format, st.integers(1950, 2090), st.integers(21, 41)),
)
"""Days, months, years and parts of years."""


def _order(end: str) -> tuple[int, int]:
    when = When.parse(end)
    return when.start.first, when.end.last


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[str] = plain_dates) -> str:
    """Intervals that do not end before they begin."""
    pair = [draw(ends), draw(ends)]
    pair.sort(key=_order)
    return "/".join(pair)


offsets = st.sampled_from(["", "Z", "+09:00", "-05:00", "-08:00", "+05:30", "+14:00", "-12:00"])
times = st.builds(
    "{}T{:02}:{:02}:{:02}{}".format,
    days.map(date.isoformat),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    offsets,
)
signs = st.sampled_from("?~%")
long_years = st.builds("Y{}{}".format, st.sampled_from(["", "-"]), st.integers(10_000, 10**12 - 1))
ancient_dates = st.one_of(
    st.integers(0, 9999).map("{:04}".format),
    st.integers(1, 9999).map("-{:04}".format),
    st.builds(
        "{}-{:02}-{:02}".format, st.sampled_from(["0000", "-0001", "-1985"]), st.integers(1, 12), st.integers(1, 28)
    ),
)


@st.composite
def masked_dates(draw: st.DrawFn) -> str:
    """Dates some of whose digits are not known; the day that they were made of is always possible."""
    text = draw(days).isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    masks = draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    return "".join("X" if hides and sign != "-" else sign for hides, sign in zip(masks, text, strict=True))


@st.composite
def qualified_dates(draw: st.DrawFn) -> str:
    """Dates with a sign at one part or at several."""
    parts = draw(plain_dates | masked_dates()).split("-")
    signs_at = draw(st.lists(st.sampled_from(["{}", "?{}", "~{}", "%{}", "{}?", "{}~", "{}%"]), min_size=3, max_size=3))
    return "-".join(form.format(part) for form, part in zip(signs_at, parts, strict=False))


single_dates = st.one_of(plain_dates, masked_dates(), qualified_dates(), long_years, ancient_dates)
"""Dates of all kinds that have no time and are neither spans nor sets."""
open_intervals = st.builds(str.format, st.sampled_from(["{}/..", "../{}", "{}/", "/{}"]), single_dates)


@st.composite
def sets(draw: st.DrawFn) -> str:
    """Sets of dates and ranges, of which one holds, or all do."""
    members = draw(
        st.lists(single_dates | intervals(single_dates).map(lambda span: span.replace("/", "..")), max_size=3)
    )
    first, last = draw(st.sampled_from(["", "..{}"])), draw(st.sampled_from(["", "{}.."]))
    members = [*([first.format(draw(single_dates))] if first else []), *members]
    members += [(last or "{}").format(draw(single_dates))] if last or not members else []
    return draw(st.sampled_from(["[{}]", "{{{}}}"])).format(",".join(members))


odd_dates = st.one_of(single_dates, intervals(single_dates), open_intervals, sets())
edtf = st.one_of(plain_dates, intervals(), times, odd_dates)
whens = edtf.map(When.parse)
zones = st.sampled_from(_ZONES)


def _extra(members: dict[str, Any]) -> Extra:
    return tuple(sorted((f"x-{name}", canonical(value).decode()) for name, value in members.items()))


extras = st.dictionaries(st.sampled_from(["later", "미래", "a"]), json_values, max_size=2).map(_extra)
texts = st.dictionaries(st.sampled_from(["en", "ko", "fr", "zh-Hant"]), words, max_size=3).map(Text.of)
names = st.dictionaries(st.sampled_from(["en", "ko"]), st.lists(words, max_size=3), max_size=2).map(Names.of)
maybe = st.none() | words
keys = st.sampled_from(_KEYS)
participations = st.builds(Participation, actor=words, role=maybe, extra=extras)
sources = st.builds(
    Source,
    url=maybe,
    publisher=maybe,
    title=maybe,
    published=st.none() | whens,
    language=maybe,
    quote=maybe,
    when=st.none() | whens,
    zone=st.none() | zones,
    extra=extras,
)
numbers = st.integers(-_SAFE, _SAFE) | _floats
figures = st.builds(Figure, name=words, value=numbers, unit=maybe, period=st.none() | whens, extra=extras)


def _few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


_cited = {"zone": st.none() | zones, "sources": _few(sources), "extra": extras}
_claims = st.builds(CampClaim, camp=words, when=whens, **_cited)
_ties = st.builds(Tie, actor=words, when=st.none() | whens, **_cited)
_renames = st.builds(Rename, names=names, when=whens, **_cited)


@st.composite
def claims(draw: st.DrawFn) -> tuple[CampClaim, ...]:
    """Claims of camps: few, and often none."""
    return draw(st.just(()) | _few(_claims))


@st.composite
def ties(draw: st.DrawFn) -> tuple[Tie, ...]:
    """Ties to other actors: few, and often none."""
    return draw(st.just(()) | _few(_ties))


@st.composite
def renames(draw: st.DrawFn) -> tuple[Rename, ...]:
    """Changes of names: few, and often none."""
    return draw(st.just(()) | _few(_renames))


events = st.builds(
    Event,
    when=whens,
    title=texts,
    kind=words,
    zone=st.none() | zones,
    summary=texts,
    actors=_few(participations),
    tags=_few(words),
    sources=_few(sources),
    figures=_few(figures),
    camps=claims(),
    uid=maybe,
    extra=extras,
)

simple_events = st.builds(
    Event,
    when=whens,
    title=titles.map(lambda title: Text.of({"en": title})),
    kind=st.sampled_from(["release", "alliance", "figure"]),
    zone=st.none() | zones,
    actors=_few(st.builds(Participation, actor=st.sampled_from(["google", "meta"]))),
    tags=_few(st.sampled_from(["open", "cloud"])),
)
"""Small events, quick to make, for questions that concern dates, kinds, actors and tags only."""

actors = st.builds(
    Actor,
    type=st.sampled_from(ACTOR_TYPES),
    names=names,
    part_of=ties(),
    made_by=ties(),
    renamed=renames(),
    camps=claims(),
    extra=extras,
)


def identifier(number: int) -> str:
    """A UUIDv7 by number."""
    return str(UUID(int=(0x019A << 112) | (7 << 76) | (2 << 62) | number))


def event_of(when: str, title: str = "An event", **members: Any) -> Event:
    """An event with this date."""
    return Event(when=When.parse(when), title=Text.of({"en": title}), kind="release", **members)


def record_of(
    payload: Event | Actor | None,
    number: int = 0,
    *,
    subject: str = "gemini-announced",
    record_type: str | None = None,
    seconds: int | None = None,
    supersedes: tuple[str, ...] = (),
    reason: str | None = None,
    recorded_by: str = "Kim",
) -> Record:
    """A record with a made-up id, recorded ``seconds`` after the epoch of these tests."""
    first = REVISED.format("event") if supersedes else RECORDED.format("event")
    return make_record(
        payload,
        record_id=identifier(number),
        timeline=TIMELINE,
        record_type=record_type or (RECORDED.format("actor") if isinstance(payload, Actor) else first),
        subject=subject,
        time=EPOCH + timedelta(seconds=number if seconds is None else seconds),
        recorded_by=recorded_by,
        supersedes=supersedes,
        reason=reason,
    )


@st.composite
def records(draw: st.DrawFn, payloads: st.SearchStrategy[Event | Actor] = events | actors) -> Record:
    """Single records of events and actors."""
    payload = draw(payloads)
    return record_of(
        payload,
        draw(st.integers(0, 2**32)),
        subject=draw(keys),
        seconds=draw(st.integers(0, 10**6)),
        supersedes=tuple(draw(st.lists(st.integers(0, 9).map(identifier), max_size=2)))
        if isinstance(payload, Event)
        else (),
        reason=draw(maybe),
        recorded_by=draw(words.filter(bool)),
    )


@st.composite
def logs(draw: st.DrawFn, payloads: st.SearchStrategy[Event] = simple_events, size: int = 6) -> list[Record]:
    """Records with distinct ids that supersede, retract and contradict each other at will."""
    made: list[Record] = []
    for number in range(draw(st.integers(1, size))):
        supersedes = tuple(sorted(draw(st.sets(st.integers(0, size).map(identifier), max_size=2))))
        retracts = draw(st.integers(0, 4)) == 0
        made.append(
            record_of(
                None if retracts else draw(payloads),
                number,
                subject=draw(keys),
                record_type=RETRACTED.format("event") if retracts else None,
                seconds=draw(st.integers(0, 3)),
                supersedes=supersedes,
            )
        )
    return made


def lines_of(records: Sequence[Record]) -> bytes:
    """The records as a segment has them."""
    return b"".join(record.line + b"\n" for record in records)


def resealed(line: bytes, **members: Any) -> bytes:
    """A line with members replaced, and a digest that fits, made without our code."""
    body = {name: value for name, value in (json.loads(line) | members).items() if name != "digest"}
    return rfc8785.dumps(body | {"digest": sha256(rfc8785.dumps(body)).hexdigest()})


_NEAR_DAYS = (
    "2023-12-06",
    "2023-12-07",
    "2023-12-08",
    "2023-12",
    "2023-12-06/2023-12-08",
    "2023-12-07?",
    "2023-12-07~",
)
_NEAR_TIMES = (
    *("2023-12-06T23:30:00-05:00", "2023-12-07T00:30:00+09:00", "2023-12-07T10:00:00Z", "2023-12-06T23:59:59Z"),
    *(
        "2023-12-07T00:00:00",
        "2023-12-07T08:15:00",
        "2023-12-07T20:00:00",
        "2023-12-06T12:00:00",
        "2023-11-05T01:30:00",
    ),
)
_TIMED_ZONES = (None, None, "Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")
DENSE_KEYS = ("a", "b", "c", "d", "e", "f")
near_dates = st.sampled_from(_NEAR_DAYS + _NEAR_TIMES)
"""Dates of two or three days, and times near their midnights."""
_sides = st.sampled_from(["after", "before"])
_ENDS = ("after:2023-12-06T12:00:00-05:00", "before:2023-12-08T02:00:00+09:00", "after:2023-12-06T23:30:00Z")
_participations = st.sampled_from([(), (), (Participation("google", "developer"),), (Participation("meta"),)])


@st.composite
def orders(draw: st.DrawFn) -> str:
    """A date that is known by order: near others or dates, with times of day too."""
    bounds = draw(st.lists(st.tuples(_sides, st.sampled_from(DENSE_KEYS * 3)).map(":".join), min_size=1, max_size=2))
    bounds += draw(st.sampled_from([[], [], ["after:2023-12-06"], ["before:2023-12-08"], *([each] for each in _ENDS)]))
    return " ".join(bounds)


@st.composite
def dense_logs(draw: st.DrawFn, size: int = 7) -> list[Record]:
    """Events that all lie on a few days, many with a time of day or known by order, some revised or withdrawn."""
    made: list[Record] = []
    for number in range(draw(st.integers(2, size))):
        key = draw(st.sampled_from(DENSE_KEYS))
        before = [each.id for each in made if each.subject == key][-1:]
        retracts = bool(before) and draw(st.integers(0, 5)) == 0
        when = draw(st.one_of(near_dates, st.sampled_from(_NEAR_TIMES), orders().filter(_leaves_days)))
        event = event_of(when, zone=draw(st.sampled_from(_TIMED_ZONES)), actors=draw(_participations))
        made.append(
            record_of(
                None if retracts else event,
                draw(st.integers(0, 10)) * 100 + number,
                subject=key,
                record_type=RETRACTED.format("event") if retracts else None,
                seconds=draw(st.integers(0, 3)),
                supersedes=tuple(before),
            )
        )
    return made


def _leaves_days(text: str) -> bool:
    try:
        When.parse(text)
    except BadInputError:
        return False
    return True
