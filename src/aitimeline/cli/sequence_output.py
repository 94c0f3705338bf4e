"""What followed what, what is nearest, and runs of events, on their way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from aitimeline.cli.output import paper_of, print_events, print_text
from aitimeline.cli.pour import pour
from aitimeline.cli.session import Session, tell
from aitimeline.render.value import json_pieces, json_text, jsonl_pieces, jsonl_text

if TYPE_CHECKING:
    from aitimeline.index.entry import Entry
    from aitimeline.query.chain import Chain
    from aitimeline.query.chance import Summary
    from aitimeline.query.follow import Follow
    from aitimeline.query.question import Near, Side
    from aitimeline.render.delimited import Cell


def print_follows(
    session: Session, pairs: Iterator[Follow], asked: tuple[str, str], days: int, output_format: str
) -> None:
    """Print pairs of events as they come."""
    from aitimeline.render import follow as render

    if output_format in ("json", "jsonl"):
        view = (session.timeline, session.language, session.tz)
        _print_values(output_format, (render.follow_value(pair, *view) for pair in pairs))
    elif output_format == "table":
        pour(_follow_text(session, pairs, asked, days))
    else:
        _print_rows(output_format, render.HEADINGS, render.follow_rows(pairs, session.language))


def _follow_text(session: Session, pairs: Iterator[Follow], asked: tuple[str, str], days: int) -> Iterator[str]:
    from aitimeline.render import follow as render
    from aitimeline.render.sentence import possible_note
    from aitimeline.render.table import prose

    paper, first = paper_of(session), next(pairs, None)
    if first is None:
        yield render.follow_nothing(*asked, days, session.language) + "\n"
        return
    yield prose(render.follow_heading(*asked, days, session.language), paper) + "\n"
    unsure = False
    for text, is_unsure in render.follow_tables(chain([first], pairs), paper):
        unsure = unsure or is_unsure
        yield text
    if unsure:
        yield "\n" + prose(possible_note(session.language), paper)


def print_summary(session: Session, found: Summary, asked: tuple[str, str], output_format: str) -> None:
    """Print how often something followed, beside what chance would give."""
    from aitimeline.render import chance as render

    if output_format == "table":
        from aitimeline.render.table import prose

        print_text(prose(render.summary_text(found, *asked, session.language), paper_of(session)))
    elif output_format == "json":
        print_text(json_text(render.summary_value(found)))
    elif output_format == "jsonl":
        print_text(jsonl_text([render.summary_value(found)]))
    else:
        _print_rows(output_format, render.HEADINGS, render.summary_rows(found))


def print_nearest(session: Session, found: Sequence[Near], origin: Entry, side: Side, output_format: str) -> None:
    """Print the events nearest to one."""
    if output_format != "table" or not found:
        print_events(session, found, output_format, f"No event is {_where(side)} {origin.key}.", with_days=True)
        return
    from aitimeline.render.chain import nearest_heading, nearest_note
    from aitimeline.render.row import rows_of
    from aitimeline.render.table import event_tables, prose

    paper = paper_of(session)
    pieces = list(event_tables(rows_of(found, session.timeline, session.language), paper))
    note = "\n" + prose(nearest_note(session.language), paper) if any(unsure for _, unsure in pieces) else ""
    heading = prose(nearest_heading(origin, len(found), side, session.language), paper)
    pour([heading, "\n", *(text for text, _ in pieces), note])


def _where(side: Side) -> str:
    return {"before": "before", "after": "after", "both": "near"}[side.value]


def print_chain(session: Session, found: Chain, origin: Entry, days: int, output_format: str) -> None:
    """Print a run of events; where it goes on, that is said on standard error."""
    from aitimeline.render import chain as render

    if output_format in ("json", "jsonl"):
        view = (session.timeline, session.language, session.tz)
        _print_values(output_format, (render.link_value(link, *view) for link in found.links))
    elif output_format == "table":
        _print_run(session, found, origin, days)
    else:
        _print_rows(output_format, render.HEADINGS, render.link_rows(found.links, session.language))
    if found.is_cut:
        tell(render.chain_cut(len(found.links), session.language))


def _print_run(session: Session, found: Chain, origin: Entry, days: int) -> None:
    from aitimeline.render import chain as render
    from aitimeline.render.table import prose

    paper = paper_of(session)
    pieces = [prose(render.chain_heading(found, origin, days, session.language), paper)]
    if len(found.links) > 1:
        pieces += ["\n", render.chain_table(found, origin, paper)]
    if not all(link.certain for link in found.links):
        pieces += ["\n", prose(render.chain_note(session.language), paper)]
    pour(pieces)


def _print_values(output_format: str, values: Iterable[Any]) -> None:
    pour(json_pieces(values) if output_format == "json" else jsonl_pieces(values))


def _print_rows(output_format: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    from aitimeline.render import delimited

    if output_format == "csv":
        pour(delimited.csv_pieces(headings, rows))
    else:
        pour(delimited.markdown_pieces(headings, (list(map(_markdown, row)) for row in rows)))


def _markdown(cell: Cell) -> str:
    from aitimeline.render.delimited import plain

    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else plain(str(cell))
