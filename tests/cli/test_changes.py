"""``changes``: what the log has learned since a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rfc8785

from desk import TIMELINE, Desk, digest_of, event, record_line, write_log

FIRST_ID = "01a20de7-0000-7000-8000-000000000001"


def retraction(subject: str, number: int, supersedes: str, reason: str) -> bytes:
    stated: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"01a20de7-0000-7000-8000-{number:012d}",
        "source": TIMELINE,
        "type": "aitimeline.event.retracted.v1",
        "subject": subject,
        "recordedby": "Lee",
        "time": f"2026-01-02T03:04:{number:02d}.000000Z",
        "data": {"supersedes": [supersedes], "reason": reason},
    }
    return rfc8785.dumps({**stated, "digest": digest_of(stated)}) + b"\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A log of two events, one of which was revised, the other withdrawn; a third and an actor came later."""
    shown, rumour = event("2023-12-06", {"en": "Shown", "ko": "공개"}), event("2023-12-10", "Rumour")
    log = write_log(tmp_path / "events", {"shown": shown, "rumour": rumour})
    revised = {**event("2023-12-08", {"en": "Shown", "ko": "공개"}), "supersedes": [FIRST_ID], "reason": "in Seoul"}
    more = [
        record_line("shown", revised, 11),
        retraction("rumour", 12, FIRST_ID[:-1] + "2", "no source"),
        record_line("late", event("2023-12-09", "Late"), 13),
        record_line("meta", {"type": "company", "names": {"en": ["Meta"]}}, 14, "actor"),
    ]
    with (log / "hand.jsonl").open("ab") as opened:
        opened.writelines(more)
    return Desk(tmp_path, log, {"AITIMELINE_TODAY": "2026-01-03"})


def test_a_sentence_comes_first_and_then_each_change_in_order(desk: Desk) -> None:
    table = desk.run("changes", "--since", "2026-01-02T03:04:10Z").stdout
    sentence = "1 event is new, 1 was revised, 1 was withdrawn; 1 actor is new."
    assert table.startswith(f"Since 2026-01-02 03:04 UTC: {sentence}\n\n")
    assert [table.index(word) for word in ("shown", "rumour", "late", "meta")] == sorted(
        table.index(word) for word in ("shown", "rumour", "late", "meta")
    )
    assert "when: 2023-12-06 -> 2023-12-08" in table
    assert "Lee: no source" in table
    korean = desk.run("changes", "--since", "2026-01-02T03:04:10Z", "--lang", "ko").stdout
    said = "사건 새로 기록 1건, 수정 1건, 철회 1건; 행위자 새로 기록 1개."
    assert korean.startswith(f"2026-01-02 03:04 UTC 이후: {said}")


def test_a_day_counts_from_its_beginning_where_the_person_is(desk: Desk) -> None:
    ran = desk.run("changes", "--since", "yesterday", "--tz", "Asia/Seoul", "-f", "json")
    assert len(ran.json) == 6
    assert desk.run("changes", "--since", "2026-01-03", "-f", "json").json == []
    assert desk.run("changes", "--since", "2026-01-03").stdout == "Nothing has changed since 2026-01-03 00:00 UTC.\n"
    seoul = desk.run("changes", "--since", "2026-01-02", "--tz", "Asia/Seoul").stdout
    assert seoul.startswith("Since 2026-01-02 00:00 KST: 3 events are new")
    assert "2026-01-02 12:04 KST" in seoul


def test_what_was_known_later_is_not_told_as_of_an_earlier_time(desk: Desk) -> None:
    ran = desk.run("changes", "--since", "2026-01-02", "--as-of", "2026-01-02T03:04:11Z", "-f", "json")
    assert [(each["key"], each["what"]) for each in ran.json] == [
        ("shown", "new"),
        ("rumour", "new"),
        ("shown", "revised"),
    ]


def test_a_query_finds_events_as_they_stand(desk: Desk) -> None:
    ran = desk.run("changes", "--since", "2026-01-02T03:04:10Z", "on:2023-12-08", "-f", "json")
    assert [(each["key"], each["reason"], each["changes"]) for each in ran.json] == [
        ("shown", "in Seoul", ["when: 2023-12-06 -> 2023-12-08"])
    ]
    assert ran.json[0]["recorded_at"] == "2026-01-02T03:04:11.000000Z"


def test_rows(desk: Desk) -> None:
    rows = desk.run("changes", "--since", "2026-01-02T03:04:10Z", "-f", "csv").rows
    assert [(row["what"], row["about"], row["key"], row["when"]) for row in rows] == [
        ("revised", "event", "shown", "2023-12-08"),
        ("withdrawn", "event", "rumour", "2023-12-10"),
        ("new", "event", "late", "2023-12-09"),
        ("new", "actor", "meta", ""),
    ]
    assert desk.run("changes", "--since", "2026", "-f", "md").stdout.count("\n") == 8
    assert desk.run("changes", "--since", "2026", "-f", "jsonl").stdout.count("\n") == 6


@pytest.mark.long
@pytest.mark.parametrize("time", ["-9999", "Y-170000002", "2026", "9999", "Y170000002", "2020/.."])
def test_any_time_is_taken(desk: Desk, time: str) -> None:
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        ran = desk.run("changes", f"--since={time}", "--tz", zone)
        assert (ran.stderr, ran.code) == ("", 0)


def test_a_time_that_is_none_and_one_that_is_missing_are_refused(desk: Desk) -> None:
    for arguments in (("--since", "sometime"), ("--since", "after:shown"), ()):
        ran = desk.run("changes", *arguments)
        assert (ran.code, ran.stdout) == (2, "")
