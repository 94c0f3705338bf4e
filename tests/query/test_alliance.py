"""Who is a member on a day, against plain loops over all events and all days that each may be on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import has_facet
from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.event import Participation
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.quality import NO_MARGIN, USUAL
from aitimeline.model.record import Record
from aitimeline.model.text import Names
from aitimeline.query.alliance import (
    Alliance,
    Change,
    Membership,
    Standing,
    alliances,
    members,
    standing_on,
    stays,
)
from aitimeline.query.view import View
from plain import Entry
from plain import Timeline as Plain
from strategies import EPOCH, event_of, identifier, record_of
from workbench import timeline_from

VIEW = View(None, USUAL)
DAY = date(2023, 12, 1).toordinal()
ACTORS = ("ai-alliance", "forum", "meta", "ibm", "amd")
TYPES = {"ai-alliance": "alliance", "forum": "non-profit", "meta": "company"}
JOINING, LEAVING = ("founder", "member", "joiner"), ("leaver", "former-member")
ROLES = ("subject", "alliance", None, *JOINING, *LEAVING, "partner", "host")
actors = st.sampled_from([*["ai-alliance"] * 5, *ACTORS])
parts = st.sampled_from(ACTORS)
roles = st.sampled_from([*ROLES, *["member"] * 3, *["leaver"] * 2])
days = st.integers(0, 8).map(lambda number: DAY + number)
zones = st.sampled_from([None, ZoneInfo("Asia/Seoul"), ZoneInfo("America/Los_Angeles")])
margins = st.sampled_from([USUAL, NO_MARGIN])
december = st.integers(1, 6).map("2023-12-{:02}".format)
spans = st.tuples(december, december).map(lambda pair: "/".join(sorted(pair)))
either = st.tuples(december, december).map(lambda pair: "[{}..{}]".format(*sorted(pair)))
odd_dates = st.sampled_from(
    [
        *("2023-12", "2023", "2023-12-03~", "2023-12-03/..", "../2023-12-05", "2023-12-03T23:30-08:00", "/2023-12-04"),
        *("2023-12-02T01:00", "{2023-12-01,2023-12-05}", "[2023-12-01,2023-12-05]", "after:e-0 before:2024"),
    ]
)
PRECISE = december
SMALL = st.one_of(december, december, spans, either)
ANY = st.one_of(SMALL, odd_dates)


@st.composite
def logs(draw: st.DrawFn, dates: st.SearchStrategy[str] = ANY, size: int = 6) -> list[Record]:
    """Events in which somebody joins or leaves something, some of them revised or withdrawn; and some actors."""
    described = [(key, Actor(kind, Names.of({"en": [key]}))) for key, kind in TYPES.items()]
    made = [record_of(actor, 500 + at, subject=key, seconds=at) for at, (key, actor) in enumerate(described)]
    made = made[: draw(st.sampled_from([3, 3, 0, 1]))]
    others = st.lists(st.builds(Participation, parts, roles), max_size=5).map(tuple)
    bodies = st.builds(Participation, actors, st.sampled_from(["subject", "subject", "alliance", None]))
    number = 0
    for at in range(draw(st.integers(1, size))):
        for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
            event = event_of(
                draw(dates),
                actors=(draw(bodies), *draw(others)),
                zone=draw(st.sampled_from(["Asia/Seoul", None])),
                tags=draw(st.sampled_from([(), ("a",)])),
            )
            event = evolve(event, kind=draw(st.sampled_from(["release", "alliance"])))
            before = (identifier(number),) if made and made[-1].subject == f"e-{at}" else ()
            number += 1
            made.append(record_of(event, number, subject=f"e-{at}", supersedes=before))
        if draw(st.integers(0, 9)) == 0:
            gone = (identifier(number),)
            number += 1
            made.append(
                record_of(None, number, subject=f"e-{at}", record_type=EVENT_RETRACTED, supersedes=gone, reason="no")
            )
    return made


def after(seconds: int) -> int:
    """A time in microseconds since 1970, seen from the first record of these tests."""
    return int((EPOCH + timedelta(seconds=seconds)).timestamp()) * 1_000_000


class Turn(NamedTuple):
    """What an event does to a membership, and the first and last day that it may be on."""

    first: int
    last: int
    joins: bool
    leaves: bool


def beginning(entry: Entry, view: View) -> tuple[int, int]:
    extents = entry.when_in(view.tz).extents(view.margin)
    return min(start.first for start, _ in extents), max(start.last for start, _ in extents)


def roles_in(entry: Entry) -> Mapping[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for part in entry.event.actors:
        found.setdefault(part.actor, set()).add(part.role or None)
    return found


def is_change(roles: Iterable[str | None]) -> bool:
    return any(role in ("founder", "member", "joiner", "leaver", "former-member") for role in roles)


def is_body(entry: Entry, key: str) -> bool:
    roles = roles_in(entry).get(key, set())
    return not is_change(roles) and bool(roles & {"subject", "alliance", None})


def turns(entries: Iterable[Entry], body: str, view: View) -> dict[str, list[Turn]]:
    """By actor, every event in which it joins or leaves a body, or both."""
    found: dict[str, list[Turn]] = {}
    for entry in entries:
        if is_body(entry, body):
            for actor, roles in roles_in(entry).items():
                joins, leaves = bool(roles & {"founder", "member", "joiner"}), bool(roles & {"leaver", "former-member"})
                if joins or leaves:
                    found.setdefault(actor, []).append(Turn(*beginning(entry, view), joins, leaves))
    return found


def outcomes(its: Sequence[Turn], day: int) -> set[bool | None]:
    """What may be true on a day, whatever days the events were on: is in (True), has left (False), was never in."""
    found: set[bool | None] = set()
    for chosen in product(*(range(each.first, each.last + 1) for each in its)):
        steps = []
        for at, each in zip(chosen, its, strict=True):
            steps += [(at, 0, True)] * each.joins + [(at, 1, False)] * each.leaves
        found.add(max((step for step in steps if step[0] <= day), default=(0, 0, None))[2])
    return found


def by_definition(its: Sequence[Turn], day: int) -> set[bool | None]:
    """The same where there are too many days to try: each change against each other one."""
    found: set[bool | None] = {None} if all(each.last > day for each in its) else set()
    for one in its:
        latest, joins = min(one.last, day), not one.leaves
        others = [each for each in its if each is not one and each.last <= day]
        if one.first <= day and all(each.first < latest + (not (joins and each.leaves)) for each in others):
            found.add(joins)
    return found


def told(found: Membership) -> tuple[dict[str, bool], set[str]]:
    return {each.key: each.certain for each in found.members}, {each.key for each in found.left}


def expected(by_actor: Mapping[str, set[bool | None]]) -> tuple[dict[str, bool], set[str]]:
    may = {key: found == {True} for key, found in by_actor.items() if True in found}
    return may, {key for key, found in by_actor.items() if found == {False}}


@given(logs(SMALL), actors, days)
def test_members_are_those_of_every_way_in_which_the_days_may_fall(log: list[Record], body: str, day: int) -> None:
    its = turns(Plain.of(log).entries, body, View(None, NO_MARGIN))
    found = members(timeline_from(log), body, day, View(None, NO_MARGIN))
    assert told(found) == expected({key: outcomes(each, day) for key, each in its.items()})
    assert found.is_known == bool(its)


@given(logs(), actors, days, zones, margins, st.sampled_from([None, *range(12)]), st.sampled_from([2000, 1, 0]))
def test_members_are_those_that_a_loop_over_all_events_finds(
    log: list[Record], body: str, day: int, tz: ZoneInfo | None, margin: Any, seconds: int | None, few: int
) -> None:
    as_of = None if seconds is None else EPOCH + timedelta(seconds=seconds)
    plain, view = Plain.of(log, as_of), View(tz, margin)
    timeline = timeline_from(log, None if seconds is None else after(seconds))
    timeline._few = few
    found = members(timeline, body, day, view)
    assert told(found) == expected({k: by_definition(its, day) for k, its in turns(plain.entries, body, view).items()})
    actors = {each.key: plain.actor(each.key) for each in found.members}
    assert {each.key: each.type for each in found.members} == {k: a.type if a else None for k, a in actors.items()}


@given(logs(), actors, days)
def test_a_query_narrows_the_events_that_count(log: list[Record], body: str, day: int) -> None:
    entries = [entry for entry in Plain.of(log).entries if "a" in entry.event.tags]
    found = members(timeline_from(log), body, day, VIEW, has_facet("tag", ["a"]))
    assert told(found) == expected({k: by_definition(its, day) for k, its in turns(entries, body, VIEW).items()})


@given(logs(), actors, days)
def test_without_what_is_only_possible_the_certain_stay_as_they_are(log: list[Record], body: str, day: int) -> None:
    timeline = timeline_from(log)
    every, certain = (members(timeline, body, day, VIEW, certain_only=only) for only in (False, True))
    assert list(certain.members) == [each for each in every.members if each.certain]
    assert certain.left == every.left


@given(logs(), actors, days, st.randoms(use_true_random=False))
def test_the_order_of_lines_has_no_meaning(log: list[Record], body: str, day: int, random: Any) -> None:
    other = random.sample(log, len(log))
    one, two = (members(timeline_from(each), body, day, VIEW) for each in (log, other))
    assert one == two
    assert alliances(timeline_from(log), body, VIEW) == alliances(timeline_from(other), body, VIEW)


@given(logs(PRECISE), actors)
def test_with_precise_dates_members_are_those_who_joined_less_those_who_left(log: list[Record], body: str) -> None:
    timeline, entries = timeline_from(log), Plain.of(log).entries
    present: set[str] = set()
    for day in range(DAY - 1, DAY + 8):
        today = [entry for entry in entries if entry.when.start.first == day and is_body(entry, body)]
        roles = [(actor, role) for entry in today for actor, its in roles_in(entry).items() for role in its]
        before = set(present)
        present |= {actor for actor, role in roles if role in JOINING}
        present -= {actor for actor, role in roles if role in LEAVING}
        found = members(timeline, body, day, VIEW)
        assert told(found)[0] == dict.fromkeys(present, True)
        assert present <= before or any(role in JOINING for _, role in roles)


@given(logs(), actors, days)
def test_another_joining_never_takes_a_member_away(log: list[Record], body: str, day: int) -> None:
    parts = (Participation(body, "subject"), Participation("newcomer", "joiner"), Participation("meta", "member"))
    more = record_of(event_of("2023-12-03", actors=parts), 900, subject="later")
    old, new = (told(members(timeline_from(each), body, day, VIEW))[0] for each in (log, [*log, more]))
    for key, is_certain in old.items():
        assert key in new
        assert new[key] or not is_certain


@given(logs(), parts, days, zones)
def test_who_is_in_an_alliance_is_a_member_of_it(log: list[Record], actor: str, day: int, tz: ZoneInfo | None) -> None:
    timeline, view = timeline_from(log), View(tz, USUAL)
    known = {each.body for each in alliances(timeline, actor, view)}
    found = {each.body: each for each in alliances(timeline, actor, view, day)}
    assert found.keys() <= known
    for body in ACTORS:
        its = {each.key: each for each in members(timeline, body, day, view).members}
        assert (body in found) == (body in known and actor in its)
        if body in found:
            assert (found[body].stay.joined, found[body].certain) == (its[actor].since, its[actor].certain)


def plain_bodies(entry: Entry, plain: Plain) -> Iterator[str]:
    found = [key for key in roles_in(entry) if is_body(entry, key)]
    typed = [key for key in found if (its := plain.actor(key)) and its.type == "alliance"]
    if typed or entry.event.kind != "alliance":
        yield from typed
    else:
        yield from (key for key in found if "subject" in roles_in(entry)[key])


@given(logs(), parts)
def test_alliances_are_those_that_a_loop_over_all_events_finds(log: list[Record], actor: str) -> None:
    plain = Plain.of(log)
    its = [entry for entry in plain.entries if is_change(roles_in(entry).get(actor, ()))]
    found = alliances(timeline_from(log), actor, VIEW)
    assert {each.body for each in found} == {body for entry in its for body in plain_bodies(entry, plain)}
    begun = [(each.stay.joined or each.stay.left, each.body) for each in found]
    assert begun == sorted(begun, key=lambda each: (each[0] or (), each[1]))


changes = st.builds(
    lambda first, more, leaves, event: Change(first, first + more, leaves, event, "leaver" if leaves else "member"),
    *(st.integers(0, 5), st.integers(0, 3), st.booleans(), st.uuids().map(str)),
)


@given(st.lists(changes, max_size=4), st.integers(-1, 9))
def test_a_standing_is_that_of_every_way_in_which_the_days_may_fall(its: list[Change], day: int) -> None:
    found = outcomes([Turn(each.first, each.last, not each.leaves, each.leaves) for each in its], day)
    standing = standing_on(day, its)
    assert standing.is_member == (True in found)
    assert standing.has_left == (found == {False})
    assert standing.certain == (len(found) == 1 and None not in found)


@given(st.lists(changes, max_size=6))
def test_stays_follow_one_another(its: list[Change]) -> None:
    found = stays(its)
    assert all(each.joined and each.left for each in found[1:-1])
    ends = [change for each in found for change in (each.joined, each.left) if change]
    assert ends == sorted(ends)
    assert [each.leaves for each in ends] == [bool(at % 2) != ends[0].leaves for at in range(len(ends))]


def joining(when: str, *parts: tuple[str, str], body: str = "ai-alliance") -> Any:
    return event_of(when, actors=(Participation(body, "subject"), *(Participation(*each) for each in parts)))


def timeline_with(*events: Any, as_of: int | None = None) -> Timeline:
    alliance = record_of(Actor("alliance", Names.of({"en": ["AI Alliance"]})), 500, subject="ai-alliance", seconds=0)
    return timeline_from(
        [alliance, *(record_of(each, number, subject=f"e-{number}") for number, each in enumerate(events))], as_of
    )


def on(timeline: Timeline, day: str, body: str = "ai-alliance") -> list[str]:
    """The keys of the members on a day, those that only may be with a question mark."""
    found = members(timeline, body, date.fromisoformat(day).toordinal(), VIEW)
    return [each.key + ("" if each.certain else "?") for each in found.members]


def shown(found: Iterable[Alliance]) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.body, each.stay.joined and each.stay.joined.event, each.stay.left and each.stay.left.event)
        for each in found
    ]


def test_who_joined_in_some_month_may_be_a_member_in_it_and_is_one_after_it() -> None:
    timeline = timeline_with(joining("2023-12", ("meta", "member")))
    assert on(timeline, "2023-11-30") == []
    assert on(timeline, "2023-12-01") == on(timeline, "2023-12-30") == ["meta?"]
    assert on(timeline, "2023-12-31") == ["meta"]
    (member,) = members(timeline, "ai-alliance", DAY + 5, VIEW).members
    assert member.since[:2] == (DAY, DAY + 30)


def test_who_leaves_in_some_month_is_a_member_until_then_and_may_be_one_in_it() -> None:
    timeline = timeline_with(joining("2023-12-06", ("meta", "founder")), joining("2024-02", ("meta", "leaver")))
    assert on(timeline, "2024-01-31") == ["meta"]
    assert on(timeline, "2024-02-01") == on(timeline, "2024-02-28") == ["meta?"]
    assert on(timeline, "2024-02-29") == []


def test_who_joins_and_leaves_on_one_day_has_left() -> None:
    timeline = timeline_with(
        joining("2023-12-06", ("meta", "former-member")), joining("2023-12-06", ("meta", "member"))
    )
    assert on(timeline, "2023-12-06") == []
    one = timeline_with(joining("2023-12-06", ("meta", "member"), ("meta", "leaver")))
    assert on(one, "2023-12-06") == []


def test_who_comes_back_is_a_member_since_then() -> None:
    timeline = timeline_with(
        joining("2023-12-06", ("meta", "founder")),
        joining("2024-01-10", ("meta", "leaver")),
        joining("2024-03-01", ("meta", "joiner")),
    )
    days = {day: on(timeline, day) for day in ("2024-01-09", "2024-01-10", "2024-02-29", "2024-03-01")}
    assert days == {"2024-01-09": ["meta"], "2024-01-10": [], "2024-02-29": [], "2024-03-01": ["meta"]}
    (member,) = members(timeline, "ai-alliance", date(2024, 4, 1).toordinal(), VIEW).members
    assert (member.since.event, member.since.role) == ("e-2", "joiner")
    assert shown(alliances(timeline, "meta", VIEW)) == [("ai-alliance", "e-0", "e-1"), ("ai-alliance", "e-2", None)]


def test_who_may_have_come_back_in_a_year_is_one_since_that_year() -> None:
    timeline = timeline_with(
        joining("2023-12-06", ("meta", "founder")),
        joining("2024-05-01", ("meta", "leaver")),
        joining("2024", ("meta", "joiner")),
    )
    (member,) = members(timeline, "ai-alliance", date(2025, 1, 1).toordinal(), VIEW).members
    assert (member.since.event, member.certain) == ("e-2", False)


def test_who_leaves_on_the_day_asked_about_is_no_member_if_it_may_have_joined_until_the_day_after() -> None:
    timeline = timeline_with(
        joining("[2023-12-05..2023-12-07]", ("meta", "member")), joining("2023-12-06", ("meta", "leaver"))
    )
    assert on(timeline, "2023-12-05") == ["meta?"]
    assert on(timeline, "2023-12-06") == []
    assert on(timeline, "2023-12-07") == ["meta?"]


def test_what_is_after_the_day_asked_about_does_not_begin_a_stay_anew() -> None:
    timeline = timeline_with(
        joining("2023-12-06", ("meta", "founder")),
        joining("2024", ("meta", "member")),
        joining("2024-05-01", ("meta", "leaver")),
    )
    (member,) = members(timeline, "ai-alliance", date(2024, 3, 1).toordinal(), VIEW).members
    assert (member.since.event, member.certain) == ("e-0", True)
    assert shown(alliances(timeline, "meta", VIEW, date(2024, 3, 1).toordinal())) == [("ai-alliance", "e-0", "e-2")]


def test_a_second_joining_does_not_make_a_member_anew() -> None:
    timeline = timeline_with(joining("2023-12-06", ("meta", "founder")), joining("2024-01-10", ("meta", "member")))
    (member,) = members(timeline, "ai-alliance", date(2024, 4, 1).toordinal(), VIEW).members
    assert (member.since.event, member.since.role) == ("e-0", "founder")
    assert shown(alliances(timeline, "meta", VIEW)) == [("ai-alliance", "e-0", None)]


def test_what_the_log_learned_later_does_not_count_as_of_before() -> None:
    events = [joining("2023-12-06", ("meta", "founder")), joining("2023-12-06", ("ibm", "founder"))]
    assert on(timeline_with(*events), "2024-01-01") == ["meta", "ibm"]
    assert on(timeline_with(*events, as_of=after(0)), "2024-01-01") == ["meta"]


def test_founders_come_first_then_all_by_name() -> None:
    timeline = timeline_with(
        joining("2024-01-01", ("aalto", "joiner")),
        joining("2023-12-06", ("yale", "member"), ("amd", "member"), ("meta", "founder"), ("ibm", "founder")),
    )
    assert on(timeline, "2024-02-01") == ["ibm", "meta", "amd", "yale", "aalto"]


def test_who_has_left_is_told_with_the_event_though_the_joining_is_not_known() -> None:
    timeline = timeline_with(joining("2024-01-10", ("meta", "leaver"), ("ibm", "member")))
    found = members(timeline, "ai-alliance", date(2024, 4, 1).toordinal(), VIEW)
    assert [(each.key, each.change.event) for each in found.left] == [("meta", "e-0")]
    assert shown(alliances(timeline, "meta", VIEW)) == [("ai-alliance", None, "e-0")]


@pytest.mark.parametrize("role", ["host", "announcer", "member", "founder", "leaver"])
def test_who_has_another_part_in_the_event_is_not_what_is_joined(role: str) -> None:
    timeline = timeline_from(
        [
            record_of(
                event_of("2023-07-21", actors=(Participation("white-house", role), Participation("meta", "member")))
            )
        ]
    )
    assert on(timeline, "2024-01-01", "white-house") == []
    assert not members(timeline, "white-house", DAY, VIEW).is_known


@pytest.mark.parametrize("role", ["subject", "alliance", None])
def test_what_is_joined_is_the_subject_or_alliance_or_has_no_role(role: str | None) -> None:
    parts = (Participation("forum", role), Participation("meta", "member"))
    assert on(timeline_from([record_of(event_of("2023-07-26", actors=parts))]), "2024-01-01", "forum") == ["meta"]


def test_an_alliance_that_joins_another_is_a_member_and_not_joined() -> None:
    timeline = timeline_with(joining("2023-12-06", ("ai-alliance", "member"), ("meta", "member"), body="forum"))
    assert on(timeline, "2024-01-01") == []
    assert on(timeline, "2024-01-01", "forum") == ["ai-alliance", "meta"]
    assert shown(alliances(timeline, "meta", VIEW)) == []


def test_an_interval_without_a_change_by_the_day_proves_nothing() -> None:
    assert standing_on(DAY, []) == Standing(is_member=False, certain=False, has_left=False, change=None)
