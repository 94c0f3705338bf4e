"""The program as a process, in an environment that has nothing of the machine's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

PROGRAM = [sys.executable, "-m", "aitimeline"]
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR")


@frozen
class Ran:
    """What a run printed, and how it ended."""

    stdout: str
    stderr: str
    code: int


def clean_environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with this home, and nothing else that the program looks at."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    named = {"HOME": str(home), "LANG": "C.UTF-8", "AITIMELINE_WRITER": "Test Writer", "GIT_CONFIG_GLOBAL": os.devnull}
    return kept | named | dict(extra or {})


def run(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str | None = None) -> Ran:
    """Run the program in a folder, which is its home too, and wait for it."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin.encode()}
    ended = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=clean_environment(cwd, env),
        capture_output=True,
        check=False,
        timeout=60,
        **given,
    )
    return Ran(ended.stdout.decode(), ended.stderr.decode(), ended.returncode)
