"""A real disk that fills up: what each writing command tells is what the log then serves."""

from __future__ import annotations

import gc
import os
import re
import resource
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desk import Desk, Ran, process

ROWS = 2000
CSV = "when,title,key\n" + "".join(f"2023-12-07,Happening {number},happening-{number}\n" for number in range(ROWS))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The folder of a log, with 200 KiB of room where a file system may be mounted."""
    folder = tmp_path / "events"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(folder)]
    is_mounted = hasattr(os, "geteuid") and os.geteuid() == 0 and not subprocess.run(mount, check=False).returncode
    yield folder
    if is_mounted:
        gc.collect()  # whoever has written keeps its files open as long as it lasts
        subprocess.run(["umount", str(folder)], check=True)


def ran_short(folder: Path, *arguments: str) -> Ran:
    """Run the program, with files of 200 KiB at most, but for the index, which is made in memory."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (200 << 10, resource.RLIM_INFINITY))
    return process(*arguments, cwd=folder, prepare=limit)


def test_an_import_says_how_many_records_stand(log: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, log, {})
    assert desk.run("init").code == 0
    (tmp_path / "rows.csv").write_text(CSV)
    ran = desk.run("import", "rows.csv") if os.path.ismount(log) else ran_short(tmp_path, "import", "rows.csv")
    assert (ran.stdout, ran.code) == ("", 1)
    told = re.search(
        r"([\d,]+) of 2,000 records were recorded. Make room, then run it again to add the rest", ran.stderr
    )
    assert told, ran.stderr
    served = desk.run("list", "-f", "jsonl").stdout.count("\n")
    assert served == int(told[1].replace(",", "")) > 0


def test_a_record_that_found_no_room_is_told(log: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, log, {})
    assert desk.run("init").code == 0
    (tmp_path / "rows.csv").write_text(CSV)
    run = desk.run if os.path.ismount(log) else lambda *arguments: ran_short(tmp_path, *arguments)
    assert run("import", "rows.csv").code == 1
    before = desk.run("list", "-f", "jsonl").stdout
    for command in (
        ("add", "More", "--on", "2023-12-08", "--kind", "release", "--key", "more"),
        ("revise", "happening-1", "--tag", "new"),
        ("retract", "happening-2", "--reason", "wrong"),
        ("add-actor", "Kim", "--type", "person"),
    ):
        ran = run(*command)
        assert ran.code == 1, ran.stderr
        assert "nothing was recorded. Make room" in ran.stderr
    assert desk.run("list", "-f", "jsonl").stdout == before
