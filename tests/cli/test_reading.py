"""The reading commands, as processes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from strategies import event_of, record_of
from terminal import run

MEMBERS = {"key", "when", "zone", "title", "kind", "actors", "tags", "sources", "recorded_at", "revision"}


def events(*arguments: str, cwd: Path) -> list[dict[str, Any]]:
    ran = run(*arguments, "-f", "json", cwd=cwd)
    assert (ran.code, ran.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def keys(*arguments: str, cwd: Path) -> list[str]:
    return [event["key"] for event in events(*arguments, cwd=cwd)]


def test_the_week_around_gemini(tmp_path: Path) -> None:
    days = {event["key"]: event["days"] for event in events("within", "7", "gemini-announced", cwd=tmp_path)}
    assert days["ai-alliance-formed"] == -1
    assert days["reinvent-2023"] == -6
    assert "gemini-announced" not in days
    assert all(-7 <= each <= 7 for each in days.values())


def test_an_event_as_json_has_its_members(tmp_path: Path) -> None:
    for event in events("within", "7", "gemini-announced", cwd=tmp_path):
        assert event.keys() >= MEMBERS | {"days", "certain"}
        assert event["certain"] is True


def test_an_imprecise_date_gives_a_range_of_days(tmp_path: Path) -> None:
    found = {event["key"]: event for event in events("within", "3", "mistral-7b-released", cwd=tmp_path)}
    assert found["bedrock-generally-available"]["days"] == [-2, 27]
    assert found["bedrock-generally-available"]["certain"] is False


def test_certain_leaves_out_what_only_may_be_within(tmp_path: Path) -> None:
    assert keys("within", "3", "mistral-7b-released", "--certain", cwd=tmp_path) == []


def test_before_and_after_take_one_side(tmp_path: Path) -> None:
    before = keys("within", "7", "gemini-announced", "--before", cwd=tmp_path)
    after = keys("within", "7", "gemini-announced", "--after", cwd=tmp_path)
    assert "ai-alliance-formed" in before
    assert "mixtral-8x7b-released" in after
    assert not set(before) & set(after)


def test_a_query_narrows_what_is_within(tmp_path: Path) -> None:
    assert keys("within", "7", "gemini-announced", "kind:alliance", cwd=tmp_path) == ["ai-alliance-formed"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("within", "7", "gemini-announced", "--before", "--after"), "--before"),
        (("within", "soon", "gemini-announced"), "whole number"),
        (("within", "7", "gemini-announced", "-f", "xml"), "jsonl"),
        (("list", "actr:google"), "actor"),
        (("list", "actor:gogle"), "google"),
        (("list", "kind:relaese"), "release"),
        (("list", "since:2023-13"), "2023-13"),
        (("list", "--tz", "Asia/Soul", "-f", "json"), "Asia/Seoul"),
        (("list", "--lang", "fr"), "ko"),
        (("list", "--color", "sometimes"), "always"),
        (("lsit",), "list"),
        (("list", "--log", "nowhere"), "aitimeline init"),
    ],
)
def test_bad_input_is_told_in_a_message_that_helps(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    ran = run(*arguments, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (2, "")
    assert word in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("command", [("show",), ("within", "7"), ("gap", "chatgpt-launched"), ("history",)])
def test_a_key_that_does_not_exist_names_the_nearest(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = run(*command, "gemni-announced", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (3, "")
    assert "gemini-announced" in ran.stderr


def test_an_actor_is_found_by_its_name_in_either_language(tmp_path: Path) -> None:
    assert keys("list", "actor:메타", cwd=tmp_path) == keys("list", "actor:meta", cwd=tmp_path) != []


def test_words_are_found_in_korean_titles(tmp_path: Path) -> None:
    assert keys("list", "얼라이언스", cwd=tmp_path) == ["ai-alliance-formed"]


def test_since_and_until_include_their_ends(tmp_path: Path) -> None:
    found = keys("list", "since:2023-12-06", "until:2023-12-07", cwd=tmp_path)
    assert {"ai-alliance-formed", "gemini-announced"} <= set(found)
    assert "reinvent-2023" not in found


def test_titles_follow_the_option_and_the_locale(tmp_path: Path) -> None:
    asked = run("show", "gemini-announced", "-f", "json", "--lang", "ko", cwd=tmp_path)
    local = run("show", "gemini-announced", "-f", "json", cwd=tmp_path, env={"LANG": "ko_KR.UTF-8"})
    assert json.loads(asked.stdout)[0]["title"].startswith("구글")
    assert local.stdout == asked.stdout


def test_global_options_stand_before_the_command_too(tmp_path: Path) -> None:
    before = run("--lang", "ko", "list", cwd=tmp_path)
    assert before.stdout == run("list", "--lang", "ko", cwd=tmp_path).stdout


def test_the_gap_is_a_sentence_or_an_object(tmp_path: Path) -> None:
    assert run("gap", "chatgpt-launched", "gemini-announced", cwd=tmp_path).stdout.startswith("372 days later")
    told = run("gap", "gemini-announced", "chatgpt-launched", "-f", "json", cwd=tmp_path)
    assert json.loads(told.stdout)["days"] == -372


def test_json_lines_are_one_object_each(tmp_path: Path) -> None:
    lines = run("list", "-f", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert len(lines) == len(keys("list", cwd=tmp_path))
    assert all(json.loads(line)["key"] for line in lines)


def test_csv_is_read_back(tmp_path: Path) -> None:
    told = run("within", "7", "gemini-announced", "-f", "csv", cwd=tmp_path).stdout
    rows = list(csv.DictReader(told.splitlines()))
    assert {row["key"]: row["days"] for row in rows}["ai-alliance-formed"] == "-1"


def test_markdown_has_a_linked_source(tmp_path: Path) -> None:
    told = run("list", "kind:alliance", "-f", "md", cwd=tmp_path).stdout
    assert "`ai-alliance-formed`" in told
    assert "](https://m.etnews.com/20231206000347)" in told


def test_no_line_of_a_table_is_wider_than_the_screen(tmp_path: Path) -> None:
    for language in ("ko", "en"):
        told = run("list", "--lang", language, cwd=tmp_path, env={"COLUMNS": "80"}).stdout
        assert max(map(cell_len, told.splitlines())) <= 80


def test_korean_columns_line_up(tmp_path: Path) -> None:
    heading, *rows = run("list", "--lang", "ko", cwd=tmp_path).stdout.splitlines()
    at = cell_len(heading[: heading.index("SOURCE")])
    for row in rows:
        cells = "".join(letter * cell_len(letter) for letter in row)
        assert cells[at - 1] == " ", row
        assert cells[at] != " ", row


@pytest.mark.parametrize(
    ("output_format", "expected"), [("json", "[]\n"), ("jsonl", ""), ("table", "No event matches.\n")]
)
def test_an_empty_answer_is_no_failure(output_format: str, expected: str, tmp_path: Path) -> None:
    ran = run("list", "no-such-word-anywhere", "-f", output_format, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (0, expected)


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    assert run("list", cwd=tmp_path).stdout == "The log holds no event yet.\n"


def test_colour_only_where_it_is_asked_for(tmp_path: Path) -> None:
    assert "\x1b" not in run("list", cwd=tmp_path).stdout
    assert "\x1b" in run("list", "--color", "always", cwd=tmp_path).stdout


def test_a_damaged_line_costs_one_record_and_exit_code_5(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    run("add", "One", "--on", "2023", "--kind", "release", cwd=tmp_path)
    run("add", "Two", "--on", "2023", "--kind", "release", cwd=tmp_path)
    segment = tmp_path / "events" / "test-writer.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b"One", b"0ne"))
    ran = run("list", "-f", "json", cwd=tmp_path)
    assert [event["key"] for event in json.loads(ran.stdout)] == ["two"]
    assert ran.code == 5
    assert "test-writer.jsonl:1" in ran.stderr


def test_a_hostile_title_steers_no_terminal(tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    run("add", "One", "--on", "2023", "--kind", "release", cwd=tmp_path)
    hostile = record_of(event_of("2023", "bad \x1b[31m\u202e title"), subject="bad")
    (tmp_path / "events" / "other.jsonl").write_bytes(hostile.line + b"\n")
    for output in (("-f", "table"), ("-f", "json"), ("-f", "csv"), ("-f", "md")):
        told = run("list", *output, cwd=tmp_path).stdout
        assert "bad" in told
        assert "\x1b" not in told
        assert "\u202e" not in told


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (("--version",), {"rich", "cattrs", "icalendar", "pydantic", "rapidfuzz", "filelock"}),
        (("list", "-f", "json"), {"rich", "icalendar", "pydantic", "rapidfuzz", "filelock"}),
        (("within", "7", "gemini-announced"), {"icalendar", "pydantic", "rapidfuzz", "filelock"}),
    ],
)
def test_start_up_loads_only_what_the_command_needs(
    arguments: tuple[str, ...], unwanted: set[str], tmp_path: Path
) -> None:
    told = run(*arguments, cwd=tmp_path, env={"PYTHONPROFILEIMPORTTIME": "1"}).stderr
    loaded = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if "|" in line}
    assert "typer" in loaded
    assert not unwanted & loaded
