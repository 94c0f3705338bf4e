"""``publish``: a folder that any web server can give away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk import Desk, event, files_of, record_line

CONFIG = '[queries]\ngoogle = "actor:google"\n"메타" = "actor:메타"\n'
FILES = ["calendar.ics", "calendar/google.ics", "calendar/메타.ics", "events.json", "feed.atom", "index.html"]
MANIFEST = ".aitimeline-published.json"


@pytest.fixture
def desk(small: Desk) -> Desk:
    """A desk whose settings have two saved queries."""
    (small.folder / "config.toml").write_text(CONFIG)
    return Desk(small.folder, small.log, {"AITIMELINE_CONFIG": "config.toml"})


def state_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder with its inode, time and bytes."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_the_same_files_are_written_as_are_served(desk: Desk) -> None:
    ran = desk.run("publish", "out")
    assert (ran.code, ran.stderr) == (0, "")
    assert sorted(files_of(desk.folder / "out")) == sorted([*FILES, MANIFEST])
    assert (desk.folder / "out/events.json").read_text() == desk.run("list", "-f", "json").stdout
    assert ran.stdout.endswith("6 written, 0 unchanged, 0 removed\n")


def test_what_is_published_bears_the_name_of_the_log(desk: Desk) -> None:
    assert desk.run("init", "named", "--name", "Lab & <race>").code == 0
    (desk.folder / "named/hand.jsonl").write_bytes(record_line("x", event("2024-01-01", "X"), 1))
    assert desk.run("--no-config", "--log", "named", "publish", "out", "kind:release").code == 0
    out = {
        name: (desk.folder / "out" / name).read_text("utf-8") for name in ("index.html", "feed.atom", "calendar.ics")
    }
    assert "<title>Lab &amp; &lt;race&gt;: kind:release</title>" in out["index.html"]
    assert "<h1>Lab &amp; &lt;race&gt;: kind:release</h1>" in out["index.html"]
    assert "<title>Lab &amp; &lt;race&gt;: kind:release</title>" in out["feed.atom"]
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\n{name}:Lab & <race>: kind:release\n" in out["calendar.ics"]


def test_twice_touches_nothing(desk: Desk) -> None:
    desk.run("publish", "out")
    before = state_of(desk.folder / "out")
    ran = desk.run("publish", "out")
    assert ran.stdout == "0 written, 6 unchanged, 0 removed\n"
    assert state_of(desk.folder / "out") == before


def test_the_bytes_are_the_same_elsewhere_and_in_any_locale(desk: Desk) -> None:
    desk.run("publish", "one")
    desk.run("publish", "two", env={"LANG": "ko_KR.UTF-8", "TZ": "Asia/Seoul", "AITIMELINE_TODAY": "2030-01-01"})
    assert files_of(desk.folder / "one") == files_of(desk.folder / "two")


def test_only_what_has_changed_is_written(desk: Desk) -> None:
    desk.run("publish", "out")
    before = state_of(desk.folder / "out")
    desk.run("add", "A new model is out", "--on", "2024-02-01", "--kind", "release")
    desk.run("publish", "out")
    after = state_of(desk.folder / "out")
    changed = {name for name in FILES if before[name] != after[name]}
    assert changed == {"calendar.ics", "events.json", "feed.atom"}


def test_what_is_over_is_removed_and_nothing_else(desk: Desk) -> None:
    desk.run("publish", "out")
    (desk.folder / "out/calendar/own.ics").write_text("mine")
    (desk.folder / "out/robots.txt").write_text("mine")
    (desk.folder / "config.toml").write_text('[queries]\ngoogle = "actor:google"\n')
    ran = desk.run("publish", "out")
    assert "removed out/calendar/메타.ics" in ran.stdout
    left = sorted(files_of(desk.folder / "out"))
    assert left == sorted([*(set(FILES) - {"calendar/메타.ics"}), MANIFEST, "calendar/own.ics", "robots.txt"])


def test_what_somebody_has_changed_since_is_not_removed(desk: Desk) -> None:
    desk.run("publish", "out")
    (desk.folder / "out/calendar/google.ics").write_text("mine now")
    (desk.folder / "config.toml").write_text("")
    ran = desk.run("publish", "out")
    assert "somebody has changed it; it stays" in ran.stderr
    assert (desk.folder / "out/calendar/google.ics").read_text() == "mine now"


def test_a_file_that_is_not_ours_is_not_replaced(desk: Desk) -> None:
    (desk.folder / "out").mkdir()
    (desk.folder / "out/index.html").write_text("my home page")
    ran = desk.run("publish", "out")
    assert (ran.code, ran.stdout) == (2, "")
    assert "was not written by publish" in ran.stderr
    assert files_of(desk.folder / "out") == {"index.html": b"my home page"}


@pytest.mark.parametrize(
    "name", ["../events/hand.jsonl", "/etc/passwd", "calendar/../../events/hand.jsonl", "robots.txt", "calendar/.ics"]
)
def test_no_manifest_makes_it_remove_what_it_never_writes(desk: Desk, name: str) -> None:
    desk.run("publish", "out")
    (desk.folder / "out/robots.txt").write_text("mine")
    (desk.folder / "out" / MANIFEST).write_text(json.dumps({"files": {name: "0" * 64, "index.html": "x"}}))
    before = desk.files()
    desk.run("publish", "out")
    assert desk.files() == before
    assert (desk.folder / "out/robots.txt").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 1}', "[" * 5000, "\udcff"])
def test_a_manifest_that_cannot_be_read_is_told(desk: Desk, content: str) -> None:
    (desk.folder / "out").mkdir()
    (desk.folder / "out" / MANIFEST).write_text(content, errors="surrogateescape")
    ran = desk.run("publish", "out")
    assert (ran.code, ran.stderr.count("\n")) == (2, 1)
    assert "cannot be read" in ran.stderr
    assert list((desk.folder / "out").iterdir()) == [desk.folder / "out" / MANIFEST]


def test_what_was_cut_off_is_finished_by_the_next_run(desk: Desk) -> None:
    desk.run("publish", "out")
    whole = files_of(desk.folder / "out")
    (desk.folder / "out/feed.atom").unlink()
    (desk.folder / "out/events.json").write_bytes(b"[")
    assert desk.run("publish", "out").code == 0
    assert files_of(desk.folder / "out") == whole


def test_a_query_narrows_all_but_the_saved_ones(desk: Desk) -> None:
    desk.run("publish", "all")
    desk.run("publish", "out", "actor:google", "-kind:statement")
    assert [each["key"] for each in json.loads((desk.folder / "out/events.json").read_text())] == ["gemini-shown"]
    assert "얼라이언스" not in (desk.folder / "out/feed.atom").read_text()
    meta = "calendar/메타.ics"
    assert (desk.folder / "out" / meta).read_bytes() == (desk.folder / "all" / meta).read_bytes()


def test_the_address_that_is_given_stands_in_the_files(desk: Desk) -> None:
    desk.run("publish", "out", "--url", "https://example.org/ai")
    assert "https://example.org/ai/feed.atom" in (desk.folder / "out/feed.atom").read_text()
    assert "webcal://example.org/ai/calendar/google.ics" in (desk.folder / "out/index.html").read_text()
    calendar = (desk.folder / "out/calendar/google.ics").read_text().replace("\n ", "")
    assert "SOURCE;VALUE=URI:https://example.org/ai/calendar/google.ics" in calendar


@pytest.mark.parametrize(
    "arguments", [("out", "actor:gogle"), ("config.toml",), ("out", "--url", "x"), ("out", "--lang", "fr"), ()]
)
def test_what_cannot_be_published_is_told_and_nothing_is_written(desk: Desk, arguments: tuple[str, ...]) -> None:
    ran = desk.run("publish", *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.stderr
    assert not (desk.folder / "out").exists()


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ('queries = "x"', "must be a table"),
        ('[queries]\n"a/b" = "x"', "cannot have the name"),
        ('[queries]\n"" = "x"', "cannot have the name"),
        ('[queries]\n"." = "x"', "cannot have the name"),
        ('[queries]\na = "x"\nA = "y"', "twice"),
        ("[queries]\na = 1", "queries.a must be text"),
        ('[queries]\na = "actor:gogle"', "the saved query 'a'"),
    ],
)
def test_settings_that_name_no_query_are_told(desk: Desk, stated: str, said: str) -> None:
    (desk.folder / "config.toml").write_text(stated)
    ran = desk.run("publish", "out")
    assert (ran.code, ran.stdout) == (2, "")
    assert said in ran.stderr
