"""The documentation: its commands run, and it leaves no command out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from aitimeline.cli.lazy import COMMANDS
from desk import run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINE = re.compile(r"^\$ aitimeline (.+?)(?:\s+# exit (\d+))?$", re.MULTILINE)
GROUPS = {"export": "export ics", "log": "log stat"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_runs(page: Path, tmp_path: Path) -> None:
    for command, code in LINE.findall(page.read_text(encoding="utf-8")):
        ran = run(*shlex.split(command), cwd=tmp_path)
        assert ran.code == int(code or 0), (command, ran.stderr)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described_as_its_help_has_it(name: str, tmp_path: Path) -> None:
    full = GROUPS.get(name, name)
    told = run(*full.split(), "--help", cwd=tmp_path, env={"COLUMNS": "100"}).stdout
    shown = "\n".join(line.rstrip() for line in told.strip().splitlines())
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"## {full}\n\n```text\n{shown}\n```\n" in page


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [page for page in PAGES if page.parent.name in ("tutorial", "how-to", "reference", "explanation")]
    assert [page.name for page in pages if f"{page.parent.name}/{page.name}" not in index] == []
