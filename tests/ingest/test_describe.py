"""Typed words made into ties, later names and claims."""

from __future__ import annotations

import pytest

from aitimeline.ingest.describe import Describer
from aitimeline.model.actor import Actor, Rename, Tie
from aitimeline.model.error import BadInputError
from aitimeline.model.event import CampClaim, Source
from aitimeline.model.text import Names
from aitimeline.model.when import When
from strategies import event_of, record_of
from workbench import timeline_from

GOOGLE = Actor(
    "company", Names.of({"en": ["Google"], "ko": ["구글"]}), camps=(CampClaim("closed", When.parse("2023")),)
)
BARD = Actor("product", Names.of({"en": ["Bard"]}))
TIMELINE = timeline_from([record_of(GOOGLE, 1, subject="google"), record_of(event_of("2023"), 2)])
CITED = (Source("https://a.example/1", "A", published=When.parse("2024-02-09")),)
CHANGE = When.parse("2024-02-08")


def describer(
    warnings: list[str] | None = None, sources: tuple[Source, ...] = CITED, zone: str | None = None
) -> Describer:
    told: list[str] = [] if warnings is None else warnings
    return Describer(TIMELINE, told.append, sources=sources, zone=zone)


def described(*made_by: str, renamed: tuple[str, ...] = (), before: Actor = BARD, zone: str | None = None) -> Actor:
    return describer(zone=zone).described(before, (), made_by, renamed)


def test_who_made_it_is_known_by_any_name_with_a_date_and_the_sources() -> None:
    assert described("구글 @2023-02-06", zone="Asia/Seoul").made_by == (
        Tie("google", When.parse("2023-02-06"), "Asia/Seoul", CITED),
    )


def test_a_tie_needs_no_date() -> None:
    assert described("Google").made_by == (Tie("google", None, None, CITED),)


def test_a_tie_with_the_same_date_takes_the_place_of_the_one_before() -> None:
    before = Actor("product", BARD.names, made_by=(Tie("google", CHANGE), Tie("google", None)))
    assert described("google @2024-02-08", before=before).made_by == (
        Tie("google", None),
        Tie("google", CHANGE, None, CITED),
    )


def test_who_is_not_known_is_warned_of() -> None:
    warnings: list[str] = []
    found = describer(warnings).described(BARD, ["Gogle"], [], [])
    assert found.part_of[0].actor == "gogle"
    assert "the log has no actor 'Gogle'; did you mean google" in warnings[0]


def test_later_names_of_one_day_are_one_change() -> None:
    found = described(renamed=("Gemini @2024-02-08", "ko=제미나이 @2024-02-08"))
    assert found.renamed == (Rename(Names.of({"en": ["Gemini"], "ko": ["제미나이"]}), CHANGE, None, CITED),)


def test_a_later_name_needs_its_day() -> None:
    with pytest.raises(BadInputError, match="'Gemini' needs the day of the change"):
        described(renamed=("Gemini",))


def test_both_names_are_among_all_names() -> None:
    assert described(renamed=("Gemini @2024-02-08",)).every_name() == ("Bard", "Gemini")


def test_a_tie_is_dropped_by_any_name_and_must_be_there() -> None:
    made = described("google @2024", "google")
    assert describer().undescribed(made, [], ["구글"], []).made_by == ()
    with pytest.raises(BadInputError, match="the actor has no tie to 'google'"):
        describer().undescribed(BARD, ["google"], [], [])


def test_a_later_name_is_dropped_and_with_the_last_one_the_change() -> None:
    made = described(renamed=("Gemini @2024-02-08", "ko=제미나이 @2024-02-08"))
    left = describer().undescribed(made, [], [], ["Gemini"])
    assert left.renamed[0].names == Names.of({"ko": ["제미나이"]})
    assert describer().undescribed(left, [], [], ["제미나이"]).renamed == ()


def test_a_claim_has_the_date_that_is_given_or_that_of_its_source() -> None:
    assert describer().claimed(BARD, "Closed", "2023-12").camps == (
        CampClaim("closed", When.parse("2023-12"), None, CITED),
    )
    assert describer().claimed(BARD, "closed", None).camps[0].when == When.parse("2024-02-09")


def test_a_claim_stands_beside_others_and_the_same_one_but_once() -> None:
    once = describer().claimed(GOOGLE, "open", None)
    assert [claim.camp for claim in once.camps] == ["closed", "open"]
    assert describer().claimed(once, "open", None) == once


@pytest.mark.parametrize(
    ("sources", "message"),
    [((), "a claim needs somebody who makes it"), ((Source(publisher="A"),), "a claim needs a date")],
)
def test_a_claim_without_a_source_or_a_date_is_refused(sources: tuple[Source, ...], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        describer(sources=sources).claimed(BARD, "open", None)


def test_a_camp_that_is_new_to_the_log_is_warned_of() -> None:
    warnings: list[str] = []
    describer(warnings).claimed(BARD, "closd", None)
    assert warnings == ["the camp 'closd' is new to this log; did you mean closed?"]


def test_claims_are_dropped_by_camp_date_and_source() -> None:
    other = Source(publisher="B")
    both = Actor(
        "product", BARD.names, camps=(CampClaim("open", CHANGE, None, CITED), CampClaim("open", CHANGE, None, (other,)))
    )
    assert describer(sources=()).unclaimed(both, "open", None).camps == ()
    assert describer(sources=(other,)).unclaimed(both, "open", "2024-02-08").camps == both.camps[:1]
    with pytest.raises(BadInputError, match=r"no such claim of 'open' is there to drop; the claims are: open"):
        describer(sources=()).unclaimed(both, "open", "2023")
