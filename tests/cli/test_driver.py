"""A clone that has not been told how to merge a log: git loses records in it without a word, and so it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk, shown_at_terminal
from repositories import commit, git, named, repository

MISSING = "git has not been told in this clone how to merge a log"


@pytest.fixture
def clone(tmp_path: Path) -> Desk:
    """A clone, without the driver, of a repository with a log that has one event."""
    (tmp_path / "origin").mkdir()
    origin = repository(tmp_path / "origin")
    git(origin.folder, "clone", "-q", ".", str(tmp_path / "clone"))
    (tmp_path / "clone" / ".git" / "info" / "exclude").write_text(".home\n")
    return named(tmp_path / "clone")


def test_without_the_driver_git_loses_records_and_with_it_none(clone: Desk, tmp_path: Path) -> None:
    origin = Desk(tmp_path / "origin", tmp_path / "origin" / "events", {"AITIMELINE_WRITER": "Kim"})
    commit(origin, "Theirs")
    commit(clone, "Ours")
    pull = ("pull", "-q", "--no-rebase", "--no-edit", "-X", "ours")
    git(clone.folder, *pull)
    assert sorted(clone.run("list", "-f", "json").keys) == ["first", "ours"]
    git(clone.folder, "reset", "-q", "--hard", "HEAD^1")
    ran = clone.run("log", "verify")
    assert (ran.code, MISSING in ran.stderr, f"aitimeline init {clone.log}" in ran.stderr) == (0, True, True)
    assert clone.run("init", clone.log).code == 0
    assert clone.run("log", "verify").stderr == ""
    git(clone.folder, *pull)
    assert sorted(clone.run("list", "-f", "json").keys) == ["first", "ours", "theirs"]


@pytest.mark.parametrize(
    "command",
    [
        ("add", "Second", "--on", "2023", "--kind", "release"),
        ("log", "repair"),
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in [
                ("add-actor", "Meta", "--type", "company"),
                ("revise", "first", "--tag", "new"),
                ("retract", "first", "--reason", "wrong"),
                ("log", "merge", "events", "--dry-run"),
            ]
        ),
    ],
    ids=" ".join,
)
def test_who_writes_is_told_each_time(clone: Desk, command: tuple[str, ...]) -> None:
    ran = clone.run(*command)
    assert ran.code == 0
    assert ran.stderr.count(MISSING) == 1


@pytest.mark.long
def test_who_asks_is_told_at_a_terminal_once_a_day(clone: Desk) -> None:
    assert clone.run("list").stderr == ""

    def told(clock: str, *command: str) -> int:
        env = {**clone.env, "TEST_CLOCK": f"{clock}+00:00"}
        return shown_at_terminal(*command, cwd=clone.folder, env=env, columns=300).count(MISSING)

    assert told("2030-01-01T10:00", "list") == 1
    assert told("2030-01-01T11:00", "show", "first") == 0
    assert told("2030-01-02T09:59", "list") == 0
    assert told("2030-01-02T10:01", "list") == 1
    assert told("2030-01-02T10:02", "revise", "first", "--tag", "new", "--clock-ahead") == 1


@pytest.mark.long
def test_a_driver_whose_program_is_gone_is_missing(clone: Desk, tmp_path: Path) -> None:
    git(
        clone.folder,
        "config",
        "merge.aitimeline.driver",
        f"'{tmp_path}/old venv/python' -m aitimeline log merge-driver",
    )
    assert MISSING in clone.run("log", "verify").stderr
    assert clone.run("init", clone.log).code == 0
    assert clone.run("log", "verify").stderr == ""


@pytest.mark.long
def test_a_driver_that_is_set_for_all_repositories_is_there(clone: Desk, tmp_path: Path) -> None:
    assert clone.run("init", clone.log).code == 0
    command = git(clone.folder, "config", "merge.aitimeline.driver").stdout.strip()
    git(clone.folder, "config", "--remove-section", "merge.aitimeline")
    env = {"GIT_CONFIG_GLOBAL": str(tmp_path / "config")}
    git(clone.folder, "config", "--global", "merge.aitimeline.driver", command, env=env)
    assert clone.run("log", "verify", env=env).stderr == ""
    assert MISSING in clone.run("log", "verify").stderr


@pytest.mark.long
def test_a_linked_worktree_has_the_driver_of_its_repository(clone: Desk, tmp_path: Path) -> None:
    git(clone.folder, "worktree", "add", "-q", str(tmp_path / "linked"))
    linked = Desk(tmp_path / "linked", tmp_path / "linked" / "events", clone.env)
    assert MISSING in linked.run("log", "verify").stderr
    assert linked.run("init", linked.log).code == 0
    assert linked.run("log", "verify").stderr == clone.run("log", "verify").stderr == ""


@pytest.mark.long
def test_a_log_that_git_is_not_to_merge_so_needs_no_driver(clone: Desk) -> None:
    git(clone.folder, "rm", "-q", "events/.gitattributes")
    assert clone.run("log", "verify").stderr == ""
