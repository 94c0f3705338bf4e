"""Camps: who is said to stand where, and what they launched."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.condition import ALWAYS, has_facet
from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, NoSuchEventError
from aitimeline.model.event import CampClaim, Event, Participation, Source
from aitimeline.model.text import Names
from aitimeline.model.when import When
from aitimeline.query.camp import (
    camp_named,
    camps,
    claimants,
    history_of_subject,
    said_of_events,
    stands,
    stands_in,
)
from both import read_both
from oracle import LAUNCHED, LAUNCHING, NO_LAUNCH
from oracle_logs import Log, logs
from plain import Entry
from plain import Timeline as Plain
from strategies import event_of, record_of
from workbench import keys_of, timeline_from


def said_of(subject: Event | Actor) -> set[str]:
    return {claim.camp for claim in subject.camps}


def claimed_actors(plain: Plain, camp: str) -> list[str]:
    """Those who are said to stand in a camp, by a loop over all actors."""
    found = [(key, plain.actor(key)) for key in plain.actors]
    mine = [(key, actor) for key, actor in found if actor and camp in said_of(actor)]

    def first(actor: Actor) -> tuple[int, int, str]:
        return min((claim.when.start.first, claim.when.end.last, camp) for claim in actor.camps if claim.camp == camp)

    return [key for key, actor in sorted(mine, key=lambda each: (first(each[1]), each[0]))]


def is_in(entry: Entry, camp: str, plain: Plain) -> bool:
    if entry.event.camps:
        return camp in said_of(entry.event)
    actors = {part.actor: plain.actor(part.actor) for part in entry.event.actors}
    return any(actor and camp in said_of(actor) and launched(entry, key, actor) for key, actor in actors.items())


def launched(entry: Entry, key: str, actor: Actor) -> bool:
    roles = {*LAUNCHING, "subject"} if actor.type in LAUNCHED else {*LAUNCHING}
    return (
        not entry.event.camps
        and entry.event.kind not in NO_LAUNCH
        and any(part.actor == key and (part.role or None) in roles for part in entry.event.actors)
    )


@given(logs(), st.data())
def test_camps_are_those_that_a_loop_over_all_actors_and_events_finds(log: Log, data: st.DataObject) -> None:
    with read_both(log, data) as (timeline, plain, held):
        found = {each.camp: each for each in camps(timeline)}
        expected: dict[str, Any] = {}
        for camp in sorted(held.known("camp")):
            actors = claimed_actors(plain, camp)
            said = [entry for entry in plain.entries if camp in said_of(entry.event)]
            if actors or said:
                events = [entry for entry in plain.entries if is_in(entry, camp, plain)]
                expected[camp] = (tuple(actors), len(said), len(events))
        assert {camp: (each.actors, each.said, each.events) for camp, each in found.items()} == expected


@given(logs(), st.data(), st.integers(0, 3))
def test_a_camp_has_the_actors_and_events_that_a_loop_finds(log: Log, data: st.DataObject, limit: int) -> None:
    with read_both(log, data) as (timeline, plain, held):
        for camp in held.known("camp"):
            found = list(stands(timeline, camp, limit=limit))
            assert [each.key for each in found] == claimed_actors(plain, camp)
            for each in found:
                actor = plain.actor(each.key)
                assert actor is not None
                its = [entry.key for entry in plain.entries if launched(entry, each.key, actor)]
                assert [entry.key for entry in each.launched] == its[:limit]
                assert each.has_more == (len(its) > limit)
                assert {claim.camp for claim in (*each.claims, *each.others)} == said_of(actor)
            said = [entry.key for entry in plain.entries if camp in said_of(entry.event)]
            assert [each.entry.key for each in said_of_events(timeline, camp)] == said


def claim(camp: str, when: str = "2023-12", publisher: str = "The Tech") -> CampClaim:
    return CampClaim(camp, When.parse(when), sources=(Source(publisher=publisher),))


def event(when: str, actor: str, role: str, *claims: CampClaim, kind: str = "release") -> Event:
    made = event_of(when, actors=(Participation(actor, role),), camps=claims)
    return evolve(made, kind=kind)


def sample() -> Timeline:
    """Google is said to be closed, Meta open, and of Mistral Large people say both."""
    google = Actor("company", Names.of({"en": ["Google"]}), camps=(claim("closed"),))
    meta = Actor("company", Names.of({"en": ["Meta"], "ko": ["메타"]}), camps=(claim("open", "2023-12-06"),))
    both = (claim("closed", "2024-02-26", "TechCrunch"), claim("open", "2024-03"))
    large = Actor("model", Names.of({"en": ["Mistral Large"]}), camps=both)
    events = {
        "bard": event("2023-02-06", "google", "announcer"),
        "gemma": event("2024-02-21", "google", "developer", claim("open", "2024-02-21", "Google")),
        "llama": event("2023-02-24", "meta", "developer"),
        "suit": event("2023-12-27", "google", "announcer", kind="litigation"),
        "cited": event("2023-03", "google", "subject"),
        "large": event("2024-02-26", "mistral-large", "subject"),
    }
    actors = {"google": google, "meta": meta, "mistral-large": large}
    subjects: dict[str, Event | Actor] = {**actors, **events}
    return timeline_from([record_of(each, at, subject=key) for at, (key, each) in enumerate(subjects.items(), start=1)])


def test_what_is_claimed_of_an_event_goes_before_what_is_claimed_of_its_actors() -> None:
    timeline = sample()
    found = timeline.select(stands_in(timeline, ["closed"]))
    assert [entry.key for entry in found] == ["bard", "large"]
    assert "gemma" in [entry.key for entry in timeline.select(stands_in(timeline, ["open"]))]


def test_an_actor_launched_what_it_announced_developed_provided_founded_or_hosted() -> None:
    (google, _) = stands(sample(), "closed")
    assert [entry.key for entry in google.launched] == ["bard"]


@pytest.mark.parametrize(
    ("actor_type", "is_launched"),
    [*((each, True) for each in ("product", "model", "alliance")), *((each, False) for each in ("company", "person"))],
)
def test_what_is_made_is_launched_where_it_is_the_subject_and_who_makes_it_is_not(
    actor_type: str, *, is_launched: bool
) -> None:
    subject = Actor(actor_type, Names.of({"en": ["It"]}), camps=(claim("open"),))
    shown = event("2023-12-05", "it", "subject", kind="alliance")
    timeline = timeline_from([record_of(subject, 1, subject="it"), record_of(shown, 2, subject="shown")])
    (stand,) = stands(timeline, "open")
    assert [entry.key for entry in stand.launched] == ["shown"] * is_launched
    assert [entry.key for entry in timeline.select(stands_in(timeline, ["open"]))] == ["shown"] * is_launched


def test_who_is_said_to_stand_in_two_camps_is_shown_in_both_with_the_other_claim() -> None:
    (_, large) = stands(sample(), "closed")
    assert [(each.camp, claimants([each])) for each in large.others] == [("open", ("The Tech",))]
    outlines = {each.camp: each for each in camps(sample())}
    assert outlines["open"].contested == outlines["closed"].contested == ("mistral-large",)


def test_the_sources_of_a_camp_come_in_the_order_of_their_claims() -> None:
    outlines = {each.camp: each for each in camps(sample())}
    assert outlines["closed"].sources == ("The Tech", "TechCrunch")


def test_a_query_narrows_what_was_launched_and_counted() -> None:
    timeline = sample()
    narrow = has_facet("kind", ["litigation"])
    assert {each.camp: each.events for each in camps(timeline, narrow)} == {"closed": 0, "open": 0}
    assert [each.launched for each in stands(timeline, "closed", narrow)] == [(), ()]
    assert list(said_of_events(timeline, "open", narrow)) == []


def test_a_camp_is_known_whatever_the_case() -> None:
    assert camp_named(sample(), "Closed") == ["closed"]


def test_an_unknown_camp_is_answered_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match="no camp 'opne' in the log; did you mean open"):
        camp_named(sample(), "opne")


def test_what_is_claimed_of_is_an_event_by_its_key_or_an_actor_by_any_name() -> None:
    timeline = sample()
    assert history_of_subject(timeline, "gemma").key == "gemma"
    assert history_of_subject(timeline, "메타").key == "meta"
    with pytest.raises(NoSuchEventError, match="no event has the key 'gama', and no actor that name"):
        history_of_subject(timeline, "gama")


def test_a_log_without_claims_has_no_camps() -> None:
    timeline = timeline_from([record_of(event_of("2023"), 1)])
    assert camps(timeline, ALWAYS) == []
    assert keys_of(timeline)
