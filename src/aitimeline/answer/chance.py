"""How often something followed, beside what chance would give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aitimeline.answer.answer import Answer, Basis, Field, attributes, object_of
from aitimeline.answer.block import BLANK, Prose
from aitimeline.answer.follow import asked_for
from aitimeline.index.condition import Condition
from aitimeline.model.day import day_text
from aitimeline.query.chance import Spread, Summary


def summary_answer(found: Summary, language: str, asked: tuple[str, str], counted: Condition) -> Answer[Summary]:
    """How often something followed, in sentences; as names and values, those within others after a dot."""
    queries = [asked_for(each, language) for each in asked]
    sentences = _korean if language == "ko" else _english
    return Answer(
        items=[found],
        value=_value,
        fields=(Field("what", lambda line: line[0]), Field("value", lambda line: line[1])),
        lines=lambda each: _flat("", _value(each)),
        blocks=lambda items: (*(Prose(text) for each in items for text in sentences(each, *queries)), BLANK),
        is_one=True,
        basis=Basis(counted=counted),
    )


def _value(found: Summary) -> dict[str, Any]:
    span = found.span
    return {
        "within": found.days,
        "first": {
            "events": found.first_events,
            "left_out": found.first_left_out,
            "followed": found.followed,
            "share": found.followed / found.first_events if found.first_events else None,
        },
        "then": {"events": found.then_events, "left_out": found.then_left_out},
        "pairs": found.pairs,
        "median_lag": found.median_lag,
        "chance": {
            "from": day_text(span.first) if span else None,
            "to": day_text(span.last) if span else None,
            "shuffles": found.shuffles,
            "seed": found.seed,
            "followed": _spread_value(found.followed_by_chance, found.shuffles),
            "pairs": _spread_value(found.pairs_by_chance, found.shuffles),
        },
    }


def _spread_value(spread: Spread, shuffles: int) -> dict[str, Any]:
    """``share`` counts the log itself as one of the shuffles, so that it is never 0."""
    return object_of(attributes("mean", "low", "high", "as_many"))(spread) | {
        "share": (spread.as_many + 1) / (shuffles + 1)
    }


def _flat(before: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and values: ``chance.pairs.mean``."""
    for name, each in value.items():
        if isinstance(each, dict):
            yield from _flat(f"{before}{name}.", each)
        else:
            yield before + name, "" if each is None else f"{each:.4f}" if isinstance(each, float) else str(each)


def _english(found: Summary, first: str, then: str) -> Iterator[str]:
    days = _days(found.days)
    yield (
        f"{found.followed:,} of {found.first_events:,} events of {first} were followed within {days} by one of "
        f"{then}{_percent(found)}, in {found.pairs:,} {'pair' if found.pairs == 1 else 'pairs'}."
    )
    if found.median_lag is not None:
        yield f"The median lag, from a followed event to the nearest one after it, is {_days(found.median_lag)}."
    if found.span:
        yield (
            f"By chance {_spread(found.followed_by_chance)} would be followed, in "
            f"{_spread(found.pairs_by_chance)} pairs (mean, and 95 % of {found.shuffles:,} shuffles)."
        )
        yield (
            f"As many or more were followed in {found.followed_by_chance.as_many:,} of the shuffles, "
            f"and there were as many or more pairs in {found.pairs_by_chance.as_many:,}."
        )
        yield (
            f"In a shuffle each of the {found.then_events:,} events of {then} falls on any day from "
            f"{day_text(found.span.first)} to {day_text(found.span.last)}, all days being equally likely (seed "
            f"{found.seed})."
        )
    yield (
        f"Left out, as each is not on one known day: {found.first_left_out:,} of {first}, "
        f"{found.then_left_out:,} of {then}."
    )


def _korean(found: Summary, first: str, then: str) -> Iterator[str]:
    yield (
        f"{first} {found.first_events:,}건 가운데 {found.followed:,}건{_percent(found)} 뒤 {found.days}일 이내에 "
        f"{then} 사건이 있었음(쌍 {found.pairs:,}개)."
    )
    if found.median_lag is not None:
        yield f"가장 가까운 뒤 사건까지의 중앙값은 {found.median_lag:g}일."
    if found.span:
        yield (
            f"우연이라면 {_spread(found.followed_by_chance, '~')}건, 쌍 {_spread(found.pairs_by_chance, '~')}개"
            f"(평균, 무작위 배치 {found.shuffles:,}번의 95% 구간)."
        )
        yield (
            f"무작위 배치 가운데 그만큼 또는 더 많았던 것은 사건 수로 {found.followed_by_chance.as_many:,}번, "
            f"쌍으로 {found.pairs_by_chance.as_many:,}번."
        )
        yield (
            f"무작위 배치에서는 {then} {found.then_events:,}건이 각각 {day_text(found.span.first)}부터 "
            f"{day_text(found.span.last)}까지 어느 날에나 같은 확률로 놓임(시드 {found.seed})."
        )
    yield (
        f"날짜가 확실한 하루가 아니어서 뺀 사건: {first} {found.first_left_out:,}건, {then} {found.then_left_out:,}건."
    )


def _days(number: float) -> str:
    return f"{number:g} day{'' if number == 1 else 's'}"


def _percent(found: Summary) -> str:
    return f" ({found.followed / found.first_events:.0%})" if found.first_events else ""


def _spread(spread: Spread, to: str = " to ") -> str:
    """``3.2 (1 to 6)``."""
    return f"{spread.mean:,.1f} ({spread.low:,}{to}{spread.high:,})"
