"""``import`` that is cut off: by Ctrl-C, by a death, by a full disk; and what a person sees of a long one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pexpect
import pytest

from desk import INTERRUPTED, Desk, Ran, environment
from plain_log import read_log

ROWS = 60
FEW = "1000"
# Runs the program with small batches, and sends itself a signal when a stage has been told of for so many times.
CUT_OFF = """
import os, sys
from aitimeline.cli import progress
from aitimeline.log import bulk
stage, times, number, bulk._BATCH = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
told, whole = [], progress.Bar.advance
def advance(bar, name, amount):
    whole(bar, name, amount)
    told.append(name)
    if name == stage and told.count(stage) == times:
        os.kill(os.getpid(), number)
progress.Bar.advance = advance
progress._PATIENCE = 0
del sys.argv[1:5]
from aitimeline.__main__ import main
main()
"""
# Runs the program with another standard input, or a closed one, and with no file larger than so many bytes.
PREPARED = """
import os, resource, sys
path, limit = sys.argv[1:3]
os.close(0)
if path:
    os.set_inheritable(os.open(path, os.O_RDONLY), True)
if limit:
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # else bytecode would be cut off too, for all that come after
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
os.execv(sys.executable, [sys.executable, "-m", "aitimeline", *sys.argv[3:]])
"""
# Tells how much memory the program held at most. A process counts in what held it before, which is little here.
MEASURED = """
import os, sys
program = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-m", "aitimeline", *sys.argv[1:], "-f", "csv"])
_, status, usage = os.wait4(program, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
STAGES = ["reading the rows", "reading the log", "comparing", "writing"]


@pytest.fixture
def desk(small: Desk) -> Desk:
    """A small log, and a file of rows to import."""
    (small.folder / "rows.csv").write_text(rows(ROWS))
    return small


def rows(number: int) -> str:
    """A file of so many rows, none of which is bad."""
    return "when,title,kind\n" + "".join(f"2023-11-{i % 30 + 1:02},Happening {i},release\n" for i in range(number))


def python(desk: Desk, code: str, *arguments: str, env: dict[str, str] | None = None) -> Ran:
    """Run the program by way of some code."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=desk.folder,
        env=environment(desk.folder / ".home", {**desk.env, **(env or {})}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=30,
    )
    return Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)


def cut_off(desk: Desk, stage: str, times: int, number: signal.Signals, *options: str) -> Ran:
    """An import that is sent a signal in the middle of a stage."""
    return python(desk, CUT_OFF, stage, str(times), str(int(number)), FEW, "import", "rows.csv", *options)


def recorded(desk: Desk) -> list[bytes]:
    """The lines of the writer's segment."""
    segment = desk.log / "test-writer.jsonl"
    return segment.read_bytes().splitlines(keepends=True) if segment.exists() else []


def complete(desk: Desk) -> None:
    """Import it again, and see that each row stands in the log once, and that nothing is damaged."""
    before = len(recorded(desk))
    ran = desk.run("import", "rows.csv", "-f", "json")
    assert (ran.code, ran.json["added"], ran.json["known"]) == (0, ROWS - before, before)
    assert len(set(recorded(desk))) == len(recorded(desk)) == ROWS
    assert read_log([desk.log]).damages == ()


@pytest.mark.parametrize("stage", STAGES[:2])
def test_ctrl_c_before_anything_is_compared_writes_nothing_and_says_so(desk: Desk, stage: str) -> None:
    before = desk.files()
    ran = cut_off(desk, stage, 1, signal.SIGINT)
    assert (ran.stdout, ran.stderr) == ("", "aitimeline: stopped; nothing was written\n")
    assert (ran.code, desk.files()) == (INTERRUPTED, before)
    complete(desk)


def test_ctrl_c_while_comparing_says_that_nothing_was_written(desk: Desk) -> None:
    ran = cut_off(desk, "comparing", 1, signal.SIGINT)
    assert (ran.code, recorded(desk)) == (INTERRUPTED, [])
    assert ran.stderr == "aitimeline: stopped; nothing was written\n"
    complete(desk)


def test_ctrl_c_while_writing_says_how_many_were_recorded(desk: Desk) -> None:
    ran = cut_off(desk, "writing", 3, signal.SIGINT)
    written = len(recorded(desk))
    assert (ran.stdout, ran.code, 0 < written < ROWS) == ("", INTERRUPTED, True)
    assert ran.stderr == (
        f"aitimeline: stopped; {written} records or more were recorded. Import it again to add the rest\n"
    )
    complete(desk)


def test_ctrl_c_in_a_dry_run_never_has_anything_written(desk: Desk) -> None:
    before = desk.files()
    ran = cut_off(desk, "comparing", 1, signal.SIGINT, "--dry-run")
    assert (ran.stderr, ran.code) == ("aitimeline: stopped; nothing was written\n", INTERRUPTED)
    assert desk.files() == before


@pytest.mark.parametrize(("stage", "times"), [*((stage, 1) for stage in STAGES), ("writing", 5)])
def test_an_import_that_was_killed_is_completed_by_another(desk: Desk, stage: str, times: int) -> None:
    assert cut_off(desk, stage, times, signal.SIGKILL).code == -signal.SIGKILL
    complete(desk)


@pytest.mark.parametrize("name", ["rows.csv", "-"])
def test_no_room_for_temporary_files_is_told_with_the_folder_and_what_to_do(desk: Desk, name: str) -> None:
    (desk.folder / "rows.csv").write_text(rows(4000))
    before = desk.files()
    ran = python(desk, PREPARED, "rows.csv", "9000", "import", name, env={"TMPDIR": str(desk.folder)})
    assert (ran.stdout, ran.code, desk.files()) == ("", 1, before)
    assert ran.stderr.startswith(f"aitimeline: {desk.folder}: ")
    assert ran.stderr.endswith("Name another folder for temporary files in TMPDIR, then run it again\n")


def test_no_room_for_temporary_files_is_told_by_a_merge_too(desk: Desk) -> None:
    (desk.folder / "rows.csv").write_text(rows(4000))
    assert desk.run("init", "other").code == desk.run("import", "rows.csv", "--log", "other").code == 0
    before = desk.files()
    ran = python(desk, PREPARED, os.devnull, "9000", "log", "merge", "other", env={"TMPDIR": str(desk.folder)})
    assert (ran.stdout, ran.code, desk.files()) == ("", 1, before)
    assert ran.stderr.endswith("Name another folder for temporary files in TMPDIR, then run it again\n")


def test_a_log_that_has_no_room_is_told_and_importing_again_completes_it(desk: Desk) -> None:
    assert desk.run("import", "rows.csv").code == 0
    size = sum(map(len, recorded(desk)))
    (desk.folder / "more.csv").write_text(rows(ROWS).replace("Happening", "Another happening"))
    ran = python(desk, PREPARED, os.devnull, str(size * 3 // 2), "import", "more.csv")
    assert (ran.stdout, ran.code) == ("", 1)
    again = desk.run("import", "more.csv", "-f", "json")
    told = f"{again.json['known']:,} of {ROWS:,} records were recorded. Make room, then run it again to add the rest"
    assert told in ran.stderr
    assert (again.code, again.json["added"] + again.json["known"]) == (0, ROWS)
    assert 0 < again.json["known"] < ROWS


def test_a_closed_standard_input_is_told(desk: Desk) -> None:
    ran = python(desk, PREPARED, "", "", "import", "-")
    assert (ran.stderr, ran.code) == ("aitimeline: standard input is closed; name a file\n", 2)


def test_what_standard_input_is_read_from_is_not_overwritten(desk: Desk) -> None:
    ran = python(desk, PREPARED, "rows.csv", "", "import", "-", "--skip-bad", "rows.csv")
    assert (ran.code, (desk.folder / "rows.csv").read_text()) == (2, rows(ROWS))
    assert "is what is being imported" in ran.stderr


def at_terminal(desk: Desk, *arguments: str) -> Any:
    """Start a patient import at a terminal that shows its bar at once, and never stops itself."""
    return pexpect.spawn(
        sys.executable,
        ["-c", CUT_OFF, "", "0", "0", FEW, "import", *arguments],
        cwd=str(desk.folder),
        env={**environment(desk.folder / ".home"), "TERM": "xterm-256color"},
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=15,
    )


def test_a_person_at_a_terminal_sees_a_bar_which_goes_away(desk: Desk) -> None:
    child = at_terminal(desk, "rows.csv")
    shown = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "reading the rows" in shown
    assert "100%" in shown
    assert shown.index("\x1b[?25l") < shown.rindex("\x1b[?25h") < shown.index("60 records added")
    assert shown.rstrip().endswith("test-writer.jsonl")


def test_ctrl_c_at_a_terminal_takes_the_bar_away_and_says_what_was_done(desk: Desk) -> None:
    (desk.folder / "rows.csv").write_text(rows(60_000))
    before = desk.files()
    child = at_terminal(desk, "rows.csv")
    child.expect("reading the rows")
    child.sendintr()
    rest = child.read()
    child.close()
    assert (child.exitstatus, desk.files()) == (INTERRUPTED, before)
    assert rest.index("\x1b[?25h") < rest.index("stopped; nothing was written")
    assert "Traceback" not in rest


def test_where_nobody_looks_on_no_bar_is_drawn(desk: Desk) -> None:
    ran = cut_off(desk, "", 0, signal.SIGINT)
    assert (ran.stderr, ran.code) == ("", 0)


@pytest.mark.long
def test_memory_does_not_grow_with_the_number_of_rows(small: Desk) -> None:
    few, many = (_peak(small, number) for number in (20_000, 200_000))
    assert many - few < 15 << 20


def _peak(desk: Desk, number: int) -> int:
    """How many bytes of memory an import of so many rows holds at most."""
    (desk.folder / "rows.csv").write_text(rows(number))
    log = f"log-{number}"
    (desk.folder / log).mkdir()
    ran = python(desk, MEASURED, "--log", log, "import", "rows.csv")
    assert ran.code == 0, ran.stderr
    return int(ran.stderr) * (1 if sys.platform == "darwin" else 1024)
