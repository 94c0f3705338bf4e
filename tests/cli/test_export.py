"""``export ics``: calendars that other programs read."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from desk import Desk, environment

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


def test_the_same_log_gives_the_same_calendar(small: Desk) -> None:
    assert small.run("export", "ics").stdout == small.run("export", "ics").stdout


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
