"""The log that ships: every line whole, every event cited, every name of the column answerable."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
import rfc8785

from aitimeline.index.timeline import Entry, Timeline
from aitimeline.log.snapshot import read_log
from aitimeline.model.key import fold
from terminal import PROJECT, SHIPPED, digest_of

COLUMN = PROJECT.parent / "shared" / "data" / "000_0200a4a0cae8c2e1.txt"
COPIED = 30
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
DATED = {
    "chatgpt-launched": ("2022-11-30", "America/Los_Angeles"),
    "cloud-share-2023q1": ("2023-33", None),
    "reinvent-2023": ("2023-11-27/2023-12-01", "America/Los_Angeles"),
    "amazon-q-announced": ("2023-11-28", "America/Los_Angeles"),
    "ai-alliance-formed": ("2023-12-06", "Asia/Seoul"),
    "gemini-announced": ("2023-12-07", "Asia/Seoul"),
}
MEMBERS = {
    *("amd", "intel", "dell", "sony-group", "oracle", "stability-ai", "hugging-face", "yale", "cornell", "dartmouth"),
    *("hebrew-university", "imperial-college-london", "university-of-tokyo", "nasa", "nsf", "cern"),
}


@cache
def lines() -> tuple[bytes, ...]:
    return tuple(line for path in sorted(SHIPPED.glob("*.jsonl")) for line in path.read_bytes().split(b"\n")[:-1])


@cache
def records() -> tuple[dict[str, Any], ...]:
    return tuple(map(json.loads, lines()))


@cache
def timeline() -> Timeline:
    return Timeline.of(read_log([SHIPPED]).records)


def entries() -> tuple[Entry, ...]:
    return timeline().entries


def failing(entry: Entry) -> bool:
    """True if an event has a source without publisher or web address."""
    return not all(
        source.publisher and source.url and urlsplit(source.url).scheme in ("http", "https")
        for source in entry.event.sources
    )


def test_nothing_in_the_log_is_damaged() -> None:
    assert read_log([SHIPPED]).damages == ()


def test_every_segment_ends_with_a_line_end() -> None:
    assert [path for path in SHIPPED.glob("*.jsonl") if not path.read_bytes().endswith(b"\n")] == []


def test_every_line_is_canonical_json() -> None:
    assert [line for line, stated in zip(lines(), records(), strict=True) if rfc8785.dumps(stated) != line] == []


def test_every_digest_is_that_of_its_line() -> None:
    assert [stated["subject"] for stated in records() if stated["digest"] != digest_of(stated)] == []


def test_no_id_is_used_twice() -> None:
    assert [each for each, number in Counter(stated["id"] for stated in records()).items() if number > 1] == []


def test_every_key_of_an_event_or_actor_is_recorded_once() -> None:
    first = Counter((each["subject"], each["type"]) for each in records() if each["type"].endswith(".recorded.v1"))
    assert [subject for subject, number in first.items() if number > 1] == []


def test_the_log_belongs_to_the_timeline_that_it_names() -> None:
    uri = json.loads((SHIPPED / "timeline.json").read_text(encoding="utf-8"))["uri"]
    assert {stated["source"] for stated in records()} == {uri}


def test_there_are_at_least_fifty_events() -> None:
    assert len(entries()) >= 50


def test_no_event_is_in_conflict() -> None:
    assert [entry.key for entry in entries() if entry.history.is_in_conflict] == []


def test_every_event_has_a_source() -> None:
    assert [entry.key for entry in entries() if not entry.event.sources] == []


def test_every_source_has_a_publisher_and_a_web_address() -> None:
    assert [entry.key for entry in entries() if failing(entry)] == []


def test_every_event_has_a_title_in_both_languages() -> None:
    assert [entry.key for entry in entries() if not all(map(entry.event.title.given, ("en", "ko")))] == []


def test_every_korean_title_is_korean() -> None:
    assert [
        entry.key
        for entry in entries()
        if not any("가" <= letter <= "힣" for letter in entry.event.title.given("ko") or "")
    ] == []


def test_every_actor_of_an_event_has_a_record_with_an_english_and_a_korean_name() -> None:
    named = {part.actor for entry in entries() for part in entry.event.actors}
    known = {key: actor for key in named if (actor := timeline().actor(key))}
    languages = {key: {language for language, _ in actor.names.pairs} for key, actor in known.items()}
    assert sorted(key for key in named if not {"en", "ko"} <= languages.get(key, set())) == []


@pytest.mark.parametrize("name", [*NAMES, *KOREAN_NAMES])
def test_a_name_that_the_column_uses_means_one_actor(name: str) -> None:
    assert len(timeline().actors_by_name.get(fold(name), ())) == 1


@pytest.mark.parametrize(("key", "dated"), DATED.items())
def test_what_the_column_dates_bears_its_date(key: str, dated: tuple[str, str | None]) -> None:
    event = timeline().entry(key).event
    assert (event.when.edtf, event.zone) == dated


def test_the_sources_of_gemini_keep_their_own_dates() -> None:
    dates = {source.when.edtf for source in timeline().entry("gemini-announced").event.sources if source.when}
    assert {"2023-12-06", "2023-12-07"} <= dates


def test_the_cloud_share_is_65_percent_of_the_first_quarter() -> None:
    entry = timeline().entry("cloud-share-2023q1")
    (figure,) = entry.event.figures
    assert (figure.value, figure.unit, figure.period and figure.period.edtf) == (65, "percent", "2023-33")
    assert {part.actor for part in entry.event.actors} == {"aws", "microsoft", "google", "synergy-research-group"}


def test_meta_and_ibm_founded_the_alliance() -> None:
    parts = timeline().entry("ai-alliance-formed").event.actors
    assert {part.actor for part in parts if part.role == "founder"} == {"meta", "ibm"}


def test_the_members_that_the_column_names_are_members() -> None:
    parts = timeline().entry("ai-alliance-formed").event.actors
    assert MEMBERS - {part.actor for part in parts if part.role == "member"} == set()


def test_no_quote_is_longer_than_a_sentence_or_two_lines() -> None:
    quotes = [source.quote for entry in entries() for source in entry.event.sources if source.quote]
    assert quotes
    assert [quote for quote in quotes if len(quote) > 320] == []


@pytest.mark.skipif(not COLUMN.exists(), reason="the column is not at hand")
def test_no_text_of_ours_is_copied_from_the_column() -> None:
    column = " ".join(COLUMN.read_text(encoding="utf-8").split())
    texts = [text for entry in entries() for _, text in (*entry.event.title.pairs, *entry.event.summary.pairs)]
    copied = [text for text in texts if any(part in column for part in parts_of(text))]
    assert copied == []


def parts_of(text: str) -> list[str]:
    """Every stretch of a text that is long enough to be a copy."""
    plain = " ".join(text.split())
    return [plain[at : at + COPIED] for at in range(len(plain) - COPIED + 1)]
