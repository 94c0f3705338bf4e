"""The query language."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Participation
from aitimeline.model.record import Record
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from aitimeline.query.language import FIELDS, Term, parse_query, parse_terms
from strategies import event_of, logs, plain_dates, record_of, words

GOOGLE = Actor("company", Names.of({"en": ["Google", "Alphabet"], "ko": ["구글"]}))
GEMINI = evolve(
    event_of("2023-12-06", "Google unveils Gemini", zone="America/Los_Angeles"),
    title=Text.of({"en": "Google unveils Gemini", "ko": "구글, 제미나이를 공개하다"}),
    summary=Text.of({"en": "A multimodal model"}),
    actors=(Participation("google", "developer"),),
    tags=("model",),
)
ALLIANCE = evolve(
    event_of("2023-12-05", "IBM and Meta form the AI Alliance"),
    kind="alliance",
    actors=(Participation("meta"), Participation("ibm")),
    tags=("open",),
)
REINVENT = evolve(event_of("2023-11-27/2023-12-01", "AWS re:Invent 2023"), kind="conference")
TIMELINE = Timeline.of(
    [
        record_of(GEMINI, 1, subject="gemini"),
        record_of(ALLIANCE, 2, subject="alliance"),
        record_of(REINVENT, 3, subject="reinvent"),
        record_of(GOOGLE, 4, subject="google"),
    ]
)


def keys(*arguments: str) -> list[str]:
    return [entry.key for entry in parse_query(arguments, TIMELINE).select(TIMELINE.entries)]


@pytest.mark.parametrize(
    ("argument", "terms"),
    [
        ("google", [Term(None, ("google",))]),
        ("actor:google", [Term("actor", ("google",))]),
        ("ACTOR:google", [Term("actor", ("google",))]),
        ("kind:release,alliance", [Term("kind", ("release", "alliance"))]),
        ('"AI Alliance"', [Term(None, ("AI Alliance",))]),
        ('actor:"Google DeepMind"', [Term("actor", ("Google DeepMind",))]),
        ("actor:google tag:open", [Term("actor", ("google",)), Term("tag", ("open",))]),
        ('"since:2023"', [Term(None, ("since:2023",))]),
        ("one,two", [Term(None, ("one,two",))]),
        ("kind:", [Term("kind", ())]),
        ("", []),
        ("  ", []),
    ],
)
def test_terms_are_read_as_typed(argument: str, terms: list[Term]) -> None:
    assert list(parse_terms([argument])) == terms


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["reinvent", "alliance", "gemini"]),
        (["gemini"], ["gemini"]),
        (["제미나이"], ["gemini"]),
        (["미나"], ["gemini"]),
        (["GEMINI"], ["gemini"]),
        (["multimodal"], ["gemini"]),
        (["Alphabet"], ["gemini"]),
        (['"AI Alliance"'], ["alliance"]),
        (["actor:구글"], ["gemini"]),
        (["actor:google,ibm"], ["alliance", "gemini"]),
        (["actor:google", "actor:ibm"], []),
        (["kind:release,conference"], ["reinvent", "gemini"]),
        (["Kind:Release"], ["gemini"]),
        (["tag:open"], ["alliance"]),
        (["since:2023-12-01"], ["reinvent", "alliance", "gemini"]),
        (["since:2023-12-02"], ["alliance", "gemini"]),
        (["until:2023-11"], ["reinvent"]),
        (["until:2023-12-05"], ["reinvent", "alliance"]),
        (["since:2023-Q4", "until:2023-Q4"], ["reinvent", "alliance", "gemini"]),
        (["since:2024"], []),
        (["nothing-like-this"], []),
    ],
)
def test_all_terms_of_a_query_must_hold(arguments: list[str], expected: list[str]) -> None:
    assert keys(*arguments) == expected


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("kind:relase", "release"),
        ("actor:gogle", "google"),
        ("tag:opn", "open"),
        ("knd:release", "kind"),
        ("since:tomorrowish", "since"),
        ("until:2023,2024", "one date"),
        ("kind:", "no value"),
        ("since:", "no value"),
        ('"open', "not closed"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_do(argument: str, hint: str) -> None:
    with pytest.raises(BadInputError, match=hint):
        parse_query([argument], TIMELINE)


@given(st.lists(words | st.sampled_from([f"{name}:" for name in FIELDS]), max_size=3).map("".join))
def test_any_query_is_answered_or_bad_input(argument: str) -> None:
    try:
        found = parse_query([argument], TIMELINE).select(TIMELINE.entries)
    except BadInputError:
        return
    assert set(found) <= set(TIMELINE.entries)


@given(logs(size=8), plain_dates, plain_dates)
def test_since_and_until_hold_what_can_touch_the_days_between(records: list[Record], since: str, until: str) -> None:
    timeline = Timeline.of(records)
    first, last = When.parse(since).start.first, When.parse(until).end.last
    found = parse_query([f"since:{since}", f"until:{until}"], timeline).select(timeline.entries)
    expected = [
        entry
        for entry in timeline.entries
        if not (entry.event.when.end.last < first or entry.event.when.start.first > last)
    ]
    assert found == expected


@given(logs(size=8), st.sampled_from(["release", "alliance", "figure"]))
def test_a_kind_holds_the_events_of_that_kind(records: list[Record], kind: str) -> None:
    timeline = Timeline.of(records)
    expected = [entry for entry in timeline.entries if entry.event.kind == kind]
    try:
        assert parse_query([f"kind:{kind}"], timeline).select(timeline.entries) == expected
    except BadInputError:
        assert expected == []


@given(logs(size=8), st.lists(st.sampled_from(["since:2000", "until:2040", "a", "구"]), min_size=2, max_size=4))
def test_more_terms_never_find_more(records: list[Record], terms: list[str]) -> None:
    timeline = Timeline.of(records)
    every = parse_query(terms, timeline).select(timeline.entries)
    fewer = parse_query(terms[1:], timeline).select(timeline.entries)
    assert [entry for entry in fewer if entry in every] == every


@given(st.lists(st.sampled_from(["google", "kind:release", "until:2024"]), max_size=3))
def test_terms_in_one_argument_are_terms_in_several(terms: list[str]) -> None:
    assert parse_terms([" ".join(terms)]) == parse_terms(terms)
