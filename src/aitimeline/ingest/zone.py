"""Time zones by their IANA names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from aitimeline.index.nearest import did_you_mean
from aitimeline.model.error import BadInputError

_NOT_ZONES = ("localtime", "posixrules", "Factory")
"""Names of files that systems keep beside the zones, which mean something else on each machine."""


def check_zone(name: str) -> ZoneInfo:
    """The zone with an IANA name.

    Raises:
        BadInputError: there is none; the message offers the nearest.
    """
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zone = None
    if zone is None or name in _NOT_ZONES:
        hint = did_you_mean(name, available_timezones()) or "; write it as Asia/Seoul or America/New_York"
        raise BadInputError(f"no time zone {name!r}{hint}")
    return zone
