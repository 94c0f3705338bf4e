"""What came soon after what: pairs of events."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain

from aitimeline.answer.answer import Answer, Field
from aitimeline.answer.block import Break, Column, Grid, Span, Style, Words, day_count
from aitimeline.answer.event import DAYS, days_text, days_value, event_cited, facts_of, is_possible, listed
from aitimeline.answer.sentence import named, possible_note, signed
from aitimeline.answer.showing import Showing
from aitimeline.query.follow import Follow

_DAYS_WIDTH = 6


def follow_answer(pairs: Iterable[Follow], showing: Showing, asked: tuple[str, str], days: int) -> Answer[Follow]:
    """Pairs of events: of the two queries asked for, what came within so many days after what."""
    language = showing.language
    columns = (
        Column(days_text, style=Style.STRONG, is_right=True, is_whole=True, least=_DAYS_WIDTH),
        Column(lambda pair: _words(pair, language)),
    )
    heading, nothing = (make(*asked, days, language) for make in (_heading, _nothing))
    return Answer(
        items=pairs,
        value=lambda pair: {"first": showing.value(pair.first), "then": showing.value(pair.then)} | days_value(pair),
        fields=(
            Field("first", lambda pair: pair.first.key),
            Field("then", lambda pair: pair.then.key),
            *DAYS,
            *facts_of(showing, lambda pair: pair.first, ("when", "title"), "first_"),
            *facts_of(showing, lambda pair: pair.then, ("when", "title"), "then_"),
        ),
        blocks=lambda found: listed(
            found, partial(Grid, columns), nothing, heading, lambda _: possible_note(language), is_possible
        ),
        cites=lambda pair: chain(event_cited(pair.first), event_cited(pair.then)),
    )


def _words(pair: Follow, language: str) -> Words:
    """A pair in a sentence, and the two keys: ``“Gemini ...” (2023-12-07) came 1 day after “The AI Alliance ...``."""
    say = _in_korean if language == "ko" else _in_english
    said = say(pair, *(named(each, language) for each in (pair.first, pair.then)))
    return [Span(said), Break.ROOM, Span(f"{pair.first.key} → {pair.then.key}", Style.KEY)]


def _in_english(pair: Follow, first: str, then: str) -> str:
    days = pair.days
    if not days.is_exact:
        return f"{then} came {signed(days)} days after {first}, as a date is imprecise"
    doubt = ", though a date is in doubt" if days.is_doubted else ""
    if days.low:
        return f"{then} came {day_count(days.low)} after {first}{doubt}"
    return f"{then} {'overlapped' if _is_long(pair) else 'came on the same day as'} {first}{doubt}"


def _in_korean(pair: Follow, first: str, then: str) -> str:
    days = pair.days
    if not days.is_exact:
        return f"{first} 뒤 {signed(days)}일(날짜가 정확하지 않음): {then}"
    doubt = "(날짜가 불확실함)" if days.is_doubted else ""
    if days.low:
        return f"{first} {days.low}일 뒤{doubt}: {then}"
    return f"{first} {'기간과 겹침' if _is_long(pair) else '같은 날'}{doubt}: {then}"


def _is_long(pair: Follow) -> bool:
    return pair.first.when.is_span or pair.then.when.is_span


def asked_for(query: str, language: str) -> str:
    """A query as it was typed, in brackets."""
    if query.strip():
        return f"[{query}]"
    return "[모든 사건]" if language == "ko" else "[all events]"


def _heading(first: str, then: str, days: int, language: str) -> str:
    """What is listed below."""
    first, then = asked_for(first, language), asked_for(then, language)
    if language == "ko":
        return f"{first} 뒤 {days}일 이내의 {then}"
    return f"Of {then}, what came within {day_count(days)} after one of {first}:"


def _nothing(first: str, then: str, days: int, language: str) -> str:
    """The answer where there is none."""
    first, then = asked_for(first, language), asked_for(then, language)
    if language == "ko":
        return f"{first} 뒤 {days}일 이내의 {then} 없음."
    return f"Of {then}, nothing came within {day_count(days)} after one of {first}."
