"""Logs of records that have as little in common as records can, the same each time; no hypothesis, so quick to load."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from aitimeline.model.actor import Actor
from aitimeline.model.event import Figure, Participation, Source
from aitimeline.model.record import Record, read_record
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from plain import RETRACTED
from strategies import event_of, identifier, record_of, resealed

_TITLES = (
    "구글, 제미나이 공개",
    "🎉 👩‍🔬 🇰🇷",
    'A "quoted" title, C:\\new\\u001b',
    "An \x1b[31mescape\x1b[0m\x07, a\ttab, a\nline",
    "*Just* a plain JOJO*",
    "\u202eright to left\u2028\x85",
)


def varied_records(number: int) -> list[Record]:
    """The first ``number`` of an endless row of records."""
    return list(islice(_records(), number))


def _records() -> Iterator[Record]:
    all_kinds = (_short, _long, _revision, _retraction, _actor, _numbers, _newer, _quoting, _holding)
    short_kinds = (_short, _actor, _short, _retraction, _short, _actor) * 4
    makers = (*all_kinds, *short_kinds)
    for number in count():
        yield makers[number % len(makers)](number)


def _short(number: int) -> Record:
    return record_of(event_of("2023-12-06", _TITLES[number % len(_TITLES)]), number, subject=f"e-{number}")


def _long(number: int) -> Record:
    event = event_of(
        "2023-12-07T09:00:00+09:00",
        _TITLES[(number + 1) % len(_TITLES)],
        zone="Asia/Seoul",
        summary=Text.of({"ko": "요약", "en": _TITLES[number % len(_TITLES)]}),
        actors=(Participation("google", "developer"), Participation("메타")),
        tags=("open", "열린"),
        sources=(Source(url="https://example.org/a?b=*&c=J", quote='그는 "예"라고 했다', when=When.parse("2023-12")),),
    )
    return record_of(event, number, subject=f"사건-{number}", recorded_by="김민지")


def _revision(number: int) -> Record:
    return record_of(
        event_of("2023-12", "The date was wrong"),
        number,
        subject=f"사건-{number - 1}",
        supersedes=(identifier(number - 1),),
        reason="틀렸다",
    )


def _retraction(number: int) -> Record:
    return record_of(
        None,
        number,
        subject=f"e-{number - 3}",
        record_type=RETRACTED.format("event"),
        supersedes=(identifier(number - 3),),
        reason="a\trumour",
    )


def _actor(number: int) -> Record:
    return record_of(Actor("company", Names.of({"en": ["Google"], "ko": ["구글"]})), number, subject=f"google-{number}")


def _numbers(number: int) -> Record:
    """Numbers whose digits, or whose letter, can change without changing the number."""
    figures = (Figure("smallest", 5e-324), Figure("large", 1e17), Figure("매개변수", 1.7976931348623157e308, unit="개"))
    return record_of(event_of("2023-33/2023-34", figures=figures), number, subject=f"figures-{number}")


def _newer(number: int) -> Record:
    line = record_of(event_of("2024"), number, subject=f"newer-{number}").line
    return read_record(resealed(line, type="aitimeline.event.revised.v9"))


def _quoting(number: int) -> Record:
    """A record that has a whole line of a log in its text."""
    quoted = record_of(event_of("2023", "quoted"), 10**6 + number).line.decode()
    return record_of(event_of("2023", quoted), number, subject=f"quoting-{number}")


def _holding(number: int) -> Record:
    """A record that has whole records in a member that this version does not know."""
    held = [record_of(event_of("2023", "held"), 2 * 10**6 + 2 * number + each).line.decode() for each in range(2)]
    extra = (("x-first", held[0]), ("x-kept", f"[{','.join(held)}]"), ("x-last", held[1]))
    return record_of(event_of("2023", "holding", extra=extra), number, subject=f"holding-{number}")
