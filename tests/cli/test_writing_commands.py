"""The writing commands, as processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from terminal import Ran, run

GEMINI = ("Google unveils Gemini", "--on", "2023-12-07", "--zone", "Asia/Seoul", "--kind", "announcement")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A folder with an empty log."""
    assert run("init", cwd=tmp_path).code == 0
    return tmp_path


def held(log: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((log / "events").iterdir())}


def shown(log: Path, key: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(run("show", key, "-f", "json", cwd=log).stdout)[0]
    return event


def add(log: Path, *more: str) -> Ran:
    ran = run("add", *GEMINI, *more, cwd=log)
    assert ran.code == 0, ran.stderr
    return ran


def test_init_makes_a_log_once(log: Path) -> None:
    before = held(log)
    again = run("init", cwd=log)
    assert again.code == 4
    assert held(log) == before


def test_add_shows_what_it_wrote_and_where(log: Path) -> None:
    ran = add(log)
    assert "google-unveils-gemini" in ran.stdout
    assert "test-writer.jsonl" in ran.stderr


def test_add_keeps_all_that_was_given(log: Path) -> None:
    run("add-actor", "Google", "--type", "company", "--name", "ko=구글", cwd=log)
    add(
        log,
        *("--title", "ko=구글, 제미나이 공개", "--key", "gemini", "--summary", "A model.", "--tag", "closed"),
        *("--actor", "구글=developer", "--figure", "models=3 sizes"),
        *("--source-url", "https://a.example/1", "--source-publisher", "A", "--source-title", "First"),
        *("--source-url", "https://b.example/2", "--source-publisher", "B", "--source-title", ""),
        *("--source-published", "2023-12-06", "--quote", "It came."),
    )
    event = shown(log, "gemini")
    assert event["titles"] == {"en": "Google unveils Gemini", "ko": "구글, 제미나이 공개"}
    assert event["actors"] == [{"actor": "google", "name": "Google", "role": "developer"}]
    assert event["figures"] == [{"name": "models", "value": 3, "unit": "sizes", "period": "2023-12-07"}]
    assert event["sources"] == [
        {
            "url": "https://a.example/1",
            "publisher": "A",
            "title": "First",
            "published": "2023-12-06",
            "quote": "It came.",
        },
        {"url": "https://b.example/2", "publisher": "B"},
    ]


def test_a_taken_key_shows_the_event_and_writes_nothing(log: Path) -> None:
    add(log)
    before = held(log)
    ran = run("add", *GEMINI, cwd=log)
    assert ran.code == 4
    assert "google-unveils-gemini" in ran.stdout
    assert "taken" in ran.stderr
    assert held(log) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("No date", "--kind", "release"),
        ("No kind", "--on", "2023"),
        ("Bad date", "--on", "2023-02-30", "--kind", "release"),
        ("Bad zone", "--on", "2023", "--kind", "release", "--zone", "Mars/Olympus"),
        ("Bad address", "--on", "2023", "--kind", "release", "--source-url", "javascript:alert(1)"),
        ("Bad \x1b[31m title", "--on", "2023", "--kind", "release"),
        ("Bad key", "--on", "2023", "--kind", "release", "--key", "Not A Key"),
        ("제목만", "--on", "2023", "--kind", "release"),
        ("Bad figure", "--on", "2023", "--kind", "release", "--figure", "many"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(arguments: tuple[str, ...], log: Path) -> None:
    before = held(log)
    ran = run("add", *arguments, cwd=log)
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("aitimeline: ")
    assert held(log).keys() - {".lock"} == before.keys() - {".lock"}


def test_a_dry_run_shows_the_record_and_writes_nothing(log: Path) -> None:
    before = held(log)
    ran = run("add", *GEMINI, "--dry-run", cwd=log)
    assert json.loads(ran.stdout)["subject"] == "google-unveils-gemini"
    assert held(log) == before


def test_revise_changes_what_is_given_and_keeps_the_rest(log: Path) -> None:
    add(log, "--tag", "closed", "--source-url", "https://a.example/1", "--source-publisher", "A")
    ran = run(
        *("revise", "google-unveils-gemini", "--on", "2023-12-06", "--zone", "America/Los_Angeles"),
        *("--tag", "model", "--no-tag", "closed", "--reason", "the American date"),
        cwd=log,
    )
    assert ran.code == 0, ran.stderr
    event = shown(log, "google-unveils-gemini")
    assert (event["when"], event["zone"], event["tags"], event["revision"]) == (
        "2023-12-06",
        "America/Los_Angeles",
        ["model"],
        2,
    )
    assert event["sources"] == [{"url": "https://a.example/1", "publisher": "A"}]


def test_revise_with_nothing_to_change_is_refused(log: Path) -> None:
    add(log)
    assert run("revise", "google-unveils-gemini", cwd=log).code == 2


def test_a_retracted_event_is_gone_from_answers_but_not_from_history(log: Path) -> None:
    add(log)
    assert run("retract", "google-unveils-gemini", cwd=log).code == 2
    assert run("retract", "google-unveils-gemini", "--reason", "a slip", cwd=log).code == 0
    assert run("list", "-f", "json", cwd=log).stdout == "[]\n"
    assert run("show", "google-unveils-gemini", cwd=log).code == 3
    past = json.loads(run("history", "google-unveils-gemini", "-f", "json", cwd=log).stdout)
    assert [(each["what"], each["reason"]) for each in past] == [("recorded", None), ("retracted", "a slip")]


def test_a_retracted_event_is_brought_back_by_a_revision(log: Path) -> None:
    add(log)
    run("retract", "google-unveils-gemini", "--reason", "a slip", cwd=log)
    assert run("revise", "google-unveils-gemini", "--reason", "it was right", cwd=log).code == 0
    assert shown(log, "google-unveils-gemini")["revision"] == 3


def test_several_logs_are_read_as_one_and_the_first_is_written_to(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("init", name, cwd=tmp_path)
        run("add", f"In {name}", "--on", "2023", "--kind", "release", "--log", name, cwd=tmp_path)
    both = ("--log", "one", "--log", "two")
    assert len(json.loads(run(*both, "list", "-f", "json", cwd=tmp_path).stdout)) == 2
    run("add", "In both", "--on", "2023", "--kind", "release", *both, cwd=tmp_path)
    assert len((tmp_path / "one" / "test-writer.jsonl").read_bytes().splitlines()) == 2
    assert len((tmp_path / "two" / "test-writer.jsonl").read_bytes().splitlines()) == 1


def test_ones_own_log_is_made_at_the_first_add_and_read_with_the_shipped_one(tmp_path: Path) -> None:
    add(tmp_path)
    found = {event["key"] for event in json.loads(run("list", "-f", "json", cwd=tmp_path).stdout)}
    assert {"google-unveils-gemini", "gemini-announced"} <= found


@pytest.mark.parametrize(
    ("arguments", "env", "why"),
    [
        (("--log", "a"), {}, "--log"),
        ((), {"AITIMELINE_LOG": "a"}, "AITIMELINE_LOG"),
        (("--config", "c.toml"), {}, "settings"),
        ((), {"AITIMELINE_CONFIG": "c.toml"}, "settings"),
        ((), {}, "nearest"),
    ],
)
def test_log_stat_says_which_log_and_why(
    arguments: tuple[str, ...], env: dict[str, str], why: str, tmp_path: Path
) -> None:
    run("init", "a", cwd=tmp_path)
    run("init", cwd=tmp_path)
    (tmp_path / "c.toml").write_text('log = "a"\n')
    told = json.loads(run("log", "stat", "-f", "json", *arguments, cwd=tmp_path, env=env).stdout)
    assert why in told["reason"]
    assert Path(told["folders"][0]["path"]).name == ("events" if why == "nearest" else "a")


@pytest.mark.parametrize("content", ["colour = 1", "format = 'xml'", "language = 3", "log = ", "zone = 'Mars'"])
def test_a_setting_that_cannot_be_used_is_told(content: str, log: Path) -> None:
    (log / "c.toml").write_text(content)
    ran = run("--config", "c.toml", "list", "-f", "jsonl", cwd=log)
    assert ran.code in (0, 2)
    if "zone" not in content:
        assert ran.code == 2
        assert "c.toml" in ran.stderr


def test_settings_give_language_and_format(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('language = "ko"\nformat = "jsonl"\n')
    told = run("--config", "c.toml", "list", "kind:alliance", cwd=tmp_path).stdout.splitlines()
    assert any("얼라이언스" in json.loads(line)["title"] for line in told)
