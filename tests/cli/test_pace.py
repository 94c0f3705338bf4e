"""``pace`` and ``anniversaries``, as processes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from desk import Desk, event, write_log
from golden import kept


@pytest.mark.parametrize(
    ("name", "arguments", "columns"),
    [
        ("pace-80-en.txt", ("pace",), "80"),
        ("pace-quarter-80-ko.txt", ("pace", "--by", "quarter", "--lang", "ko"), "80"),
        ("pace-week-wide.txt", ("pace", "kind:release", "since:2023-11", "--by", "week"), ""),
        ("pace-year.json", ("pace", "--by", "year", "-f", "json"), ""),
        ("pace-year.csv", ("pace", "--by", "year", "-f", "csv"), ""),
        ("anniversaries-80-en.txt", ("anniversaries", "--today", "2023-11-30"), "80"),
        ("anniversaries-80-ko.txt", ("anniversaries", "--on", "2024-11-30", "--next", "2w", "--lang", "ko"), "80"),
        ("anniversaries.md", ("anniversaries", "--on", "2024-12-06", "--next", "2", "-f", "md"), ""),
    ],
)
def test_the_answer_is_the_one_that_was_kept(
    shipped: Desk, name: str, arguments: tuple[str, ...], columns: str
) -> None:
    ran = shipped.run(*arguments, env={"COLUMNS": columns} if columns else {})
    assert (ran.stderr, ran.code) == ("", 0)
    assert ran.stdout.encode() == kept(name, ran.stdout.encode())


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("by", ["week", "month", "quarter", "year"])
def test_a_table_fits_its_terminal(shipped: Desk, by: str, lang: str) -> None:
    ran = shipped.run("pace", "--by", by, "--lang", lang, env={"COLUMNS": "80"})
    assert max(map(cell_len, ran.stdout.splitlines())) <= 80
    assert "█" in ran.stdout


def test_what_is_counted_sums_to_the_events(small: Desk) -> None:
    value = small.run("pace", "--by", "week", "-f", "json").json
    assert (value["events"], value["counted"], value["spread"]) == (5, 5, 1)
    assert abs(sum(period["count"] for period in value["periods"]) - 5) < 1e-4
    assert value["longest_gap"] == {
        "days": 5,
        "first": "reinvent",
        "second": "alliance-formed",
        "from": "2023-12-01",
        "to": "2023-12-06",
    }
    assert value["busiest_week"]["week"] == "2023-W49"


def test_the_gap_is_the_one_that_gap_tells(small: Desk) -> None:
    assert small.run("gap", "reinvent", "alliance-formed", "-f", "json").json["days"] == 5


def test_jsonl_has_a_line_for_each_period(small: Desk) -> None:
    lines = small.run("pace", "-f", "jsonl").stdout.splitlines()
    assert (
        lines[0] == '{"period": "2023-11", "first": "2023-11-01", "last": "2023-11-30", "count": 1.0, "change": null}'
    )
    assert len(lines) == 2


def test_an_imprecise_date_is_told(small: Desk) -> None:
    assert "Of 5 events, 1 has an imprecise date and is spread" in small.run("pace").stdout


def test_an_open_date_is_left_out_with_a_word(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events", {"a": event("../2023", "A"), "b": event("2023-05-01", "B")})
    ran = Desk(tmp_path, log, {}).run("pace")
    assert "1 is left out" in ran.stdout


@pytest.mark.parametrize("chosen", ["table", "json"])
def test_very_many_periods_are_refused_with_advice(tmp_path: Path, chosen: str) -> None:
    desk = Desk(tmp_path, write_log(tmp_path / "events", {"a": event("1500-01-01", "A"), "b": event("2023", "B")}), {})
    ran = desk.run("pace", "-f", chosen)
    assert (ran.stdout, ran.code) == ("", 2)
    assert "--by year" in ran.stderr
    assert desk.run("pace", "-f", chosen, "--by", "year").code == 0


def test_rows_of_very_many_periods_come_as_they_are_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path, write_log(tmp_path / "events", {"a": event("1700-01-01", "A"), "b": event("2023", "B")}), {})
    rows = desk.run("pace", "-f", "csv", "--by", "week").rows
    assert len(rows) == (date(2023, 12, 31).toordinal() - 1) // 7 - (date(1700, 1, 1).toordinal() - 1) // 7 + 1
    assert (rows[0]["period"], rows[-1]["period"]) == ("1699-W53", "2023-W52")


@pytest.mark.parametrize("by", ["day", "", "Monat"])
def test_time_is_divided_in_four_ways(small: Desk, by: str) -> None:
    ran = small.run("pace", "--by", by)
    assert (ran.stdout, ran.code) == ("", 2)
    assert "week" in ran.stderr


def test_nothing_is_a_sentence(small: Desk) -> None:
    assert small.run("pace", "since:2050").stdout == "No event matches.\n"
    assert small.run("pace", "since:2050", "-f", "json").json["periods"] == []
    assert small.run("anniversaries", "--on", "2023-12-07").stdout == "No event has an anniversary on 2023-12-07.\n"


def test_an_anniversary_has_its_event_date_and_years(small: Desk) -> None:
    (found,) = small.run("anniversaries", "--on", "2033-12-07", "-f", "json").json
    assert (found["date"], found["years"], found["round"]) == ("2033-12-07", 10, True)
    assert found["event"]["key"] == "gemini-shown"


def test_today_is_the_day_unless_another_is_given(small: Desk) -> None:
    assert [
        small.run("anniversaries", "-f", "csv", *arguments).rows[0]["key"]
        for arguments in (("--today", "2024-12-06"), ("--today", "2020-01-01", "--on", "2024-11-27"))
    ] == ["alliance-formed", "reinvent"]


def test_the_next_days_are_taken_too_and_the_rest_is_left(small: Desk) -> None:
    rows = small.run("anniversaries", "--on", "2024-12-01", "--next", "2w", "-f", "csv").rows
    assert [row["key"] for row in rows] == ["alliance-formed", "gemini-shown", "law-agreed"]
    assert (
        small.run("anniversaries", "--on", "2024-12-01", "--next", "2w", "--limit", "1", "-f", "csv").rows == rows[:1]
    )


def test_what_may_have_one_is_counted(small: Desk) -> None:
    ran = small.run("anniversaries", "--on", "2024-12-07")
    assert "1 event that may have one is left out" in ran.stdout
    assert "Google shows Gemini: one year" in ran.stdout


def test_years_are_in_the_language(small: Desk) -> None:
    assert "구글, 제미나이 공개: 1년" in small.run("anniversaries", "--on", "2024-12-07", "--lang", "ko").stdout


def test_a_leap_day_says_on_which_day_it_is_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path, write_log(tmp_path / "events", {"a": event("2020-02-29", "A leap")}), {})
    assert "A leap: three years (kept on 28 February" in desk.run("anniversaries", "--on", "2023-02-28").stdout
    assert "A leap: four years\n" in desk.run("anniversaries", "--on", "2024-02-29").stdout


@pytest.mark.parametrize("wrong", [("--on", "soon"), ("--next", "soon"), ("--limit", "-1")])
def test_what_is_wrong_is_told(small: Desk, wrong: tuple[str, str]) -> None:
    ran = small.run("anniversaries", *wrong)
    assert (ran.stdout, ran.code) == ("", 2)
    assert "Traceback" not in ran.stderr


def test_both_answer_as_of_a_time(small: Desk) -> None:
    assert small.run("pace", "--as-of", "2025-01-01", "-f", "json").json["events"] == 0
    assert small.run("anniversaries", "--on", "2024-12-07", "--as-of", "2025-01-01", "-f", "json").json == []


def test_a_title_from_the_web_does_not_steer_the_terminal(tmp_path: Path) -> None:
    desk = Desk(tmp_path, write_log(tmp_path / "events", {"a": event("2023-12-07", "An \x1b[31mescape")}), {})
    for arguments in ((), ("-f", "csv"), ("-f", "md"), ("-f", "json")):
        assert "\x1b" not in desk.run("anniversaries", "--on", "2024-12-07", *arguments).stdout
