"""Figures on their way out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from aitimeline.cli.output import paper_of
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_values

if TYPE_CHECKING:
    from aitimeline.query.series import Reading


def print_figures(session: Session, found: Iterable[Reading], output_format: str, nothing: str) -> None:
    """Print figures; where there are none, the sentence ``nothing`` in a table."""
    from aitimeline.answer import series as render

    timeline, language = session.timeline, session.settings.language
    if output_format == "table":
        texts = render.series_texts(found, timeline, paper_of(session))
        pour(chain([next(texts, f"{nothing}\n")], texts))
    elif output_format in ("json", "jsonl"):
        print_values(
            output_format, (render.reading_value(each, timeline, language, session.settings.tz) for each in found)
        )
    else:
        print_rows(output_format, render.HEADINGS, render.reading_rows(found, timeline, language))
