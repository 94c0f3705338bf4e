"""How a calendar is asked to look: the options that all commands which make one share."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import frozen

from aitimeline.cli.complete import complete_key
from aitimeline.cli.config import LANGUAGES, check_choice
from aitimeline.cli.session import Session, plain
from aitimeline.cli.workspace import Workspace
from aitimeline.model.error import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aitimeline.cli.progress import Bar
    from aitimeline.index.condition import Condition
    from aitimeline.index.entry import Entry
    from aitimeline.index.timeline import Timeline
    from aitimeline.render.ics import Style

BOTH = "both"
_CANCELLED = ("keep", "drop", "prefix")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_SPAN = re.compile(r"([0-9]{1,5})\s*([wdhm])")
_NAMED = 20
_STAGE = "writing events"

Cancelled = Annotated[
    str,
    typer.Option(
        "--cancelled", metavar="keep|drop|prefix", help="Withdrawn events: as cancelled, not at all, said in the title."
    ),
]
Imprecise = Annotated[
    bool, typer.Option("--imprecise", help="Dates that are not certain to the day too, as tentative spans.")
]
Anniversaries = Annotated[bool, typer.Option("--anniversaries", help="Let each event come back every year.")]
Alarm = Annotated[
    str | None, typer.Option("--alarm", metavar="TIME", help="Remind so long before each event: 1d, 2h, 30m, 1w.")
]
NearTo = Annotated[
    str | None,
    typer.Option(
        "--near",
        metavar="KEY",
        help="Say of each event how many days it is from this one.",
        autocompletion=complete_key,
    ),
]
Name = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What the calendar is called.")]


def take_language(context: typer.Context) -> str | None:
    """``both`` where ``--lang both`` was given, which only calendars know; the session then hears of no language."""
    if context.obj.given.get("lang") != BOTH:
        return None
    del context.obj.given["lang"]
    return BOTH


def language_of(workspace: Workspace, taken: str | None) -> str:
    """The language of a calendar: --lang, else the settings, else English; never the locale.

    The same log is to give the same calendar on any machine.
    """
    if taken:
        return taken
    if asked := workspace.run.given.get("lang"):
        return check_choice(asked, "--lang", (*LANGUAGES, BOTH))
    return workspace.settings.config.language or "en"


@frozen
class Look:
    """How calendars are to look, as the options of a command say it."""

    cancelled: str = "keep"
    imprecise: bool = False
    anniversaries: bool = False
    alarm: str | None = None
    near: str | None = None
    name: str | None = None


def style_of(session: Session, query: list[str] | None, look: Look, *, language: str, url: str | None = None) -> Style:
    """The style that the options ask for; without a name the calendar is called by its query.

    Raises:
        BadInputError: an option has no valid value.
        NoSuchEventError: no event has the key that ``near`` gives.
    """
    from aitimeline.render.ics import Style

    words = plain(query)
    return Style(
        language=language,
        cancelled=check_choice(look.cancelled, "--cancelled", _CANCELLED),
        imprecise=look.imprecise,
        anniversaries=look.anniversaries,
        alarm=read_span(look.alarm, "--alarm") if look.alarm else None,
        name=look.name or title_of(session.workspace, words),
        description=_description(words, language),
        url=url,
        near=session.timeline.entry(look.near) if look.near else None,
        margin=session.settings.config.margin,
    )


def title_of(workspace: Workspace, words: Sequence[str]) -> str:
    """What is called by the timeline's name, and by a query if it is narrowed by one."""
    return ": ".join([workspace.title(), *([" ".join(words)] if words else [])])


def calendar_condition(session: Session, query: list[str] | None, style: Style) -> Condition:
    """What must hold of the events of a calendar: what the query asks for, and withdrawn ones unless they are dropped.

    Raises:
        BadInputError: the query cannot be read.
    """
    condition = session.condition(query)
    return condition if style.cancelled == "drop" else condition._replace(with_retracted=True)


def watched(timeline: Timeline, condition: Condition, bar: Bar) -> Iterator[Entry]:
    """The events for which a condition holds, in order of time, with a bar that moves as they are taken."""
    (number,) = next(timeline.rows("count(*)", condition))
    bar.total(_STAGE, number)
    for entry in timeline.select(condition):
        yield entry
        bar.advance(_STAGE, 1)


def read_span(text: str, name: str) -> timedelta:
    """Read a length of time: ``1d``, ``2h``, ``30m``, ``1w``.

    Raises:
        BadInputError: it is none.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        raise BadInputError(f"{name} cannot be {text!r}; give a length of time, as in 1d, 2h, 30m or 1w")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def left_out_message(keys: Sequence[str]) -> str:
    """What is said of events that have no place in a calendar."""
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    return (
        f"left out, as the day is not known: {', '.join(keys[:_NAMED])}{more}; "
        "--imprecise has those whose date has an end as tentative spans"
    )


def _description(words: Sequence[str], language: str) -> str:
    asked = " ".join(words)
    english = f"Events of the AI race, with who says so{f'; query: {asked}' if asked else ''}"
    korean = f"AI 경쟁의 사건과 출처{f'. 질의: {asked}' if asked else ''}"
    return {"en": english, "ko": korean}.get(language, f"{english}\n{korean}")
