"""What the pages show is what the program does: every ``$ aitimeline`` line is run, page by page, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

from aitimeline.cli.lazy import COMMANDS
from terminal import PROJECT, environment

README = PROJECT / "README.md"
PAGES = [README, *sorted((PROJECT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^```sh[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_EXPECTED = re.compile(r"#\s*exit\s+(\d+)\s*$")
_RUN_BLOCKS = 2


@frozen
class Line:
    """A command of a page and the exit code that it is to have."""

    text: str
    code: int


def blocks(page: Path) -> list[list[Line]]:
    """The commands in each ``sh`` fence of a page that has any."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return [found for fence in _FENCE.findall(text) if (found := commands(fence))]


def commands(fence: str) -> list[Line]:
    """The lines that begin with ``$ aitimeline``, continued where they end in a backslash."""
    joined = fence.replace("\\\n", " ")
    typed = [line.strip()[2:] for line in joined.splitlines() if line.strip().startswith("$ aitimeline")]
    return [Line(text, int(found[1]) if (found := _EXPECTED.search(text)) else 0) for text in typed]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page)], ids=lambda page: str(page.relative_to(PROJECT))
)
def test_every_command_of_a_page_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    env = environment(tmp_path)
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    for line in (each for block in blocks(page) for each in block):
        done = subprocess.run(
            ["bash", "-c", line.text],
            cwd=tmp_path,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == line.code, f"$ {line.text}\n{done.stderr.decode()}"


def test_the_readme_has_its_two_blocks_to_run() -> None:
    assert len(blocks(README)) >= _RUN_BLOCKS


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_describes_every_command(command: str) -> None:
    reference = (PROJECT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    headings = [line for line in reference.splitlines() if line.startswith("#")]
    assert any(re.search(rf"(?<![\w-]){re.escape(command)}(?![\w-])", heading) for heading in headings)
