"""Where sources differ about a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from aitimeline.answer.answer import Answer, Cell, Field, Named
from aitimeline.answer.block import Span, Style, Words, pairs
from aitimeline.answer.event import listed
from aitimeline.model.statement import Difference, Statement
from aitimeline.query.dispute import Dispute

_FIELDS = ("key", "title", "difference", "by", "when", "zone", "url", "weekday")
_LOG = {"en": "the log", "ko": "이 로그"}
_IN_KOREAN = {
    Difference.NONE: "날짜는 일치",
    Difference.ZONE: "같은 순간, 다른 시간대",
    Difference.PERHAPS_ZONE: "다른 시간대일 수 있음",
    Difference.REAL: "출처가 서로 다름",
}


def dispute_answer(disputes: Iterable[Dispute], language: str) -> Answer[Dispute]:
    """Each event, how grave it is, and who says what; a line of data for each who says something."""
    return Answer(
        items=disputes,
        value=lambda dispute: _value(dispute, language),
        fields=[Field(name, itemgetter(at)) for at, name in enumerate(_FIELDS)],
        lines=lambda dispute: _lines(dispute, language),
        blocks=lambda found: listed(
            found, lambda some: pairs(_rows(some, language)), "No source differs from another."
        ),
        cites=lambda dispute: [Named(dispute.entry.key)],
    )


def _value(dispute: Dispute, language: str) -> dict[str, Any]:
    """A dispute as a JSON object; ``by`` is null where it is the log that says so."""
    return {
        "key": dispute.entry.key,
        "title": dispute.entry.title(language),
        "difference": dispute.difference.value,
        "statements": [
            {
                "by": each.by or None,
                "when": each.when.edtf,
                "zone": each.zone.key if each.zone else None,
                "url": each.source.url if each.source else None,
                "against_the_log": each.against(dispute.statements[0]).value,
            }
            for each in dispute.statements
        ],
        "weekdays": [
            {
                "by": source.publisher or source.url,
                "text": wrong.text,
                "day": wrong.day.isoformat(),
                "weekday": wrong.weekday,
            }
            for source, wrong in dispute.weekdays
        ],
    }


def _lines(dispute: Dispute, language: str) -> Iterator[tuple[Cell, ...]]:
    key, title = dispute.entry.key, dispute.entry.title(language)
    for each in dispute.statements:
        url = (each.source.url if each.source else None) or ""
        difference = each.against(dispute.statements[0]).value if each.source else dispute.difference.value
        yield key, title, difference, each.by or "the log", each.when.edtf, each.zone.key if each.zone else "", url, ""
    for source, wrong in dispute.weekdays:
        yield key, title, "", source.publisher or "", wrong.day.isoformat(), "", source.url or "", str(wrong)


def _rows(disputes: Iterable[Dispute], language: str) -> Iterator[tuple[Words, Words]]:
    for at, dispute in enumerate(disputes):
        if at:
            yield "", ""
        verdict = f" ({difference_text(dispute.difference, language)})"
        yield (
            [Span(dispute.entry.key, Style.KEY)],
            [Span(dispute.entry.title(language)), Span(verdict, Style.STRONG)],
        )
        for each in dispute.statements:
            yield [Span(f"  {each.when.label}", Style.DATE)], _said(each, dispute.statements[0], language)
        for source, wrong in dispute.weekdays:
            yield "", [Span(f"{source.publisher or source.url}: {wrong}", Style.WRONG)]


def _said(each: Statement, own: Statement, language: str) -> str:
    zone = f", {each.zone.key}" if each.zone else ""
    note = f": {difference_text(each.against(own), language)}" if each.source else ""
    return f"{each.by or _LOG[language]}{zone}{note}"


def difference_text(difference: Difference, language: str) -> str:
    """A difference in words."""
    return _IN_KOREAN[difference] if language == "ko" else difference.value
