"""Repositories with a log, and git as a person calls it there."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from desk import Desk, Ran, environment


def git(folder: Path, *arguments: str, check: bool = True, env: Mapping[str, str] | None = None) -> Ran:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(folder / ".home", env), capture_output=True, check=False
    )
    ran = Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)
    assert ran.code == 0 or not check, ran
    return ran


def repository(folder: Path) -> Desk:
    """A repository with a log, whose first event is committed."""
    git(folder, "init", "-q", "-b", "main")
    (folder / ".git" / "info" / "exclude").write_text(".home\n")
    desk = named(folder)
    assert desk.run("init").code == 0
    commit(desk, "First")
    return desk


def named(folder: Path) -> Desk:
    git(folder, "config", "user.name", "Kim")
    git(folder, "config", "user.email", "kim@example.org")
    return Desk(folder, folder / "events", {"AITIMELINE_WRITER": "Kim"})


def commit(desk: Desk, title: str) -> None:
    assert desk.run("add", title, "--on", "2023-12-07", "--kind", "release").code == 0
    git(desk.folder, "add", "-A")
    git(desk.folder, "commit", "-q", "-m", title)
