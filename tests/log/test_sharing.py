"""What git is told of a log."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aitimeline.log.disk import SystemDisk
from aitimeline.log.sharing import ATTRIBUTES, IGNORED, install_driver, keep_files


def test_the_files_for_git_are_written_once(tmp_path: Path) -> None:
    assert keep_files(tmp_path, SystemDisk())
    assert not keep_files(tmp_path, SystemDisk())
    assert (tmp_path / ".gitattributes").read_text().splitlines() == list(ATTRIBUTES)
    assert (tmp_path / ".gitignore").read_text().splitlines() == list(IGNORED)


@pytest.mark.parametrize("before", ["*.txt text\n", "*.txt text"])
def test_what_a_person_has_written_there_stays(tmp_path: Path, before: str) -> None:
    (tmp_path / ".gitattributes").write_text(before)
    assert keep_files(tmp_path, SystemDisk())
    assert (tmp_path / ".gitattributes").read_text().splitlines() == ["*.txt text", *ATTRIBUTES]


def test_outside_a_repository_no_driver_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert not install_driver(tmp_path)


def test_the_driver_is_installed_once_in_a_clone(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "events").mkdir()
    assert install_driver(tmp_path / "events")
    assert not install_driver(tmp_path / "events")
    assert "merge-driver %O %A %B %P" in (tmp_path / ".git" / "config").read_text()


def test_where_there_is_no_git_nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not install_driver(tmp_path)
