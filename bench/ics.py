"""Time and memory of ``export ics`` of many events, beside the icalendar library used plainly.

    .venv/bin/python -m bench.ics 100000

The library's part is what its documentation shows: an Event for each event, ``add`` for each property, ``to_ical``
of the whole; with the same texts, and without the days' and zones' care.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.log import make_log
from icalendar import Calendar, Event

from aitimeline.index.store import Store
from aitimeline.index.timeline import Timeline
from aitimeline.log.disk import SystemDisk
from aitimeline.log.place import all_segments
from aitimeline.render.calendar_event import data_text
from aitimeline.render.calendar_words import categories_of, description_of
from aitimeline.render.ics import Style, calendar_pieces

STYLE = Style(language="ko")


def plain(timeline: Timeline) -> bytes:
    """The same calendar, as somebody would write it with the library alone."""
    calendar = Calendar()
    calendar.add("prodid", "-//bench//bench//EN")
    calendar.add("version", "2.0")
    for entry in timeline.select():
        if not entry.when.is_certain or entry.when.start.first < 1:
            continue
        component = Event()
        component.add("uid", entry.first_record[0])
        for name in ("dtstamp", "created", "last-modified"):
            component.add(name, entry.recorded_at)
        component.add("sequence", entry.revision - 1)
        component.add("dtstart", entry.when.moment or entry.when.earliest)
        component.add("summary", entry.title("ko"))
        component.add("description", description_of(entry, timeline, STYLE, is_unsure=False))
        component.add("categories", list(categories_of(entry.data)))
        component.add("url", next((each["url"] for each in entry.data.get("sources", ()) if "url" in each), ""))
        component.add("x-aitimeline-data", data_text(entry))
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def ours(timeline: Timeline) -> Iterator[bytes]:
    """The calendar as ``export ics`` writes it."""
    return calendar_pieces(timeline.select(), timeline, STYLE)


def measured(name: str, act: Callable[[], int]) -> None:
    """Print how long something took, what it made, and the most memory that this process ever had."""
    begun = time.perf_counter()
    size = act()
    seconds = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<24}{seconds:8.1f} s  {size / 1e6:8.1f} MB written  {most:8.0f} MiB at most")


def main(number: int) -> None:
    """Measure both; ours first, as the memory that is told is the most that there ever was."""
    with tempfile.TemporaryDirectory() as folder:
        log, disk = make_log(Path(folder), number).folder, SystemDisk()
        timeline = Timeline(Store(Path(folder) / "cache", all_segments([log], disk), disk).open())
        measured("reading alone", lambda: sum(len(entry.line) for entry in timeline.select()))
        measured("aitimeline", lambda: sum(map(len, ours(timeline))))
        measured("icalendar alone", lambda: len(plain(timeline)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
