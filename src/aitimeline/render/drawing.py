"""Tables for people as rich draws them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from aitimeline.answer.row import Row
from aitimeline.answer.sentence import signed
from aitimeline.model.visible import visible
from aitimeline.query.question import Near
from aitimeline.render.format import Paper

_WIDE = 120
_TOGETHER = 500
_UNBOUNDED = 1_000_000


def draw(content: RenderableType, paper: Paper) -> str:
    """Lay something out on paper; no line ends in blanks."""
    console = Console(
        file=StringIO(),
        width=paper.width or _UNBOUNDED,
        force_terminal=paper.colour,
        color_system="standard" if paper.colour else None,
        no_color=not paper.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(content, soft_wrap=paper.width is None)
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def prose(sentence: str, paper: Paper) -> str:
    """A sentence, wrapped where the paper has a width."""
    return draw(Styled(sentence), paper)


def event_tables(rows: Iterable[Row], paper: Paper) -> Iterator[tuple[str, bool]]:
    """Events as a table, many rows at a time, each piece with whether something in it is only possible.

    They stand beside each other where there is room, else the key below the title. All pieces have the columns of
    the first one, which alone has headings.
    """
    pieces = iter(rows)
    widths: list[int] = []
    make = _stacked if paper.width and paper.width < _WIDE else _wide
    while piece := list(islice(pieces, _TOGETHER)):
        table = make(piece, paper)
        if not widths and len(piece) == _TOGETHER:
            widths = [max(map(cell_len, map(str, column.cells))) for column in table.columns[:-1]]
        elif widths:
            table.show_header = False
        for column, width in zip(table.columns, widths, strict=False):
            column.min_width = width
        yield draw(table, paper), any(row.near and not row.near.certain for row in piece)


def _wide(rows: Sequence[Row], paper: Paper) -> Table:
    table = _empty(rows)
    for heading in ("KEY", "KIND", "TITLE", "SOURCE"):
        table.add_column(heading, no_wrap=heading == "KEY" or paper.width is None, overflow="fold")
    for row in rows:
        cells = [_key(row), Styled(visible(row.kind)), _title(row), Styled(_source(row), "dim")]
        table.add_row(*_leading(row, joined=True), *cells)
    return table


def _stacked(rows: Sequence[Row], _: Paper) -> Table:
    table = _empty(rows)
    table.add_column("EVENT", overflow="fold")
    for row in rows:
        below = Styled.assemble(_key(row), Styled(f"  {visible(row.kind)} · {_source(row)}", "dim"))
        table.add_row(*_leading(row, joined=False), Styled("\n").join([_title(row), below]))
    return table


def _empty(rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    if any(row.near for row in rows):
        table.add_column("DAYS", justify="right", no_wrap=True)
    table.add_column("WHEN", no_wrap=True)
    return table


def _leading(row: Row, *, joined: bool) -> list[Styled]:
    when = visible(row.when_label) if joined else visible(row.when_label).replace("/", "/\n")
    cells = [Styled(when, "cyan")]
    return [Styled(days_text(row.near), "bold"), *cells] if row.near else cells


def _key(row: Row) -> Styled:
    return Styled(visible(row.key), "green")


def _title(row: Row) -> Styled:
    mark = "two versions: " if row.conflict else "withdrawn: " if row.retracted else ""
    return Styled.assemble((mark, "bold red"), visible(row.title))


def _source(row: Row) -> str:
    if not row.publishers:
        return "no source"
    more = f" +{len(row.publishers) - 1}" if len(row.publishers) > 1 else ""
    return visible(row.publishers[0]) + more


def days_text(near: Near) -> str:
    """``-6``, ``+3``, or ``-3..+4 ?`` where imprecise dates leave open whether it is within."""
    return signed(near.days) + ("" if near.certain else " ?")
