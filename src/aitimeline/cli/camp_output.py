"""Camps on their way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aitimeline.answer import camp as render
from aitimeline.cli.output import paper_of, print_text
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_value, print_values

if TYPE_CHECKING:
    from aitimeline.query.camp import Outline, Said, Stand


def print_camps(session: Session, outlines: Sequence[Outline], output_format: str) -> None:
    """Print all camps in short."""
    if output_format == "table":
        nothing = "No camp is claimed of anything yet; 'aitimeline claim' puts events and actors in one.\n"
        print_text(
            session.run,
            session.run,
            session.run,
            session.run,
            session.run,
            session.run,
            render.outlines_text(outlines, session.timeline, paper_of(session)) if outlines else nothing,
        )
    elif output_format in ("json", "jsonl"):
        values = (render.outline_value(each, session.timeline, session.settings.language) for each in outlines)
        print_values(output_format, values)
    else:
        print_rows(output_format, render.OUTLINE_HEADINGS, render.outline_rows(outlines))


def print_camp(session: Session, camp: str, stands: Iterable[Stand], said: Iterable[Said], output_format: str) -> None:
    """Print a camp with its actors, what they launched, and the events of which it is claimed themselves."""
    timeline, language, tz = session.timeline, session.settings.language, session.settings.tz
    if output_format == "table":
        pour(render.camp_pieces(camp, stands, said, timeline, paper_of(session)))
    elif output_format in ("json", "jsonl"):
        value = {
            "camp": camp,
            "actors": [render.stand_value(each, timeline, language, tz) for each in stands],
            "events": [render.said_of_event_value(each, language, tz) for each in said],
        }
        print_value(output_format, value)
    else:
        print_rows(output_format, render.HEADINGS, render.camp_rows(stands, said, language))
