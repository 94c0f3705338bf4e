"""``show`` and ``history``."""

from __future__ import annotations

import json

import pytest

from desk import Desk


def test_an_event_is_shown_with_both_titles_and_every_source(small: Desk) -> None:
    shown = small.run("show", "gemini-shown").stdout
    assert all(
        each in shown
        for each in ("Google shows Gemini", "구글, 제미나이 공개", "Paper A", "https://example.org/b", "2023-12-07")
    )


def test_an_event_as_json_is_an_answer_of_one_event(small: Desk) -> None:
    shown = small.run("show", "gemini-shown", "-f", "json").json
    assert shown["titles"] == {"en": "Google shows Gemini", "ko": "구글, 제미나이 공개"}
    assert [actor["actor"] for actor in shown["actors"]] == ["google"]


def test_names_of_actors_follow_the_language(small: Desk) -> None:
    shown = small.run("show", "gemini-shown", "-f", "json", "--lang", "ko").json
    assert shown["actors"][0]["name"] == "구글"


@pytest.mark.parametrize("command", ["show", "history"])
def test_an_unknown_key_names_the_nearest(small: Desk, command: str) -> None:
    ran = small.run(command, "gemini-shwon")
    assert (ran.stdout, ran.code) == ("", 3)
    assert "gemini-shown" in ran.stderr


def test_a_missing_key_is_wrong_usage(small: Desk) -> None:
    ran = small.run("show")
    assert ran.code == 2
    assert "Try 'aitimeline show --help'" in ran.stderr


def test_the_history_tells_revision_and_writer(small: Desk) -> None:
    (record,) = small.run("history", "gemini-shown", "-f", "json").json
    assert record["recorded_by"] == "Hand"


@pytest.mark.parametrize(("output_format", "begins"), [("table", "REVISION"), ("csv", "revision"), ("md", "|")])
def test_the_history_has_a_heading(small: Desk, output_format: str, begins: str) -> None:
    assert small.run("history", "gemini-shown", "-f", output_format).stdout.startswith(begins)


def test_the_history_in_jsonl_is_an_object_a_line(small: Desk) -> None:
    lines = small.run("history", "gemini-shown", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["recorded_by"] for line in lines] == ["Hand"]
