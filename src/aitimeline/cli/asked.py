"""A question as a command line that gives the same answer again, whatever the log has learned since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aitimeline.answer.explanation import short_time
from aitimeline.cli.lazy import GLOBAL, NOT_AN_OPTION
from aitimeline.cli.session import Session
from aitimeline.index.citation import holding
from aitimeline.index.timeline import Timeline
from aitimeline.model.instant import format_time, microseconds, moment

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

_SAID_ANEW = GLOBAL | {"as_of", "output_format", "help"}
_FIRST = datetime.fromisoformat("0001-01-01T00:00:00Z")


def as_of_text(session: Session) -> str | None:
    """The time that was asked for; that of the newest record if nothing is recorded later, None if nothing at all."""
    timeline = session.timeline
    newest = holding(Timeline(timeline.connection)).newest
    if newest is None:
        return None
    given = timeline.as_of
    is_past = given is not None and given < microseconds(newest)
    time = moment(max(given, microseconds(_FIRST))) if given is not None and is_past else newest
    return short_time(format_time(time))


def question_of(command: Command, context: Context, session: Session, as_of: str | None) -> list[str]:
    """The words of the command line."""
    parameters = [each for each in command.params if each.name not in _SAID_ANEW]
    stated = {each.name: _texts(context.params.get(str(each.name))) for each in parameters}
    arguments = [text for each in parameters if _is_argument(each) for text in stated[each.name]]
    options = [
        word
        for each in parameters
        if not _is_argument(each) and context.params.get(str(each.name)) != each.default
        for word in _option(each, stated[each.name])
    ]
    options += [*(("--as-of", as_of) if as_of else ()), *_shared_options(session)]
    if all(map(_stands_by_itself, arguments)):
        return ["aitimeline", str(context.info_name), *map(_unmarked, arguments), *options]
    return ["aitimeline", str(context.info_name), *options, "--", *map(_unmarked, arguments)]


def _shared_options(session: Session) -> Iterator[str]:
    """What was given of the options that all commands take, as far as the answer hangs on them."""
    given = session.run.given
    for folder in given.get("log", ()):
        yield from ("--log", str(folder))
    if given.get("no_config"):
        yield "--no-config"
    elif given.get("config"):
        yield from ("--config", str(given["config"]))
    if session.settings.tz is not None:
        yield from ("--tz", session.settings.tz.key)
    if session.has_asked_today:
        yield from ("--today", session.today().isoformat())
    if given.get("lang"):
        yield from ("--lang", given["lang"])


def _is_argument(parameter: Parameter) -> bool:
    return parameter.param_type_name == "argument"


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return list(map(str, value)) if isinstance(value, list | tuple) else [str(value)]


def _option(parameter: Parameter, texts: Iterable[str]) -> Iterator[str]:
    name = max(parameter.opts, key=len)
    if getattr(parameter, "is_flag", False):
        yield name
        return
    for text in texts:
        yield from (name, text)


def _stands_by_itself(argument: str) -> bool:
    """True if an argument is taken for none of the options; what a query excludes bears a mark."""
    return not argument.startswith("-")


def _unmarked(argument: str) -> str:
    return argument.removeprefix(NOT_AN_OPTION)
