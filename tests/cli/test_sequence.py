"""``follows``, ``nearest`` and ``chain``, as processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desk import Desk, Ran, event, run, shown_at_terminal, write_log
from golden import kept


def pairs_of(ran: Ran) -> list[tuple[str, str, Any, bool]]:
    return [(row["first"]["key"], row["then"]["key"], row["days"], row["certain"]) for row in ran.json]


def test_gemini_came_one_day_after_the_alliance(shipped: Desk) -> None:
    asked = ("follows", "kind:alliance", "actor:google", "--within", "3")
    assert ("ai-alliance-formed", "gemini-announced", 1, True) in pairs_of(shipped.run(*asked, "-f", "json"))
    assert "came 1 day after “Meta, IBM and some 50 members form the AI Alliance”" in shipped.run(*asked).stdout


def test_a_pair_has_two_whole_events(small: Desk) -> None:
    (row,) = small.run("follows", "kind:alliance", "tag:model", "-f", "json").json
    assert set(row) == {"first", "then", "days", "certain"}
    listed = small.run("list", "-f", "json").json
    assert row["first"] in listed
    assert row["then"] in listed


@pytest.mark.parametrize("within", ["0", "1", "7", "9" * 30])
def test_pairs_as_lines_are_the_same_pairs(small: Desk, within: str) -> None:
    asked = ("follows", "", "", "--within", within)
    lines = small.run(*asked, "-f", "jsonl").stdout.splitlines()
    rows = small.run(*asked, "-f", "csv").rows
    pairs = pairs_of(small.run(*asked, "-f", "json"))
    assert [json.loads(line)["then"]["key"] for line in lines] == [pair[1] for pair in pairs]
    assert [(row["first"], row["then"], row["certain"]) for row in rows] == [
        (first, then, "true" if certain else "false") for first, then, _, certain in pairs
    ]


def test_what_may_follow_is_marked_and_can_be_left_out(small: Desk) -> None:
    asked = ("follows", "key:gemini-shown", "kind:statement", "--within", "7")
    assert pairs_of(small.run(*asked, "-f", "json")) == [("gemini-shown", "chips-promised", [-6, 24], False)]
    shown = small.run(*asked).stdout
    assert "-6..+24 ?" in shown
    assert "--certain leaves these out" in shown
    assert small.run(*asked, "--certain", "-f", "json").json == []


@pytest.mark.parametrize("form", ["json", "table", "csv", "md", "jsonl"])
def test_within_less_than_no_days_nothing_follows(small: Desk, form: str) -> None:
    ran = small.run("follows", "", "", "--within", "-1", "-f", form)
    assert (ran.stderr, ran.code) == ("", 0)
    assert "gemini" not in ran.stdout


def test_nothing_is_a_sentence(small: Desk) -> None:
    ran = small.run("follows", "tag:open", "kind:regulation", "--within", "1")
    assert ran.stdout == "Of [kind:regulation], nothing came within 1 day after one of [tag:open].\n"


def test_a_query_may_begin_with_what_it_excludes(small: Desk) -> None:
    pairs = pairs_of(small.run("follows", "-kind:statement tag:open", "-kind:statement", "-f", "json"))
    assert [pair[1] for pair in pairs] == ["gemini-shown", "law-agreed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("follows", "kind:alliance"),
        ("follows", "kind:alliance", "knd:release"),
        ("follows", "kind:alliance", "kind:release", "kind:figure"),
        ("follows", "kind:alliance", "kind:release", "--within", "soon"),
        ("follows", "kind:alliance", "kind:release", "--summary", "--shuffles", "0"),
        ("nearest", "gemini-shown", "-n", "-1"),
        ("nearest", "gemini-shown", "--before", "--after"),
        ("chain", "gemini-shown", "--within", "-1"),
        ("chain", "gemini-shown", "--limit", "0"),
    ],
)
def test_what_cannot_be_asked_is_refused(small: Desk, arguments: tuple[str, ...]) -> None:
    ran = small.run(*arguments)
    assert (ran.stdout, ran.code) == ("", 2)
    assert 1 <= ran.stderr.count("\n") <= 3


@pytest.mark.parametrize("command", ["nearest", "chain"])
def test_an_unknown_key_names_the_nearest(small: Desk, command: str) -> None:
    ran = small.run(command, "gemini-shwn")
    assert (ran.stdout, ran.code) == ("", 3)
    assert "gemini-shown" in ran.stderr


def test_a_summary_says_how_often_and_against_what(small: Desk) -> None:
    value = small.run("follows", "tag:open", "tag:model", "--summary", "-f", "json").json
    assert value["first"] == {"events": 1, "left_out": 0, "followed": 1, "share": 1.0}
    assert (value["pairs"], value["median_lag"], value["chance"]["shuffles"]) == (1, 1, 1000)
    assert (value["chance"]["from"], value["chance"]["to"]) == ("2023-12-06", "2023-12-07")
    assert small.run("follows", "tag:open", "tag:model", "--summary", "-f", "json").json == value


def test_a_summary_leaves_out_what_is_not_on_one_known_day(small: Desk) -> None:
    value = small.run("follows", "", "", "--summary", "-f", "json").json
    assert value["first"]["left_out"] == value["then"]["left_out"] == 2


@pytest.mark.parametrize("query", ["kind:statement", "key:reinvent"])
def test_a_summary_of_nothing_is_no_failure(small: Desk, query: str) -> None:
    for form in ("table", "json", "csv", "md"):
        ran = small.run("follows", query, query, "--summary", "-f", form)
        assert (ran.stderr, ran.code) == ("", 0)


def test_a_seed_gives_other_shuffles(shipped: Desk) -> None:
    asked = ("follows", "kind:release", "kind:release", "--summary", "--shuffles", "50", "-f", "json", "--seed")
    one, other = (shipped.run(*asked, seed).json["chance"]["pairs"]["mean"] for seed in ("1", "2"))
    assert one != other


def test_at_a_terminal_a_long_count_shows_a_bar(shipped: Desk) -> None:
    shown = shown_at_terminal(
        *("follows", "", "", "--summary", "--shuffles", "40000"), cwd=shipped.folder, env=shipped.env
    )
    assert "shuffling" in shown
    assert "40,000 shuffles" in " ".join(shown.split())


def test_the_nearest_are_those_of_within_in_another_order(shipped: Desk) -> None:
    near = shipped.run("nearest", "gemini-announced", "-n", "4", "--certain", "-f", "json").json
    every = shipped.run("within", "7", "gemini-announced", "--certain", "-f", "json").json
    assert near == sorted(every, key=lambda each: (abs(each["days"]), each["earliest"]))[:4]


def test_the_nearest_on_a_side(small: Desk) -> None:
    for side, keys in (("--before", ["alliance-formed"]), ("--after", ["law-agreed"])):
        assert small.run("nearest", "gemini-shown", "-n", "1", side, "-f", "json").keys == keys


def test_an_imprecise_date_comes_after_what_is_nearer_for_certain(small: Desk) -> None:
    ran = small.run("nearest", "gemini-shown")
    assert [line.split()[0] for line in ran.stdout.splitlines()[3:7]] == ["-1", "+2", "-6", "-6..+24"]
    assert "? may be nearer" in ran.stdout


def test_none_is_nearest_where_there_is_no_other(small: Desk) -> None:
    ran = small.run("nearest", "gemini-shown", "key:gemini-shown")
    assert (ran.stdout, ran.code) == ("No event is near gemini-shown.\n", 0)


def test_a_run_is_in_order_with_the_gaps(small: Desk) -> None:
    run = small.run("chain", "gemini-shown", "--within", "2", "--certain", "-f", "json").json
    assert [(each["key"], each["days"]) for each in run] == [
        ("alliance-formed", None),
        ("gemini-shown", 1),
        ("law-agreed", 2),
    ]


def test_a_run_that_is_cut_says_so(small: Desk) -> None:
    ran = small.run("chain", "gemini-shown", "--limit", "2", "-f", "json")
    assert ran.keys == ["chips-promised", "gemini-shown"]
    assert "the run goes on" in ran.stderr
    assert ran.code == 0


def test_a_run_of_one_is_a_sentence(small: Desk) -> None:
    ran = small.run("chain", "gemini-shown", "--within", "0", "--certain")
    assert ran.stdout.startswith("No other event is within 0 days of “Google shows Gemini”")


def test_as_of_an_earlier_time_less_was_known(small: Desk) -> None:
    for command in (("follows", "", ""), ("nearest", "alliance-formed"), ("chain", "alliance-formed")):
        ran = small.run(*command, "--as-of", "2026-01-02T03:04:04Z", "-f", "json")
        assert "gemini" not in ran.stdout
        assert ran.code == 0


def test_a_zone_brings_events_closer(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "events", {"late": event("2023-12-06T23:00-08:00", "Late"), "next": event("2023-12-07", "Next")}
    )
    asked = ("--log", str(log), "follows", "key:late", "key:next", "--within", "0", "-f", "json")
    assert pairs_of(run(*asked, cwd=tmp_path)) == []
    assert pairs_of(run(*asked, "--tz", "Asia/Seoul", cwd=tmp_path)) == [("late", "next", 0, True)]


@pytest.mark.long
def test_titles_cannot_steer_a_terminal(tmp_path: Path) -> None:
    hostile = {f"e-{at}": event(f"2023-12-0{at}", "\x1b[31m\u202eText\n=1+1|`") for at in (1, 2)}
    log = write_log(tmp_path / "events", hostile)
    for command in (("follows", "", "\u202e"), ("follows", "", ""), ("nearest", "e-1"), ("chain", "e-1")):
        for form in ("table", "csv", "md", "json"):
            ran = run("--log", str(log), *command, "-f", form, cwd=tmp_path)
            assert not {"\x1b", "\u202e"} & set(ran.stdout + ran.stderr)


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("follows-en.txt", ("follows", "actor:openai kind:release", "actor:google", "--within", "90"), ""),
        ("follows-80-ko.txt", ("follows", "kind:alliance", "kind:release", "--within", "5", "--lang", "ko"), "80"),
        ("follows.csv", ("follows", "kind:alliance", "kind:release", "--within", "5", "-f", "csv"), ""),
        ("follows.md", ("follows", "kind:alliance", "kind:release", "--within", "5", "-f", "md"), ""),
        ("follows-summary-en.txt", ("follows", "tag:open", "actor:google", "--summary"), ""),
        ("follows-summary-ko.txt", ("follows", "tag:open", "actor:google", "--summary", "--lang", "ko"), ""),
        ("follows-summary.csv", ("follows", "tag:open", "actor:google", "--summary", "-f", "csv"), ""),
        ("nearest-80-en.txt", ("nearest", "gemini-announced"), "80"),
        ("nearest-ko.txt", ("nearest", "gemini-announced", "--before", "--lang", "ko"), ""),
        ("chain-80-en.txt", ("chain", "gemini-announced", "--within", "2"), "80"),
        ("chain-ko.txt", ("chain", "gemini-announced", "--within", "2", "--lang", "ko"), ""),
        ("chain.csv", ("chain", "gemini-announced", "--within", "2", "-f", "csv"), ""),
    ],
)
def test_the_answer_is_the_one_that_was_kept(hard: Desk, name: str, arguments: tuple[str, ...], columns: str) -> None:
    ran = hard.run(*arguments, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    assert ran.stdout.encode() == kept(name, ran.stdout.encode())
