"""``export ics``: calendars that other programs read."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from calendar_rules import findings
from desk import Desk, environment
from golden import kept

AS_OF = "2026-11-25T03:40Z"

KHAL = """[calendars]
[[one]]
path = {folder}
[locale]
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""


def test_icalendar_reads_every_day_of_the_calendar(small: Desk) -> None:
    calendar = Calendar.from_ical(small.run("export", "ics", "-o", "-").stdout)
    read = {str(each["summary"]): (each.decoded("dtstart"), each.decoded("dtend")) for each in calendar.walk("VEVENT")}
    assert read == {
        "re:Invent is held": (date(2023, 11, 27), date(2023, 12, 2)),
        "The AI Alliance is formed": (date(2023, 12, 6), date(2023, 12, 7)),
        "Google shows Gemini": (date(2023, 12, 7), date(2023, 12, 8)),
        "인공지능법 합의": (date(2023, 12, 9), date(2023, 12, 10)),
    }


def test_vobject_reads_the_calendar(small: Desk) -> None:
    calendar = vobject.readOne(small.run("export", "ics", "--lang", "ko").stdout)
    assert [each.summary.value for each in calendar.vevent_list][-2:] == ["구글, 제미나이 공개", "인공지능법 합의"]


def test_a_file_is_written_whole_and_named(small: Desk) -> None:
    ran = small.run("export", "ics", "actor:google", "-o", "google.ics")
    assert (ran.stdout, ran.code) == ("", 0)
    assert "google.ics" in ran.stderr
    written = (small.folder / "google.ics").read_bytes()
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 1
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_name_of_a_file_may_stand_right_behind_the_short_option(small: Desk) -> None:
    ran = small.run("export", "ics", "actor:google", "-ogoogle.ics")
    assert (ran.stdout, ran.code) == ("", 0)
    assert len(Calendar.from_ical((small.folder / "google.ics").read_bytes()).walk("VEVENT")) == 1


@pytest.mark.parametrize(
    ("excluded", "left", "code"), [("-open", 1, 0), ("-other", 1, 0), ("-on:2023-12-06", 0, 0), ("-on:6.12.23", 0, 2)]
)
def test_what_is_excluded_is_no_file_though_it_begins_like_the_option_of_one(
    small: Desk, excluded: str, left: int, code: int
) -> None:
    ran = small.run("export", "ics", "tag:open", "alliance", excluded)
    assert (ran.stdout.count("BEGIN:VEVENT"), ran.code) == (left, code)
    assert {path.name for path in small.folder.iterdir()} <= {".home", "events"}


def test_the_calendar_of_the_shipped_log_is_the_one_that_was_looked_at(shipped: Desk) -> None:
    ran = shipped.run("export", "ics", "--as-of", AS_OF, "-o", "shipped.ics")
    assert ran.code == 0
    written = (shipped.folder / "shipped.ics").read_bytes()
    assert written == kept("shipped.ics", written)
    assert findings(written) == []


def test_the_calendar_with_all_options_is_the_one_that_was_looked_at(shipped: Desk) -> None:
    options = ("--lang", "both", "--imprecise", "--anniversaries", "--alarm", "1d", "--near", "gemini-announced")
    ran = shipped.run("export", "ics", "since:2023-11-20", "until:2023-12", "--as-of", AS_OF, *options, "-o", "all.ics")
    assert ran.code == 0
    written = (shipped.folder / "all.ics").read_bytes()
    assert written == kept("shipped-options.ics", written)
    assert findings(written) == []


def test_the_locale_says_nothing_but_the_settings_do(small: Desk) -> None:
    settings = small.folder / "config.toml"
    settings.write_text('language = "ko"\n')
    english = small.run("export", "ics", env={"LANG": "ko_KR.UTF-8"}).stdout
    assert english == small.run("export", "ics", "--lang", "en").stdout
    assert small.run("export", "ics", "--config", settings).stdout == small.run("export", "ics", "--lang", "ko").stdout


def test_a_title_can_come_in_both_languages(small: Desk) -> None:
    for arguments in (("--lang", "both", "export", "ics"), ("export", "ics", "--lang", "both")):
        assert "SUMMARY:Google shows Gemini / 구글\\, 제미나이 공개\r\n" in small.run(*arguments).stdout


def test_other_commands_know_no_both(small: Desk) -> None:
    ran = small.run("list", "--lang", "both")
    assert (ran.stdout, ran.code) == ("", 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--cancelled", "hide"), 2),
        (("--alarm", "soon"), 2),
        (("--alarm", "-1d"), 2),
        (("--alarm", "99999999w"), 2),
        (("--near", "nosuch"), 3),
        (("--lang", "fr"), 2),
    ],
)
def test_an_option_without_a_valid_value_is_refused(small: Desk, arguments: tuple[str, ...], code: int) -> None:
    ran = small.run("export", "ics", *arguments)
    assert (ran.stdout, ran.code) == ("", code)
    assert 1 <= ran.stderr.count("\n") <= 3


def test_a_withdrawn_event_is_cancelled_said_so_or_dropped(small: Desk) -> None:
    small.run("retract", "gemini-shown", "--reason", "a test")
    calendars = {how: small.run("export", "ics", "--cancelled", how).stdout for how in ("keep", "prefix", "drop")}
    assert small.run("export", "ics").stdout == calendars["keep"]
    assert "STATUS:CANCELLED" in calendars["keep"]
    assert "SUMMARY;LANGUAGE=en:Withdrawn: Google shows Gemini\r\n" in calendars["prefix"]
    assert "gemini-shown" not in calendars["drop"]


def test_a_calendar_can_be_called_as_one_likes(small: Desk) -> None:
    text = small.run("export", "ics", "actor:google", "--name", "구글").stdout
    assert "X-WR-CALNAME:구글\r\n" in text
    assert "X-WR-CALNAME:AI timeline: actor:google\r\n" in small.run("export", "ics", "actor:google").stdout


def test_events_whose_day_is_not_known_are_named(small: Desk) -> None:
    ran = small.run("export", "ics")
    assert "chips-promised" in ran.stderr
    assert "chips-promised" not in ran.stdout


def test_lines_are_no_longer_than_75_octets(shipped: Desk) -> None:
    text = shipped.run("export", "ics", "--lang", "ko").stdout
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize("target", ["missing/google.ics", "."])
def test_a_place_that_cannot_be_written_is_refused(small: Desk, target: str) -> None:
    before = sorted(small.folder.iterdir())
    ran = small.run("export", "ics", "-o", target)
    assert ran.code == 2
    assert [each for each in sorted(small.folder.iterdir()) if each.name != ".home"] == before


def test_an_unknown_query_leaves_a_calendar_that_is_there(small: Desk) -> None:
    (small.folder / "a.ics").write_text("old")
    assert small.run("export", "ics", "actor:gogle", "-o", "a.ics").code == 2
    assert (small.folder / "a.ics").read_text() == "old"


def test_khal_prints_the_events(shipped: Desk, tmp_path: Path) -> None:
    shipped.run("export", "ics", "actor:google", "-o", "google.ics")
    (tmp_path / "khal").mkdir()
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path / "khal"))
    khal = Path(sys.executable).with_name("khal")
    command = [str(khal), "-c", str(tmp_path / "khal.conf"), "printics", str(tmp_path / "google.ics")]
    if not khal.exists():
        pytest.skip("khal is not installed")
    env = {**environment(tmp_path / ".home"), "PYTHONWARNINGS": "ignore"}
    read = subprocess.run(command, env=env, capture_output=True, check=False)
    assert read.returncode == 0, read.stderr.decode()
    assert "Google unveils its multimodal model Gemini" in read.stdout.decode()
