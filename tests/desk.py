"""Logs made by hand, and desks at which the program is run on them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import pexpect
import rfc8785
from attrs import frozen

from in_process import become_the_program, run_in_process

PROJECT = Path(__file__).resolve().parents[1]
SHIPPED = PROJECT / "events"
PROGRAM = (sys.executable, "-m", "aitimeline")
LATER = (
    "-c",
    "from aitimeline.log import disk; disk.SETTLING = -(1 << 62); from aitimeline.__main__ import main; main()",
)
"""Arguments of Python for the program some seconds after whatever was done to the files, without waiting for it."""
TIMELINE = "https://example.org/test-timeline"
CLOCK = "2026-06-01T12:00:00+00:00"
"""What the clock says where the small log is; its records are of January."""
INTERRUPTED = 130
PATIENCE = 600
"""Seconds after which a test that waits for what never comes fails; nothing that is tested takes a tenth of that."""
_KEPT = ("PATH", "SYSTEMROOT", "VIRTUAL_ENV")


@frozen
class Ran:
    """What a process said and how it ended."""

    stdout: str
    stderr: str
    code: int

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.stdout)

    @property
    def keys(self) -> list[str]:
        """The keys of the events in JSON output."""
        return [event["key"] for event in self.json]

    @property
    def rows(self) -> list[dict[str, str]]:
        """Standard output as CSV with a header."""
        return list(csv.DictReader(io.StringIO(self.stdout, newline="")))


Prepare = Callable[[], object]
"""What is done in the copy of the tests' process that the program is then run in."""


def nothing() -> None:
    """What is done where nothing is."""


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A clean environment, with everything that a person keeps in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PROJECT / "tests" / "clocked"),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "error",
        "AITIMELINE_WRITER": "Test Writer",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **(extra or {}),
    }


def run(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
    """Run the program in this process, without a terminal, HOME in a folder beside the tests' own files."""
    stated = environment(cwd / ".home", env)
    out, err, code = run_in_process([*map(str, arguments)], cwd, stated, stdin.encode())
    return Ran(out.decode(), err.decode(), code)


def start(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    prepare: Prepare = nothing,
    stdin: int = DEVNULL,
    stdout: int = PIPE,
) -> Popen[bytes]:
    """Start the program as a process: a copy of this one, in which ``prepare`` is done before."""
    stated = environment(cwd / ".home", env)

    def program() -> None:
        become_the_program([*map(str, arguments)], stated, prepare)

    return Popen(
        [*PROGRAM],
        cwd=cwd,
        stdin=stdin,
        stdout=stdout,
        stderr=PIPE,
        restore_signals=False,
        preexec_fn=program,  # noqa: PLW1509 -- nothing is executed after it, and no thread is needed by it
    )


def process(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, **given: Any) -> Ran:
    """Run the program as a process: where its end is what is tested, or that several run at once."""
    return ended(start(*arguments, cwd=cwd, env=env, **given))


def python(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run Python: where the start is what is tested, or what the program finds there."""
    stated = environment(cwd / ".home", env)
    return ended(
        Popen([sys.executable, *map(str, arguments)], cwd=cwd, env=stated, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
    )


def ended(child: Popen[bytes]) -> Ran:
    """What a process says until its end."""
    out, err = child.communicate()
    return Ran((out or b"").decode(), (err or b"").decode(), child.returncode)


def at_terminal(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    prepare: Prepare = nothing,
    columns: int = 80,
    lines: int = 200,
) -> Any:
    """Start the program at a terminal (a pexpect child); nothing is paged unless ``lines`` are few."""
    stated = {**environment(cwd / ".home"), "TERM": "xterm-256color", **(env or {})}
    return pexpect.spawn(
        PROGRAM[0],
        [],
        cwd=str(cwd),
        preexec_fn=partial(become_the_program, [*map(str, arguments)], stated, prepare),
        dimensions=(lines, columns),
        encoding="utf-8",
        timeout=PATIENCE,
    )


def shown_at_terminal(*arguments: str | Path, cwd: Path, **given: Any) -> str:
    """All that the program shows at a terminal."""
    child = at_terminal(*arguments, cwd=cwd, **given)
    shown: str = child.read()
    child.close()
    return shown.replace("\r\n", "\n")


def exit_code(child: Any) -> int | None:
    """Read a child to its end and give its exit code."""
    child.expect(pexpect.EOF)
    child.close()
    code: int | None = child.exitstatus
    return code


@frozen
class Desk:
    """A folder to run in, the log there, and the environment that the runs share."""

    folder: Path
    log: Path
    env: Mapping[str, str]

    def run(self, *arguments: str | Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
        """Run the program here, in this process."""
        return run(*arguments, cwd=self.folder, env={**self.env, **(env or {})}, stdin=stdin)

    def start(self, *arguments: str | Path, env: Mapping[str, str] | None = None, **given: Any) -> Popen[bytes]:
        """Start the program here, as a process."""
        return start(*arguments, cwd=self.folder, env={**self.env, **(env or {})}, **given)

    def process(self, *arguments: str | Path, env: Mapping[str, str] | None = None, **given: Any) -> Ran:
        """Run the program here, as a process."""
        return process(*arguments, cwd=self.folder, env={**self.env, **(env or {})}, **given)

    def python(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Ran:
        """Run Python here."""
        return python(*arguments, cwd=self.folder, env={**self.env, **(env or {})})

    def files(self) -> dict[str, bytes]:
        """Every file of the log but the lock, with its bytes."""
        return files_of(self.log)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; the writers' lock says nothing and is left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def digest_of(stated: Mapping[str, Any]) -> str:
    """The digest of a record as the format specifies it, without help of the program."""
    return hashlib.sha256(rfc8785.dumps({k: v for k, v in stated.items() if k != "digest"})).hexdigest()


def record_line(subject: str, data: Mapping[str, Any], number: int, family: str = "event", version: int = 1) -> bytes:
    """A line of a log made by hand."""
    stated: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"01a20de7-0000-7000-8000-{number:012d}",
        "source": TIMELINE,
        "type": f"aitimeline.{family}.recorded.v{version}",
        "subject": subject,
        "time": f"2026-01-02T03:04:{number:02d}.000000Z",
        "recordedby": "Hand",
        "data": dict(data),
    }
    return rfc8785.dumps({**stated, "digest": digest_of(stated)}) + b"\n"


def event(when: str, title: str | Mapping[str, str], kind: str = "release", **more: Any) -> dict[str, Any]:
    """The data of an event."""
    return {"when": when, "title": {"en": title} if isinstance(title, str) else dict(title), "kind": kind, **more}


def write_log(
    folder: Path,
    events: Mapping[str, Mapping[str, Any]],
    actors: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    writer: str = "hand",
    first: int = 1,
) -> Path:
    """Make a log by hand; the ids of its records begin with the number ``first``."""
    folder.mkdir(parents=True, exist_ok=True)
    actors = actors or {}
    about = [
        *((key, data, "actor") for key, data in actors.items()),
        *((key, data, "event") for key, data in events.items()),
    ]
    lines = [record_line(*each[:2], number, each[2]) for number, each in enumerate(about, start=first)]
    (folder / f"{writer}.jsonl").write_bytes(b"".join(lines))
    return folder


def small_desk(folder: Path) -> Desk:
    """A desk with the small log in ``events/``, which is found because it is the nearest."""
    return Desk(folder, write_log(folder / "events", SMALL, ACTORS), {"TEST_CLOCK": CLOCK})


def shipped_desk(folder: Path, env: Mapping[str, str] | None = None) -> Desk:
    """A desk whose log is the shipped one."""
    return Desk(folder, SHIPPED, {"AITIMELINE_LOG": str(SHIPPED), **(env or {})})


ACTORS: dict[str, dict[str, Any]] = {
    "google": {"type": "company", "names": {"en": ["Google"], "ko": ["구글"]}},
    "meta": {"type": "company", "names": {"en": ["Meta", "Meta Platforms"], "ko": ["메타"]}},
}
SMALL: dict[str, dict[str, Any]] = {
    "reinvent": event("2023-11-27/2023-12-01", "re:Invent is held", "conference"),
    "alliance-formed": event(
        "2023-12-06",
        {"en": "The AI Alliance is formed", "ko": "AI 얼라이언스 출범"},
        "alliance",
        zone="Asia/Seoul",
        actors=[{"actor": "meta", "role": "founder"}],
        tags=["open"],
    ),
    "gemini-shown": event(
        "2023-12-07",
        {"en": "Google shows Gemini", "ko": "구글, 제미나이 공개"},
        zone="Asia/Seoul",
        actors=[{"actor": "google", "role": "developer"}],
        tags=["closed", "model"],
        sources=[
            {"url": "https://example.org/a", "publisher": "Paper A"},
            {"url": "https://example.org/b", "publisher": "Paper B"},
        ],
    ),
    "chips-promised": event("2023-12", "Chips are promised", "statement"),
    "law-agreed": event("2023-12-09", {"ko": "인공지능법 합의"}, "regulation"),
}
