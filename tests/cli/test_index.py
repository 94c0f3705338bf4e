"""The index is found, caught up, rebuilt and thrown away without anyone's help, and no answer is wrong for it."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from aitimeline.index.build import Builder
from desk import (
    ACTORS,
    INTERRUPTED,
    LATER,
    SMALL,
    Desk,
    Ran,
    ended,
    environment,
    event,
    record_line,
    shipped_desk,
    small_desk,
    write_log,
)
from strategies import event_of, lines_of, record_of

MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder that costs no disk, where there is one
EVERY = sorted(SMALL)
LATE = record_line("late", event("2024-05-05", "Late"), 50)
EVENTS = 6_000  # enough for building to be caught in the act
PAUSE = 0.01


def cache(desk: Desk) -> Path:
    """Where the indices of a desk are kept."""
    return desk.folder / ".home" / ".cache" / "aitimeline"


def files(desk: Desk) -> list[Path]:
    """The indices that are kept."""
    return sorted(cache(desk).glob("index/*/[0-9]*.sqlite"))


def file(desk: Desk) -> Path:
    """The one index that is kept."""
    (path,) = files(desk)
    return path


def generation(desk: Desk) -> int:
    """How often the index has been built."""
    return int(file(desk).name.partition("-")[0])


def keys(desk: Desk, *arguments: str | Path) -> list[str]:
    """The keys of all events, asked for as a person would."""
    ran = desk.run("list", "-f", "json", *arguments)
    assert (ran.code, ran.stderr) == (0, "")
    return sorted(ran.keys)


def append(desk: Desk, line: bytes = LATE) -> None:
    """Add to the log behind the program's back."""
    with (desk.log / "hand.jsonl").open("ab") as opened:
        opened.write(line)


@pytest.fixture
def large(tmp_path: Path) -> Desk:
    """A log that takes a while to read."""
    log = tmp_path / "events"
    log.mkdir()
    (log / "a.jsonl").write_bytes(
        lines_of([record_of(event_of("2024-05-06", f"Event {n}"), n, subject=f"e-{n}") for n in range(EVENTS)])
    )
    return Desk(tmp_path, log, {})


# Where it is kept


def test_it_is_kept_in_the_cache_folder_and_never_in_the_logs(small: Desk) -> None:
    before = {path.name for path in small.log.iterdir()}
    keys(small)
    append(small)
    keys(small)
    assert {path.name for path in small.log.iterdir()} == before
    assert file(small).is_file()


def test_it_is_kept_where_xdg_cache_home_says(small: Desk) -> None:
    place = small.folder / "elsewhere"
    small.run("list", env={"XDG_CACHE_HOME": str(place)})
    assert len(list(place.glob("aitimeline/index/*/*.sqlite"))) == 1
    assert not cache(small).exists()


def test_a_cache_folder_that_is_no_whole_path_is_passed_over(small: Desk) -> None:
    assert small.run("list", "-f", "json", env={"XDG_CACHE_HOME": "events"}).code == 0
    assert not list(small.log.rglob("*.sqlite"))


def test_it_is_the_same_one_from_whatever_folder_it_is_asked(small: Desk) -> None:
    (small.folder / "deep" / "er").mkdir(parents=True)
    inside = Desk(small.folder / "deep" / "er", small.log, {"HOME": str(small.folder / ".home")})
    for desk, log in (
        (small, "events"),
        (small, small.log),
        (inside, "../../events"),
        (inside, "../../deep/../events"),
    ):
        assert sorted(desk.run("list", "-f", "json", "--log", log).keys) == EVERY
    assert generation(small) == 1


def test_every_log_has_its_own(small: Desk) -> None:
    other = write_log(small.folder / "other", {"other": event("2024", "Other")}, first=30)
    for _ in range(2):
        assert keys(small) == EVERY
        assert keys(small, "--log", other) == ["other"]
        assert keys(small, "--log", other, "--log", small.log) == sorted([*EVERY, "other"])
    assert [path.name[:8] for path in files(small)] == ["00000001"] * 3


# When it is made anew


def test_an_index_that_is_up_to_date_is_left_as_it_is(small: Desk) -> None:
    keys(small)
    before = (file(small), file(small).read_bytes())
    keys(small)
    assert (file(small), file(small).read_bytes()) == before


def test_it_is_made_anew_where_it_was_deleted(small: Desk) -> None:
    for _ in range(2):
        assert keys(small) == EVERY
        shutil.rmtree(cache(small))


@pytest.mark.parametrize("pattern", ["*.sqlite", "*-wal", "*-shm", ".lock"])
def test_any_of_its_files_may_be_deleted(small: Desk, pattern: str) -> None:
    keys(small)
    append(small)
    keys(small)
    append(small, record_line("later", event("2024-05-06", "Later"), 51))
    for path in cache(small).rglob(pattern):
        path.unlink()
    assert keys(small) == sorted([*EVERY, "late", "later"])


def grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff" * 5000)


@pytest.mark.long
@pytest.mark.parametrize(
    "damage",
    [
        *(lambda path, share=share: os.truncate(path, path.stat().st_size * share // 10) for share in (0, 1, 5, 9)),
        lambda path: path.write_bytes(b"nonsense" * 10_000),
        lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
        lambda path: path.write_bytes(b"\0" * path.stat().st_size),
        lambda path: path.write_bytes(path.read_bytes()[:100] + b"\0" * (path.stat().st_size - 100)),
        lambda path: path.write_bytes(path.read_bytes()[:8192] + os.urandom(path.stat().st_size - 8192)),
        grown,
    ],
)
def test_a_damaged_file_is_made_anew(small: Desk, damage: Callable[[Path], None]) -> None:
    keys(small)
    damage(file(small))
    ran = small.run("list", "-f", "json")
    assert (sorted(ran.keys), ran.code) == (EVERY, 0)
    assert not ran.stderr or ran.stderr.endswith("it is made anew\n")
    assert keys(small) == EVERY


def test_an_index_by_another_version_is_made_anew(small: Desk) -> None:
    keys(small)
    with closing(sqlite3.connect(file(small))) as connection:
        connection.execute("UPDATE meta SET value = '1 9.9.9 3.11 3'")
        connection.commit()
    assert keys(small) == EVERY
    assert generation(small) == 2


def test_an_index_of_another_log_in_its_place_is_made_anew(small: Desk) -> None:
    other = write_log(small.folder / "other", {"other": event("2024", "Other")}, first=30)
    keys(small)
    mine = file(small)
    keys(small, "--log", other)
    (others,) = set(files(small)) - {mine}
    shutil.copy(others, mine)
    assert keys(small) == EVERY


def test_a_log_that_moves_is_found_again(small: Desk) -> None:
    keys(small)
    small.log.rename(small.folder / "moved")
    append(Desk(small.folder, small.folder / "moved", {}))
    assert keys(small, "--log", "moved") == sorted([*EVERY, "late"])


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n  \n"], ids=["nothing", "newline", "blanks"])
def test_a_log_of_nothing_holds_nothing_until_something_comes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "hand.jsonl").write_bytes(content)
    desk = Desk(tmp_path, tmp_path / "events", {"AITIMELINE_LOG": str(tmp_path / "events")})
    assert keys(desk) == keys(desk) == []
    append(desk)
    assert keys(desk) == ["late"]
    assert generation(desk) == 1


def test_a_folder_without_a_segment_is_an_empty_log(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    desk = Desk(tmp_path, tmp_path / "events", {"AITIMELINE_LOG": str(tmp_path / "events")})
    assert keys(desk) == keys(desk) == []


def test_a_last_line_without_a_newline_counts_and_so_does_what_follows(small: Desk) -> None:
    append(small, LATE[:-1])
    assert keys(small) == sorted([*EVERY, "late"])
    append(small, b"\n" + record_line("later", event("2024-05-06", "Later"), 51))
    assert keys(small) == sorted([*EVERY, "late", "later"])


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "write",
    [
        ("import", "rows.csv"),
        pytest.param(("add", "New", "--on", "2024-01-02", "--kind", "release"), marks=pytest.mark.long),
        pytest.param(("revise", "law-agreed", "--on", "2023-12-08", "--reason", "a test"), marks=pytest.mark.long),
        pytest.param(("log", "merge", "other.jsonl"), marks=pytest.mark.long),
    ],
    ids=lambda write: write[0],
)
def test_a_line_that_was_damaged_is_told_whatever_was_appended_behind_it(small: Desk, write: tuple[str, ...]) -> None:
    env = {"AITIMELINE_WRITER": "hand"}  # whose segment is the one with the damage
    (small.folder / "rows.csv").write_text("when,title,kind\n2024-03-04,More,release\n")
    (small.folder / "other.jsonl").write_bytes(LATE)
    small.run("list")
    segment = small.log / "hand.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b"Google shows", b"Goggle shows"))
    small.run(*write, env=env)
    assert segment.read_bytes().count(b"\n") > len(SMALL) + 2
    ran = small.run("list", "-f", "json")
    assert ran.code == 5
    assert "gemini-shown" not in ran.keys
    assert "set aside" in ran.stderr


def test_a_segment_that_cannot_be_read_is_told_and_the_rest_is_answered(small: Desk) -> None:
    (small.log / "odd.jsonl").symlink_to("/proc/self/mem")
    for _ in range(2):
        ran = small.run("list", "-f", "json")
        assert (sorted(ran.keys), ran.code) == (EVERY, 5)
        assert "cannot be read" in ran.stderr


# Where it cannot be kept


def a_file(folder: Path) -> Path:
    folder.joinpath("a-file").write_bytes(b"")
    return folder / "a-file"


@pytest.mark.parametrize(
    "place", [a_file, lambda _: Path("/proc/nowhere"), lambda _: Path("/dev/null/x"), lambda _: Path("/" + "x" * 300)]
)
def test_without_a_cache_folder_the_answer_comes_from_memory_with_a_word(
    small: Desk, place: Callable[[Path], Path]
) -> None:
    ran = small.run("list", "-f", "json", env={"XDG_CACHE_HOME": str(place(small.folder))})
    assert (sorted(ran.keys), ran.code) == (EVERY, 0)
    assert ran.stderr.count("\n") == 1
    assert "cannot be kept" in ran.stderr


def run_on_a_full_disk(desk: Desk, size: int) -> Ran:
    """Run the program where no file can be larger than ``size``."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    return desk.process("list", "-f", "json", prepare=limit)


@pytest.mark.parametrize("size", [0, 1000, 50_000])
def test_on_a_full_disk_the_answer_comes_from_memory_with_a_word(small: Desk, size: int) -> None:
    wanted = small.run("list", "-f", "json").stdout
    shutil.rmtree(cache(small))
    ran = run_on_a_full_disk(small, size)
    assert (ran.stdout, ran.code) == (wanted, 0)
    assert "cannot be kept" in ran.stderr
    assert not list(cache(small).rglob("building*"))


def test_an_index_that_cannot_be_caught_up_on_a_full_disk_is_answered_from_memory(small: Desk) -> None:
    keys(small)
    append(small)
    ran = run_on_a_full_disk(small, 0)
    assert ('"late"' in ran.stdout, ran.code) == (True, 0)
    assert keys(small) == sorted([*EVERY, "late"])


# Damage that shows itself while the answer is made


def harm(desk: Desk, old: bytes, new: bytes) -> None:
    """Change bytes in the index, without changing its size."""
    path = file(desk)
    content = path.read_bytes()
    assert content.count(old)
    path.write_bytes(content.replace(old, new))


def test_a_line_that_has_changed_is_noticed_and_the_command_begins_anew(small: Desk) -> None:
    before = small.run("list", "-f", "json")
    harm(small, b"Google shows Gemini", b"Google shows Gemino")
    ran = small.run("list", "-f", "json")
    assert (ran.stdout, ran.code) == (before.stdout, 0)
    assert ran.stderr.startswith("aitimeline: the index is damaged")
    assert ran.stderr.count("\n") == 1
    assert keys(small) == EVERY


@pytest.mark.parametrize(
    "arguments",
    [("show", "gemini-shown"), ("history", "gemini-shown"), ("within", "3", "gemini-shown"), ("export", "ics")],
    ids=" ".join,
)
def test_no_command_shows_a_line_that_has_changed(small: Desk, arguments: tuple[str, ...]) -> None:
    before = small.run(*arguments)
    harm(small, b"Google shows Gemini", b"Google shows Gemino")
    ran = small.run(*arguments)
    assert (ran.code, len(ran.stdout)) == (0, len(before.stdout))
    assert "Gemino" not in ran.stdout
    assert "it is made anew" in ran.stderr


def test_a_revision_that_finds_damage_is_written_once(small: Desk) -> None:
    keys(small)
    harm(small, b"Google shows Gemini", b"Google shows Gemino")
    ran = small.run("revise", "gemini-shown", "--tag", "new", "--reason", "why")
    assert ran.code == 0
    assert "it is made anew" in ran.stderr
    assert len(small.run("history", "gemini-shown", "-f", "json").json) == 2


@pytest.mark.long
def test_a_long_answer_that_comes_to_a_damaged_line_ends_with_the_word_to_ask_again(large: Desk) -> None:
    before = large.run("list", "-f", "json")
    harm(large, b"Event 5990", b"Event 599x")
    ran = large.run("list", "-f", "json")
    assert ran.code == 1
    assert before.stdout.startswith(ran.stdout.rstrip("]\n"))
    assert "give the command again" in ran.stderr
    assert large.run("list", "-f", "json").stdout == before.stdout


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder that costs no disk."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


QUESTIONS = [
    ["list", "-f", "json"],
    ["list", "google", "-f", "csv"],
    ["list", "kind:release", "since:2023-11", "-f", "json"],
    ["search", "구글", "-f", "json"],
    ["show", "gemini-announced"],
    ["history", "gemini-announced", "-f", "json"],
]
HARMLESS = ("waiting for it", "it is made in memory")
"""What is told where an index is deleted again and again."""
FAILURES = ("Traceback", "unexpected failure", "fault of the program", "is locked")


def check_flips(desk: Desk, number: int, seed: int) -> tuple[int, int]:
    """Flip bits of an index, one at a time; gives how many answers were wrong, and how often damage was told."""

    def ask(question: list[str]) -> tuple[str, int, str]:
        ran = desk.run(*question)
        return ran.stdout, ran.code, ran.stderr

    right = [ask(question) for question in QUESTIONS]
    assert not [each for each in right if each[1]]
    path = file(desk)
    content, wrong, told = path.read_bytes(), 0, 0
    random = Random(seed)  # noqa: S311 -- it must be possible to run it again
    for each in range(number):
        at, bit = random.randrange(len(content)), random.randrange(8)
        for left in path.parent.glob("*.sqlite*"):
            left.unlink()
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])
        question = each % len(QUESTIONS)
        out, code, err = ask(QUESTIONS[question])
        assert not [failure for failure in FAILURES if failure in err], (at, bit, err)
        assert code in {0, 1, 2, 3, 5}, (at, bit, err)
        told += "damaged" in err
        wrong += (out, code) != right[question][:2] and "give the command again" not in err
        if "give the command again" in err:
            assert ask(QUESTIONS[question])[:2] == right[question][:2]
    return wrong, told


def test_a_flipped_bit_gives_no_traceback_and_hardly_a_wrong_answer(in_memory: Path) -> None:
    wrong, told = check_flips(shipped_desk(in_memory), 40, 1)
    assert told
    assert wrong <= 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_many_flipped_bits_give_no_traceback_and_hardly_a_wrong_answer(in_memory: Path, seed: int) -> None:
    for desk in (shipped_desk(in_memory / "shipped"), small_desk(in_memory / "small")):
        desk.folder.mkdir(exist_ok=True)
        if desk.log.name == "events" and desk.log.is_relative_to(in_memory):
            write_log(desk.log, {"gemini-announced": SMALL["gemini-shown"]}, ACTORS, writer="more", first=20)
        wrong, _ = check_flips(desk, 600, seed)
        assert wrong <= 12


# A reader of an index that is up to date opens nothing of the log

WATCH = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
from aitimeline.cli.main import main
from aitimeline.log import disk
disk.SETTLING = -(1 << 62)
opened = []
def opens(question):
    opened.clear()
    with redirect_stdout(StringIO()):
        assert main(question) == 0
    return any(name.endswith(".jsonl") for name in opened)
sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name in ("open", "os.open", "mmap") else None)
segment, *turns = json.loads(sys.argv[1])
found = []
for line, question in turns:
    with open(segment, "a", encoding="utf-8") as log:
        log.write(line)
    found.append([opens(question), opens(question)])
print(json.dumps(found))
"""


def test_a_question_to_an_index_that_is_up_to_date_opens_no_segment(small: Desk) -> None:
    questions = (["list"], ["search", "gemini"], ["within", "7", "reinvent"])
    lines = (record_line(f"new-{number}", event("2024", "New"), 50 + number).decode() for number in range(3))
    turns = [str(small.log / "hand.jsonl"), *zip(lines, questions, strict=True)]
    named = {"AITIMELINE_LOG": str(small.log)}  # or a folder with a log in it would be looked for
    ran = small.python("-c", WATCH, json.dumps(turns), env=named)
    assert (ran.stdout, ran.stderr) == ("[[true, false], [true, false], [true, false]]\n", "")


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_system_sees_no_segment_opened_either(small: Desk) -> None:
    small.python(*LATER, "list", "--log", small.log)
    trace = small.folder / "trace"
    done = subprocess.run(
        [
            *("strace", "-f", "-o", str(trace), "-e", "trace=open,openat,read"),
            *(sys.executable, *LATER, "list", "--log", str(small.log)),
        ],
        cwd=small.folder,
        env=environment(small.folder / ".home"),
        capture_output=True,
        check=False,
    )
    if not trace.exists() or "attach" in done.stderr.decode():
        pytest.skip("processes cannot be traced here")
    assert done.returncode == 0
    assert ".sqlite" in trace.read_text()
    assert ".jsonl" not in trace.read_text()


# Several processes


def building(desk: Desk) -> bool:
    """True if a process is filling an index at this moment."""
    return any(cache(desk).glob("index/*/building*"))


def wait_until_building(desk: Desk, process: subprocess.Popen[bytes]) -> bool:
    while process.poll() is None:
        if building(desk):
            return True
        time.sleep(0.001)
    return False


def signalled_while_building(number: signal.Signals) -> None:
    """Let a process send itself a signal when it has filled an index, and before that is in its place."""
    whole = Builder.build

    def build(builder: Builder, *arguments: Any) -> None:
        whole(builder, *arguments)
        os.kill(os.getpid(), number)

    Builder.build = build  # type: ignore[method-assign, assignment]


def test_of_two_processes_one_builds_and_the_other_waits_and_says_so(small: Desk) -> None:
    first = small.start("list", "-f", "jsonl", prepare=partial(signalled_while_building, signal.SIGSTOP))
    os.waitpid(first.pid, os.WUNTRACED)
    assert building(small)
    second = small.start("list", "-f", "jsonl")
    assert second.stderr
    assert second.stderr.readline() == b"aitimeline: another process is building the index; waiting for it\n"
    first.send_signal(signal.SIGCONT)
    one, two = ended(first), ended(second)
    assert one == two
    assert (one.stdout.count("\n"), one.stderr, one.code) == (len(SMALL), "", 0)
    assert generation(small) == 1


def test_ctrl_c_while_building_leaves_nothing(small: Desk) -> None:
    ran = small.process("list", prepare=partial(signalled_while_building, signal.SIGINT))
    assert (ran.code, ran.stdout, ran.stderr) == (INTERRUPTED, "", "")
    assert not building(small)
    assert not files(small)
    assert keys(small) == EVERY


def check_kills_while_building(desk: Desk, rounds: int) -> None:
    random = Random(rounds)  # noqa: S311
    killed = 0
    for _ in range(rounds):
        shutil.rmtree(cache(desk), ignore_errors=True)
        process = desk.start("list", "-f", "jsonl")
        if wait_until_building(desk, process):
            time.sleep(random.uniform(0, 0.3))
            process.kill()
            killed += 1
        process.communicate()
        if random.randrange(4) == 0:
            assert len(keys(desk)) == EVENTS
            assert not building(desk)
    assert killed
    assert len(keys(desk)) == EVENTS
    assert not building(desk)


def check_kills_while_catching_up(desk: Desk, rounds: int) -> None:
    random = Random(rounds)  # noqa: S311
    expected = set(keys(desk))
    for number in range(rounds):
        many = [
            record_of(event_of("2024"), 10_000 + 200 * number + each, subject=f"n-{number}-{each}")
            for each in range(200)
        ]
        with (desk.log / "a.jsonl").open("ab") as opened:
            opened.write(lines_of(many))
        expected.update(each.subject for each in many)
        process = desk.start("list", "-f", "jsonl")
        time.sleep(random.uniform(0.05, 0.35))
        process.kill()
        process.communicate()
        if random.randrange(3) == 0:
            assert set(keys(desk)) == expected
    assert set(keys(desk)) == expected
    assert generation(desk) == 1


@pytest.mark.long
def test_a_process_that_is_killed_while_it_builds_harms_no_answer(large: Desk) -> None:
    check_kills_while_building(large, 8)


@pytest.mark.long
def test_a_process_that_is_killed_while_it_catches_up_harms_no_answer(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events", SMALL)
    check_kills_while_catching_up(Desk(tmp_path, log, {}), 10)


@pytest.mark.long
def test_many_kills_while_building_harm_no_answer(large: Desk) -> None:
    check_kills_while_building(large, 60)


@pytest.mark.long
def test_many_kills_while_catching_up_harm_no_answer(tmp_path: Path) -> None:
    log = write_log(tmp_path / "events", SMALL)
    check_kills_while_catching_up(Desk(tmp_path, log, {}), 60)


class Crowd:
    """Processes that ask while others append and one deletes what is in the cache."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acknowledged: set[str] = set()
        self.answers = 0
        self.faults: list[str] = []
        self.is_over = threading.Event()

    def ask(self) -> None:
        while not self.is_over.is_set():
            wanted = set(self.acknowledged)
            ran = self.desk.python("-m", "aitimeline", "list", "-f", "jsonl")
            found = {
                line.partition('"key":"')[2].partition('"')[0] for line in ran.stdout.replace(": ", ":").splitlines()
            }
            words = [line for line in ran.stderr.splitlines() if not any(each in line for each in HARMLESS)]
            if ran.code or words or wanted - found:
                self.faults.append(f"{ran.code} {ran.stderr} lacks {sorted(wanted - found)[:5]}")
            self.answers += 1

    def append(self, name: str) -> None:
        path, number = self.desk.log / f"{name}.jsonl", 0
        first = sum(name.encode()) * 100_000
        while not self.is_over.is_set():
            record = record_of(event_of("2024"), first + number, subject=f"{name}-{number}")
            with path.open("ab", buffering=0) as opened:
                opened.write(lines_of([record]))
            self.acknowledged.add(record.subject)
            number += 1
            time.sleep(PAUSE)

    def delete(self) -> None:
        random = Random(1)  # noqa: S311
        while not self.is_over.wait(random.uniform(0.1, 0.6)):
            with contextlib.suppress(OSError):
                if random.randrange(2):
                    shutil.rmtree(cache(self.desk))
                else:
                    for path in cache(self.desk).rglob("*.sqlite"):
                        path.unlink()

    def meet(self, seconds: float) -> None:
        append = [threading.Thread(target=self.append, args=(name,)) for name in ("kim", "lee")]
        threads = [
            *append,
            *(threading.Thread(target=self.ask) for _ in range(8)),
            threading.Thread(target=self.delete),
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.is_over.set()
        for thread in threads:
            thread.join()


def check_crowd(desk: Desk, seconds: float) -> None:
    crowd = Crowd(desk)
    crowd.meet(seconds)
    assert not crowd.faults, crowd.faults[:3]
    assert crowd.answers >= 8
    assert set(keys(desk)) == crowd.acknowledged | set(EVERY)
    keys(desk)
    assert len(files(desk)) == 1
    assert not building(desk)


@pytest.mark.long
def test_a_crowd_that_asks_appends_and_deletes_gets_right_answers(small: Desk) -> None:
    check_crowd(small, 3)


@pytest.mark.long
def test_a_crowd_gets_right_answers_for_some_time(small: Desk) -> None:
    check_crowd(small, 20)
