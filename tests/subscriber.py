"""Clients of the server: one that calls the application, and one that speaks to a process."""

from __future__ import annotations

import asyncio
import http.client
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from aitimeline.cli.web.application import application
from aitimeline.cli.web.cache import Cache
from desk import PATIENCE, Prepare, nothing, start


@frozen
class Reply:
    """What came back; names of headers are small."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def asked(
    cache: Cache,
    target: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    hosts: tuple[str, ...] | None = None,
) -> Reply:
    """Ask the application itself for something; the target is sent as it is."""
    return asyncio.run(ask(application(cache, hosts), target, method, headers or {}))


async def ask(app: Any, target: str, method: str, headers: Mapping[str, str]) -> Reply:
    """The same from within a loop."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        "server": ("testserver", 80),
        "client": ("testclient", 1),
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))


class Served:
    """A server that runs as a process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.lines: list[str] = []
        assert process.stdout is not None
        while not (found := re.search(r"serving at (https?://\S+?/);", self.lines[-1] if self.lines else "")):
            line = process.stdout.readline().decode()
            assert line, process.stderr.read() if process.stderr else ""
            self.lines.append(line)
        self.url = found[1]
        self.host, self.port = str(urlsplit(self.url).hostname), urlsplit(self.url).port or 80
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    def _read_all(self) -> None:
        self.lines.extend(line.decode() for line in self.process.stdout or [])

    def get(self, target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Reply:
        """Ask for something, with a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, target, headers=dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection((self.host, self.port), timeout=PATIENCE)

    def said(self, content: bytes) -> bytes:
        """All that comes back when these bytes are sent."""
        with self.connect() as made:
            try:
                made.sendall(content)
            except OSError:
                return b""
            return read_all(made)

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it; its exit code and what it said on standard error."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join()
        assert self.process.stderr is not None
        return code, self.process.stderr.read().decode()


def read_all(made: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    found = b""
    while True:
        try:
            piece = made.recv(1 << 16)
        except OSError:
            return found
        if not piece:
            return found
        found += piece


@contextmanager
def served(
    folder: Path, *arguments: str | Path, env: Mapping[str, str] | None = None, prepare: Prepare = nothing
) -> Iterator[Served]:
    """A server on any free port, which is stopped at the end, come what may."""
    process = start("serve", "--port", "0", *map(str, arguments), cwd=folder, env=env, prepare=prepare)
    try:
        yield Served(process)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
