"""Where sources differ about a date, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.model.statement import Difference, Statement
from aitimeline.model.visible import visible
from aitimeline.query.dispute import Dispute
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper

HEADINGS = ("key", "title", "difference", "by", "when", "zone", "url", "weekday")
_LOG = {"en": "the log", "ko": "이 로그"}
_IN_KOREAN = {
    Difference.NONE: "날짜는 일치",
    Difference.ZONE: "같은 순간, 다른 시간대",
    Difference.PERHAPS_ZONE: "다른 시간대일 수 있음",
    Difference.REAL: "출처가 서로 다름",
}


def dispute_value(dispute: Dispute, language: str) -> dict[str, Any]:
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


def dispute_rows(disputes: Iterable[Dispute], language: str) -> Iterator[tuple[str, ...]]:
    """The same as flat rows under ``HEADINGS``, one for each who says something."""
    return (row for dispute in disputes for row in _rows(dispute, language))


def _rows(dispute: Dispute, language: str) -> Iterable[tuple[str, ...]]:
    key, title = dispute.entry.key, dispute.entry.title(language)
    for each in dispute.statements:
        url = (each.source.url if each.source else None) or ""
        difference = each.against(dispute.statements[0]).value if each.source else dispute.difference.value
        yield key, title, difference, each.by or "the log", each.when.edtf, each.zone.key if each.zone else "", url, ""
    for source, wrong in dispute.weekdays:
        yield key, title, "", source.publisher or "", wrong.day.isoformat(), "", source.url or "", str(wrong)


def dispute_table(disputes: Sequence[Dispute], paper: Paper) -> str:
    """Disputes for reading: each event, how grave it is, and who says what."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for at, dispute in enumerate(disputes):
        if at:
            table.add_row("", "")
        table.add_row(Styled(visible(dispute.entry.key), "green"), _verdict(dispute, paper.language))
        for each in dispute.statements:
            table.add_row(*_statement(each, dispute.statements[0], paper.language))
        for source, wrong in dispute.weekdays:
            table.add_row("", Styled(visible(f"{source.publisher or source.url}: {wrong}"), "red"))
    return draw(table, paper)


def _verdict(dispute: Dispute, language: str) -> Styled:
    title = visible(dispute.entry.title(language))
    return Styled.assemble(title, (f" ({difference_text(dispute.difference, language)})", "bold"))


def difference_text(difference: Difference, language: str) -> str:
    """A difference in words."""
    return _IN_KOREAN[difference] if language == "ko" else difference.value


def _statement(each: Statement, own: Statement, language: str) -> tuple[Styled, Styled]:
    when = Styled(f"  {visible(each.when.label)}", "cyan")
    by = visible(each.by) or _LOG[language]
    zone = f", {each.zone.key}" if each.zone else ""
    note = f": {difference_text(each.against(own), language)}" if each.source else ""
    return when, Styled(f"{by}{zone}{note}")
