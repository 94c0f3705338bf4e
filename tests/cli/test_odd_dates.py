"""Dates that are open, unknown, in doubt, ancient or sets: every command has an answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar

from desk import Desk, event, write_log

ODD = {
    "open": "2023-12-05/..",
    "begun": "../2023-12-05",
    "unending": "2023-12-05/",
    "unbegun": "/2023-12-05",
    "about": "2023-12-09~",
    "doubted": "2023-12-09?",
    "masked": "2023-12-2X",
    "one-of": "[2023-12-01,2023-12-20]",
    "all-of": "{2023-12-01,2023-12-20}",
    "later": "[2023-12-10..]",
    "earlier": "[..2023-12-01]",
    "either": "[..2023-12-01,2023-12-20..]",
    "season": "2023-24",
    "ancient": "-1985-04-12",
    "before-one": "0000",
    "far": "Y170000002",
    "farther": "Y-170000002",
    "any": "XXXX-XX-XX",
    "last": "9999-12-31",
    "day": "2023-12-07",
}
ANCHOR = "day"
_FAR = re.compile(r"\d{16,}")
"""What the numbers that stand for no end would look like."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder with a log of odd dates."""
    folder: Path = tmp_path_factory.mktemp("odd")
    log = write_log(folder / "events", {key: event(when, f"Event {key}") for key, when in ODD.items()})
    return Desk(folder, log, {})


FORMATS = ("table", "json", "jsonl", "csv", "md")


@pytest.mark.parametrize("output", FORMATS)
def test_all_are_listed_and_near_in_every_format(odd: Desk, output: str) -> None:
    for command in (["list", "--lang", "ko"], ["within", "30", ANCHOR], ["within", "30", "either", "--after"]):
        ran = odd.run(*command, "-f", output, "--tz", "Asia/Seoul")
        assert (ran.code, ran.stderr) == (0, "")
        assert not _FAR.search(ran.stdout)


@pytest.mark.parametrize("key", ["open", "unbegun", "all-of", "either", "far", "any"])
def test_each_is_shown_and_has_a_distance(odd: Desk, key: str) -> None:
    for command in (["show", key], ["gap", ANCHOR, key, "--lang", "ko"]):
        ran = odd.run(*command)
        assert (ran.code, ran.stderr) == (0, "")
        assert not _FAR.search(ran.stdout)


@pytest.mark.parametrize("output", FORMATS)
def test_a_distance_without_any_end_is_told_in_every_format(odd: Desk, output: str) -> None:
    ran = odd.run("gap", "either", "later", "-f", output)
    assert (ran.code, ran.stderr) == (0, "")
    assert not _FAR.search(ran.stdout)


def test_they_come_in_order_of_their_first_days(odd: Desk) -> None:
    keys = odd.run("list", "-f", "json").keys
    assert keys[:7] == ["earlier", "begun", "unbegun", "either", "farther", "ancient", "before-one"]
    assert keys[-2:] == ["last", "far"]


def test_what_has_no_first_or_last_day_has_null_in_json(odd: Desk) -> None:
    found = {each["key"]: (each["earliest"], each["latest"]) for each in odd.run("list", "-f", "json").json}
    assert found["open"] == ("2023-12-05", None)
    assert found["unbegun"] == (None, "2023-12-05")
    assert found["either"] == (None, None)
    assert found["ancient"] == ("-1985-04-12", "-1985-04-12")
    assert found["far"] == ("+170000002-01-01", "+170000002-12-31")


def test_distances_without_an_end_are_told_in_every_format(odd: Desk) -> None:
    gap = ("gap", ANCHOR, "later")
    assert json.loads(odd.run(*gap, "-f", "json").stdout)["days"] == [3, None]
    assert odd.run(*gap, "-f", "csv").rows[0]["days_latest"] == ""
    assert "+3.. days" in odd.run(*gap).stdout
    assert "any days" in odd.run("gap", "either", "later").stdout
    within = odd.run("within", "5", ANCHOR, "-f", "md").stdout
    assert "| +3 or more | 2023-12-10 or later |" in within
    assert "| -6 or less |" not in within


def test_what_is_in_doubt_is_never_certain(odd: Desk) -> None:
    near = {each["key"]: each for each in odd.run("within", "9", ANCHOR, "-f", "json").json}
    assert (near["doubted"]["days"], near["doubted"]["certain"]) == (2, False)
    assert (near["about"]["days"], near["about"]["certain"]) == ([-1, 5], True)
    assert (near["open"]["days"], near["open"]["certain"]) == (0, True)
    assert "2 days later, though a date is in doubt" in odd.run("gap", ANCHOR, "doubted").stdout


def test_labels_are_words(odd: Desk) -> None:
    listed = odd.run("list").stdout
    for label in ("since 2023-12-05", "until 2023-12-05", "2023-12-05 to unknown", "about 2023-12-09", "winter 2023"):
        assert label in listed


def test_a_calendar_has_what_has_days_and_the_others_are_named(odd: Desk) -> None:
    ran = odd.run("export", "ics")
    days = {str(each["summary"]): each.decoded("dtstart") for each in Calendar.from_ical(ran.stdout).walk("VEVENT")}
    assert set(days) == {"Event day"}
    assert ran.code == 0
    assert all(key in ran.stderr for key in ODD if key != "day")


def test_since_and_until_hold_for_them(odd: Desk) -> None:
    later = odd.run("list", "since:2025", "-f", "json").keys
    assert {"open", "unending", "later", "either", "far", "any", "last"} == set(later)
    assert set(odd.run("list", "until:-0001", "-f", "json").keys) == {
        *("begun", "unbegun", "earlier", "either", "ancient", "farther")
    }
