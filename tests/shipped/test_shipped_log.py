"""The log that ships: what it must have, and that it is sound."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
import rfc8785

from aitimeline.index.condition import ALWAYS
from aitimeline.model.key import fold
from aitimeline.query.camp import claimants, claims_of
from aitimeline.query.series import figures
from desk import PROJECT, SHIPPED
from plain_log import read_log
from workbench import keys_of, timeline_of

PRODUCTS = ("gpt", "copilot", "gemini", "bard", "amazon-bedrock", "amazon-q")
COLUMN = PROJECT.parent / "shared" / "data" / "000_0200a4a0cae8c2e1.txt"
SNAPSHOT = read_log([SHIPPED])
TIMELINE = timeline_of(SHIPPED)
LINES = [line for segment in sorted(SHIPPED.glob("*.jsonl")) for line in segment.read_bytes().splitlines()]
KEYS = sorted({record.subject for record in SNAPSHOT.records if "actor.recorded" in record.type})
NAMES = (
    *("Meta", "IBM", "AMD", "Intel", "Dell", "Sony Group", "Oracle", "Stability AI", "Hugging Face", "Yale"),
    *("Cornell", "Dartmouth", "Hebrew University of Jerusalem", "Imperial College London", "University of Tokyo"),
    *("NASA", "NSF", "CERN", "Microsoft", "OpenAI", "Google", "AWS", "NVIDIA", "Synergy Research Group"),
    *("ChatGPT", "GPT", "Copilot", "Gemini", "Bard", "Bedrock", "Amazon Q"),
)
KOREAN_NAMES = (
    *("메타", "인텔", "델", "소니그룹", "오라클", "스태빌리티AI", "허깅페이스", "예일대", "코넬대", "다트마스대"),
    *("예루살램 히브리대", "임페리얼 칼리지 런던", "도쿄대", "항공우주국", "국립과학재단", "유럽입자물리연구소"),
    *("마이크로소프트", "MS", "오픈AI", "구글", "엔비디아", "시너지 리서치 그룹", "챗GPT", "코파일럿", "MS 코파일럿"),
    *(
        "제미니",
        "제미나이",
        "바드",
        "베드락",
        "아마존 Q",
        "아마존Q",
        "AI얼라이언스",
        "AI 얼라이언스",
        "아마존 리인벤트",
    ),
)


def test_nothing_in_it_is_damaged() -> None:
    assert SNAPSHOT.damages == ()


def test_every_line_is_canonical_and_its_digest_fits() -> None:
    for line in LINES:
        record = cast("dict[str, Any]", json.loads(line))
        assert rfc8785.dumps(record) == line
        digest = record.pop("digest")
        assert hashlib.sha256(rfc8785.dumps(record)).hexdigest() == digest


def test_every_key_is_recorded_once() -> None:
    recorded = [record.subject for record in SNAPSHOT.records if ".recorded." in record.type]
    assert len(set(recorded)) == len(recorded)


def test_it_has_fifty_events_and_more() -> None:
    assert len(keys_of(TIMELINE)) >= 50


def test_every_source_has_a_publisher_and_an_address() -> None:
    for entry in TIMELINE.select():
        assert entry.event.sources, entry.key
        for source in entry.event.sources:
            assert source.publisher, entry.key
            assert (source.url or "").startswith(("https://", "http://")), entry.key


def test_every_actor_of_an_event_is_known_in_both_languages() -> None:
    for entry in TIMELINE.select():
        for part in entry.event.actors:
            actor = TIMELINE.actor(part.actor)
            assert actor is not None, part.actor
            assert {"en", "ko"} <= actor.names.to_dict().keys(), part.actor


def test_every_title_is_in_both_languages() -> None:
    assert all({"en", "ko"} <= entry.event.title.to_dict().keys() for entry in TIMELINE.select())


@pytest.mark.parametrize("name", [*NAMES, *KOREAN_NAMES])
def test_a_name_that_the_column_uses_means_one_actor(name: str) -> None:
    found = TIMELINE.words.actors_named(name)
    assert len([key for key in found if fold(name) in own_names(key)]) == 1


def own_names(key: str) -> set[str]:
    """The names that an actor had from the beginning: Bard's later name is that of the model Gemini."""
    actor = TIMELINE.actor(key)
    return {fold(key), *(fold(name) for name in (actor.names.every() if actor else ()))}


@pytest.mark.parametrize(
    ("key", "when", "zone"),
    [
        ("chatgpt-launched", "2022-11-30", "America/Los_Angeles"),
        ("reinvent-2023", "2023-11-27/2023-12-01", "America/Los_Angeles"),
        ("ai-alliance-formed", "2023-12-06", "Asia/Seoul"),
        ("gemini-announced", "2023-12-07", "Asia/Seoul"),
        ("amazon-q-announced", "2023-11-28", "America/Los_Angeles"),
        ("cloud-share-2023q1", "2023-33", None),
    ],
)
def test_the_events_of_the_column_have_its_dates(key: str, when: str, zone: str | None) -> None:
    event = TIMELINE.entry(key).event
    assert (event.when.edtf, event.zone) == (when, zone)


def test_the_source_for_reinvent_keeps_the_vaguer_date_of_the_column() -> None:
    dates = [source.when.edtf for source in TIMELINE.entry("reinvent-2023").event.sources if source.when]
    assert "2023-11/2023-12-01" in dates


def test_the_cloud_share_is_a_figure() -> None:
    (figure,) = TIMELINE.entry("cloud-share-2023q1").event.figures
    assert (figure.value, figure.unit, figure.period and figure.period.edtf) == (65, "percent", "2023-33")


def test_what_two_firms_count_for_one_quarter_stands_side_by_side() -> None:
    readings = [each for each in figures(TIMELINE, ALWAYS) if each.mark.series.name == "cloud-infrastructure-share"]
    assert [(each.mark.value, each.differs) for each in readings] == [(65, True), (64, True)]
    assert {each.mark.series.subjects for each in readings} == {("aws", "google", "microsoft")}


def test_the_figures_of_the_funding_round_are_about_the_one_that_was_funded() -> None:
    subjects = {each.mark.series.subjects for each in figures(TIMELINE, ALWAYS) if each.mark.series.name == "valuation"}
    assert subjects == {("hugging-face",)}


@pytest.mark.parametrize("actor", ["openai", "microsoft", "google", "aws", *PRODUCTS])
def test_the_column_puts_the_leaders_and_their_products_in_the_closed_camp(actor: str) -> None:
    claims = [claim for claim in claims_of(TIMELINE.actor_data(actor) or {}, None) if claim.camp == "closed"]
    assert "더테크 (The Tech)" in claimants(claims)


@pytest.mark.parametrize("actor", ["ai-alliance", "meta", "ibm"])
def test_the_column_puts_the_alliance_and_its_founders_in_the_open_camp(actor: str) -> None:
    claims = [claim for claim in claims_of(TIMELINE.actor_data(actor) or {}, None) if claim.camp == "open"]
    assert "더테크 (The Tech)" in claimants(claims)


def test_on_mistral_large_both_sides_are_heard() -> None:
    assert {claim.camp for claim in claims_of(TIMELINE.actor_data("mistral-large") or {}, None)} == {"open", "closed"}


def test_every_claim_has_a_source_with_a_publisher_and_an_address() -> None:
    claims = [claim for data in described() for claim in claims_of(data, None)]
    assert claims
    for claim in claims:
        assert claim.sources, claim
        for source in claim.sources:
            assert source["publisher"], claim
            assert source["url"].startswith("https://"), claim


def test_every_product_and_model_is_made_by_somebody_and_a_source_is_cited() -> None:
    for key in KEYS:
        data = TIMELINE.actor_data(key) or {}
        if data["type"] in ("product", "model") and key != "reinvent":
            ties = data.get("made_by") or ()
            assert ties, key
            assert all(tie.get("sources") for tie in ties), key


def test_bard_is_gemini_from_the_day_on_which_it_was_renamed() -> None:
    bard = TIMELINE.actor("bard")
    assert bard is not None
    (change,) = bard.renamed
    assert (change.when.edtf, change.zone) == ("2024-02-08", "America/Los_Angeles")
    assert change.names.to_dict() == {"en": ["Gemini"], "ko": ["제미나이"]}


def described() -> list[Mapping[str, Any]]:
    """What stands of every event and actor."""
    return [*(entry.data for entry in TIMELINE.select()), *(TIMELINE.actor_data(key) or {} for key in KEYS)]


def test_the_alliance_has_its_founders_and_members() -> None:
    roles = {part.actor: part.role for part in TIMELINE.entry("ai-alliance-formed").event.actors}
    assert {actor for actor, role in roles.items() if role == "founder"} == {"meta", "ibm"}
    members = [
        "amd",
        "intel",
        "dell",
        "sony-group",
        "oracle",
        "stability-ai",
        "hugging-face",
        "yale",
        "cornell",
        "dartmouth",
        "nasa",
        "nsf",
        "cern",
    ]
    assert {roles[member] for member in members} == {"member"}


@pytest.mark.skipif(not COLUMN.exists(), reason="the column is not at hand")
def test_titles_and_summaries_do_not_copy_the_column() -> None:
    column = COLUMN.read_text(encoding="utf-8")
    for entry in TIMELINE.select():
        for _, text in entry.event.title.pairs + entry.event.summary.pairs:
            assert not any(text[at : at + 20] in column for at in range(max(len(text) - 19, 1))), entry.key


def test_every_segment_ends_with_a_line_end() -> None:
    assert [path for path in SHIPPED.glob("*.jsonl") if not path.read_bytes().endswith(b"\n")] == []


def test_the_log_belongs_to_the_timeline_that_it_names() -> None:
    uri = json.loads((SHIPPED / "timeline.json").read_text(encoding="utf-8"))["uri"]
    assert {record.timeline for record in SNAPSHOT.records} == {uri}


def test_no_event_is_in_conflict() -> None:
    assert [entry.key for entry in TIMELINE.select() if entry.is_in_conflict] == []


def test_every_korean_title_is_korean() -> None:
    titles = {entry.key: entry.event.title.given("ko") or "" for entry in TIMELINE.select()}
    assert [key for key, title in titles.items() if not any("가" <= letter <= "힣" for letter in title)] == []


def test_the_sources_of_gemini_keep_their_own_dates() -> None:
    dates = {source.when.edtf for source in TIMELINE.entry("gemini-announced").event.sources if source.when}
    assert {"2023-12-06", "2023-12-07"} <= dates


def test_no_quote_is_longer_than_a_sentence_or_two_lines() -> None:
    quotes = [source.quote for entry in TIMELINE.select() for source in entry.event.sources if source.quote]
    assert quotes
    assert [quote for quote in quotes if len(quote) > 320] == []
