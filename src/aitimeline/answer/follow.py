"""What came soon after what: pairs of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from aitimeline.answer.sentence import named, signed
from aitimeline.answer.value import event_value
from aitimeline.model.visible import visible
from aitimeline.query.follow import Follow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.index.timeline import Timeline
    from aitimeline.render.delimited import Cell
    from aitimeline.render.format import Paper

HEADINGS = (
    *("first", "then", "days", "days_latest", "certain"),
    *("first_when", "first_title", "then_when", "then_title"),
)
_TOGETHER = 200
_DAYS_WIDTH = 6


def follow_value(pair: Follow, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """A pair as an object: two events, the days between them, and whether these are surely no more than asked for."""
    return {
        "first": event_value(pair.first, timeline, language, tz),
        "then": event_value(pair.then, timeline, language, tz),
        "days": pair.days.to_json(),
        "certain": pair.certain,
    }


def follow_rows(pairs: Iterable[Follow], language: str) -> Iterator[tuple[Cell, ...]]:
    """The same as flat rows under ``HEADINGS``."""
    for pair in pairs:
        dates = (cell for entry in (pair.first, pair.then) for cell in (entry.when.edtf, entry.title(language)))
        yield pair.first.key, pair.then.key, pair.days.least, pair.days.greatest, pair.certain, *dates


def follow_sentence(pair: Follow, language: str) -> str:
    """A pair in words: ``“Gemini ...” (2023-12-07) came 1 day after “The AI Alliance ...” (2023-12-06)``."""
    first, then = named(pair.first, language), named(pair.then, language)
    return _in_korean(pair, first, then) if language == "ko" else _in_english(pair, first, then)


def _in_english(pair: Follow, first: str, then: str) -> str:
    days = pair.days
    if not days.is_exact:
        return f"{then} came {signed(days)} days after {first}, as a date is imprecise"
    doubt = ", though a date is in doubt" if days.is_doubted else ""
    if days.low:
        return f"{then} came {days.low} day{'' if days.low == 1 else 's'} after {first}{doubt}"
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
        return f"[{visible(query)}]"
    return "[모든 사건]" if language == "ko" else "[all events]"


def follow_heading(first: str, then: str, days: int, language: str) -> str:
    """What is listed below."""
    first, then = asked_for(first, language), asked_for(then, language)
    if language == "ko":
        return f"{first} 뒤 {days}일 이내의 {then}"
    return f"Of {then}, what came within {days} day{'' if days == 1 else 's'} after one of {first}:"


def follow_nothing(first: str, then: str, days: int, language: str) -> str:
    """The answer where there is none."""
    first, then = asked_for(first, language), asked_for(then, language)
    if language == "ko":
        return f"{first} 뒤 {days}일 이내의 {then} 없음."
    return f"Of {then}, nothing came within {days} day{'' if days == 1 else 's'} after one of {first}."


def follow_tables(pairs: Iterable[Follow], paper: Paper) -> Iterator[tuple[str, bool]]:
    """For reading: the days, a sentence, the two keys. Many at a time, each piece with whether one is only possible."""
    from rich.table import Table  # noqa: PLC0415 -- only tables need it
    from rich.text import Text as Styled  # noqa: PLC0415 -- only tables need it

    from aitimeline.render.drawing import draw  # noqa: PLC0415 -- only tables need it

    pieces = iter(pairs)
    while piece := list(islice(pieces, _TOGETHER)):
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", no_wrap=True, min_width=_DAYS_WIDTH, style="bold")
        table.add_column(overflow="fold", no_wrap=paper.width is None)
        for pair in piece:
            keys = Styled(visible(f"{pair.first.key} → {pair.then.key}"), "green")
            between = "\n" if paper.width else "  "
            sentence = Styled.assemble(follow_sentence(pair, paper.language), between, keys)
            table.add_row(signed(pair.days) + ("" if pair.certain else " ?"), sentence)
        yield draw(table, paper), any(not pair.certain for pair in piece)
