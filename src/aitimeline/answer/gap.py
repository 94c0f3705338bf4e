"""Two events: the days from the first to the second, and how they lie to each other."""

from __future__ import annotations

from aitimeline.answer.answer import Answer, Basis, Field, Named, object_of
from aitimeline.answer.block import Prose, day_count
from aitimeline.answer.event import event_cited
from aitimeline.answer.relation import relation_words
from aitimeline.answer.sentence import named, signed
from aitimeline.answer.showing import Showing
from aitimeline.model.distance import Distance
from aitimeline.query.question import Gap

_ENDS = (Field("first", lambda each: each.first.key), Field("second", lambda each: each.second.key))


def distance_answer(gap: Gap, showing: Showing) -> Answer[Gap]:
    """The days from the first event to the second."""
    return Answer(
        items=[gap],
        value=lambda each: {
            "first": showing.value(each.first),
            "second": showing.value(each.second),
            "days": each.days.to_json(),
            "certain": each.days.is_certain,
            "relations": _relations(each),
        },
        fields=(
            *_ENDS,
            Field("days", lambda each: each.days.least),
            Field("days_latest", lambda each: each.days.greatest),
            Field("certain", lambda each: each.days.is_certain),
        ),
        blocks=lambda found: (Prose(_gap_sentence(each, showing.language)) for each in found),
        is_one=True,
        cites=lambda each: (*event_cited(each.first), *event_cited(each.second)),
        basis=_about(gap),
    )


def relation_answer(gap: Gap, showing: Showing) -> Answer[Gap]:
    """How two events lie to each other: the relations that may hold, and ``certain`` where it is only one."""
    fields = (
        *_ENDS,
        Field("relations", lambda each: ", ".join(_relations(each))),
        Field("certain", lambda each: len(each.possible) == 1),
    )
    return Answer(
        items=[gap],
        value=lambda each: object_of(fields)(each) | {"relations": _relations(each)},
        fields=fields,
        blocks=lambda found: (Prose(_relation_sentence(each, showing.language)) for each in found),
        is_one=True,
        cites=lambda each: (Named(each.first.key), Named(each.second.key)),
        basis=_about(gap),
    )


def _about(gap: Gap) -> Basis:
    return Basis(about=[Named(gap.first.key), Named(gap.second.key)])


def _relations(gap: Gap) -> list[str]:
    return [each.value for each in gap.possible]


def _relation_sentence(gap: Gap, language: str) -> str:
    first, second, related = _told(gap, language)
    return f"{', '.join(_relations(gap))}: {first}; {second}. {related}"


def _gap_sentence(gap: Gap, language: str) -> str:
    """The distance in words: ``1 day from “AI Alliance ...” (2023-12-06) to “Gemini ...” (2023-12-07)``."""
    first, second, related = _told(gap, language)
    if language == "ko":
        return f"{_apart_in_korean(gap.days)}: {first}에서 {second}까지. {related}"
    return f"{_apart(gap.days)}: from {first} to {second}. {related}"


def _told(gap: Gap, language: str) -> tuple[str, str, str]:
    return named(gap.first, language), named(gap.second, language), relation_words(gap.possible, language)


def _apart(days: Distance) -> str:
    if not days.is_exact:
        return f"{signed(days)} days, as a date is imprecise"
    doubt = ", though a date is in doubt" if days.is_doubted else ""
    if days.low == 0:
        return f"0 days, the same day or overlapping{doubt}"
    return f"{day_count(abs(days.low))} {'later' if days.low > 0 else 'earlier'}{doubt}"


def _apart_in_korean(days: Distance) -> str:
    if not days.is_exact:
        return f"{signed(days)}일(날짜가 정확하지 않음)"
    doubt = "(날짜가 불확실함)" if days.is_doubted else ""
    if days.low == 0:
        return f"0일(같은 날이거나 겹침){doubt}"
    return f"{abs(days.low)}일 {'뒤' if days.low > 0 else '앞'}{doubt}"
