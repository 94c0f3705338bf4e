"""Two events: the days from the first to the second, and how they lie to each other."""

from __future__ import annotations

from aitimeline.answer.answer import Answer, Basis, Field, Named, object_of
from aitimeline.answer.block import Prose
from aitimeline.answer.event import event_cited
from aitimeline.answer.relation import relation_words
from aitimeline.answer.sentence import gap_sentence, named
from aitimeline.answer.showing import Showing
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
        blocks=lambda found: (Prose(gap_sentence(each, showing.language)) for each in found),
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
    first, second = (named(entry, language) for entry in (gap.first, gap.second))
    return f"{', '.join(_relations(gap))}: {first}; {second}. {relation_words(gap.possible, language)}"
