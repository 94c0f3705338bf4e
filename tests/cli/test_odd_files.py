"""Whatever stands in a log's folder under the name of a segment is told by name, and the rest is served."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import Desk, event, record_line

NAME = "odd.jsonl"
KEYS = ["reinvent", "alliance-formed", "gemini-shown", "chips-promised", "law-agreed"]
BOM = b"\xef\xbb\xbf"


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere/at-all.jsonl")


def _folder(path: Path) -> None:
    path.mkdir()


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "loop": (_loop, "symbolic links"),
    "dangling": (_dangling, "it is a link to a file that is not there"),
    "folder": (_folder, "it is a folder"),
    "pipe": (os.mkfifo, "it is a pipe, not a file"),
    "socket": (_socket, "No such device or address"),
    "device": (_device, "it is a device"),
}


def _rare(parameter: object) -> object:
    return pytest.param(parameter, marks=pytest.mark.long)


MANY = [kind if kind in {"loop", "pipe"} else _rare(kind) for kind in ODD]


@pytest.fixture(params=MANY)
def odd(small: Desk, request: pytest.FixtureRequest) -> tuple[Desk, str]:
    """A log with something odd in it, and what is told of it."""
    make, told = ODD[request.param]
    make(small.log / NAME)
    return small, told


def test_it_is_told_and_the_rest_is_served(odd: tuple[Desk, str]) -> None:
    desk, told = odd
    for _ in range(2):  # from an index that is made, and from one that is there
        ran = desk.run("list", "-f", "json", "--sort", "when")
        assert sorted(ran.keys) == sorted(KEYS)
        assert ran.stderr.startswith(f"aitimeline: set aside: {desk.log / NAME}: cannot be read: ")
        assert told in ran.stderr
        assert ran.stderr.count("\n") == 1
        assert ran.code == 5


def test_checks_count_it(odd: tuple[Desk, str]) -> None:
    desk, told = odd
    verdict = desk.run("log", "verify", "-f", "json")
    assert verdict.code == 5
    (finding,) = [each for each in verdict.json["findings"] if each["what"] == "unreadable file"]
    assert finding["place"] == str(desk.log / NAME)
    assert told in finding["message"]
    kept = desk.run("log", "checkpoint", "-o", "kept.checkpoint")
    assert kept.code == 5
    stat = desk.run("log", "stat", "-f", "json")
    assert (stat.code, len(stat.json["damaged"])) == (5, 1)


def test_repair_leaves_it_and_mends_the_rest(odd: tuple[Desk, str]) -> None:
    desk, told = odd
    before = (desk.log / "hand.jsonl").read_bytes()
    (desk.log / "hand.jsonl").write_bytes(before + b"torn\n")
    tried = desk.run("log", "repair", "--dry-run")
    assert told in tried.stdout
    ran = desk.run("log", "repair")
    assert ran.code == 5
    assert told in ran.stderr
    assert (desk.log / "hand.jsonl").read_bytes() == before
    assert os.path.lexists(desk.log / NAME)


@pytest.mark.long
def test_others_can_be_written_beside_it(odd: tuple[Desk, str]) -> None:
    desk, _ = odd
    assert desk.run("add", "Chips ship", "--on", "2023-12-08", "--kind", "release").code in {0, 5}
    (desk.folder / "rows.csv").write_text("when,title\n2023-12-10,One more\n")
    assert desk.run("import", "rows.csv").code in {0, 5}
    assert len(desk.run("list", "-f", "json").keys) == len(KEYS) + 2


def test_nothing_is_written_to_it(odd: tuple[Desk, str]) -> None:
    desk, _ = odd
    if (desk.log / NAME).is_symlink() and "nowhere" in str((desk.log / NAME).readlink()):
        (desk.log / "nowhere").touch()  # or its folder could be made
    ran = desk.run("add", "Chips ship", "--on", "2023-12-08", "--kind", "release", env={"AITIMELINE_WRITER": "odd"})
    assert ran.code == 1, ran.stderr
    assert "cannot be written to" in ran.stderr
    assert sorted(desk.run("list", "-f", "json").keys) == sorted(KEYS)


def test_it_is_no_log_to_merge(odd: tuple[Desk, str]) -> None:
    desk, told = odd
    assert desk.run("init", "own").code == 0
    ran = desk.run("log", "merge", desk.log / NAME, "--log", desk.folder / "own")
    is_folder = (desk.log / NAME).is_dir()
    assert ("holds no log" if is_folder else told) in ran.stderr
    assert ran.code == (2 if is_folder else 5)


@pytest.mark.long
@pytest.mark.parametrize("kind", MANY)
def test_the_identity_may_be_odd_too(small: Desk, kind: str) -> None:
    make, told = ODD[kind]
    small.run("add", "Chips ship", "--on", "2023-12-08", "--kind", "release")
    (small.log / "timeline.json").unlink()
    make(small.log / "timeline.json")
    ran = small.run("list", "-f", "json")
    assert len(ran.keys) == len(KEYS) + 1
    assert str(small.log / "timeline.json") in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert ran.code == 5
    verdict = small.run("log", "verify", "-f", "json")
    assert verdict.code == 5
    assert str(small.log / "timeline.json") in {each["place"] for each in verdict.json["findings"]}
    refused = small.run("add", "More", "--on", "2023-12-09", "--kind", "release")
    assert refused.code == 5
    assert "timeline.json" in refused.stderr
    assert told or refused.stdout == ""


def test_an_identity_without_end_is_not_read_to_its_end(small: Desk) -> None:
    with (small.log / "timeline.json").open("wb") as opened:
        opened.truncate(3 << 30)
    ran = small.run("list")
    assert ran.code == 5
    assert "larger than 1 MiB" in ran.stderr


@pytest.mark.long
@pytest.mark.parametrize("raw", [b"\xff\x1b[31m.jsonl", *map(_rare, (b"a\xc3.jsonl", "구글.jsonl".encode("cp949")))])
def test_a_segment_may_have_any_name(small: Desk, raw: bytes) -> None:
    named = os.fsencode(small.log) + b"/" + raw
    line = record_line("chips-shipped", event("2023-12-08", "Chips ship"), 50)
    with open(named, "wb") as opened:  # noqa: PTH123 -- a path of bytes
        opened.write(line + b"torn\n")
    for output_format in ("json", "table", "csv", "md"):
        ran = small.run("list", "-f", output_format)
        assert ran.code == 5, ran.stderr
        assert "chips-shipped" in ran.stdout
        assert ran.stderr.count("\n") == 1
        assert "\x1b" not in ran.stderr
        assert ":2: " in ran.stderr
    for output_format in ("json", "table", "csv", "md"):
        for command in (("log", "verify"), ("log", "stat"), ("explain", "show", "chips-shipped")):
            ran = small.run(*command, "-f", output_format)
            assert (ran.code, "\x1b" in ran.stdout) == (5, False), ran.stderr
    assert small.run("add", "More", "--on", "2023-12-09", "--kind", "release").code in {0, 5}
    assert small.run("log", "repair").code == 0
    assert small.run("log", "verify").code == 0
    with open(named, "rb") as opened:  # noqa: PTH123
        assert opened.read() == line


@pytest.mark.long
def test_a_log_may_be_in_a_folder_of_any_name(small: Desk) -> None:
    named = small.folder / os.fsdecode(b"\xffevents\x1b[31m")
    small.log.rename(named)
    ran = small.run("list", "-f", "json", "--log", named)
    assert (sorted(ran.keys), ran.code) == (sorted(KEYS), 0)
    for command in (("log", "stat"), ("log", "verify"), ("init",), ("publish", named / "public"), ("log", "stat")):
        for output_format in ((), ("-f", "csv")) if command == ("log", "stat") else ((),):
            ran = small.run(*command, *output_format, "--log", named)
            assert ran.code in {0, 4}, ran.stderr
            assert "\x1b" not in ran.stdout + ran.stderr
    made = small.run("add", "More", "--on", "2023-12-09", "--kind", "release", "--log", named)
    assert made.code == 0, made.stderr


@pytest.mark.long
@pytest.mark.parametrize("respaced", [False, True])
def test_a_byte_order_mark_costs_no_record(small: Desk, respaced: bool) -> None:
    segment = small.log / "hand.jsonl"
    content = segment.read_bytes()
    segment.write_bytes(BOM + (content.replace(b'","', b'", "') if respaced else content))
    ran = small.run("list", "-f", "json")
    assert sorted(ran.keys) == sorted(KEYS)
    assert "byte order mark" in ran.stderr
    assert ran.code == 5
    assert small.run("actors", "-f", "csv").stdout.count("\n") == 3
    verdict = small.run("log", "verify", "-f", "json")
    assert [each["place"] for each in verdict.json["findings"] if each["what"] == "damaged line"] == [f"{segment}:1"]
    assert small.run("log", "repair").code == 0
    assert not segment.read_bytes().startswith(BOM)
    assert small.run("log", "verify").code == 0


def test_repair_of_a_linked_segment_mends_what_it_leads_to(small: Desk) -> None:
    segment, target = small.log / "hand.jsonl", small.folder / "kept elsewhere.jsonl"
    segment.rename(target)
    before = target.read_bytes()
    target.write_bytes(before + b"torn\n")
    segment.symlink_to(target)
    ran = small.run("log", "repair")
    assert ran.code == 0, ran.stderr
    assert segment.is_symlink()
    assert target.read_bytes() == before
    (kept,) = small.folder.glob("kept elsewhere.jsonl.damaged-*")
    assert kept.read_bytes() == before + b"torn\n"
    assert sorted(small.run("list", "-f", "json").keys) == sorted(KEYS)


def test_a_linked_segment_is_appended_to_where_it_is(small: Desk) -> None:
    target = small.folder / "kept.jsonl"
    target.touch()
    (small.log / "test-writer.jsonl").symlink_to(target)
    for title in ("One", "Two"):
        assert small.run("add", title, "--on", "2023-12-08", "--kind", "release").code == 0
    assert (small.log / "test-writer.jsonl").is_symlink()
    assert target.read_bytes().count(b"\n") == 2
