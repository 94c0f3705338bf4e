"""What heads that contradict each other add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import plain_settling
from aitimeline.model.actor import Actor
from aitimeline.model.event import CampClaim, Event, Figure, Participation, Source
from aitimeline.model.history import History, history_of
from aitimeline.model.kind import EVENT_RETRACTED
from aitimeline.model.record import Record
from aitimeline.model.settling import WITHDRAWAL, Member, Settlement, base_of, members_of, settlement_of
from aitimeline.model.structure import unstructure
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from strategies import actors, event_of, events, identifier, names, record_of

BASE = event_of("2023-12-06", tags=("open",))
FEW = st.sampled_from


def few(*values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


like_events = st.builds(
    Event,
    when=FEW(["2023-12-06", "2023-12-07", "2023-12"]).map(When.parse),
    zone=FEW([None, "Asia/Seoul"]),
    title=st.dictionaries(FEW(["en", "ko"]), FEW(["A", "B"]), min_size=1).map(Text.of),
    summary=st.dictionaries(FEW(["en", "ko"]), FEW(["A", "B"])).map(Text.of),
    kind=FEW(["release", "alliance"]),
    actors=few(Participation("google"), Participation("google", "maker"), Participation("meta", extra=(("x", "1"),))),
    tags=few("open", "closed"),
    sources=few(Source("u"), Source("u", quote="q"), Source("u", "p"), Source("v")),
    figures=few(Figure("share", 1), Figure("share", 2), Figure("share", 1, period=When.parse("2023"))),
    camps=few(CampClaim("open", When.parse("2023")), CampClaim("open", When.parse("2024"))),
    uid=FEW([None, "u-1", "u-2"]),
    extra=few(("later", "1"), ("more", "2")),
)
"""Events so alike that their members agree, differ and are dropped in every way."""


def divided(*payloads: Event | Actor | None, base: Event | Actor | None = BASE) -> History:
    """Heads that all replace one record."""
    first = record_of(base, 0, record_type=EVENT_RETRACTED if base is None else None)
    return history_of("k", [first, *heads(payloads, identifier(0))])


def heads(payloads: Sequence[Event | Actor | None], *supersedes: str) -> list[Record]:
    return [
        record_of(each, number, record_type=EVENT_RETRACTED if each is None else None, supersedes=supersedes)
        for number, each in enumerate(payloads, start=1)
    ]


def settled(*payloads: Event | Actor | None, base: Event | Actor | None = BASE) -> Settlement:
    return settlement_of(divided(*payloads, base=base))


def disputed(settlement: Settlement) -> list[Member]:
    return [dispute.member for dispute in settlement.disputes]


def test_what_each_side_alone_has_changed_is_taken() -> None:
    one, two = evolve(BASE, tags=("open", "new")), evolve(BASE, kind="alliance")
    assert settled(one, two) == evolve(settled(one, two), disputes=())
    assert settled(one, two).deciding({}) == evolve(BASE, tags=("open", "new"), kind="alliance")


def test_what_both_have_changed_alike_is_taken() -> None:
    one = evolve(BASE, when=When.parse("2023-12-07"))
    two = evolve(one, tags=())
    assert (settled(one, two).disputes, settled(one, two).deciding({})) == ((), two)


def test_what_both_have_changed_differently_is_disputed_with_the_values_and_ids() -> None:
    one, two = evolve(BASE, when=When.parse("2023-12-07")), evolve(BASE, zone="Asia/Seoul")
    (dispute,) = settled(one, two).disputes
    assert dispute.member == Member("when")
    assert dict(dispute.values) == {
        identifier(1): (When.parse("2023-12-07"), None),
        identifier(2): (When.parse("2023-12-06"), "Asia/Seoul"),
    }


def test_what_one_has_dropped_and_the_other_changed_is_disputed() -> None:
    base = evolve(BASE, figures=(Figure("share", 1),))
    found = settled(evolve(base, figures=()), evolve(base, figures=(Figure("share", 2),)), base=base)
    assert disputed(found) == [Member("figures", ("share", None))]


def test_a_withdrawal_on_one_side_is_disputed() -> None:
    found = settled(None, evolve(BASE, kind="alliance"))
    assert disputed(found) == [WITHDRAWAL]
    assert found.keeping(identifier(1)) is None
    assert found.keeping(identifier(2)) == evolve(BASE, kind="alliance")


def test_two_happenings_under_one_key_are_disputed_in_all_that_differs() -> None:
    one, two = (record_of(event_of("2023-12-06", title, tags=(title,)), n) for n, title in enumerate("AB"))
    found = settlement_of(history_of("k", [one, two]))
    assert disputed(found) == [Member("title", ("en",))]
    assert found.keeping(one.id) == event_of("2023-12-06", "A", tags=("A", "B"))


def test_a_base_is_the_one_nearest_record_that_all_heads_replace() -> None:
    zero, one = record_of(BASE, 0), record_of(BASE, 1, supersedes=(identifier(0),))
    two, three = (record_of(BASE, number, supersedes=(identifier(1),)) for number in (2, 3))
    assert base_of(history_of("k", [zero, one, two, three])) == one
    crossed = [record_of(BASE, number, supersedes=(identifier(2), identifier(3))) for number in (4, 5)]
    assert base_of(history_of("k", [zero, one, two, three, *crossed])) is None
    assert base_of(history_of("k", [zero, record_of(BASE, 9)])) is None
    assert base_of(history_of("k", [one, record_of(BASE, 9, supersedes=(identifier(0),))])) is None


def test_an_event_is_never_left_without_a_title() -> None:
    base = evolve(BASE, title=Text.of({"en": "A", "ko": "가"}))
    found = settled(*(evolve(base, title=Text.of({each: base.title.best(each)})) for each in ("en", "ko")), base=base)
    assert disputed(found) == [Member("title", ("en",)), Member("title", ("ko",))]
    assert found.keeping(identifier(2)) == evolve(base, title=Text.of({"ko": "가"}))


def test_names_are_a_set_but_for_the_one_shown_first() -> None:
    base = Actor("company", Names.of({"en": ["A", "B"]}))
    one, two = evolve(base, names=Names.of({"en": ["B", "A"]})), evolve(base, names=Names.of({"en": ["A", "B", "C"]}))
    assert settled(one, two, base=base).deciding({}) == evolve(base, names=Names.of({"en": ["B", "A", "C"]}))
    other = evolve(base, names=Names.of({"en": ["A"]}))
    found = settled(one, other, base=base)
    assert disputed(found) == [Member("shown name", ("en",)), Member("names", ("en", "B"))]
    assert (found.keeping(identifier(1)), found.keeping(identifier(2))) == (one, other)


@given(events | actors)
def test_equal_heads_settle_to_what_they_say(payload: Event | Actor) -> None:
    found = settled(payload, payload, base=None)
    assert (found.disputes, found.deciding({})) == ((), payload)


@given(events | actors.filter(lambda actor: actor.names.every()))
def test_a_head_beside_the_unchanged_base_is_what_it_says(payload: Event | Actor) -> None:
    base = evolve(payload, extra=(("x-other", "1"),))
    found = settled(payload, base, base=base).deciding({})
    assert found is not None
    assert members_of(found) == members_of(payload)


@given(like_events, like_events, like_events, like_events | st.none())
def test_settling_is_what_a_plain_reading_of_the_rule_says(
    one: Event, two: Event, three: Event, base: Event | None
) -> None:
    found = settled(one, two, three, base=base)
    agreed, in_dispute = plain_settling.settled(
        unstructure(base) if base else {}, list(map(unstructure, (one, two, three)))
    )
    if any(name.startswith("title") for name in (*agreed, *in_dispute)):
        assert len(disputed(found)) == len(in_dispute)
    else:  # each title has been dropped by somebody
        in_dispute |= {f"title {member.of[0]}" for member in disputed(found) if member.name == "title"}
    for head in found.heads:
        kept = found.keeping(head.id)
        assert kept is not None
        said, own = plain_settling.flat(unstructure(kept)), plain_settling.flat(unstructure(head.payload))  # type: ignore[arg-type]
        assert said == agreed | {name: own[name] for name in in_dispute & own.keys()}


@given(st.tuples(like_events, like_events) | st.tuples(*[st.builds(Actor, st.just("company"), names)] * 2), st.data())
def test_settling_is_the_same_whoever_comes_first(pair: tuple[Any, Any], data: st.DataObject) -> None:
    base = data.draw(st.sampled_from([pair[0], pair[1], None]) | st.just(pair[0]))
    first, *rest = divided(*pair, base=base).records
    swapped = [first, *(record_of(each.payload, 3 - n, supersedes=(first.id,)) for n, each in enumerate(rest, start=1))]
    one, two = settled(*pair, base=base), settlement_of(history_of("k", swapped))
    assert sorted(map(repr, disputed(one))) == sorted(map(repr, disputed(two)))
    for kept, same in ((1, 2), (2, 1)):
        found, other = one.keeping(identifier(kept)), two.keeping(identifier(same))
        assert found is not None
        assert other is not None
        assert members_of(found) == members_of(other)


@given(st.lists(like_events, min_size=2, max_size=3), like_events)
def test_what_one_side_alone_has_changed_is_never_lost(sides: list[Event], base: Event) -> None:
    found = settled(*sides, base=base)
    before, after = members_of(base), list(map(members_of, sides))
    for head in found.heads:
        kept = members_of(found.keeping(head.id))  # type: ignore[arg-type]
        for member in {member for side in after for member in side} - set(disputed(found)):
            changed = [side.get(member) for side in after if side.get(member) != before.get(member)]
            assert kept.get(member) == (changed[0] if changed else before.get(member))
