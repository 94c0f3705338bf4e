"""Dates in words, by order and in dispute, as a person meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk, event, write_log


@pytest.fixture
def disputed(tmp_path: Path) -> Desk:
    """A log of three events, one of them in real dispute, one by its zone."""
    ny = {"publisher": "Paper", "when": "2023-12-05", "zone": "America/New_York"}
    far = {"publisher": "Blog", "when": "2023-12-01", "quote": "on Thursday, December 1, 2023"}
    events = {
        "by-zone": event("2023-12-06", "By zone", zone="Asia/Seoul", sources=[ny]),
        "really": event("2023-12-06", "Really", sources=[ny, far]),
        "agreed": event("2023-11-27/2023-12-01", "Agreed"),
    }
    return Desk(tmp_path, write_log(tmp_path / "events", events), {})


def test_a_date_in_words_is_shown_before_it_is_written(small: Desk) -> None:
    ran = small.run("add", "Alliance", "--on", "지난 6일", "--ref", "2023-12-08", "--kind", "alliance")
    assert ran.code == 0
    first, *rest = ran.stderr.splitlines()
    assert first.startswith("aitimeline: '지난 6일' is read as 2023-12-06")
    assert any("recorded alliance" in line for line in rest)
    assert small.run("show", "alliance", "-f", "json").json["when"] == "2023-12-06"


@pytest.mark.parametrize("how", ["option", "after", "environment"])
def test_words_are_seen_from_the_day_that_is_taken_for_today(small: Desk, how: str) -> None:
    env = {"AITIMELINE_TODAY": "2023-12-08"} if how == "environment" else {}
    before = ["--today", "2023-12-08"] if how == "option" else []
    after = ["--today", "2023-12-08"] if how == "after" else []
    ran = small.run(*before, "list", "since:어제", "-f", "json", *after, env=env)
    assert ran.keys == ["chips-promised", "gemini-shown", "law-agreed"]
    assert "is read as 2023-12-07" in ran.stderr


def test_the_day_of_reference_comes_before_today(small: Desk) -> None:
    ran = small.run(
        "add", "X", "--on", "yesterday", "--ref", "2023-12-08", "--today", "2024-01-01", "--kind", "release"
    )
    assert "is read as 2023-12-07" in ran.stderr


@pytest.mark.parametrize("option", ["--ref", "--today"])
def test_a_day_of_reference_that_is_none_is_refused(small: Desk, option: str) -> None:
    before = small.files()
    ran = small.run("add", "X", "--on", "yesterday", option, "sometime", "--kind", "release")
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert f"{option} cannot be 'sometime'" in ran.stderr


def test_quoted_words_stand_in_a_query(small: Desk) -> None:
    ran = small.run("list", 'since:"early December 2023"', "until:2023-12-06", "-f", "json")
    assert ran.keys == ["reinvent", "chips-promised", "alliance-formed"]


def test_sources_have_dates_in_words_too(small: Desk) -> None:
    source = ["--source-publisher", "P", "--source-when", "지난 5일", "--source-published", "어제"]
    small.run("add", "X", "--on", "2023-12-06", "--kind", "release", *source, "--ref", "2023-12-08")
    (found,) = small.run("show", "x", "-f", "json").json["sources"]
    assert (found["when"], found["published"]) == ("2023-12-05", "2023-12-07")


def test_the_period_of_a_figure_may_be_several_words(small: Desk) -> None:
    figure = ["--figure", "share=65 percent @late November 2023"]
    small.run("add", "X", "--on", "2023-12-06", "--kind", "report", *figure)
    (found,) = small.run("show", "x", "-f", "json").json["figures"]
    assert found["period"] == "[2023-11-21..2023-11-30]"


def test_a_query_does_not_begin_or_end_with_an_order(small: Desk) -> None:
    for term in ("since:after:gemini-shown", "until:before:2024"):
        ran = small.run("list", term)
        assert (ran.stdout, ran.code) == ("", 2)
        assert "not an order" in ran.stderr


def test_what_is_known_by_order_follows_the_event_that_it_names(small: Desk) -> None:
    small.run("add", "Later", "--on", "after:gemini-shown before:2024-02", "--kind", "release")
    assert "so far 2023-12-07 to 2024-01-31" in small.run("show", "later").stdout
    small.run("revise", "gemini-shown", "--on", "2024-01-10")
    assert small.run("show", "later", "-f", "json").json["earliest"] == "2024-01-10"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("after:gemini-shwn", "did you mean gemini-shown?"),
        ("after:gemini-shown before:reinvent", "leave no day"),
        ("before:gemini-shown after:Bad_Key", "is not a key"),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused(small: Desk, when: str, told: str) -> None:
    before = small.files()
    ran = small.run("add", "Later", "--on", when, "--kind", "release")
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert told in ran.stderr


def test_an_order_that_leads_back_to_itself_is_refused(small: Desk) -> None:
    small.run("add", "Later", "--on", "after:gemini-shown", "--kind", "release")
    before = small.files()
    ran = small.run("revise", "gemini-shown", "--on", "after:later")
    assert (ran.code, small.files()) == (2, before)
    assert "before or after itself" in ran.stderr


def test_an_order_that_a_merge_has_broken_is_found_by_verify(small: Desk) -> None:
    write_log(
        small.log,
        {"a": event("after:b", "A"), "b": event("after:a", "B"), "c": event("after:d", "C")},
        writer="lee",
        first=30,
    )
    ran = small.run("log", "verify", "-f", "json")
    assert ran.code == 0
    assert [each["message"].split()[0] for each in ran.json["findings"] if each["what"] == "order"] == ["a", "b", "c"]
    assert small.run("list").code == 0


def test_disputes_tell_a_zone_from_a_real_difference(disputed: Desk) -> None:
    ran = disputed.run("disputes", "-f", "json")
    assert {each["key"]: each["difference"] for each in ran.json} == {
        "by-zone": "same moment, other zone",
        "really": "differs",
    }
    assert [each["text"] for each in ran.json[1]["weekdays"]] == ["Thursday, December 1, 2023"]


def test_disputes_can_be_asked_of_some_events(disputed: Desk) -> None:
    assert disputed.run("disputes", "zone", "-f", "csv").rows[0]["key"] == "by-zone"
    assert disputed.run("disputes", "agreed").stdout == "No source differs from another.\n"


def test_disputes_are_read_in_a_table(disputed: Desk) -> None:
    ran = disputed.run("disputes")
    assert "2023-12-05" in ran.stdout
    assert "Paper, America/New_York: same moment, other zone" in ran.stdout
    assert "'Thursday, December 1, 2023' is impossible: 2023-12-01 was a Friday" in ran.stdout
    assert "같은 순간, 다른 시간대" in disputed.run("disputes", "--lang", "ko").stdout


def test_show_says_how_a_source_stands_to_the_log(disputed: Desk) -> None:
    assert "(America/New_York); same moment, other zone" in disputed.run("show", "by-zone").stdout


def test_show_says_which_days_it_may_be_elsewhere(disputed: Desk) -> None:
    ran = disputed.run("show", "by-zone", "--tz", "America/New_York")
    assert "in America/New_York 2023-12-05 or 2023-12-06" in ran.stdout


def test_a_relation_is_certain_or_possible(disputed: Desk) -> None:
    ran = disputed.run("relation", "agreed", "really", "-f", "json")
    assert ran.json == {"first": "agreed", "second": "really", "relations": ["before"], "certain": True}
    disputed.run("add", "Vague", "--on", "2023-12", "--kind", "release")
    ran = disputed.run("relation", "agreed", "vague", "-f", "json")
    assert ran.json["relations"] == ["before", "meets", "finished by"]
    assert "Possible relations: before, meets, finished by." in disputed.run("gap", "agreed", "vague").stdout


def test_a_relation_of_nothing_is_no_such_event(disputed: Desk) -> None:
    assert disputed.run("relation", "agreed", "nothing").code == 3


def test_the_margin_of_what_is_approximate_can_be_set(small: Desk) -> None:
    small.run("add", "About", "--on", "2023-12-10~", "--kind", "release")
    assert small.run("gap", "alliance-formed", "about", "-f", "json").json["days"] == [1, 7]
    (small.folder / "config.toml").write_text("margin = {day = 1}\n")
    ran = small.run("gap", "alliance-formed", "about", "-f", "json", "--config", "config.toml")
    assert ran.json["days"] == [3, 5]
    found = small.run("within", "4", "alliance-formed", "-f", "json", "--config", "config.toml")
    assert "about" in found.keys


@pytest.mark.parametrize("margin", ['"3"', "{days = 1}", "{day = -1}", "{day = 1.5}", "{day = 10000000}"])
def test_a_margin_that_is_none_is_refused(small: Desk, margin: str) -> None:
    (small.folder / "config.toml").write_text(f"margin = {margin}\n")
    ran = small.run("list", "--config", "config.toml")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "margin" in ran.stderr


@pytest.mark.parametrize("option", ["--source-when", "--source-published"])
def test_a_source_is_not_dated_by_the_order_of_events(small: Desk, option: str) -> None:
    before = small.files()
    given = ["--source-publisher", "P", option, "after:gemini-shown"]
    ran = small.run("add", "X", "--on", "2023-12-06", "--kind", "release", *given)
    assert (ran.stdout, ran.code, small.files()) == ("", 2, before)
    assert "only an event may be dated by the order of others" in ran.stderr


def test_other_readings_are_named(small: Desk) -> None:
    ran = small.run("list", "since:07-12-2023")
    assert "'07-12-2023' is read as 2023-07-12" in ran.stderr
    assert "it could also be 2023-12-07" in ran.stderr


@pytest.mark.parametrize("text", ["Y17E7", "1950S2", "-0000", "2023-12-07T10:00:00.123Z"])
def test_edtf_that_is_not_read_says_why_at_the_command_line(small: Desk, text: str) -> None:
    ran = small.run("revise", "gemini-shown", f"--on={text}")
    assert ran.code == 2
    assert "position" in ran.stderr


@pytest.mark.parametrize(
    ("terms", "keys"),
    [
        (["since:early December 2023", "until:2023-12-06"], ["reinvent", "chips-promised", "alliance-formed"]),
        (["until:2023-12-06 since:early December 2023 tag:open"], ["alliance-formed"]),
        (["since:2023-12-06 Gemini"], ["gemini-shown"]),
        (["since:지난 6일", "until:지난 7일"], ["chips-promised", "alliance-formed", "gemini-shown"]),
    ],
)
def test_a_date_of_several_words_needs_no_quotes_of_its_own(small: Desk, terms: list[str], keys: list[str]) -> None:
    assert small.run("list", *terms, "-f", "json", "--today", "2023-12-08").keys == keys
