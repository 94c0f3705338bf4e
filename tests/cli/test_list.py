"""``list``: queries, formats and empty answers."""

from __future__ import annotations

import json

import pytest

from desk import Desk, event, write_log


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ([], ["reinvent", "chips-promised", "alliance-formed", "gemini-shown", "law-agreed"]),
        (["actor:google"], ["gemini-shown"]),
        (["actor:메타"], ["alliance-formed"]),
        (["actor:meta"], ["alliance-formed"]),
        (['actor:"Meta Platforms"'], ["alliance-formed"]),
        (["kind:release,conference"], ["reinvent", "gemini-shown"]),
        (["tag:open"], ["alliance-formed"]),
        (["since:2023-12-07"], ["chips-promised", "gemini-shown", "law-agreed"]),
        (["until:2023-11"], ["reinvent"]),
        (["얼라이언스"], ["alliance-formed"]),
        (["GEMINI"], ["gemini-shown"]),
        (["구글"], ["gemini-shown"]),
        (["actor:google", "kind:alliance"], []),
    ],
)
def test_a_query_selects_the_events_for_which_all_terms_hold(small: Desk, query: list[str], keys: list[str]) -> None:
    ran = small.run("list", *query, "-f", "json")
    assert (sorted(ran.keys), ran.code) == (sorted(keys), 0)


def test_events_come_in_order_of_time(small: Desk) -> None:
    earliest = [each["earliest"] for each in small.run("list", "-f", "json").json]
    assert earliest == sorted(earliest)


def test_in_the_shipped_log_korean_and_english_names_of_an_actor_select_the_same(shipped: Desk) -> None:
    korean = shipped.run("list", "actor:메타", "-f", "json").keys
    assert korean == shipped.run("list", "actor:meta", "-f", "json").keys
    assert "ai-alliance-formed" in korean


@pytest.mark.parametrize(
    ("term", "suggested"),
    [
        ("actr:google", "actor"),
        ("actor:gogle", "google"),
        ("kind:relase", "release"),
        ("tag:opne", "open"),
        ("since:2023-13", "since"),
        ("until:", "no value"),
    ],
)
def test_an_unknown_field_or_value_is_refused_with_a_hint(small: Desk, term: str, suggested: str) -> None:
    ran = small.run("list", term)
    assert (ran.stdout, ran.code) == ("", 2)
    assert suggested in ran.stderr.replace(term, "")


def test_json_is_one_array(small: Desk) -> None:
    assert isinstance(small.run("list", "-f", "json").json, list)


def test_each_line_of_jsonl_is_an_object(small: Desk) -> None:
    lines = small.run("list", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["key"] for line in lines][:1] == ["reinvent"]
    assert len(lines) == 5


def test_csv_has_a_header_and_a_row_for_each_event(small: Desk) -> None:
    rows = small.run("list", "-f", "csv").rows
    assert {"key", "when", "title", "kind"} <= rows[0].keys()
    assert len(rows) == 5


def test_markdown_is_a_table_with_a_row_for_each_event(small: Desk) -> None:
    lines = small.run("list", "-f", "md").stdout.splitlines()
    assert all(line.startswith("|") for line in lines)
    assert len(lines) == 5 + 2


def test_a_table_is_the_default(small: Desk) -> None:
    assert small.run("list").stdout == small.run("list", "--format", "table").stdout


@pytest.mark.parametrize(
    ("output_format", "shown"), [("json", "[]\n"), ("jsonl", ""), ("table", "No event matches.\n")]
)
def test_an_empty_answer_is_no_failure(small: Desk, output_format: str, shown: str) -> None:
    ran = small.run("list", "nosuchword", "-f", output_format)
    assert (ran.stdout, ran.stderr, ran.code) == (shown, "", 0)


def test_an_empty_csv_answer_still_has_its_header(small: Desk) -> None:
    header = small.run("list", "tag:open", "-f", "csv").stdout.splitlines()[0]
    assert small.run("list", "nosuchword", "-f", "csv").stdout.splitlines() == [header]


def test_an_unknown_format_is_refused(small: Desk) -> None:
    ran = small.run("list", "-f", "yaml")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "jsonl" in ran.stderr


def test_titles_follow_lang(small: Desk) -> None:
    assert "구글, 제미나이 공개" in small.run("list", "--lang", "ko").stdout


def test_titles_follow_the_locale(small: Desk) -> None:
    assert "구글, 제미나이 공개" in small.run("list", env={"LANG": "ko_KR.UTF-8"}).stdout


def test_lang_outdoes_the_locale(small: Desk) -> None:
    assert "Google shows Gemini" in small.run("list", "--lang", "en", env={"LANG": "ko_KR.UTF-8"}).stdout


@pytest.mark.parametrize(("language", "title"), [("en", "인공지능법 합의"), ("ko", "Chips are promised")])
def test_a_title_that_is_not_there_in_a_language_is_shown_in_the_other(small: Desk, language: str, title: str) -> None:
    assert title in small.run("list", "--lang", language).stdout


def test_an_unknown_language_is_refused(small: Desk) -> None:
    assert small.run("list", "--lang", "fr").code == 2


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ([], ["reinvent", "chips-promised", "alliance-formed", "gemini-shown", "law-agreed"]),
        (["--sort", "when"], ["reinvent", "chips-promised", "alliance-formed", "gemini-shown", "law-agreed"]),
        (["--sort", "latest"], ["reinvent", "alliance-formed", "gemini-shown", "law-agreed", "chips-promised"]),
        (["--sort", "recorded"], ["reinvent", "alliance-formed", "gemini-shown", "chips-promised", "law-agreed"]),
        (["--sort", "key"], ["alliance-formed", "chips-promised", "gemini-shown", "law-agreed", "reinvent"]),
        (["--reverse"], ["law-agreed", "gemini-shown", "alliance-formed", "chips-promised", "reinvent"]),
        (["--limit", "2"], ["reinvent", "chips-promised"]),
        (["--limit", "0"], []),
        (["--offset", "3"], ["gemini-shown", "law-agreed"]),
        (["--offset", "9"], []),
        (["--limit", "1", "--offset", "1"], ["chips-promised"]),
        (["--sort", "recorded", "--reverse", "--limit", "2"], ["law-agreed", "chips-promised"]),
        (["--limit", "1", "--reverse", "kind:release,conference"], ["gemini-shown"]),
    ],
)
def test_events_come_in_the_order_and_number_that_are_asked_for(
    small: Desk, options: list[str], keys: list[str]
) -> None:
    ran = small.run("list", *options, "-f", "json")
    assert (ran.keys, ran.code) == (keys, 0)


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--sort", "title"], "when, latest, recorded"),
        (["--limit", "-1"], "--limit: cannot be -1; give 0 or more"),
        (["--limit", "many"], "--limit: 'many' is not a whole number"),
        (["--offset", "-1"], "--offset: cannot be -1; give 0 or more"),
    ],
)
def test_an_order_or_number_that_cannot_be_is_refused(small: Desk, options: list[str], hint: str) -> None:
    ran = small.run("list", *options)
    assert (ran.stdout, ran.code) == ("", 2)
    assert hint in ran.stderr


@pytest.mark.parametrize("number", [str(2**31), str(2**63), "9" * 30])
def test_any_number_of_events_can_be_asked_for_or_passed_over(small: Desk, number: str) -> None:
    assert len(small.run("list", "--limit", number, "--offset", "1", "-f", "json").keys) == 4
    assert small.run("list", "--limit", number, "--offset", number, "-f", "json").keys == []


def test_withdrawn_events_are_listed_where_they_are_asked_for(small: Desk) -> None:
    small.run("retract", "law-agreed", "--reason", "too early")
    assert "law-agreed" not in small.run("list", "-f", "json").keys
    (gone,) = small.run("list", "is:retracted", "-f", "json").json
    assert (gone["key"], gone["retracted"], gone["titles"]) == ("law-agreed", True, {"ko": "인공지능법 합의"})
    assert "withdrawn: 인공지능법 합의" in small.run("list", "is:retracted").stdout


@pytest.mark.parametrize("output_format", ["json", "jsonl", "csv", "md", "table"])
def test_a_long_answer_is_whole_in_every_format(small: Desk, output_format: str) -> None:
    many = {f"e-{number}": event("2023-12-06", f"Event {number}") for number in range(1, 41)}
    write_log(small.log, many, writer="many", first=10)
    told = small.run("list", "tag:open OR kind:release", "-f", output_format).stdout
    assert [number for number in range(1, 41) if f"Event {number}" not in told] == []
