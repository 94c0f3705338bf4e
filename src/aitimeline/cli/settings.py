"""The settings that hold in a run: what was given with it, else in the settings file, else what the system says."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aitimeline.cli.config import LANGUAGES, Config, check_choice, read_config
from aitimeline.model.error import BadInputError
from aitimeline.render.format import FOR_PEOPLE, FORMATS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.cli.run import Run

COLORS = ("auto", "always", "never")


class Settings(NamedTuple):
    """What holds, whoever said so.

    Attributes:
        config: what the settings file says.
        language: that of titles.
        tz: the zone to see times of day in; None for each event's own.
        today: the day that relative words are seen from.
        is_coloured: whether to colour standard output.
    """

    config: Config
    language: str
    tz: ZoneInfo | None
    today: date
    is_coloured: bool

    def format(self, asked: str | None) -> str:
        """The output format: -f, else the settings, else that of people.

        Raises:
            BadInputError: it is none.
        """
        if asked:
            return check_choice(asked, "--format", tuple(FORMATS))
        return self.config.format or FOR_PEOPLE


def read_settings(run: Run) -> Settings:
    """Read the settings file, the environment and the clock, once.

    Raises:
        BadInputError: something has no valid value, whether or not this command would come to use it.
    """
    given, environment = run.given, run.environment
    config = Config() if given.get("no_config") else read_config(given.get("config"), environment)
    language = check_choice(asked, "--lang", LANGUAGES) if (asked := given.get("lang")) else config.language
    tz = _zone(given.get("tz") or config.zone)
    return Settings(
        config, language or _locale_language(environment), tz, _today(run, tz), _is_coloured(given.get("color"), run)
    )


def _zone(asked: str | None) -> ZoneInfo | None:
    if not asked:
        return None
    from aitimeline.ingest.zone import check_zone

    return check_zone(asked)


def _today(run: Run, tz: ZoneInfo | None) -> date:
    """The day of --today, AITIMELINE_TODAY, else the present day in --tz."""
    if stated := run.given.get("today"):
        return read_day(stated, "--today")
    if stated := run.environment.get("AITIMELINE_TODAY"):
        return read_day(stated, "AITIMELINE_TODAY")
    return run.now().astimezone(tz).date()


def _is_coloured(asked: str | None, run: Run) -> bool:
    """``--color always`` outdoes NO_COLOR, since it was typed."""
    choice = check_choice(asked or "auto", "--color", COLORS)
    if choice != "auto":
        return choice == "always"
    plain = run.environment.get("NO_COLOR") or run.environment.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def _locale_language(environment: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def read_day(text: str, name: str) -> date:
    """Read a day that an option or variable gives.

    Raises:
        BadInputError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInputError(f"{name} cannot be {text!r}; give a day, as in 2023-12-08") from None
