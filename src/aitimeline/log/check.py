"""Whether a log is whole: every digest, every id, every reference, and the order of its clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path

from attrs import define, field, frozen

from aitimeline.log.clock import is_ahead
from aitimeline.log.disk import Disk
from aitimeline.log.identity import damage_of
from aitimeline.log.place import Damage, Place, all_segments, cannot_be_read
from aitimeline.log.snapshot import lines_of, read_line, read_tail, unite
from aitimeline.model.event import Event
from aitimeline.model.history import conflicts, histories
from aitimeline.model.instant import format_time
from aitimeline.model.ordering import Orders, Precedence
from aitimeline.model.record import Record
from aitimeline.model.zone import zone_named


class Kind(Enum):
    """What a finding is about; the text is what people and programs are shown."""

    DAMAGED = "damaged line"
    UNREADABLE = "unreadable file"
    MISSING = "missing record"
    CONFLICT = "conflict"
    ACTOR = "unknown actor"
    ORDER = "order"
    CLOCK = "clock"
    FORM = "form"
    TIMELINE = "other timeline"
    NEWER = "newer version"

    @property
    def means_damage(self) -> bool:
        """True if something that was in the log cannot be had from it."""
        return self in (Kind.DAMAGED, Kind.UNREADABLE, Kind.MISSING)


@frozen
class Finding:
    """Something about a log that a person should know."""

    kind: Kind
    place: Place
    message: str


@frozen
class Verdict:
    """What was found in a log.

    Attributes:
        records: how many distinct records it holds.
        repeated: how many lines say again what another line says.
        segments: the files that were read.
    """

    records: int
    repeated: int
    segments: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def has_damage(self) -> bool:
        """True if something that was in the log cannot be had from it."""
        return any(finding.kind.means_damage for finding in self.findings)

    @property
    def has_conflict(self) -> bool:
        """True if an event or actor has two heads."""
        return any(finding.kind is Kind.CONFLICT for finding in self.findings)


@define
class _Lines:
    """Everything that the segments hold, line by line."""

    found: list[tuple[Place, Record]] = field(factory=list)
    damages: list[Damage] = field(factory=list)
    rewritten: list[Place] = field(factory=list)


def verify(folders: Sequence[Path], disk: Disk, now: datetime) -> Verdict:
    """Check a log, all its folders as one.

    A line whose bytes are not in canonical form, but whose content and digest are intact, is a matter of form.
    Clocks are a matter of order only: logs that were merged, and machines that were wrong, leave such traces.
    """
    segments = tuple(all_segments(folders, disk))
    lines = _read(segments, disk)
    records, contradictions = unite(lines.found)
    places: dict[str, Place] = {}
    for place, record in lines.found:
        places.setdefault(record.id, place)
    findings = [
        *map(_finding, (*_of_identities(folders, disk), *lines.damages, *contradictions)),
        *_missing(records, places),
        *_conflicts(records, places),
        *_unknown_actors(records, places),
        *_orders(records, places),
        *_clocks(lines.found, records, places, now),
        *_other_timelines(records, places),
        *(Finding(Kind.NEWER, places[each.id], f"type {each.type}") for each in records if not each.is_understood),
        *(
            Finding(Kind.FORM, place, "not in canonical form; content and digest are intact")
            for place in lines.rewritten
        ),
    ]
    distinct = {(record.id, record.digest) for _, record in lines.found}
    return Verdict(len(records), len(lines.found) - len(distinct), segments, tuple(findings))


def _finding(damage: Damage) -> Finding:
    return Finding(Kind.DAMAGED if damage.place.line else Kind.UNREADABLE, *damage)


def _of_identities(folders: Sequence[Path], disk: Disk) -> list[Damage]:
    return [damage for damage in (damage_of(folder, disk) for folder in folders) if damage]


def _read(segments: Iterable[Path], disk: Disk) -> _Lines:
    lines = _Lines()
    for segment in segments:
        try:
            content = disk.read(segment)
        except OSError as failure:
            lines.damages.append(cannot_be_read(segment, failure))
            continue
        for line in lines_of(segment, content):
            readings = read_line(line) if line.is_ended else read_tail(line, disk)
            is_whole = not any(isinstance(reading, Damage) for reading in readings)
            for reading in readings:
                if isinstance(reading, Damage):
                    lines.damages.append(reading)
                    continue
                lines.found.append(reading)
                if is_whole and reading[1].line != line.content:
                    lines.rewritten.append(line.place)
    return lines


def _missing(records: Iterable[Record], places: Mapping[str, Place]) -> Iterator[Finding]:
    for record in records:
        for gone in (each for each in record.supersedes if each not in places):
            yield Finding(Kind.MISSING, places[record.id], f"{record.subject} replaces {gone}, which is not in the log")


def _conflicts(records: Sequence[Record], places: Mapping[str, Place]) -> Iterator[Finding]:
    for history in conflicts(records):
        heads = " and ".join(f"{head.recorded_by}'s at {places[head.id]}" for head in history.heads)
        what = f"{history.key} has {len(history.heads)} heads, {heads}"
        yield Finding(Kind.CONFLICT, places[history.current.id], what)


def _unknown_actors(records: Sequence[Record], places: Mapping[str, Place]) -> Iterator[Finding]:
    of_actors = histories(record for record in records if record.is_about_actor)
    known = {key for key, history in of_actors.items() if not history.is_retracted}
    unknown: defaultdict[str, list[Record]] = defaultdict(list)
    for history in histories(record for record in records if record.is_about_event).values():
        if isinstance(history.current.payload, Event):
            for part in history.current.payload.actors:
                if part.actor not in known:
                    unknown[part.actor].append(history.current)
    for actor, named_by in sorted(unknown.items()):
        keys = ", ".join(record.subject for record in named_by[:3]) + (" ..." if named_by[3:] else "")
        yield Finding(Kind.ACTOR, places[named_by[0].id], f"{actor}, named by {keys}")


def _orders(records: Sequence[Record], places: Mapping[str, Place]) -> Iterator[Finding]:
    """Dates that are known by order only, where the order cannot be followed."""
    of_events = histories(record for record in records if record.is_about_event)
    standing = {key: history.current.payload for key, history in of_events.items()}
    events = {key: event for key, event in standing.items() if isinstance(event, Event)}
    dates = {key: event.when.seen_from(None, zone_named(event.zone)) for key, event in events.items()}
    orders, rings = Orders.of(dates), Precedence.of(dates, dates.__contains__).rings
    in_ring = {key for ring in rings for key in ring if dates[key].bounds}
    for key, history in of_events.items():
        place, event = places[history.current.id], history.current.payload
        if key in orders.circular:
            yield Finding(Kind.ORDER, place, f"{key} is before or after itself, by way of the events that it names")
        elif key in in_ring:
            yield Finding(Kind.ORDER, place, f"{key} came after itself, by way of the events that it names")
        if key in orders.empty:
            yield Finding(Kind.ORDER, place, f"{key} has bounds that leave no day")
        for bound in event.when.bounds if isinstance(event, Event) else ():
            if bound.key and orders.stated(bound.key) is None:
                yield Finding(Kind.ORDER, place, f"{key} is {bound.side} {bound.key}, which the log does not have")


def _clocks(
    found: Iterable[tuple[Place, Record]], records: Iterable[Record], places: Mapping[str, Place], now: datetime
) -> Iterator[Finding]:
    newest: dict[Path, Record] = {}
    for place, record in found:
        before = newest.get(place.segment)
        if before and record.time < before.time:
            yield Finding(
                Kind.CLOCK, place, f"recorded {format_time(record.time)}, after one of {format_time(before.time)}"
            )
        else:
            newest[place.segment] = record
    by_id = {record.id: record for record in records}
    for record in by_id.values():
        if record.time > now:
            what = f"{record.subject} is recorded {format_time(record.time)}, which is yet to come"
            far = "; nothing is written beside it without --clock-ahead" if is_ahead(record.time, now) else ""
            yield Finding(Kind.CLOCK, places[record.id], what + far)
        for replaced in (by_id[each] for each in record.supersedes if each in by_id):
            if replaced.time > record.time:
                yield Finding(Kind.CLOCK, places[record.id], f"{record.subject} replaces a record that is newer")


def _other_timelines(records: Sequence[Record], places: Mapping[str, Place]) -> Iterator[Finding]:
    by_uri: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_uri[record.timeline].append(record)
    for uri, of_uri in sorted(by_uri.items(), key=lambda each: (-len(each[1]), each[0]))[1:]:
        yield Finding(Kind.TIMELINE, places[of_uri[0].id], f"{len(of_uri)} records were made for {uri}")
