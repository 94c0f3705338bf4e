"""Members and alliances on their way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aitimeline.answer import alliance as render
from aitimeline.answer.showing import Showing
from aitimeline.cli.output import paper_of, print_text
from aitimeline.cli.pager import pour
from aitimeline.cli.session import Session
from aitimeline.cli.stream import print_rows, print_values

if TYPE_CHECKING:
    from aitimeline.query.alliance import Alliance, Membership


def print_members(session: Session, found: Membership, output_format: str, *, by_type: bool, is_today: bool) -> None:
    """Print the members of a body, or ``by_type`` those of each type."""
    showing = Showing(session.timeline, session.settings.language, session.settings.tz)
    if output_format == "table":
        from aitimeline.answer.alliance_text import members_pieces

        pour(members_pieces(found, showing, paper_of(session), in_types=by_type, is_today=is_today))
    elif output_format in ("json", "jsonl"):
        each = (render.member_value(member, showing) for member in found.members)
        print_values(output_format, render.type_values(found, showing) if by_type else each)
    elif by_type:
        print_rows(output_format, render.TYPE_HEADINGS, render.type_rows(found, showing))
    else:
        print_rows(output_format, render.HEADINGS, render.member_rows(found.members, showing))


def print_alliances(
    session: Session, found: Sequence[Alliance], actor: str, day: int | None, output_format: str
) -> None:
    """Print the alliances that an actor has joined or left, or is in on a day."""
    showing = Showing(session.timeline, session.settings.language, session.settings.tz)
    if output_format == "table":
        from aitimeline.answer.alliance_text import alliances_text

        print_text(session.run, alliances_text(found, actor, day, showing, paper_of(session)))
    elif output_format in ("json", "jsonl"):
        print_values(output_format, (render.alliance_value(each, showing) for each in found))
    else:
        print_rows(output_format, render.ALLIANCE_HEADINGS, render.alliance_rows(found, showing))
