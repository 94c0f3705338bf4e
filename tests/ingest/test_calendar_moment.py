"""Moments of a calendar: one instant, however its zone is named, and whichever property states it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from attrs import frozen
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aitimeline.ingest.calendar.event import Proposal
from aitimeline.ingest.rows import Defaults
from aitimeline.model.when import When
from aitimeline.model.zone import zone_named
from calendars import OFFICE, Read, calendar, event, read

HOME = "X-WR-TIMEZONE:America/New_York\n"


@frozen
class Kind:
    """A way to say where a time is local.

    Attributes:
        rule: how the clocks go there.
        parameters: what stands before the value.
        ending: what stands after it.
    """

    rule: tzinfo
    parameters: str = ""
    ending: str = ""

    def stated(self, name: str, instant: datetime) -> str:
        """A property that states an instant."""
        return f"{name}{self.parameters}:{instant.astimezone(self.rule):%Y%m%dT%H%M%S}{self.ending}"

    def is_plain(self, instant: datetime) -> bool:
        """True if the clocks show that local time just once."""
        local = instant.astimezone(self.rule).replace(tzinfo=None)
        return (
            local.replace(tzinfo=self.rule, fold=0).utcoffset() == local.replace(tzinfo=self.rule, fold=1).utcoffset()
        )


SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
KINDS = {
    "UTC": Kind(UTC, "", "Z"),
    "a written offset": Kind(timezone(timedelta(hours=9)), "", "+0900"),
    "the calendar's own zone": Kind(NEW_YORK),
    "a name of IANA": Kind(ZoneInfo("Europe/Berlin"), ";TZID=Europe/Berlin"),
    "a name of UTC": Kind(UTC, ";TZID=Etc/UTC"),
    "a name of Windows": Kind(NEW_YORK, ';TZID="Eastern Standard Time"'),
    "a global name": Kind(NEW_YORK, ";TZID=/mozilla.org/20070129_1/America/New_York"),
    "a VTIMEZONE": Kind(ZoneInfo("Asia/Yekaterinburg"), ";TZID=Office"),
    "an offset as a name": Kind(SEOUL, ";TZID=GMT+0900"),
    "a negative offset as a name": Kind(timezone(-timedelta(hours=3, minutes=30)), ';TZID="UTC-03:30"'),
    "a label of Windows": Kind(SEOUL, ';TZID="(UTC+09:00) Seoul"'),
    "a label with summer time": Kind(NEW_YORK, ';TZID="(GMT-05:00) Eastern Time (US & Canada)"'),
    "a name of Microsoft's": Kind(UTC, ";TZID=tzone://Microsoft/Utc"),
}
instants = st.datetimes(datetime(2000, 1, 1), datetime(2010, 12, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- UTC
    lambda each: each.replace(microsecond=0)
)
lengths = st.integers(0, 4 * 86_400).map(lambda seconds: timedelta(seconds=seconds)) | st.sampled_from(
    [timedelta(), timedelta(hours=10), timedelta(days=1), timedelta(days=1, seconds=-1), timedelta(days=3)]
)
FLOATING = "the calendar's own zone"
kinds = st.sampled_from(list(KINDS.values()))
naming_kinds = st.sampled_from([kind for name, kind in KINDS.items() if name != FLOATING])


def endings(beginning: str) -> list[str]:
    """The kinds that an end may be of: all, but an end without a zone is local where its start is."""
    return [kind for kind in KINDS if kind != FLOATING or beginning == FLOATING]


def read_there(*lines: str) -> Read:
    """What is read of events in a calendar that has a zone of its own, and describes another."""
    return read(calendar(*lines, head=HOME + OFFICE))


def of(lines: str) -> Proposal:
    """What an event says."""
    found = read_there(event(lines))
    assert found.bad == {}
    return found.proposals[0]


def dated(lines: str) -> tuple[str, str | None]:
    """When an event was, and where."""
    data = of(lines).data
    return data["when"], data.get("zone")


def instant_of(proposal: Proposal) -> datetime:
    """The instant that an event has."""
    moment = When.parse(proposal.data["when"]).moment
    assert moment is not None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone_named(proposal.data["zone"]))).astimezone(UTC)


@pytest.mark.parametrize("beginning", KINDS)
def test_ten_hours_are_ten_hours_whatever_the_zones_of_start_and_end(beginning: str) -> None:
    start = datetime(2008, 7, 1, 15, 30, tzinfo=UTC)
    end = start + timedelta(hours=10)
    for ending in endings(beginning):
        proposal = of(KINDS[beginning].stated("DTSTART", start) + "\n" + KINDS[ending].stated("DTEND", end))
        assert instant_of(proposal) == start, ending
        assert proposal.remarks.left_out == {"ends of events with a time of day": 1}, ending


@pytest.mark.parametrize("beginning", KINDS)
def test_an_end_before_the_start_is_told_whatever_their_zones(beginning: str) -> None:
    start = datetime(2008, 7, 1, 15, 30, tzinfo=UTC)
    for ending in endings(beginning):
        early = KINDS[ending].stated("DTEND", start - timedelta(minutes=1))
        found = read_there(event(KINDS[beginning].stated("DTSTART", start) + "\n" + early))
        assert list(found.bad.values()) == ["ends before it begins"], ending


@settings(deadline=None)
@given(instants, lengths, kinds, naming_kinds)
def test_an_end_says_the_same_in_any_zone_and_as_a_duration(
    start: datetime, length: timedelta, beginning: Kind, ending: Kind
) -> None:
    assume(beginning.is_plain(start) and beginning.is_plain(start + length) and ending.is_plain(start + length))
    begun = beginning.stated("DTSTART", start)
    expected = dated(f"{begun}\nDURATION:PT{round(length.total_seconds())}S")
    assert dated(f"{begun}\n{ending.stated('DTEND', start + length)}") == expected


@settings(deadline=None)
@given(instants, kinds)
def test_an_instant_is_the_same_in_any_zone(start: datetime, kind: Kind) -> None:
    assume(kind.is_plain(start))
    assert instant_of(of(kind.stated("DTSTART", start))) == start


@settings(deadline=None)
@given(instants, kinds, naming_kinds, st.sampled_from(["EXDATE", "RDATE", "RECURRENCE-ID"]))
def test_what_names_an_occurrence_names_it_in_any_zone(
    start: datetime, beginning: Kind, naming: Kind, name: str
) -> None:
    local = start.astimezone(beginning.rule).replace(tzinfo=None)
    turns = [(local + timedelta(days=days)).replace(tzinfo=beginning.rule).astimezone(UTC) for days in range(3)]
    assume(all(kind.is_plain(turn) for kind in (beginning, naming) for turn in turns))
    core = event(f"{beginning.stated('DTSTART', start)}", "RRULE:FREQ=DAILY;COUNT=" + ("1" if name == "RDATE" else "3"))
    if name == "RECURRENCE-ID":
        moved = event(beginning.stated("DTSTART", turns[1] + timedelta(minutes=5)), naming.stated(name, turns[1]))
        found, expected = [core, moved], [turns[0], turns[1] + timedelta(minutes=5), turns[2]]
    else:
        found = [f"{core}\n{naming.stated(name, turns[1])}"]
        expected = [turns[0], turns[2]] if name == "EXDATE" else turns[:2]
    assume(all(map(beginning.is_plain, expected)))
    year = (datetime(1999, 1, 1, tzinfo=UTC).date(), datetime(2011, 1, 1, tzinfo=UTC).date())
    made = read(calendar(*found, head=HOME + OFFICE), expand=year)
    assert (made.bad, sorted(map(instant_of, made.proposals))) == ({}, expected)


@settings(deadline=None)
@given(instants, kinds)
def test_an_until_ends_a_rule_in_any_zone(start: datetime, kind: Kind) -> None:
    local = start.astimezone(kind.rule).replace(tzinfo=None)
    turns = [(local + timedelta(days=days)).replace(tzinfo=kind.rule).astimezone(UTC) for days in range(4)]
    assume(all(map(kind.is_plain, turns)))
    lines = event(kind.stated("DTSTART", start), f"RRULE:FREQ=DAILY;UNTIL={turns[2]:%Y%m%dT%H%M%SZ}")
    year = (datetime(1999, 1, 1, tzinfo=UTC).date(), datetime(2011, 1, 1, tzinfo=UTC).date())
    made = read(calendar(lines, head=HOME + OFFICE), expand=year)
    assert (made.bad, sorted(map(instant_of, made.proposals))) == ({}, turns[:3])


@pytest.mark.parametrize("kind", KINDS)
def test_how_new_an_event_is_counts_as_an_instant(kind: str) -> None:
    modified = datetime(2008, 7, 1, 15, 30, tzinfo=UTC)
    proposal = of("DTSTART:20080701\n" + KINDS[kind].stated("LAST-MODIFIED", modified))
    expected = modified if KINDS[kind].parameters or KINDS[kind].ending else datetime(2008, 7, 1, 11, 30, tzinfo=UTC)
    assert proposal.version.modified == f"{expected:%Y%m%dT%H%M%SZ}"


EDGES = ["00010101T000000", "00010102T000000", "99991230T120000", "99991231T235959"]


@pytest.mark.parametrize("end", EDGES)
@pytest.mark.parametrize("start", EDGES)
def test_at_the_ends_of_the_calendar_nothing_fails(start: str, end: str) -> None:
    made: list[str] = []
    for first, last in ((KINDS[each], KINDS[ending]) for each in KINDS for ending in endings(each)):
        ended = f"DTEND{last.parameters}:{end}{last.ending}"
        made.append(event(f"DTSTART{first.parameters}:{start}{first.ending}\n{ended}", uid=f"{len(made)}"))
        made.append(event(f"DTSTART;VALUE=DATE:{start[:8]}\n{ended}", uid=f"{len(made)}"))
    assert read_there(*made).accounted == len(made)


TWICE = {
    # The clocks of New York showed 01:30 twice on 2 November 2008, and 02:30 on 9 March never.
    "DTSTART;TZID=America/New_York:20081102T013000\nDTEND;TZID=America/New_York:20081102T011500": True,
    "DTSTART;TZID=America/New_York:20081102T013000\nDTEND:20081102T061500Z": True,
    "DTSTART;TZID=America/New_York:20081102T013000\nDTEND:20081102T052900Z": False,
    "DTSTART;TZID=America/New_York:20080309T023000\nDTEND;TZID=America/New_York:20080309T031500": True,
    "DTSTART:20080309T073000Z\nDTEND;TZID=America/New_York:20080309T023000": True,
}


@pytest.mark.parametrize(("lines", "is_taken"), TWICE.items())
def test_local_times_that_were_twice_or_never_are_refused_in_no_reading_alone(lines: str, is_taken: bool) -> None:
    assert bool(read(calendar(event(lines))).proposals) is is_taken


def test_days_of_a_duration_are_those_of_the_calendar_and_hours_are_exact() -> None:
    start = "DTSTART;TZID=America/New_York:20080308T120000\n"  # the next day has 23 hours
    zone = "America/New_York"
    assert dated(f"{start}DURATION:P1D") == ("2008-03-08/2008-03-09", zone)
    assert dated(f"{start}DURATION:PT23H") == ("2008-03-08/2008-03-09", zone)
    assert dated(f"{start}DURATION:PT22H59M") == ("2008-03-08T12:00:00", zone)


def test_where_only_the_end_has_a_zone_nothing_is_said_to_end_before_it_begins() -> None:
    (proposal,) = read(calendar(event("DTSTART:20231206T100000\nDTEND:20231206T013000Z"))).proposals
    assert (proposal.data["when"], proposal.data.get("zone")) == ("2023-12-06T10:00:00", None)
    assert "ends before" in read(calendar(event("DTSTART:20231206T100000\nDTEND:20231205T180000Z"))).bad[4]


HOMES = {
    "DTSTART;VALUE=DATE:20231206": ("2023-12-06", "America/New_York"),
    "DTSTART;VALUE=DATE;TZID=Asia/Seoul:20231206": ("2023-12-06", "Asia/Seoul"),
    "DTSTART;VALUE=DATE;TZID=Korea Standard Time:20231206": ("2023-12-06", "Asia/Seoul"),
    "DTSTART;VALUE=DATE;TZID=GMT+0900:20231206": ("2023-12-06", "Etc/GMT-9"),
    "DTSTART;VALUE=DATE;TZID=Mars:20231206": ("2023-12-06", "America/New_York"),
    "DTSTART:20231206T100000": ("2023-12-06T10:00:00", "America/New_York"),
    "DTSTART:20231206T100000Z": ("2023-12-06T10:00:00Z", None),
    "DTSTART:20231127T050000Z\nDTEND:20231202T050000Z": ("2023-11-27/2023-12-01", "America/New_York"),
    "DTSTART;TZID=Asia/Seoul:20231127T000000\nDTEND:20231201T150000Z": ("2023-11-27/2023-12-01", "Asia/Seoul"),
    "DTSTART;VALUE=DATE:20231206\nDTEND:20231207T050000Z": ("2023-12-06", "America/New_York"),
}


@pytest.mark.parametrize(("lines", "expected"), HOMES.items())
@pytest.mark.parametrize("is_late", [False, True])
def test_a_calendars_own_zone_is_that_of_its_days_and_floating_times(
    lines: str, expected: tuple[str, str | None], is_late: bool
) -> None:
    content = calendar(event(lines), head="" if is_late else HOME)
    content = content.replace("END:VCALENDAR", HOME + "END:VCALENDAR") if is_late else content
    (proposal,) = read(content, defaults=Defaults("event", "Europe/Berlin")).proposals
    assert (proposal.data["when"], proposal.data.get("zone")) == expected


def test_a_zone_of_the_calendar_itself_that_nobody_knows_is_told() -> None:
    found = read(calendar(event("DTSTART:20231206T100000"), head="X-WR-TIMEZONE:Mars/Olympus\n"))
    assert found.proposals[0].data.get("zone") is None
    assert found.noted[0].line == 4
    assert "'Mars/Olympus' is none of IANA or Windows" in found.noted[0].reason


def test_of_two_calendars_in_a_file_each_has_its_own_zone() -> None:
    first = calendar(event("DTSTART:20231206", uid="1"), head="X-WR-TIMEZONE:Asia/Seoul\n")
    second = calendar(event("DTSTART:20231206", uid="2"))
    assert [each.data.get("zone") for each in read(first + second).proposals] == ["Asia/Seoul", None]


@pytest.mark.parametrize(
    ("start", "when", "note"),
    [
        ("DTSTART;VALUE=DATE:20231206T100000", "2023-12-06T10:00:00", "has a time, which counts"),
        ("DTSTART;VALUE=DATE:20231206T000000", "2023-12-06", "midnight, taken as the day"),
        ("DTSTART;VALUE=date:20231206T150000Z", "2023-12-06T15:00:00Z", "has a time, which counts"),
    ],
)
def test_a_value_that_is_said_to_be_a_date_and_has_a_time_is_told(start: str, when: str, note: str) -> None:
    (proposal,) = read(calendar(event(start))).proposals
    assert proposal.data["when"] == when
    assert [note in each for each in proposal.remarks.notes] == [True]
    assert "DTSTART says VALUE=DATE" in proposal.remarks.notes[0]
