"""What followed what, what is nearest, and runs of events, on their way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aitimeline.cli.output import paper_of, print_text, table_pieces
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_value, print_values
from aitimeline.cli.telling import tell

if TYPE_CHECKING:
    from aitimeline.index.entry import Entry
    from aitimeline.query.chain import Chain
    from aitimeline.query.chance import Summary
    from aitimeline.query.follow import Follow


def print_follows(
    session: Session, pairs: Iterator[Follow], asked: tuple[str, str], days: int, output_format: str
) -> None:
    """Print pairs of events as they come."""
    from aitimeline.answer import follow as render

    if output_format in ("json", "jsonl"):
        view = (session.timeline, session.settings.language, session.settings.tz)
        print_values(output_format, (render.follow_value(pair, *view) for pair in pairs))
    elif output_format == "table":
        heading, nothing = (
            make(*asked, days, session.settings.language) for make in (render.follow_heading, render.follow_nothing)
        )
        pour(table_pieces(session, pairs, render.follow_tables, nothing, heading))
    else:
        print_rows(output_format, render.HEADINGS, render.follow_rows(pairs, session.settings.language))


def print_summary(session: Session, found: Summary, asked: tuple[str, str], output_format: str) -> None:
    """Print how often something followed, beside what chance would give."""
    from aitimeline.answer import chance as render

    if output_format == "table":
        from aitimeline.render.drawing import prose

        print_text(
            session.run,
            session.run,
            prose(render.summary_text(found, *asked, session.settings.language), paper_of(session)),
        )
    elif output_format in ("json", "jsonl"):
        print_value(output_format, render.summary_value(found))
    else:
        print_rows(output_format, render.HEADINGS, render.summary_rows(found))


def print_chain(session: Session, found: Chain, origin: Entry, days: int, output_format: str) -> None:
    """Print a run of events; where it goes on, that is said on standard error."""
    from aitimeline.answer import chain as render

    if output_format in ("json", "jsonl"):
        view = (session.timeline, session.settings.language, session.settings.tz)
        print_values(output_format, (render.link_value(link, *view) for link in found.links))
    elif output_format == "table":
        _print_run(session, found, origin, days)
    else:
        print_rows(output_format, render.HEADINGS, render.link_rows(found.links, session.settings.language))
    if found.is_cut:
        tell(render.chain_cut(len(found.links), session.settings.language))


def _print_run(session: Session, found: Chain, origin: Entry, days: int) -> None:
    from aitimeline.answer import chain as render
    from aitimeline.render.drawing import prose

    paper = paper_of(session)
    pieces = [prose(render.chain_heading(found, origin, days, session.settings.language), paper)]
    if len(found.links) > 1:
        pieces += ["\n", render.chain_table(found, origin, paper)]
    if not all(link.certain for link in found.links):
        pieces += ["\n", prose(render.chain_note(session.settings.language), paper)]
    pour(pieces)
