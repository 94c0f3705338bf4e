"""What queries find."""

from __future__ import annotations

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import plain
from aitimeline.index.timeline import Timeline
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Figure, Participation, Source
from aitimeline.model.key import fold
from aitimeline.model.kind import ACTOR_RETRACTED, EVENT_RETRACTED
from aitimeline.model.record import Record
from aitimeline.model.text import Names, Text
from aitimeline.model.when import When
from aitimeline.query.binding import FIELDS, Meaning, condition_of
from strategies import event_of, identifier, logs, plain_dates, record_of, words
from workbench import keys_of, timeline_from

GOOGLE = Actor("company", Names.of({"en": ["Google", "Alphabet"], "ko": ["구글"]}))
YALE = Actor("university", Names.of({"en": ["Yale University"], "ko": ["예일대"]}))
GEMINI = evolve(
    event_of("2023-12-06", "Google unveils Gemini", zone="America/Los_Angeles"),
    title=Text.of({"en": "Google unveils Gemini", "ko": "구글, 제미나이를 공개하다"}),
    summary=Text.of({"en": "A multimodal model"}),
    actors=(Participation("google", "developer"),),
    tags=("model",),
    sources=(
        Source(url="https://a.example", publisher="The Verge", title="Deep Mind’s best yet", language="en"),
        Source(publisher="한겨레", language="ko", when=When.parse("2023-12-07"), zone="Asia/Seoul"),
    ),
)
ALLIANCE = evolve(
    event_of("2023-12-05", "IBM and Meta form the AI Alliance", zone="Asia/Seoul"),
    kind="alliance",
    actors=(Participation("meta", "founder"), Participation("ibm", "founder"), Participation("yale", "member")),
    tags=("open",),
    sources=(Source(publisher="AP", language="en"),),
)
REINVENT = evolve(
    event_of("2023-11-27/2023-12-01", "AWS re:Invent 2023"),
    kind="conference",
    sources=(
        Source(url="https://b.example", publisher="AWS"),
        Source(url="https://c.example", when=When.parse("2022")),
    ),
)
SHARE = evolve(event_of("2023-Q1", "The share of three clouds"), kind="figure", figures=(Figure("share", 65),))
RUMOUR = event_of("2023-12-24", "A rumour of a model")
SPLIT = event_of("2024-02-29", "One of two versions")
RECORDS = [
    record_of(GEMINI, 1, subject="gemini-shown"),
    record_of(ALLIANCE, 2, subject="alliance"),
    record_of(REINVENT, 3, subject="reinvent"),
    record_of(SHARE, 4, subject="share"),
    record_of(GOOGLE, 5, subject="google"),
    record_of(YALE, 6, subject="yale"),
    record_of(RUMOUR, 7, subject="rumour"),
    record_of(None, 8, subject="rumour", record_type=EVENT_RETRACTED, supersedes=(identifier(7),)),
    record_of(SPLIT, 9, subject="split"),
    record_of(evolve(SPLIT, kind="figure"), 10, subject="split"),
]
TIMELINE = timeline_from(RECORDS)
EVERY = ["share", "reinvent", "alliance", "gemini-shown", "split"]


def keys(*arguments: str, timeline: Timeline = TIMELINE, tz: tzinfo = UTC) -> list[str]:
    """The keys of the events that a query finds."""
    return [entry.key for entry in timeline.select(condition_of(arguments, Meaning(timeline, tz=tz)))]


def refusal(*arguments: str) -> str:
    """Why a query is refused."""
    with pytest.raises(BadInputError) as caught:
        keys(*arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERY),
        ("gemini", ["gemini-shown"]),
        ("GEMINI", ["gemini-shown"]),
        ("multimodal", ["gemini-shown"]),
        ('"AI Alliance"', ["alliance"]),
        ('"unveils  gemini"', ["gemini-shown"]),
        ("best yet", ["gemini-shown"]),
        ('"re:Invent"', ["reinvent"]),
        ("model", ["gemini-shown"]),
        ("nothing-like-this", []),
    ],
)
def test_words_are_looked_for_in_titles_summaries_and_titles_of_sources(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


@pytest.mark.parametrize(
    "word", ["제", "다", "나이", "제미", "미나이", "제미나이를", "제미나이를 공개하다", ",", "글,"]
)
def test_any_part_of_a_korean_title_is_found_however_short(word: str) -> None:
    assert keys(f'"{word}"') == ["gemini-shown"]


@pytest.mark.parametrize("word", ["ㅈ", "쟈", "이제", "나이제", "제미나이가", "공개하다구글"])
def test_what_is_no_part_of_a_text_is_not_found(word: str) -> None:
    assert keys(word) == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Alphabet", ["gemini-shown"]),
        ("phab", ["gemini-shown"]),
        ("구글", ["gemini-shown"]),
        ("예일", ["alliance"]),
        ("예", ["alliance"]),
        ('"yale univ"', ["alliance"]),
        ("yale", ["alliance"]),
    ],
)
def test_names_of_those_that_take_part_are_looked_through_too(word: str, expected: list[str]) -> None:
    assert keys(word) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("actor:google", ["gemini-shown"]),
        ("actor:구글", ["gemini-shown"]),
        ("actor:ALPHABET", ["gemini-shown"]),
        ("actor:meta", ["alliance"]),
        ('actor:"yale university"', ["alliance"]),
        ("actor:google,ibm", ["alliance", "gemini-shown"]),
        ("actor:google actor:ibm", []),
        ("kind:release,conference", ["reinvent", "gemini-shown"]),
        ("Kind:Release", ["gemini-shown"]),
        ("tag:open", ["alliance"]),
        ("role:developer", ["gemini-shown"]),
        ("role:Founder", ["alliance"]),
        ("actor:yale role:founder", ["alliance"]),
        ("type:company", ["gemini-shown"]),
        ("type:University", ["alliance"]),
        ("type:company,university", ["alliance", "gemini-shown"]),
        ("lang:ko", ["gemini-shown"]),
        ("lang:en", ["alliance", "gemini-shown"]),
        ("lang:en -lang:ko", ["alliance"]),
        ('publisher:"the verge"', ["gemini-shown"]),
        ("publisher:verge", ["gemini-shown"]),
        ("publisher:겨레", ["gemini-shown"]),
        ('publisher:"The Verge",AP', ["alliance", "gemini-shown"]),
        ("publisher:a", ["reinvent", "alliance"]),
        ("zone:Asia/Seoul", ["alliance"]),
        ("zone:seoul", ["alliance"]),
        ('zone:"los angeles"', ["gemini-shown"]),
        ("zone:los_angeles,seoul", ["alliance", "gemini-shown"]),
        ("key:alliance", ["alliance"]),
        ("key:alliance,share", ["share", "alliance"]),
        ("key:gemini*", ["gemini-shown"]),
        ("key:*", EVERY),
        ("key:nothing*", []),
        ("key:rumour", []),
        ("has:source", ["reinvent", "alliance", "gemini-shown"]),
        ("has:summary", ["gemini-shown"]),
        ("has:zone", ["alliance", "gemini-shown"]),
        ("has:figure", ["share"]),
        ("has:ACTOR,figure", ["share", "alliance", "gemini-shown"]),
        ("has:tag", ["alliance", "gemini-shown"]),
        ("-has:source", ["share", "split"]),
        ("is:disputed", ["reinvent", "gemini-shown"]),
        ("is:imprecise", ["share"]),
        ("is:conflict", ["split"]),
        ("is:Retracted", ["rumour"]),
        ("is:retracted,conflict", ["rumour", "split"]),
        ("-is:retracted", EVERY),
        ("is:retracted -is:retracted", []),
    ],
)
def test_a_field_finds_what_has_the_value(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("since:2023-12-01", ["reinvent", "alliance", "gemini-shown", "split"]),
        ("since:2023-12-02", ["alliance", "gemini-shown", "split"]),
        ("until:2023-11", ["share", "reinvent"]),
        ("until:2023-12-05", ["share", "reinvent", "alliance"]),
        ("since:2023-Q4 until:2023-Q4", ["reinvent", "alliance", "gemini-shown"]),
        ("since:2025", []),
        ("on:2023-12", ["reinvent", "alliance", "gemini-shown"]),
        ("on:2023-12-05", ["alliance"]),
        ("on:2023-02-14", ["share"]),
        ("on:[2023-12-05,2023-12-06]", ["alliance", "gemini-shown"]),
        ("on:2023-12-02 ", []),
        ("-on:2023", ["split"]),
    ],
)
def test_dates_find_what_may_touch_their_days(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("recorded-since:2026-01-01T00:00:02Z", ["share", "reinvent", "alliance", "split"]),
        ("recorded-until:2026-01-01T00:00:02Z", ["alliance", "gemini-shown"]),
        ("recorded-since:2026-01-01T00:00:02Z recorded-until:2026-01-01T00:00:03Z", ["reinvent", "alliance"]),
        ("recorded-since:2026-01-01", EVERY),
        ("recorded-since:2026-01-02", []),
        ("recorded-until:2025-12-31", []),
        ("recorded-until:2026", EVERY),
        ("recorded-until:2026-01-01T09:00:01.5+09:00", ["gemini-shown"]),
        ("is:retracted recorded-since:2026-01-01T00:00:08Z", ["rumour"]),
    ],
)
def test_recorded_since_and_until_ask_when_the_log_learned_of_it(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


@pytest.mark.parametrize(
    ("query", "tz", "expected"),
    [
        ("recorded-until:2026-01-01", "Asia/Seoul", EVERY),
        ("recorded-until:2025-12-31", "America/New_York", EVERY),
        ("recorded-since:2026-01-01T09:00:04", "Asia/Seoul", ["share", "split"]),
    ],
)
def test_days_and_times_of_recording_are_those_of_the_zone(query: str, tz: str, expected: list[str]) -> None:
    assert keys(query, tz=ZoneInfo(tz)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind:release OR kind:alliance", ["alliance", "gemini-shown"]),
        ("kind:release kind:alliance", []),
        ("kind:release AND tag:model", ["gemini-shown"]),
        ("-kind:figure", ["reinvent", "alliance", "gemini-shown"]),
        ("NOT kind:figure since:2023-12-02", ["alliance", "gemini-shown"]),
        ("-(kind:release OR kind:figure)", ["reinvent", "alliance"]),
        ("(kind:release OR kind:figure) on:2023-12", ["gemini-shown"]),
        ("kind:release OR kind:figure on:2023-02", ["share", "gemini-shown"]),
        ("-gemini -alliance", ["share", "reinvent", "split"]),
        ("gemini OR alliance OR 2023", ["reinvent", "alliance", "gemini-shown"]),
        ("-(gemini alliance)", EVERY),
        ("-(-gemini)", ["gemini-shown"]),
        ("gemini OR -gemini", EVERY),
        ("(until:2023-06 OR since:2024) -is:conflict", ["share"]),
        ("구글 OR actor:yale type:university", ["alliance", "gemini-shown"]),
    ],
)
def test_terms_are_joined_by_signs_and_parentheses(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


def test_several_arguments_are_one_query() -> None:
    assert keys("kind:release", "OR", "kind:alliance", "-actor:ibm") == ["gemini-shown"]


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("kind:relase", "no kind 'relase' in the log; did you mean release"),
        ("actor:gogle", "did you mean google"),
        ("actor:구굴", "no actor '구굴' in the log"),
        ("tag:opn", "did you mean open"),
        ("role:devloper", "did you mean developer"),
        ("type:univrsity", "did you mean university"),
        ("lang:kor", "did you mean ko"),
        ("publisher:verg3", "no publisher 'verg3' in the log"),
        ("zone:Seol", "did you mean Asia/Seoul"),
        ("key:gemini-shwn", "no event has the key 'gemini-shwn'; did you mean gemini-shown"),
        ("has:sources", "did you mean source"),
        ("has:x", "use source, summary, zone, figure, actor, tag"),
        ("is:dispute", "did you mean disputed"),
        ("is:x", "use disputed, retracted, imprecise, conflict"),
        ("knd:release", "no field 'knd' in 'knd:release'; did you mean kind"),
        ("re:invent", "fields are key, actor"),
        ("re:invent", """write '"re:invent"'"""),
        ("since:tomorrowish", "since: "),
        ("on:x", "on: "),
        ("recorded-since:x", "recorded-since: "),
        ("recorded-until:2026-13-01T00:00Z", "is no time; write it as 2026-03-01T12:00Z"),
        ("until:after:gemini-shown", "takes a date, not an order"),
        ("kind:", "no value"),
        ('"open', "not closed"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_do(query: str, hint: str) -> None:
    assert hint in refusal(query)


def test_a_value_is_refused_even_where_it_would_not_matter() -> None:
    assert "release" in refusal("-kind:relase OR gemini")


def test_an_actor_can_be_asked_for_in_a_role() -> None:
    parts = (Participation("google", "investor"), Participation("meta", "developer"))
    timeline = timeline_from([record_of(GOOGLE, 1, subject="google"), record_of(event_of("2023", actors=parts), 2)])
    assert keys("actor:google role:developer", timeline=timeline)
    assert not keys("actor:google=developer", timeline=timeline)
    assert keys("actor:구글=Investor", timeline=timeline)


def test_an_actor_in_a_role_that_the_log_does_not_have_is_refused_with_the_nearest() -> None:
    timeline = timeline_from([record_of(event_of("2023", actors=(Participation("google", "investor"),)), 1)])
    with pytest.raises(BadInputError, match="no role 'invester' in the log; did you mean investor"):
        keys("actor:google=invester", timeline=timeline)


def test_a_retracted_actor_is_known_by_its_key_alone() -> None:
    gone = record_of(None, 11, subject="google", record_type=ACTOR_RETRACTED, supersedes=(identifier(5),))
    timeline = timeline_from([*RECORDS, gone])
    assert keys("actor:google", timeline=timeline) == ["gemini-shown"]
    assert keys("Alphabet", timeline=timeline) == []
    with pytest.raises(BadInputError, match="no actor 'alphabet'"):
        keys("actor:alphabet", timeline=timeline)


def test_a_query_as_of_a_time_finds_what_was_so_then() -> None:
    later = record_of(evolve(GEMINI, kind="statement"), 11, subject="gemini-shown", supersedes=(identifier(1),))
    first = 1_767_225_600_000_000 + 1_000_000
    timeline = timeline_from([*RECORDS, later])
    before = Timeline(timeline.connection, first)
    assert keys("kind:release", timeline=timeline) == []
    assert keys("kind:release", timeline=before) == ["gemini-shown"]
    assert keys("Alphabet", timeline=before) == []


@given(st.lists(words | st.sampled_from([f"{name}:" for name in FIELDS]), max_size=3).map("".join))
@example("구")
@example('"\0"')
@example("key:\udcff*")
def test_any_query_is_answered_or_bad_input(query: str) -> None:
    try:
        found = keys(query)
    except BadInputError:
        return
    assert set(found) <= {*EVERY, "rumour"}


@given(logs(size=8), words.filter(lambda text: text.strip() and '"' not in text))
@example([record_of(event_of("2023", "가\0나"), 1)], "가\0나")
@example([record_of(event_of("2023", " a  b\tc\n"), 1)], "b c")
@example([record_of(event_of("2023", "STRASSE İ"), 1)], "straße")
@example([record_of(event_of("2023", "각"), 1)], "\u1100\u1161\u11a8")
def test_a_word_finds_the_titles_that_hold_it(records: list[Record], word: str) -> None:
    timeline = timeline_from(records)
    expected = [
        entry.key
        for entry in plain.Timeline.of(records).entries
        if any(fold(word) in fold(text) for _, text in entry.event.title.pairs)
        or any(fold(word) in part.actor for part in entry.event.actors)
    ]
    assert keys(f'"{word}"', timeline=timeline) == [key for key in keys_of(timeline) if key in expected]


@given(logs(size=8), plain_dates, plain_dates)
def test_since_and_until_hold_what_can_touch_the_days_between(records: list[Record], since: str, until: str) -> None:
    timeline = timeline_from(records)
    first, last = When.parse(since).start.first, When.parse(until).end.last
    expected = [
        entry.key
        for entry in timeline.select()
        if not (entry.event.when.end.last < first or entry.event.when.start.first > last)
    ]
    assert keys(f"since:{since}", f"until:{until}", timeline=timeline) == expected


@given(logs(size=8), st.sampled_from(["release", "alliance", "figure"]))
def test_a_kind_holds_the_events_of_that_kind(records: list[Record], kind: str) -> None:
    timeline = timeline_from(records)
    expected = [entry.key for entry in timeline.select() if entry.event.kind == kind]
    try:
        assert keys(f"kind:{kind}", timeline=timeline) == expected
    except BadInputError:
        assert expected == []


@given(logs(size=8), st.lists(st.sampled_from(["since:2000", "until:2040", "a", "구"]), min_size=2, max_size=4))
def test_more_terms_never_find_more(records: list[Record], terms: list[str]) -> None:
    timeline = timeline_from(records)
    every, fewer = keys(*terms, timeline=timeline), keys(*terms[1:], timeline=timeline)
    assert [key for key in fewer if key in every] == every


@given(logs(size=8), st.sampled_from(["a", "구", "since:2000", "is:imprecise", "a OR 구", "a until:2040", "has:tag"]))
def test_what_a_query_does_not_find_its_negation_finds(records: list[Record], query: str) -> None:
    timeline = timeline_from(records)
    found, others = keys(query, timeline=timeline), keys(f"-({query})", timeline=timeline)
    assert sorted([*found, *others]) == sorted(keys_of(timeline))
