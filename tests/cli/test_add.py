"""``init``, ``add`` and ``add-actor``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk import Desk, run, write_log

BASE = ("add", "Bard is shown", "--on", "2023-02-06", "--kind", "release")


def test_init_makes_an_empty_log_that_commands_find(tmp_path: Path) -> None:
    made = run("init", "--uri", "https://example.org/t", "--name", "Mine", cwd=tmp_path)
    assert made.code == 0
    assert json.loads((tmp_path / "events" / "timeline.json").read_text()) == {
        "name": "Mine",
        "uri": "https://example.org/t",
    }
    listed = run("list", cwd=tmp_path)
    assert (listed.stdout, listed.code) == ("The log holds no event yet.\n", 0)


def test_a_second_init_is_refused_and_changes_nothing(small: Desk) -> None:
    before = small.files()
    assert small.run("init").code == 4
    assert small.files() == before


def test_init_where_a_file_stands_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    ran = run("init", "taken", cwd=tmp_path)
    assert ran.code in {1, 2}
    assert "taken" in ran.stderr


def test_a_uri_that_is_none_is_refused(tmp_path: Path) -> None:
    assert run("init", "--uri", "not a uri", cwd=tmp_path).code == 2
    assert not (tmp_path / "events").exists()


def test_every_option_of_add_reaches_the_event(small: Desk) -> None:
    ran = small.run(
        *("add", "Bard is shown", "--title", "ko=바드 공개", "--on", "2023-02-06", "--zone", "America/Los_Angeles"),
        *("--kind", "release", "--key", "bard-shown", "--summary", "A chatbot.", "--summary", "ko=챗봇."),
        *("--actor", "구글=developer", "--actor", "meta", "--tag", "chatbot", "--tag", "closed"),
        *("--figure", "share=65 percent @2023-Q1"),
        *("--source-url", "https://example.org/1", "--source-url", "https://example.org/2"),
        *("--source-publisher", "One", "--source-publisher", "Two", "--source-title", "First"),
        *("--source-published", "2023-02-07", "--source-language", "en", "--source-when", "2023-02-07"),
        *("--source-zone", "Asia/Seoul", "--quote", "Bard is here.", "-f", "json"),
    )
    assert ran.code == 0, ran.stderr
    added = ran.json
    assert (added["key"], added["when"], added["zone"]) == ("bard-shown", "2023-02-06", "America/Los_Angeles")
    assert added["titles"] == {"en": "Bard is shown", "ko": "바드 공개"}
    assert (added["summary"], added["kind"], sorted(added["tags"])) == ("A chatbot.", "release", ["chatbot", "closed"])
    assert [(part["actor"], part.get("role")) for part in added["actors"]] == [("google", "developer"), ("meta", None)]
    assert [(each["name"], each["value"], each["period"]) for each in added["figures"]] == [("share", 65, "2023-33")]
    assert added["recorded_by"] == "Test Writer"
    first, second = added["sources"]
    assert first == {
        "url": "https://example.org/1",
        "publisher": "One",
        "title": "First",
        "published": "2023-02-07",
        "language": "en",
        "quote": "Bard is here.",
        "when": "2023-02-07",
        "zone": "Asia/Seoul",
    }
    assert second == {"url": "https://example.org/2", "publisher": "Two"}


def test_what_was_added_is_one_line_in_the_writers_own_segment(small: Desk) -> None:
    before = small.files()
    assert small.run(*BASE).code == 0
    after = small.files()
    assert after["test-writer.jsonl"].count(b"\n") == 1
    assert after["hand.jsonl"] == before["hand.jsonl"]


def test_a_key_is_made_of_the_english_title(small: Desk) -> None:
    added = small.run(*BASE, "-f", "json").json
    assert added["key"] == "bard-is-shown"


def test_a_summary_can_come_from_standard_input(small: Desk) -> None:
    added = small.run(*BASE, "--summary", "-", "-f", "json", stdin="Two\nlines\n").json
    assert added["summary"] == "Two lines"


def test_an_event_without_a_source_is_written_with_a_warning(small: Desk) -> None:
    ran = small.run(*BASE)
    assert ran.code == 0
    assert "no source" in ran.stderr


def test_a_taken_key_is_a_conflict_that_shows_the_event_and_writes_nothing(small: Desk) -> None:
    before = small.files()
    ran = small.run(*BASE, "--key", "gemini-shown")
    assert (ran.code, small.files()) == (4, before)
    assert "Google shows Gemini" in ran.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Bad date", "--on", "2023-02-30", "--kind", "release"),
        ("add", "Not a date", "--on", "some day", "--kind", "release"),
        (*BASE, "--zone", "Asia/Soul"),
        (*BASE, "--source-url", "javascript:alert(1)"),
        (*BASE, "--source-url", "https://"),
        (*BASE, "--source-title", "Only a title"),
        (*BASE, "--source-zone", "Mars/Base"),
        (*BASE, "--figure", "share"),
        (*BASE, "--key", "Not A Key"),
        (*BASE, "--actor", ""),
        (*BASE, "--tag", "!!"),
        (*BASE, "--title", "ko=tab\there"),
        ("add", "An \x1b[31m escape", "--on", "2023", "--kind", "release"),
        ("add", "Two\nlines", "--on", "2023", "--kind", "release"),
        ("add", "", "--on", "2023", "--kind", "release"),
        ("add", "제목뿐", "--on", "2023", "--kind", "release"),
        ("add", "No date", "--kind", "release"),
        ("add", "No kind", "--on", "2023"),
        ("add", "--on", "2023", "--kind", "release"),
        ("add",),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(small: Desk, arguments: tuple[str, ...]) -> None:
    before = small.files()
    ran = small.run(*arguments)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert ran.stderr.startswith("aitimeline: ")
    assert "\x1b" not in ran.stderr


def test_a_dry_run_shows_the_record_and_writes_nothing(small: Desk) -> None:
    before = small.files()
    ran = small.run(*BASE, "--dry-run")
    assert (ran.code, small.files()) == (0, before)
    assert ran.json["subject"] == "bard-is-shown"
    assert "not written" in ran.stderr


def test_a_dry_run_does_not_make_the_folder_of_a_first_event(tmp_path: Path) -> None:
    ran = run(*BASE, "--dry-run", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert not list((tmp_path / ".home").rglob("*.jsonl"))


def test_a_first_event_goes_to_the_persons_own_log(tmp_path: Path) -> None:
    assert run(*BASE, cwd=tmp_path).code == 0
    own = tmp_path / ".home" / ".local" / "share" / "aitimeline" / "events"
    assert (own / "test-writer.jsonl").read_bytes().count(b"\n") == 1


def test_an_unknown_actor_is_kept_with_a_warning(small: Desk) -> None:
    ran = small.run(*BASE, "--actor", "Gogle", "-f", "json")
    assert ran.json["actors"][0]["actor"] == "gogle"
    assert "google" in ran.stderr


def test_an_actor_that_was_added_resolves_by_its_korean_name(small: Desk) -> None:
    assert small.run("add-actor", "Naver", "--type", "company", "--name", "ko=네이버").code == 0
    added = small.run(*BASE, "--actor", "네이버=developer", "-f", "json").json
    assert added["actors"] == [{"actor": "naver", "name": "Naver", "role": "developer"}]


def test_an_actor_that_is_known_is_a_conflict(small: Desk) -> None:
    before = small.files()
    assert small.run("add-actor", "Google", "--type", "company").code == 4
    assert small.files() == before


def test_an_unknown_type_of_actor_is_refused(small: Desk) -> None:
    ran = small.run("add-actor", "Naver", "--type", "firm")
    assert (ran.code, "company" in ran.stderr) == (2, True)


def test_of_several_logs_the_first_is_written_to(tmp_path: Path) -> None:
    first, second = write_log(tmp_path / "a", {}), write_log(tmp_path / "b", {}, writer="other")
    before = (second / "other.jsonl").read_bytes()
    assert run("--log", first, "--log", second, *BASE, cwd=tmp_path).code == 0
    assert (first / "test-writer.jsonl").is_file()
    assert {path.name: path.read_bytes() for path in second.glob("*.jsonl")} == {"other.jsonl": before}


def test_the_log_named_first_need_not_hold_anything_yet_to_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("--log", "empty", *BASE, cwd=tmp_path).code == 0
    assert (tmp_path / "empty" / "test-writer.jsonl").is_file()
