"""Who takes part in what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index import census
from aitimeline.index.census import Tally
from aitimeline.index.condition import ALWAYS, has_facet
from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor, Rename
from aitimeline.model.error import BadInputError, NoSuchEventError
from aitimeline.model.event import Participation
from aitimeline.model.key import fold
from aitimeline.model.quality import USUAL
from aitimeline.model.text import Names
from aitimeline.model.when import When
from aitimeline.query.actor import SORTS, actor_named, actors, namesakes
from aitimeline.query.portrait import Portrait, portrait
from aitimeline.query.view import View
from both import read_both
from oracle import Held
from oracle_logs import ACTORS, Log, logs
from plain import Entry
from plain import Timeline as Plain
from strategies import event_of, record_of
from workbench import timeline_from

VIEW = View(None, USUAL)
NAMES = (*ACTORS, "GOOGLE", "Gemini", "제미나이", "straße strasse SS")


def plain_tallies(entries: Sequence[Entry]) -> dict[str, tuple[int, Any, Any]]:
    """The same by a loop over all events."""
    found: dict[str, list[Any]] = {}
    for entry in entries:
        for actor in {part.actor for part in entry.event.actors}:
            found.setdefault(actor, []).append(entry.key)
    return {actor: (len(keys), keys[0], keys[-1]) for actor, keys in found.items()}


def shown(tallies: Sequence[Tally]) -> dict[str, tuple[int, Any, Any]]:
    return {each.actor: (each.events, each.first and each.first.key, each.last and each.last.key) for each in tallies}


def expected_portrait(key: str, plain: Plain, limit: int) -> tuple[Any, ...]:
    its = [entry for entry in plain.entries if key in {part.actor for part in entry.event.actors}]
    roles: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for entry in its:
        roles.update({part.role or "" for part in entry.event.actors if part.actor == key})
        others.update({part.actor for part in entry.event.actors} - {key})
    return (
        len(its),
        *(its[0].key if its else None, its[-1].key if its else None),
        sorted(roles.items(), key=lambda each: (-each[1], each[0])),
        sorted(others.items(), key=lambda each: (-each[1], each[0]))[:10],
        [entry.key for entry in its[len(its) - min(limit, len(its)) :]],
    )


def told(found: Portrait) -> tuple[Any, ...]:
    return (
        found.events,
        *(found.first and found.first.key, found.last and found.last.key),
        [(role or "", number) for role, number in found.roles],
        list(found.companions),
        [entry.key for entry in found.newest],
    )


@given(logs(), st.data(), st.booleans(), st.sampled_from([0, 1, 5000]), st.sampled_from([0, 50_000]))
def test_the_actors_are_those_that_a_loop_over_all_events_finds(
    log: Log, data: st.DataObject, is_all: bool, ends: int, few: int
) -> None:
    with read_both(log, data) as (timeline, plain, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr(census, "_FROM_EACH_END", ends)
        patch.setattr(census, "_FEW_TO_LOOK_UP", few)
        wanted = plain_tallies(plain.entries)
        if is_all:
            recorded = {key: (0, None, None) for key in plain.actors if plain.actor(key)}
            assert shown(actors(timeline, None)) == recorded | wanted
        else:
            assert shown(actors(timeline, ALWAYS)) == wanted
            google = [each for each in plain.entries if "google" in {part.actor for part in each.event.actors}]
            assert shown(actors(timeline, has_facet("actor", ["google"]))) == plain_tallies(google)


@given(logs(), st.data(), st.sampled_from(SORTS), st.booleans())
def test_actors_come_in_the_order_that_is_asked_for(log: Log, data: st.DataObject, sort: str, reverse: bool) -> None:
    with read_both(log, data) as (timeline, plain, _):
        wanted = plain_tallies(plain.entries)
        orders: dict[str, Any] = {
            "count": lambda key: (-wanted[key][0], key),
            "name": lambda key: (fold(plain.actor_name(key, "ko")), key),
            "first": lambda key: (plain.place(wanted[key][1]), key),
            "last": lambda key: (plain.place(wanted[key][2]), key),
        }
        found = actors(timeline, ALWAYS, sort=sort, reverse=reverse, language="ko")
        assert [each.actor for each in found] == sorted(wanted, key=orders[sort], reverse=reverse)


@given(logs(), st.data(), st.sampled_from(ACTORS), st.integers(0, 4))
def test_an_actor_is_shown_as_a_loop_over_all_events_shows_it(
    log: Log, data: st.DataObject, key: str, limit: int
) -> None:
    with read_both(log, data) as (timeline, plain, _):
        found = portrait(timeline, key, limit, VIEW)
        assert told(found) == expected_portrait(key, plain, limit)
        actor = plain.actor(key)
        stated = (actor.type, actor.names.to_dict()) if actor else (None, None)
        assert (found.description.type, found.description.names) == stated


def expected_bearers(plain: Plain, held: Held, name: str) -> set[str]:
    """The one that a name means, or all who bear it where it means no one of them."""
    there = {part.actor for entry in plain.entries for part in entry.event.actors}
    described = {key: actor for key in plain.actors if (actor := plain.actor(key))}
    there |= described.keys()
    if name in there:
        return {name}
    called = described if fold(name) else {}
    keyed = {key for key in there & (held.known("actor") | called.keys()) if fold(key) == fold(name)}
    first = {key for key, actor in called.items() if fold(name) in map(fold, actor.names.every())}
    borne = {key for key, actor in called.items() if fold(name) in map(fold, actor.every_name())} | keyed
    return next((each for each in (keyed, first) if len(each) == 1), borne)


@given(logs(), st.data(), st.sampled_from(NAMES))
def test_a_name_is_that_of_whom_a_loop_over_all_actors_finds(log: Log, data: st.DataObject, name: str) -> None:
    with read_both(log, data) as (timeline, plain, held):
        found = expected_bearers(plain, held, name)
        if len(found) == 1:
            assert actor_named(timeline, name) == found.pop()
        else:
            with pytest.raises(BadInputError if found else NoSuchEventError):
                actor_named(timeline, name)


def test_an_actor_that_has_a_later_name_only_is_found_by_it() -> None:
    later = Rename(Names.of({"en": ["GOOGLE"]}), When.parse("2024-02-08"))
    timeline = timeline_from([record_of(Actor("product", Names(), renamed=(later,)), 1, subject="bard")])
    assert actor_named(timeline, "google") == "bard"


def sample() -> Timeline:
    return timeline_from(
        [
            record_of(Actor("company", Names.of({"en": ["Mistral"]})), 1, subject="mistral-ai"),
            record_of(Actor("product", Names.of({"en": ["Mistral"], "ko": ["미스트랄"]})), 2, subject="mistral-7b"),
            record_of(event_of("2023-12-07", actors=(Participation("deepmind"),)), 3, subject="a"),
        ]
    )


def test_a_name_of_several_actors_is_refused_with_their_keys() -> None:
    with pytest.raises(BadInputError, match="several actors; give the key of one: mistral-7b, mistral-ai"):
        actor_named(sample(), "mistral")
    assert actor_named(sample(), "미스트랄") == "mistral-7b"
    assert actor_named(sample(), "mistral-ai") == "mistral-ai"


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(NoSuchEventError, match="no actor has the name 'deepmnid'; did you mean deepmind"):
        actor_named(sample(), "deepmnid")


def test_an_actor_without_a_record_is_listed_and_shown() -> None:
    assert [each.actor for each in actors(sample(), None)] == ["deepmind", "mistral-7b", "mistral-ai"]
    found = portrait(sample(), actor_named(sample(), "DeepMind"), 20, VIEW)
    assert (found.description.type, found.description.names, found.events, found.roles) == (None, None, 1, ((None, 1),))


def test_who_bore_a_name_first_is_meant_rather_than_who_was_given_it_later() -> None:
    gemini = Actor("model", Names.of({"en": ["Gemini"], "ko": ["제미나이"]}))
    later = (Rename(Names.of({"ko": ["제미나이"]}), When.parse("2024-02-08")),)
    bard = Actor("product", Names.of({"en": ["Bard"]}), renamed=later)
    timeline = timeline_from([record_of(gemini, 1, subject="gemini"), record_of(bard, 2, subject="bard")])
    assert actor_named(timeline, "제미나이") == "gemini"
    assert namesakes(timeline, "제미나이", "gemini") == ["bard"]
