"""``log verify``, ``log repair`` and ``log checkpoint``, as a person runs them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from zlib import crc32

import pytest

from desk import SMALL, Desk, event, record_line, write_log


@pytest.fixture
def damaged(small: Desk) -> Desk:
    """The small log with a digest that does not fit, and a torn last line."""
    segment = small.log / "hand.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b"Google shows Gemini", b"Goggle shows Gemini") + b'{"torn')
    return small


def test_a_log_that_is_whole_is_said_to_be(small: Desk) -> None:
    ran = small.run("log", "verify")
    assert (ran.stdout, ran.stderr, ran.code) == ("7 records in 1 segment: every digest fits\n", "", 0)


def test_the_shipped_log_is_whole(shipped: Desk) -> None:
    ran = shipped.run("log", "verify", "-f", "json")
    assert (ran.json["findings"], ran.code) == ([], 0)


def test_damage_is_named_by_segment_and_line(damaged: Desk) -> None:
    ran = damaged.run("log", "verify", "-f", "csv")
    assert ran.code == 5
    assert [row["place"].rsplit("/", 1)[1] for row in ran.rows] == ["hand.jsonl:5", "hand.jsonl:8"]


def test_a_conflict_is_exit_code_4(small: Desk) -> None:
    (small.log / "lee.jsonl").write_bytes(record_line("law-agreed", event("2023-12-08", "The act"), 30))
    ran = small.run("log", "verify")
    assert ran.code == 4
    assert "law-agreed has 2 heads" in ran.stdout


def outdate(desk: Desk) -> None:
    """Let the index say of an event what the log does not, or no longer."""
    desk.run("list")
    other = record_line("gemini-shown", SMALL["gemini-shown"] | {"title": {"en": "Google shows Bard"}}, 5).strip()
    (path,) = (desk.folder / ".home" / ".cache").rglob("*.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        where = "(SELECT id FROM state WHERE key = 'gemini-shown')"
        connection.execute(f"UPDATE line SET line = ? WHERE id = {where}", (other,))  # noqa: S608
        connection.execute(f"UPDATE state SET crc = ? WHERE id = {where}", (crc32(other),))  # noqa: S608
        connection.commit()
    assert "Google shows Bard" in desk.run("show", "gemini-shown").stdout


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("command", ["verify", pytest.param("repair", marks=pytest.mark.long)])
def test_an_index_that_says_otherwise_than_the_log_is_thrown_away(small: Desk, command: str) -> None:
    outdate(small)
    ran = small.run("log", command)
    assert "the index said otherwise than the log" in ran.stderr
    assert "Google shows Gemini" in small.run("show", "gemini-shown").stdout
    assert small.run("log", command).stderr == ""


def test_an_index_that_has_only_to_be_caught_up_is_kept(small: Desk) -> None:
    small.run("list")
    write_log(small.log, {"new": event("2024", "New")}, writer="lee", first=40)
    assert small.run("log", "verify").stderr == ""
    assert len([*(small.folder / ".home" / ".cache").rglob("*.sqlite")]) == 1


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path, write_log(tmp_path / "events", {}), {})
    (desk.log / "hand.jsonl").unlink()
    ran = desk.run("log", "verify", "--log", "events")
    assert (ran.stdout, ran.code) == ("0 records in 0 segments: every digest fits\n", 0)


def test_a_repair_keeps_the_old_file_and_the_log_is_whole_again(damaged: Desk) -> None:
    before = (damaged.log / "hand.jsonl").read_bytes()
    ran = damaged.run("log", "repair")
    assert ran.code == 0
    kept = [name for name in damaged.files() if ".damaged-" in name]
    assert [damaged.files()[name] for name in kept] == [before]
    assert kept[0] in ran.stdout
    assert damaged.run("log", "verify").code == 0
    assert "gemini-shown" not in damaged.run("list", "-f", "json").keys


def test_a_dry_repair_writes_nothing(damaged: Desk) -> None:
    before = damaged.files()
    assert damaged.run("log", "repair", "--dry-run").code == 0
    assert damaged.files() == before


def test_a_repair_of_a_whole_log_says_so(small: Desk) -> None:
    before = small.files()
    ran = small.run("log", "repair")
    assert (ran.stdout, ran.code) == ("nothing is damaged; nothing was changed\n", 0)
    assert small.files() == before


def test_a_checkpoint_proves_that_nothing_has_gone(small: Desk) -> None:
    assert small.run("log", "checkpoint", "-o", "then").code == 0
    small.run("add", "Later", "--on", "2024-01-02", "--kind", "release")
    ran = small.run("log", "verify", "--since", "then")
    assert ran.code == 0
    assert "all 7 records" in ran.stdout
    assert "1 have come since" in ran.stdout


def test_what_has_gone_since_a_checkpoint_is_named(small: Desk) -> None:
    small.run("log", "checkpoint", "-o", "then")
    segment = small.log / "hand.jsonl"
    lines = [line for line in segment.read_bytes().split(b"\n") if b'"subject":"law-agreed"' not in line]
    segment.write_bytes(b"\n".join(lines))
    ran = small.run("log", "verify", "--since", "then")
    assert ran.code == 5
    assert "gone: law-agreed" in ran.stdout


def test_what_was_written_anew_since_a_checkpoint_has_changed(small: Desk) -> None:
    small.run("log", "checkpoint", "-o", "then")
    segment = small.log / "hand.jsonl"
    lines = [line for line in segment.read_bytes().split(b"\n") if b'"subject":"law-agreed"' not in line]
    forged = record_line("law-agreed", event("2023-12-10", {"ko": "인공지능법 합의"}, "regulation"), 7)
    segment.write_bytes(b"\n".join(lines) + forged)
    ran = small.run("log", "verify", "--since", "then", "-f", "json")
    assert ran.code == 5
    assert [each["key"] for each in ran.json["since"]["changed"]] == ["law-agreed"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'{"checkpoint": 1}'])
def test_what_is_no_checkpoint_is_refused(small: Desk, content: bytes) -> None:
    (small.folder / "then").write_bytes(content)
    ran = small.run("log", "verify", "--since", "then")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "then: not a checkpoint" in ran.stderr


def test_a_checkpoint_that_is_not_there_is_told(small: Desk) -> None:
    ran = small.run("log", "verify", "--since", "none")
    assert (ran.stdout, ran.code) == ("", 2)


def test_a_checkpoint_is_not_kept_in_the_log(small: Desk) -> None:
    before = small.files()
    ran = small.run("log", "checkpoint", "-o", "events/then")
    assert (ran.stdout, ran.code) == ("", 2)
    assert small.files() == before


def test_records_of_a_newer_version_are_not_shown_but_told(small: Desk) -> None:
    line = record_line("later", event("2024-01-01", "Later"), 30, version=2)
    (small.log / "newer.jsonl").write_bytes(line)
    ran = small.run("list", "-f", "json")
    assert (len(ran.keys), ran.code) == (5, 0)
    assert "newer version" in ran.stderr
