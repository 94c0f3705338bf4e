"""Other people's readers of calendars, each giving the same fields of each event, or a word on why it is not there.

An event is ``uid``, ``summary``, ``description``, ``categories`` (sorted), ``url``, ``start`` (a day, a time in UTC
with its offset, or a local time without one) and ``last`` (the last day of what has days).
"""

from __future__ import annotations

import atexit
import base64
import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

Read = list[dict[str, Any]]
_HERE = Path(__file__).parent
_DAY = timedelta(days=1)


def by_icalendar(content: bytes) -> Read:
    """With the icalendar library."""
    found = []
    for event in Calendar.from_ical(content).walk("VEVENT"):
        start, end = event.decoded("dtstart"), event.decoded("dtend", None)
        categories = event.get("categories")
        found.append(
            {
                "uid": str(event["uid"]),
                "summary": str(event["summary"]),
                "description": str(event["description"]),
                "categories": sorted(map(str, categories.cats)) if categories else [],
                "url": str(event.get("url", "")),
                **_dates(start, end),
            }
        )
    return found


def by_vobject(content: bytes) -> Read:
    """With vobject, which would keep the zones of one calendar for the next."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in [name for name in known if name != "UTC"]:
        del known[name]
    found = []
    for event in getattr(vobject.readOne(content.decode()), "vevent_list", []):
        end = event.dtend.value if hasattr(event, "dtend") else None
        found.append(
            {
                "uid": event.uid.value,
                "summary": event.summary.value,
                "description": event.description.value,
                "categories": sorted(event.categories.value) if hasattr(event, "categories") else [],
                "url": event.url.value if hasattr(event, "url") else "",
                **_dates(event.dtstart.value, end),
            }
        )
    return found


def by_khal(content: bytes) -> Read:
    """With khal, as it imports a file."""
    return _asked(_khal(), content)


def by_icaljs(content: bytes) -> Read:
    """With ical.js, in node."""
    return _asked(_node(), content)


def by_libical(content: bytes) -> Read:
    """With libical."""
    library = _libical()
    root = library.icalparser_parse_string(content)
    try:
        # libical 3 is older than RFC 9253: LINK is the one property that it does not know.
        assert library.icalcomponent_count_errors(root) == content.replace(b"\r\n ", b"").count(b"\r\nLINK;")
        return list(_libical_events(library, root))
    finally:
        library.icalcomponent_free(root)


def _dates(start: date | datetime, end: date | datetime | None) -> dict[str, str | None]:
    if isinstance(start, datetime):
        return {"start": (start.astimezone(UTC) if start.tzinfo else start).isoformat(), "last": None}
    return {"start": start.isoformat(), "last": (end - _DAY).isoformat() if end else None}


def _asked(process: subprocess.Popen[bytes], content: bytes) -> Read:
    """The answer of a process that reads one calendar after the other."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(base64.b64encode(content) + b"\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    assert answer, f"{process.args!r} could not read it"
    read: Read = json.loads(answer)
    return read


def _process(*command: str | Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
    started = subprocess.Popen(
        list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=_HERE
    )
    atexit.register(_ended, started)
    return started


def _ended(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    process.wait()


@cache
def _khal() -> subprocess.Popen[bytes]:
    pytest.importorskip("khal", reason="khal is not installed (it is in the extra 'test')")
    return _process(sys.executable, _HERE / "reader_khal.py")


@cache
def _node() -> subprocess.Popen[bytes]:
    """Node and ical.js, as ``npm install --global ical.js`` puts it there."""
    beside = Path(sys.executable).parent
    places = os.pathsep.join([str(beside), os.environ.get("PATH", "")])
    node, npm = (shutil.which(each, path=places) for each in ("node", "npm"))
    if not node or not npm:
        pytest.skip("node is not installed")
    env = {**os.environ, "PATH": places}
    root = subprocess.run([npm, "root", "--global"], env=env, capture_output=True, text=True, check=True).stdout.strip()
    if not Path(root, "ical.js").exists():
        pytest.skip("ical.js is not installed: npm install --global ical.js")
    return _process(node, _HERE / "reader_icaljs.cjs", root)


@cache
def _libical() -> Any:
    """The C library itself, with what is used of it."""
    name = ctypes.util.find_library("ical")
    if name is None:
        pytest.skip("libical is not installed: apt-get install libical3")
    library = ctypes.CDLL(name)
    text, pointer, number = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int
    for function, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_free", None, [pointer]),
        ("icalcomponent_string_to_kind", number, [text]),
        ("icalcomponent_get_first_component", pointer, [pointer, number]),
        ("icalcomponent_get_next_component", pointer, [pointer, number]),
        ("icalproperty_string_to_kind", number, [text]),
        ("icalcomponent_get_first_property", pointer, [pointer, number]),
        ("icalcomponent_get_next_property", pointer, [pointer, number]),
        ("icalproperty_get_value", pointer, [pointer]),
        ("icalvalue_get_text", text, [pointer]),
        ("icalproperty_get_value_as_string", text, [pointer]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_get_description", text, [pointer]),
        ("icalcomponent_count_errors", number, [pointer]),
        ("icaltimezone_get_utc_timezone", pointer, []),
        ("icalcomponent_get_dtstart", _Time, [pointer]),
        ("icalcomponent_get_dtend", _Time, [pointer]),
        ("icaltime_convert_to_zone", _Time, [_Time, pointer]),
    ):
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


class _Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date")),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def _libical_events(library: Any, root: int) -> Any:
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    event = library.icalcomponent_get_first_component(root, kind)
    while event:
        url = [library.icalproperty_get_value_as_string(each) for each in _libical_properties(library, event, b"URL")]
        words = map(library.icalproperty_get_value, _libical_properties(library, event, b"CATEGORIES"))
        yield {
            "uid": library.icalcomponent_get_uid(event).decode(),
            "summary": (library.icalcomponent_get_summary(event) or b"").decode(),
            "description": library.icalcomponent_get_description(event).decode(),
            "categories": sorted(library.icalvalue_get_text(each).decode() for each in words),
            "url": url[0].decode() if url else "",
            **_libical_dates(library, event),
        }
        event = library.icalcomponent_get_next_component(root, kind)


def _libical_properties(library: Any, event: int, name: bytes) -> Any:
    kind = library.icalproperty_string_to_kind(name)
    found = library.icalcomponent_get_first_property(event, kind)
    while found:
        yield found
        found = library.icalcomponent_get_next_property(event, kind)


def _libical_dates(library: Any, event: int) -> dict[str, str | None]:
    start = library.icalcomponent_get_dtstart(event)
    if start.is_date:
        end = library.icalcomponent_get_dtend(event)
        first, after = date(start.year, start.month, start.day), date(end.year, end.month, end.day)
        return {"start": first.isoformat(), "last": (after - _DAY).isoformat()}
    if start.zone:
        start = library.icaltime_convert_to_zone(start, library.icaltimezone_get_utc_timezone())
    read = datetime(start.year, start.month, start.day, start.hour, start.minute, start.second)  # noqa: DTZ001
    return {"start": (read.replace(tzinfo=UTC) if start.zone else read).isoformat(), "last": None}


READERS: dict[str, Callable[[bytes], Read]] = {
    "khal": by_khal,
    "ical.js": by_icaljs,
    "libical": by_libical,
    "vobject": by_vobject,
    "icalendar": by_icalendar,
}
