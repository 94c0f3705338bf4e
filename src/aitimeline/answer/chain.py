"""Runs of events, and the events nearest to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aitimeline.answer.sentence import named, signed
from aitimeline.answer.value import event_value
from aitimeline.model.day import day_text
from aitimeline.model.visible import visible
from aitimeline.query.chain import Chain, Link
from aitimeline.query.question import Side

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.index.entry import Entry
    from aitimeline.index.timeline import Timeline
    from aitimeline.render.delimited import Cell
    from aitimeline.render.format import Paper

HEADINGS = ("days", "days_latest", "certain", "key", "when", "zone", "title", "kind")


def link_value(link: Link, timeline: Timeline, language: str, tz: ZoneInfo | None = None) -> dict[str, Any]:
    """An event of a run with ``days`` from the one before it, null for the first, and ``certain``."""
    value = event_value(link.entry, timeline, language, tz)
    return value | {"days": link.days.to_json() if link.days else None, "certain": link.certain}


def link_rows(links: Sequence[Link], language: str) -> Iterator[tuple[Cell, ...]]:
    """The same as flat rows under ``HEADINGS``."""
    for each in links:
        days = (each.days.least, each.days.greatest) if each.days else (None, None)
        entry = each.entry
        facts = (entry.key, entry.when.edtf, entry.zone_name or "", entry.title(language), entry.data["kind"])
        yield *days, each.certain, *facts


def chain_heading(chain: Chain, origin: Entry, days: int, language: str) -> str:
    """A run in a sentence."""
    number, event = len(chain.links), named(origin, language)
    first, last = day_text(chain.days.first), day_text(chain.days.last)
    if language == "ko":
        extent = f"{first or '시작 없음'}부터 {last or '끝 없음'}까지"
        return f"{event} 사건이 든 연쇄: {number}건, {extent}, 앞 사건과의 간격 {days}일 이내"
    if number == 1:
        return f"No other event is within {_days(days)} of {event}."
    extent = f"from {first}" if first else "without a first day"
    end = f"to {last}" if last else "without a last day"
    return f"{number} events {extent} {end}, each within {_days(days)} of one before it, around {event}:"


def chain_cut(limit: int, language: str) -> str:
    """What is said where a run goes on."""
    if language == "ko":
        return f"연쇄는 더 이어짐: 가장 가까운 {limit}건만 표시(--limit으로 변경)"
    return f"the run goes on; shown are the {limit} events nearest to the one asked about (--limit shows more)"


def chain_note(language: str) -> str:
    """What the question mark beside some gaps means."""
    if language == "ko":
        return "? 날짜가 정확하지 않아 간격이 더 클 수도 있음(--certain으로 제외)"
    return "? may be farther, as a date is imprecise; --certain leaves imprecise dates out"


def chain_table(chain: Chain, origin: Entry, paper: Paper) -> str:
    """A run for reading: the gap to the one before, the date, the event; the one asked about stands out."""
    from rich.table import Table  # noqa: PLC0415 -- only tables need it
    from rich.text import Text as Styled  # noqa: PLC0415 -- only tables need it

    from aitimeline.render.drawing import draw  # noqa: PLC0415 -- only tables need it

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("GAP", justify="right", no_wrap=True, style="bold")
    table.add_column("WHEN", no_wrap=True, style="cyan")
    table.add_column("EVENT", overflow="fold", no_wrap=paper.width is None)
    between = "\n" if paper.width else "  "
    for link in chain.links:
        is_origin = link.entry.key == origin.key
        title = Styled(visible(link.entry.title(paper.language)), "bold" if is_origin else "")
        event = Styled.assemble("* " if is_origin else "", title, between, (visible(link.entry.key), "green"))
        label = visible(link.entry.when.label)
        table.add_row(_gap(link), label.replace("/", "/\n") if paper.width else label, event)
    return draw(table, paper)


def _gap(link: Link) -> str:
    if link.days is None:
        return ""
    return signed(link.days) + ("" if link.certain else " ?")


def nearest_heading(origin: Entry, number: int, side: Side, language: str) -> str:
    """What is listed below: the events nearest to one."""
    event = named(origin, language)
    if language == "ko":
        part = {Side.BEFORE: " 이전", Side.AFTER: " 이후", Side.BOTH: ""}[side]
        return f"{event}에서 가장 가까운{part} 사건 {number}건"
    part = {Side.BEFORE: "nearest before", Side.AFTER: "nearest after", Side.BOTH: "nearest to"}[side]
    return f"The event {part} {event}:" if number == 1 else f"The {number} events {part} {event}:"


def nearest_nothing(origin: Entry, side: Side) -> str:
    """The answer where there is none."""
    part = {Side.BEFORE: "before", Side.AFTER: "after", Side.BOTH: "near"}[side]
    return f"No event is {part} {origin.key}."


def nearest_note(language: str) -> str:
    """What the question mark beside some distances means."""
    if language == "ko":
        return "? 날짜가 정확하지 않아 더 가까울 수도 있음(--certain으로 제외)"
    return "? may be nearer, as a date is imprecise; --certain leaves these out"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
