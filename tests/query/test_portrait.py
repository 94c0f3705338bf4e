"""What an actor is, and what was stated of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.event import Figure, Participation, Source
from aitimeline.model.quality import USUAL
from aitimeline.model.text import Names
from aitimeline.model.when import When
from aitimeline.query.portrait import FIGURES, description, portrait
from aitimeline.query.view import View
from both import read_both
from oracle_logs import ACTORS, Log, logs
from strategies import event_of, record_of
from workbench import timeline_from

VIEW = View(None, USUAL)


@given(logs(), st.data(), st.sampled_from(ACTORS))
def test_an_actor_is_described_as_a_loop_over_all_actors_describes_it(log: Log, data: st.DataObject, key: str) -> None:
    with read_both(log, data) as (timeline, plain, _):
        found, actor = description(timeline, key), plain.actor(key)
        described = {each: plain.actor(each) for each in plain.actors}
        tied = {
            name: tuple(
                sorted(
                    each for each, one in described.items() if one and key in {tie.actor for tie in getattr(one, name)}
                )
            )
            for name in ("part_of", "made_by")
        }
        assert (found.parts, found.products) == (tied["part_of"], tied["made_by"])
        bonds = actor.part_of + actor.made_by if actor else ()
        assert [(each.actor, each.when) for each in (*found.part_of, *found.made_by)] == [
            (tie.actor, tie.when) for tie in bonds
        ]
        assert sorted(each.camp for each in found.camps) == sorted(each.camp for each in (actor.camps if actor else ()))
        assert len(found.renamed) == len(actor.renamed if actor else ())


def test_later_names_come_in_order_of_their_days_with_who_says_so() -> None:
    changes = [
        Rename(Names.of({"en": [name]}), When.parse(when), sources=(Source(publisher="A"),))
        for name, when in (("Gemini", "2024-02-08"), ("Bard 2", "2023-05"))
    ]
    timeline = timeline_from(
        [record_of(Actor("product", Names.of({"en": ["Bard"]}), renamed=tuple(changes)), 1, subject="bard")]
    )
    found = description(timeline, "bard").renamed
    assert [(each.names["en"], each.sources[0]["publisher"]) for each in found] == [
        (["Bard 2"], "A"),
        (["Gemini"], "A"),
    ]


def test_what_an_actor_made_is_known_from_the_records_of_its_products() -> None:
    bard = Actor("product", Names.of({"en": ["Bard"]}), made_by=(Tie("google"),))
    timeline = timeline_from([record_of(bard, 1, subject="bard"), record_of(event_of("2023"), 2)])
    assert description(timeline, "google").products == ("bard",)


def test_figures_are_the_last_ones_that_were_stated_of_it_and_not_those_that_it_states() -> None:
    own = (Participation("aws", "subject"), Participation("synergy", "source"))
    records = [
        record_of(
            event_of(str(year), actors=own, figures=(Figure("share", year - 1990, "percent"),)), at, subject=f"e-{year}"
        )
        for at, year in enumerate(range(2010, 2024), start=1)
    ]
    found = portrait(timeline_from(records), "aws", 0, VIEW).figures
    assert [each.mark.value for each in found] == list(range(34 - FIGURES, 34))
    assert found[0].change is not None
    assert portrait(timeline_from(records), "synergy", 0, VIEW).figures == ()


def test_an_actor_comes_with_the_alliances_that_it_has_joined_or_left() -> None:
    joined = event_of("2023-12-06", actors=(Participation("alliance", "subject"), Participation("meta", "founder")))
    left = event_of("2024-01-06", actors=(Participation("alliance", "subject"), Participation("meta", "leaver")))
    named = Actor("alliance", Names.of({"en": ["AI Alliance"]}))
    records = [
        record_of(named, 1, subject="alliance"),
        record_of(joined, 2, subject="formed"),
        record_of(left, 3, subject="gone"),
    ]
    (found,) = portrait(timeline_from(records), "meta", 0, VIEW).alliances
    assert (found.body, found.stay.joined and found.stay.joined.event, found.stay.left and found.stay.left.event) == (
        *("alliance", "formed", "gone"),
    )
