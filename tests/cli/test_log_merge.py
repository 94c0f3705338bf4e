"""``log merge`` and the merging of branches with git, as a person does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import SMALL, Desk, event, record_line, write_log
from repositories import commit, git, named, repository


@pytest.fixture
def other(small: Desk) -> Path:
    """A log that has an event more, and one in common."""
    folder = write_log(small.folder / "other", {"later": event("2024-01-01", "Later")}, writer="lee", first=40)
    segment = folder / "lee.jsonl"
    segment.write_bytes(segment.read_bytes() + (small.log / "hand.jsonl").read_bytes())
    return folder


def test_what_another_log_has_more_is_added(small: Desk, other: Path) -> None:
    ran = small.run("log", "merge", other)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout == f"1 record added to {small.log / 'test-writer.jsonl'}; 7 there already\n"
    assert "later" in small.run("list", "-f", "json").keys


def test_merging_can_be_tried_first(small: Desk, other: Path) -> None:
    before = small.files()
    ran = small.run("log", "merge", other, "--dry-run", "-f", "json")
    segment = str(small.log / "test-writer.jsonl")
    assert ran.json == {"added": 1, "known": 7, "bad": 0, "segment": segment, "dry_run": True}
    assert small.files() == before


def test_a_contradiction_is_exit_code_4_and_names_both_places(small: Desk, other: Path) -> None:
    (other / "lee.jsonl").write_bytes(record_line("law-agreed", event("2023-12-10", "Another"), 7))
    before = small.files()
    ran = small.run("log", "merge", other)
    assert (ran.stdout, ran.code) == ("", 4)
    assert "lee.jsonl:1" in ran.stderr
    assert "hand.jsonl:7 with other content" in ran.stderr
    assert small.files() == before


def test_damage_in_the_other_log_is_exit_code_5_and_the_rest_is_added(small: Desk, other: Path) -> None:
    with (other / "lee.jsonl").open("ab") as opened:
        opened.write(b"rotten\n")
    ran = small.run("log", "merge", other)
    assert ran.code == 5
    assert "lee.jsonl:9" in ran.stderr
    assert "later" in small.run("list", "-f", "json").keys


def test_what_is_not_there_cannot_be_merged(small: Desk) -> None:
    ran = small.run("log", "merge", "nowhere")
    assert (ran.stdout, ran.code) == ("", 2)
    assert "nowhere" in ran.stderr


def test_a_conflict_that_merging_makes_is_told_with_its_key_and_exit_code_4(small: Desk, tmp_path: Path) -> None:
    contradicting = {"law-agreed": event("2023-12-10", "Another"), "reinvent": SMALL["reinvent"]}
    theirs = write_log(tmp_path / "lee", contradicting, writer="lee", first=40)
    ran = small.run("log", "merge", theirs, "--dry-run")
    assert (ran.code, "law-agreed" in ran.stderr) == (4, True)
    ran = small.run("log", "merge", theirs)
    assert ran.code == 4
    assert ran.stdout == f"2 records added to {small.log / 'test-writer.jsonl'}\n"
    assert "law-agreed: 2 versions, of Hand and Hand, contradict each other\n" in ran.stderr
    assert "reinvent" not in ran.stderr
    assert "--settle" in ran.stderr
    assert small.run("log", "merge", theirs).code == 0
    assert small.run("log", "verify").code == 4


def test_records_that_are_imported_and_make_a_conflict_are_told_alike(small: Desk, tmp_path: Path) -> None:
    theirs = write_log(tmp_path / "lee", {"law-agreed": event("2023-12-10", "Another")}, writer="lee", first=40)
    ran = small.run("import", theirs / "lee.jsonl")
    assert (ran.code, "law-agreed: 2 versions" in ran.stderr) == (4, True)
    assert ran.stdout.startswith("1 record added")
    assert small.run("import", theirs / "lee.jsonl").code == 0


# With git.


def two_branches(desk: Desk) -> None:
    git(desk.folder, "checkout", "-q", "-b", "branch")
    commit(desk, "Second")
    git(desk.folder, "checkout", "-q", "main")
    commit(desk, "Third")


@pytest.fixture
def kim(tmp_path: Path) -> Desk:
    return repository(tmp_path)


def test_init_tells_git_how_to_treat_the_log(kim: Desk) -> None:
    assert git(kim.folder, "check-attr", "text", "merge", "--", "events/kim.jsonl").stdout.splitlines() == [
        "events/kim.jsonl: text: unset",
        "events/kim.jsonl: merge: aitimeline",
    ]
    assert git(kim.folder, "check-ignore", "events/.lock").stdout == "events/.lock\n"
    assert git(kim.folder, "status", "--short").stdout == ""


def test_branches_merge_without_a_conflict(kim: Desk) -> None:
    two_branches(kim)
    git(kim.folder, "merge", "-q", "branch", "-m", "both")
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "second", "third"]
    assert kim.run("log", "verify").code == 0
    assert (kim.log / "kim.jsonl").read_bytes().count(b"\n") == 3


def test_both_directions_of_a_merge_give_the_same_bytes(kim: Desk) -> None:
    two_branches(kim)
    git(kim.folder, "checkout", "-q", "-b", "other-way", "branch")
    git(kim.folder, "merge", "-q", "main", "-m", "theirs")
    one = (kim.log / "kim.jsonl").read_bytes()
    git(kim.folder, "checkout", "-q", "main")
    git(kim.folder, "merge", "-q", "branch", "-m", "ours")
    assert (kim.log / "kim.jsonl").read_bytes() == one


def test_a_squashed_branch_can_be_merged_again(kim: Desk) -> None:
    two_branches(kim)
    git(kim.folder, "merge", "-q", "--squash", "branch")
    git(kim.folder, "commit", "-q", "-m", "squashed")
    git(kim.folder, "checkout", "-q", "branch")
    commit(kim, "Fourth")
    git(kim.folder, "checkout", "-q", "main")
    git(kim.folder, "merge", "-q", "branch", "-m", "all")
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "fourth", "second", "third"]
    assert (kim.log / "kim.jsonl").read_bytes().count(b"\n") == 4


def test_a_clone_without_the_driver_gets_a_conflict_that_repair_resolves(kim: Desk) -> None:
    two_branches(kim)
    git(kim.folder, "config", "--remove-section", "merge.aitimeline")
    merged = git(kim.folder, "merge", "branch", "-m", "both", check=False)
    assert merged.code == 1
    assert "CONFLICT" in merged.stdout
    ran = kim.run("list", "-f", "json")
    assert (sorted(ran.keys), ran.code) == (["first", "second", "third"], 5)
    assert "conflict" in ran.stderr
    assert kim.run("log", "repair").code == 0
    assert kim.run("log", "verify").code == 0
    git(kim.folder, "add", "-A")
    git(kim.folder, "commit", "-q", "-m", "repaired")
    assert git(kim.folder, "ls-files", "events").stdout.count("damaged") == 0


def test_init_in_a_clone_installs_the_driver_there(kim: Desk, tmp_path: Path) -> None:
    git(kim.folder, "clone", "-q", ".", str(tmp_path / "clone"))
    clone = named(tmp_path / "clone")
    (clone.folder / ".git" / "info" / "exclude").write_text(".home\n")
    ran = clone.run("init")
    assert (ran.code, ran.stdout) == (0, "events: a log already; git now merges it as one\n")
    assert git(clone.folder, "config", "merge.aitimeline.driver").stdout.endswith("log merge-driver %O %A %B %P\n")
    again = clone.run("init")
    assert (again.code, again.stdout) == (4, "")
    two_branches(clone)
    git(clone.folder, "merge", "-q", "branch", "-m", "both")
    assert clone.run("log", "verify").code == 0


def test_one_id_with_other_content_in_two_branches_is_a_conflict_for_a_person(kim: Desk) -> None:
    git(kim.folder, "checkout", "-q", "-b", "branch")
    segment = kim.log / "kim.jsonl"
    before = segment.read_bytes()
    for branch, title in (("branch", "One"), ("main", "Other")):
        git(kim.folder, "checkout", "-q", branch)
        segment.write_bytes(before + record_line("same", event("2023-12-09", title), 50))
        git(kim.folder, "commit", "-q", "-a", "-m", title)
    merged = git(kim.folder, "merge", "branch", "-m", "both", check=False)
    assert merged.code == 1
    assert "other content" in merged.stderr
    assert git(kim.folder, "status", "--short").stdout == "UU events/kim.jsonl\n"
    assert kim.run("log", "verify").code == 5


def test_branches_of_different_writers_never_touch_one_file(kim: Desk) -> None:
    git(kim.folder, "config", "--remove-section", "merge.aitimeline")
    git(kim.folder, "checkout", "-q", "-b", "branch")
    lee = Desk(kim.folder, kim.log, {"AITIMELINE_WRITER": "Lee"})
    commit(lee, "Second")
    git(kim.folder, "checkout", "-q", "main")
    commit(kim, "Third")
    git(kim.folder, "merge", "-q", "branch", "-m", "both")
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "second", "third"]


def test_a_version_that_cannot_be_read_leaves_the_other_untouched(tmp_path: Path) -> None:
    desk = Desk(tmp_path, tmp_path, {})
    (tmp_path / "ours").write_bytes(b"one\n")
    ran = desk.run("log", "merge-driver", "none", "ours", "neither", "events/kim.jsonl")
    assert ran.code not in (0, 128)
    assert (tmp_path / "ours").read_bytes() == b"one\n"
    assert "Traceback" not in ran.stderr


def changed(desk: Desk, *options: str, title: str) -> None:
    ran = desk.run("revise", "first", *options)
    assert ran.code == 0, ran.stderr
    git(desk.folder, "commit", "-q", "-a", "-m", title)


def test_a_merge_that_makes_a_conflict_says_so_and_goes_through(kim: Desk) -> None:
    commit(kim, "Other")
    git(kim.folder, "checkout", "-q", "-b", "branch")
    changed(kim, "--on", "2023-12-08", title="One")
    git(kim.folder, "checkout", "-q", "main")
    changed(kim, "--on", "2023-12-09", title="Two")
    merged = git(kim.folder, "merge", "branch", "-m", "both", check=False)
    assert merged.code == 0
    assert "events/kim.jsonl: first: 2 versions, of Kim and Kim, contradict each other" in merged.stderr
    assert "other: " not in merged.stderr
    assert "--settle" in merged.stderr
    assert git(kim.folder, "status", "--short").stdout == ""


@pytest.mark.long
def test_a_merge_of_what_agrees_says_nothing(kim: Desk) -> None:
    two_branches(kim)
    assert "contradict" not in git(kim.folder, "merge", "branch", "-m", "both").stderr


@pytest.mark.long
def test_a_conflict_that_another_segment_has_settled_is_none(kim: Desk) -> None:
    seen = kim.run("show", "first", "-f", "json").json["heads"][0]
    for day in ("2023-12-08", "2023-12-09"):
        assert kim.run("revise", "first", "--on", day, "--expect", seen, "--second-head").code == 0
    lee = Desk(kim.folder, kim.log, {"AITIMELINE_WRITER": "Lee"})
    assert lee.run("revise", "first", "--settle", "--on", "2023-12-10").code == 0
    git(kim.folder, "add", "-A")
    git(kim.folder, "commit", "-q", "-m", "settled")
    two_branches(kim)
    assert "contradict" not in git(kim.folder, "merge", "branch", "-m", "both").stderr


def three_events(desk: Desk) -> list[str]:
    """Commits the last of which record an event each."""
    for title in ("Second", "Third"):
        commit(desk, title)
    return git(desk.folder, "log", "--format=%H", "--reverse").stdout.split()


@pytest.mark.long
def test_what_a_cherry_pick_brings_back_is_told_by_key(kim: Desk) -> None:
    first, _, third = three_events(kim)
    git(kim.folder, "checkout", "-q", "-b", "other", first)
    picked = git(kim.folder, "cherry-pick", third)
    assert "kept: second;" in picked.stderr
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "second", "third"]


@pytest.mark.long
def test_what_a_rebase_that_drops_a_commit_brings_back_is_told_by_key(kim: Desk) -> None:
    first, second, _ = three_events(kim)
    drop = {"GIT_SEQUENCE_EDITOR": f"sed -i '/^pick {second[:7]}/d'"}
    rebased = git(kim.folder, "rebase", "-i", first, env=drop)
    assert "kept: second;" in rebased.stderr
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "second", "third"]


@pytest.mark.long
def test_what_a_revert_would_take_away_is_told_by_key(kim: Desk) -> None:
    second = three_events(kim)[1]
    reverted = git(kim.folder, "revert", "--no-edit", second, check=False)
    assert "kept: second;" in reverted.stderr
    assert sorted(kim.run("list", "-f", "json").keys) == ["first", "second", "third"]
