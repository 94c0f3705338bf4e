"""What a search has found, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from aitimeline.index.entry import Entry
from aitimeline.model.visible import visible
from aitimeline.query.finding import Finding
from aitimeline.render.drawing import draw
from aitimeline.render.format import Paper

HEADINGS = ("key", "when", "title", "found_in", "text")
Found = tuple[Entry, list[Finding]]
_TOGETHER = 200


def found_value(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The places as JSON objects."""
    return [{"in": each.place, "text": each.text} for each in findings]


def found_rows(found: Iterable[Found], language: str) -> Iterator[tuple[str, ...]]:
    """Flat rows under ``HEADINGS``, one for each place."""
    for entry, findings in found:
        for each in findings:
            yield entry.key, entry.when.edtf, entry.title(language), each.place, each.text


def found_tables(found: Iterable[Found], paper: Paper) -> Iterator[str]:
    """For reading: each event, and below it the words with what stands around them."""
    waiting: list[Found] = []
    for each in found:
        waiting.append(each)
        if len(waiting) == _TOGETHER:
            yield _table(waiting, paper)
            waiting = []
    if waiting:
        yield _table(waiting, paper)


def _table(found: Iterable[Found], paper: Paper) -> str:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry, findings in found:
        head = Styled.assemble(visible(entry.title(paper.language)), (f"  {visible(entry.key)}", "green"))
        table.add_row(Styled(visible(entry.when.label), "cyan"), head)
        for each in findings:
            table.add_row("", Styled.assemble((f"{each.place}: ", "dim"), _marked(each)))
    return draw(table, paper)


def _marked(finding: Finding) -> Styled:
    excerpt, word = finding.excerpt, finding.text[finding.start : finding.end]
    if not word or word not in excerpt:
        return Styled(visible(excerpt))
    before, _, after = excerpt.partition(word)
    return Styled.assemble(visible(before), (visible(word), "bold"), visible(after))
