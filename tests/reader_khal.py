"""khal as a process: a line of base64 for each calendar comes in, a line of JSON for it goes out.

khal makes the icalendar library use pytz wherever it is imported, so it has a process of its own.
"""

import base64
import json
import sys
from typing import Any

from khal.icalendar import cal_from_ics, pytz
from khal.khalendar.event import AllDayEvent, Event

_LOCALE: dict[str, Any] = {"local_timezone": pytz.utc, "default_timezone": pytz.utc}


def _read(text: str) -> list[dict[str, Any]]:
    """As 'khal printics' reads a file ('khal import' writes it anew before, with the faults of its library)."""
    found = []
    for vevent in cal_from_ics(text).walk("VEVENT"):
        event = Event.fromVEvents([vevent], locale=_LOCALE)
        is_day = isinstance(event, AllDayEvent)
        start = event.start
        found.append(
            {
                "uid": event.uid,
                "summary": event.summary,
                "description": event.description,
                "categories": sorted(map(str, vevent["CATEGORIES"].cats)) if "CATEGORIES" in vevent else [],
                "url": event.url,
                "start": start.isoformat()
                if is_day or start.tzinfo is None
                else start.astimezone(pytz.utc).isoformat(),
                "last": event.end.isoformat() if is_day else None,
            }
        )
    return found


def main() -> None:
    """Answer until there is no more to read."""
    for line in sys.stdin:
        text = base64.b64decode(line).decode()
        sys.stdout.write(json.dumps(_read(text)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
