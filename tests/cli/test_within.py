"""``within`` and ``gap``: distances in days."""

from __future__ import annotations

from typing import Any

import pytest

from desk import Desk, Ran


def days_of(ran: Ran) -> dict[str, Any]:
    """The distance of each event in the answer."""
    return {each["key"]: each["days"] for each in ran.json}


def test_within_seven_days_of_gemini_lie_the_alliance_and_reinvent(shipped: Desk) -> None:
    ran = shipped.run("within", "7", "gemini-announced", "-f", "json")
    days = days_of(ran)
    assert (days["ai-alliance-formed"], days["reinvent-2023"]) == (-1, -6)
    assert "gemini-announced" not in days


def test_an_answer_has_all_that_a_reader_needs(shipped: Desk) -> None:
    alliance = next(
        each
        for each in shipped.run("within", "1", "gemini-announced", "-f", "json").json
        if each["key"] == "ai-alliance-formed"
    )
    assert {
        *("key", "when", "zone", "title", "kind", "actors", "tags", "sources"),
        *("recorded_at", "revision", "days", "certain"),
    } <= alliance.keys()
    assert (alliance["when"], alliance["zone"], alliance["certain"]) == ("2023-12-06", "Asia/Seoul", True)


def test_the_table_begins_with_the_days(small: Desk) -> None:
    lines = small.run("within", "7", "gemini-shown", "--certain").stdout.splitlines()
    assert [line.split()[0] for line in lines if line[:6].strip().lstrip("+-").isdigit()] == ["-6", "-1", "+2"]


def test_before_leaves_only_what_came_before(small: Desk) -> None:
    ran = small.run("within", "7", "gemini-shown", "--before", "--certain", "-f", "json")
    assert days_of(ran) == {"reinvent": -6, "alliance-formed": -1}


def test_after_leaves_only_what_came_after(small: Desk) -> None:
    ran = small.run("within", "7", "gemini-shown", "--after", "--certain", "-f", "json")
    assert days_of(ran) == {"law-agreed": 2}


def test_before_and_after_exclude_each_other(small: Desk) -> None:
    ran = small.run("within", "7", "gemini-shown", "--before", "--after")
    assert (ran.stdout, ran.code) == ("", 2)


def test_the_distance_to_an_imprecise_date_is_a_range_and_uncertain(small: Desk) -> None:
    near = {each["key"]: each for each in small.run("within", "7", "gemini-shown", "-f", "json").json}
    assert (near["chips-promised"]["days"], near["chips-promised"]["certain"]) == ([-6, 24], False)


def test_a_range_that_lies_wholly_within_is_certain(small: Desk) -> None:
    near = {each["key"]: each for each in small.run("within", "24", "gemini-shown", "--certain", "-f", "json").json}
    assert near["chips-promised"]["certain"] is True


def test_certain_leaves_out_what_may_be_within(small: Desk) -> None:
    assert "chips-promised" not in small.run("within", "7", "gemini-shown", "--certain", "-f", "json").keys


def test_a_table_says_what_the_mark_of_an_uncertain_distance_means(small: Desk) -> None:
    assert "--certain leaves these out" in small.run("within", "7", "gemini-shown").stdout


def test_a_query_narrows_the_answer(small: Desk) -> None:
    assert small.run("within", "7", "gemini-shown", "kind:alliance", "-f", "json").keys == ["alliance-formed"]


@pytest.mark.parametrize("days", ["-1", "soon", "1.5", ""])
def test_days_must_be_a_whole_number_from_zero(small: Desk, days: str) -> None:
    ran = small.run("within", days, "gemini-shown")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("days", ["9" * 30, "9" * 5000])
def test_any_number_of_days_can_be_asked_for(small: Desk, days: str) -> None:
    ran = small.run("within", days, "gemini-shown", "-f", "json")
    assert ran.code in {0, 2}
    assert ran.code == 2 or len(ran.keys) == 4


def test_nothing_near_is_a_sentence(small: Desk) -> None:
    ran = small.run("within", "0", "reinvent", "--certain")
    assert (ran.code, ran.stdout.count("\n")) == (0, 1)
    assert "Nothing" in ran.stdout


def test_an_unknown_key_names_the_nearest(small: Desk) -> None:
    ran = small.run("within", "7", "gemini-shwn")
    assert (ran.stdout, ran.code) == ("", 3)
    assert "gemini-shown" in ran.stderr


def test_a_gap_is_told_in_a_sentence(shipped: Desk) -> None:
    ran = shipped.run("gap", "ai-alliance-formed", "gemini-announced")
    assert ran.stdout.startswith("1 day later: ")


def test_a_gap_backwards_is_negative(small: Desk) -> None:
    assert small.run("gap", "gemini-shown", "reinvent", "-f", "json").json["days"] == -6


def test_a_gap_to_an_imprecise_date_is_a_range(small: Desk) -> None:
    assert small.run("gap", "gemini-shown", "chips-promised", "-f", "json").json["days"] == [-6, 24]


def test_a_gap_to_no_event_names_the_nearest_key(small: Desk) -> None:
    ran = small.run("gap", "gemini-shown", "reinvnt")
    assert ran.code == 3
    assert "did you mean reinvent" in ran.stderr


def test_a_gap_in_csv_is_one_row(small: Desk) -> None:
    rows = small.run("gap", "alliance-formed", "gemini-shown", "-f", "csv").rows
    assert [(row["first"], row["second"], row["days"]) for row in rows] == [("alliance-formed", "gemini-shown", "1")]
