"""Time zones by their IANA names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from aitimeline.index.nearest import did_you_mean
from aitimeline.model.error import BadInputError
from aitimeline.model.zone_name import zones_meant

_NOT_ZONES = ("localtime", "posixrules", "Factory")
"""Names of files that systems keep beside the zones, which mean something else on each machine."""
_PLACES = "; write it as Asia/Seoul or America/New_York"


def check_zone(name: str) -> ZoneInfo:
    """The zone with an IANA name.

    Raises:
        BadInputError: there is none; the message offers what may be meant.
    """
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zone = None
    if zone is None or name in _NOT_ZONES:
        raise BadInputError(f"no time zone {name!r}{_hint(name)}")
    return zone


def _hint(name: str) -> str:
    """What may be meant: never a zone of another offset than the one that is written."""
    known = available_timezones()
    if same := [each for each in sorted(known) if each.casefold() == name.casefold()]:
        return f"; did you mean {same[0]}?"
    meant = zones_meant(name)
    if meant is None:
        places = (each for each in known if "/" in each and not each.startswith("Etc/"))
        return did_you_mean(name, places) or _PLACES
    if not meant:
        return _PLACES
    turned = " (the signs of Etc are turned: it counts hours west of Greenwich)" if meant[-1].startswith("Etc") else ""
    return f"; did you mean {' or '.join(meant)}?{turned}"
