"""The documentation: its commands run, and it leaves no command out."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import cast

import pytest
from typer import Context
from typer.main import get_command

from aitimeline.cli.lazy import COMMANDS, Root
from aitimeline.cli.main import app
from desk import run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINE = re.compile(r"^\$ aitimeline (.+?)(?:\s+# exit (\d+))?$", re.MULTILINE)
FILE = re.compile(r"^<!-- file: (\S+) -->\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A file that the commands of a page need, shown there."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_runs(page: Path, tmp_path: Path, shared_cache: dict[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, code in LINE.findall(text):
        ran = run(*shlex.split(command), cwd=tmp_path, env=shared_cache)
        assert ran.code == int(code or 0), (command, ran.stderr)


def test_the_reference_of_commands_is_what_their_help_says(tmp_path: Path) -> None:
    """Write it anew with AITIMELINE_GOLDEN=write."""
    page = ROOT / "docs" / "reference" / "commands.md"
    kept = page.read_text(encoding="utf-8")
    told = kept[: kept.index("## ")] + "\n".join(section(command, tmp_path) for command in commands())
    if os.environ.get("AITIMELINE_GOLDEN") == "write":
        page.write_text(told, encoding="utf-8")
    assert told == page.read_text(encoding="utf-8")


def commands() -> list[str]:
    """All commands, those of groups by their full names."""
    root = cast("Root", get_command(app))
    found = []
    for name in COMMANDS:
        command = root.get_command(Context(root), name)
        found += [f"{name} {each}" for each in getattr(command, "commands", {})] or [name]
    return found


def section(command: str, folder: Path) -> str:
    told = run(*command.split(), "--help", cwd=folder, env={"COLUMNS": "100"}).stdout
    shown = "\n".join(line.rstrip() for line in told.strip().splitlines())
    return f"## {command}\n\n```text\n{shown}\n```\n"


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [page for page in PAGES if page.parent.name in ("tutorial", "how-to", "reference", "explanation")]
    assert [page.name for page in pages if f"{page.parent.name}/{page.name}" not in index] == []
