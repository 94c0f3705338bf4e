"""Between ``import`` and the log where what is imported is a calendar."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from attrs import define, field

from aitimeline.answer.addition import calendar_answer, calendar_text
from aitimeline.cli.intake import READING, check_free, stopped
from aitimeline.cli.outlet import standing
from aitimeline.cli.output import print_written, write_file
from aitimeline.cli.progress import Bar
from aitimeline.cli.telling import tell
from aitimeline.cli.workspace import Workspace
from aitimeline.ingest.calendar.line import decoder_for
from aitimeline.ingest.calendar.listing import Listed, Listing
from aitimeline.ingest.calendar.part import EVENT, Vevent
from aitimeline.ingest.calendar.reading import Reader
from aitimeline.ingest.calendar.recurrence import Range
from aitimeline.ingest.calendar.settling import Settler
from aitimeline.ingest.rowfile import RowFile
from aitimeline.ingest.rows import Defaults
from aitimeline.log.writing import Written
from aitimeline.model.calendar_text import escaped, folded
from aitimeline.model.error import BadInputError
from aitimeline.model.when import When

_SUFFIXES = (".ics", ".ical", ".icalendar", ".ifb", ".vcs")
_HEAD = 1 << 16
_SHOWN = 20
_MOST_LEFT_OUT = 12
_MOST_YEARS = 100
_BEGIN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//aitimeline//bad events//EN\r\n"
_END = b"END:VCALENDAR\r\n"


def is_calendar(file: RowFile) -> bool:
    """True if a file is a calendar: by its name, else as it begins with BEGIN:VCALENDAR or BEGIN:VEVENT."""
    file.opened.seek(0)
    head = file.opened.read(_HEAD).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    file.opened.seek(0)
    if head.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")):
        return True
    return file.path.suffix.lower() in _SUFFIXES


def range_of(text: str | None) -> Range | None:
    """The days of ``--expand``: ``2023..2024-06``, or a year, month or day alone.

    Raises:
        BadInputError: it is none, or very long.
    """
    if text is None:
        return None
    first, dots, last = text.partition("..")
    try:
        days = Range(When.parse(first).earliest, When.parse(last if dots else first).latest)
    except BadInputError:
        raise BadInputError(f"--expand cannot be {text!r}; give two dates, as in 2023-01..2024-06") from None
    if days.last < days.first or days.last.year - days.first.year >= _MOST_YEARS:
        raise BadInputError(
            f"--expand cannot be {text!r}: it ends before it begins, or has {_MOST_YEARS} years or more"
        )
    return days


@define
class Rejects:
    """VEVENTs that are wrong: collected where a file for them was named, else told, and the import stops.

    Attributes:
        collected: where they are kept until the end; None if they stop the import.
        listing: gets them too.
        first: some of them.
    """

    collected: IO[bytes] | None
    listing: Listing
    count: int = field(default=0, init=False)
    first: list[Listed] = field(factory=list, init=False)

    def add(self, event: Vevent, reason: str) -> None:
        """Note one."""
        self.count += 1
        self.listing.add(event.line, EVENT, reason)
        if len(self.first) < _SHOWN:
            self.first.append(Listed(event.line, EVENT, reason))
        if self.collected is not None:
            self.collected.write(b"BEGIN:VEVENT\r\n")
            self.collected.write(folded(f"X-AITIMELINE-REASON:line {event.line}: {escaped(reason)}".encode()))
            self.collected.writelines(map(folded, event.lines))
            self.collected.write(b"END:VEVENT\r\n")


def import_calendar(
    workspace: Workspace,
    file: RowFile,
    defaults: Defaults,
    days: Range | None,
    skip_bad: Path | None,
    *,
    encoding: str | None,
    dry_run: bool,
) -> None:
    """Take in a calendar, all of it or nothing, and print what that came to.

    Raises:
        BadInputError: it is no calendar, or VEVENTs in it are wrong, and are not to be skipped.
    """
    workspace.location.to_read()
    writer = workspace.writer()
    if skip_bad is not None:
        if str(skip_bad) == "-" or skip_bad.suffix.lower() not in _SUFFIXES:
            raise BadInputError(f"{skip_bad}: bad events are kept in a calendar; name a file, as in --skip-bad bad.ics")
        check_free(skip_bad, file, writer.folders, "events")
    with Bar({READING: file.size}) as bar, tempfile.TemporaryFile() as collected:
        rejects = Rejects(None if skip_bad is None else collected, Listing())
        file.opened.seek(0)
        reader = Reader(defaults, days, rejects.add, decoder_for(file.opened, encoding), rejects.listing)
        proposals = reader.read(_Watched(file.opened, bar))
        if not reader.is_calendar:
            raise BadInputError(f"{file.path}: {_what_it_is(file)}; nothing was written")
        if rejects.count and skip_bad is None:
            for each in rejects.first:
                tell(f"{file.path}:{each.line}: {each.what} {each.reason}")
            lines = [each.line for each in rejects.first]
            raise stopped(file.path, len(proposals), rejects.count, lines, "FILE.ics")
        settler = Settler(file.path.name, reader.listing)
        written = writer.append(lambda writer: settler.records(writer, proposals), dry_run=dry_run)
        value = _value(reader, settler, written, writer.segment, dry_run=dry_run)
        if skip_bad is not None and rejects.count and not dry_run:
            collected.seek(0)
            with standing(calendar_text(value)):
                write_file(workspace.run, skip_bad, [_BEGIN, *iter(lambda: collected.read(1 << 20), b""), _END])
    _tell(file.path, reader.listing, value)
    print_written(workspace, calendar_answer(value), calendar_text(value))


class _Watched:
    """A file whose reading moves a bar."""

    def __init__(self, opened: IO[bytes], bar: Bar) -> None:
        self.opened, self.bar = opened, bar
        self.seek, self.tell = opened.seek, opened.tell

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        content = self.opened.read(size)
        self.bar.advance(READING, len(content))
        return content


def _what_it_is(file: RowFile) -> str:
    file.opened.seek(0)
    head = file.opened.read(_HEAD).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not head.strip(b"\0"):
        return "is empty"
    if head.startswith(b"<"):
        xcal = b"icalendar" in head[:1000]
        return "is xCal (RFC 6321), which is not read; save it as .ics" if xcal else "is a web page, not a calendar"
    if head.startswith((b'["vcalendar', b"[\n", b"[ ")) or b'"vcalendar"' in head[:1000]:
        return "is jCal (RFC 7265), which is not read; save it as .ics"
    return "is not a calendar: no line in it is BEGIN:VCALENDAR or BEGIN:VEVENT"


def _value(
    reader: Reader, settler: Settler, written: Sequence[Written], segment: Path, *, dry_run: bool
) -> dict[str, Any]:
    settled = settler.settled
    counts = {what: sum(each.what == what for each in settled) for what in ("added", "revised", "retracted")}
    return {
        "events": reader.events,
        **counts,
        "unchanged": settler.unchanged,
        "segment": str(segment) if written else None,
        "dry_run": dry_run,
        "changes": [each._asdict() for each in settled],
        "not_taken": [each._asdict() for each in reader.listing.in_order()],
        "more": reader.listing.more,
        "noted": [each._asdict() for each in sorted(reader.listing.noted)],
        "left_out": dict(sorted((+reader.listing.left_out).items())),
    }


def _tell(path: Path, listing: Listing, value: dict[str, Any]) -> None:
    _tell_listed(path, listing.in_order(), "not taken", listing.more)
    _tell_listed(path, sorted(listing.noted), "taken otherwise than they stand there")
    if left_out := value["left_out"]:
        most = sorted(left_out.items(), key=lambda each: (-each[1], each[0]))
        named = ", ".join(f"{name} ({count:,})" for name, count in most[:_MOST_LEFT_OUT])
        more = f" and {len(most) - _MOST_LEFT_OUT} more sorts" if len(most) > _MOST_LEFT_OUT else ""
        tell(f"{path}: of the events that were taken this was left out: {named}{more}")


def _tell_listed(path: Path, listed: Sequence[Listed], what: str, more: int = 0) -> None:
    for each in listed[:_SHOWN]:
        tell(f"{path}:{each.line}: {each.what} {each.reason}")
    if rest := len(listed[_SHOWN:]) + more:
        tell(f"{path}: {rest:,} more were {what}; -f json names all")
