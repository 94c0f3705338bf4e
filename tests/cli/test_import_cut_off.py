"""``import`` that is cut off: by Ctrl-C, by a death, by a full disk; and what a person sees of a long one."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial

import pytest

from aitimeline.cli import progress
from aitimeline.log import bulk
from desk import INTERRUPTED, Desk, Ran, at_terminal
from plain_log import read_log

ROWS = 60
FEW = 1000
# Runs the program with a closed standard input.
CLOSED = """
import os, sys
os.close(0)
os.execv(sys.executable, [sys.executable, "-m", "aitimeline", *sys.argv[1:]])
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


def cut_off(desk: Desk, stage: str, times: int, number: signal.Signals, *options: str) -> Ran:
    """An import that is sent a signal in the middle of a stage."""
    return desk.process("import", "rows.csv", *options, prepare=partial(patient, stage, times, number))


def patient(stage: str = "", times: int = 0, number: int = 0) -> None:
    """Write few records at once and show a bar from the start; send a signal in the middle of a stage."""
    bulk._BATCH = FEW
    progress._PATIENCE = 0
    told: list[str] = []
    whole = progress.Bar.advance

    def advance(bar: progress.Bar, name: str, amount: int) -> None:
        whole(bar, name, amount)
        told.append(name)
        if name == stage and told.count(stage) == times:
            os.kill(os.getpid(), number)

    progress.Bar.advance = advance  # type: ignore[method-assign, assignment]


def limited(size: int) -> Callable[[], None]:
    """Let no file become larger than so many bytes."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


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
    with (desk.folder / "rows.csv").open() as given:
        ran = desk.process(
            "import", name, env={"TMPDIR": str(desk.folder)}, prepare=limited(9000), stdin=given.fileno()
        )
    assert (ran.stdout, ran.code, desk.files()) == ("", 1, before)
    assert ran.stderr.startswith(f"aitimeline: {desk.folder}: ")
    assert ran.stderr.endswith("Name another folder for temporary files in TMPDIR, then run it again\n")


def test_no_room_for_temporary_files_is_told_by_a_merge_too(desk: Desk) -> None:
    (desk.folder / "rows.csv").write_text(rows(4000))
    assert desk.run("init", "other").code == desk.run("import", "rows.csv", "--log", "other").code == 0
    before = desk.files()
    ran = desk.process("log", "merge", "other", env={"TMPDIR": str(desk.folder)}, prepare=limited(9000))
    assert (ran.stdout, ran.code, desk.files()) == ("", 1, before)
    assert ran.stderr.endswith("Name another folder for temporary files in TMPDIR, then run it again\n")


def test_a_log_that_has_no_room_is_told_and_importing_again_completes_it(desk: Desk) -> None:
    assert desk.run("import", "rows.csv").code == 0
    size = sum(map(len, recorded(desk)))
    (desk.folder / "more.csv").write_text(rows(ROWS).replace("Happening", "Another happening"))
    ran = desk.process("import", "more.csv", prepare=limited(size * 3 // 2))
    assert (ran.stdout, ran.code) == ("", 1)
    again = desk.run("import", "more.csv", "-f", "json")
    told = f"{again.json['known']:,} of {ROWS:,} records were recorded. Make room, then run it again to add the rest"
    assert told in ran.stderr
    assert (again.code, again.json["added"] + again.json["known"]) == (0, ROWS)
    assert 0 < again.json["known"] < ROWS


def test_a_closed_standard_input_is_told(desk: Desk) -> None:
    ran = desk.python("-c", CLOSED, "import", "-")
    assert (ran.stderr, ran.code) == ("aitimeline: standard input is closed; name a file\n", 2)


def test_what_standard_input_is_read_from_is_not_overwritten(desk: Desk) -> None:
    with (desk.folder / "rows.csv").open() as given:
        ran = desk.process("import", "-", "--skip-bad", "rows.csv", stdin=given.fileno())
    assert (ran.code, (desk.folder / "rows.csv").read_text()) == (2, rows(ROWS))
    assert "is what is being imported" in ran.stderr


def test_a_person_at_a_terminal_sees_a_bar_which_goes_away(desk: Desk) -> None:
    child = at_terminal("import", "rows.csv", cwd=desk.folder, prepare=patient, columns=100, lines=40)
    shown = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "reading the rows" in shown
    assert "100%" in shown
    assert shown.index("\x1b[?25l") < shown.rindex("\x1b[?25h") < shown.index("60 records added")
    assert shown.rstrip().endswith("test-writer.jsonl")


def test_ctrl_c_at_a_terminal_takes_the_bar_away_and_says_what_was_done(desk: Desk) -> None:
    before = desk.files()
    stop = partial(patient, "reading the rows", 1, signal.SIGINT)
    child = at_terminal("import", "rows.csv", cwd=desk.folder, prepare=stop, columns=100, lines=40)
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
    ran = desk.python("-c", MEASURED, "--log", log, "import", "rows.csv")
    assert ran.code == 0, ran.stderr
    return int(ran.stderr) * (1 if sys.platform == "darwin" else 1024)
