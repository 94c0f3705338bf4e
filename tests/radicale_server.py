"""A real CalDAV server on loopback: Radicale, with passwords, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import frozen

from desk import PATIENCE

USER, PASSWORD = "ann", "암호 with: spaces"
CONFIG = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""

needs_radicale = pytest.mark.skipif(
    find_spec("radicale") is None or find_spec("caldav") is None, reason="Radicale or caldav is not installed"
)


@frozen
class Radicale:
    """The server.

    Attributes:
        url: its address.
        process: what runs it.
        folder: where it keeps its calendars, as files.
    """

    url: str
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def calendar(self) -> str:
        """The address of a calendar that can be made."""
        return f"{self.url}{USER}/timeline/"

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


@contextmanager
def running(folder: Path) -> Iterator[Radicale]:
    """Radicale, started with an empty storage, until the test is over."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config"
    config.write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "radicale", "--config", str(config)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(port, process, folder / "log")
            yield Radicale(f"http://127.0.0.1:{port}/", process, folder / "collections")
        finally:
            with suppress(ProcessLookupError):
                process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
