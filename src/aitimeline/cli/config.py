"""Settings: ``config.toml`` in the person's configuration folder (XDG). Nothing in it is ever run."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from aitimeline.cli.folder import folder_for
from aitimeline.cli.given import read_settings
from aitimeline.index.nearest import did_you_mean
from aitimeline.model.error import BadInputError
from aitimeline.model.quality import USUAL, Margin
from aitimeline.render.format import FORMATS

LANGUAGES = ("ko", "en")
_MOST_DAYS = 1_000_000
_LONGEST_NAME = 64
_LARGEST = 1 << 20


class Config(NamedTuple):
    """What the settings file says; None where it says nothing."""

    log: tuple[Path, ...] = ()
    zone: str | None = None
    language: str | None = None
    format: str | None = None
    margin: Margin = USUAL
    queries: Mapping[str, str] = {}


def read_config(given: Path | None, environment: Mapping[str, str]) -> Config:
    """Read the settings: the file that was named, else the one in the usual place if there is one.

    Raises:
        BadInputError: a file that was named is not there, or a setting is not known or has no valid value.
    """
    named = given or (Path(environment["AITIMELINE_CONFIG"]) if environment.get("AITIMELINE_CONFIG") else None)
    path = named or folder_for("config") / "config.toml"
    try:
        content = read_settings(path, _LARGEST)
    except FileNotFoundError:
        if named:
            raise BadInputError(f"{named}: there is no such settings file") from None
        return Config()
    return _parse(path, content)


def _parse(path: Path, content: bytes) -> Config:
    import tomllib

    try:
        stated = tomllib.loads(content.decode("utf-8"))
    except ValueError as failure:
        raise BadInputError(f"{path}: not TOML: {failure}") from None
    except RecursionError:
        raise BadInputError(f"{path}: not TOML that can be read: it is nested too deeply") from None
    for name in stated:
        if name not in _SETTINGS:
            raise BadInputError(
                f"{path}: no setting {name!r}{did_you_mean(name, _SETTINGS)} (there are {', '.join(_SETTINGS)})"
            )
    read: dict[str, Any] = {name: _SETTINGS[name](path, name, value) for name, value in stated.items()}
    return Config(**read)


def _folders(path: Path, name: str, value: Any) -> tuple[Path, ...]:
    folders = value if isinstance(value, list) else [value]
    return tuple(path.parent / Path(os.path.expanduser(_text(path, name, each))) for each in folders)  # noqa: PTH111


def _text(path: Path, name: str, value: Any) -> str:
    if isinstance(value, str) and value:
        return value
    raise BadInputError(f'{path}: {name} must be text in quotes, as {name} = "..."')


def _choice(path: Path, name: str, value: Any) -> str:
    return check_choice(_text(path, name, value), f"{path}: {name}", _CHOICES[name])


def _zone(path: Path, name: str, value: Any) -> str:
    from aitimeline.ingest.zone import check_zone

    asked = _text(path, name, value)
    try:
        check_zone(asked)
    except BadInputError as failure:
        raise BadInputError(f"{path}: {name}: {failure}") from None
    return asked


def check_choice(value: str, what: str, choices: tuple[str, ...]) -> str:
    """Return ``value`` if it is one of the choices.

    Raises:
        BadInputError: it is not.
    """
    if value in choices:
        return value
    raise BadInputError(f"{what} cannot be {value!r}; use {', '.join(choices[:-1])} or {choices[-1]}")


def _margin(path: Path, name: str, value: Any) -> Margin:
    """How many days ``~`` may be off, by unit; those that are not named stay as they are."""
    units = Margin._fields
    if not isinstance(value, dict):
        raise BadInputError(f"{path}: {name} must be a table of days, as {name} = {{day = 2, month = 15}}")
    for unit, days in value.items():
        if unit not in units:
            raise BadInputError(f"{path}: {name} has no unit {unit!r}{did_you_mean(unit, units)} ({', '.join(units)})")
        if type(days) is not int or not 0 <= days <= _MOST_DAYS:
            raise BadInputError(f"{path}: {name}.{unit} must be a number of days from 0 to {_MOST_DAYS:,}")
    return Margin(**value)


def _queries(path: Path, name: str, value: Any) -> dict[str, str]:
    """Queries by the names under which their calendars are served; on no system may two names be one file."""
    if not isinstance(value, dict):
        raise BadInputError(f'{path}: {name} must be a table of queries, as {name} = {{google = "actor:google"}}')
    found: dict[str, str] = {}
    for given, query in value.items():
        saved = normalize("NFC", given)
        if not is_saved_name(saved):
            raise BadInputError(
                f"{path}: {name} cannot have the name {given!r}: use at most {_LONGEST_NAME} letters, digits, - and _"
            )
        if saved.casefold() in {each.casefold() for each in found}:
            raise BadInputError(f"{path}: {name} has {given!r} twice; large and small letters are one in file names")
        found[saved] = _text(path, f"{name}.{given}", query)
    return found


def is_saved_name(name: str) -> bool:
    """True if a saved query may be called so: it is the name of a file and part of an address."""
    return 0 < len(name) <= _LONGEST_NAME and all(each.isalnum() or each in "-_" for each in name)


_CHOICES = {"language": LANGUAGES, "format": tuple(FORMATS)}
_SETTINGS: dict[str, Callable[[Path, str, Any], Any]] = {
    "log": _folders,
    "zone": _zone,
    "language": _choice,
    "format": _choice,
    "margin": _margin,
    "queries": _queries,
}
