"""The server under load: requests a second, errors, and its memory before and after, plain and conditional.

``python bench/serve.py [--seconds 10] [--connections 32] [--events N]`` from the project's folder. It needs wrk
(``apt install wrk``) and Linux; the log is the shipped one, or one of N events that it makes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
MEMORY = re.compile(r"VmRSS:\s+(\d+) kB")
PATHS = ("/calendar.ics", "/events.json", "/feed.atom")


class Load(NamedTuple):
    """What a run of wrk has found."""

    requests: float
    megabytes: str
    latency: str
    errors: list[str]


def resident(process: int) -> float:
    """The memory that a process holds, in MiB."""
    found = MEMORY.search(Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0


def tag_of(url: str, path: str, coding: str) -> str:
    """The entity tag of something that is served."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    connection.request("HEAD", path, headers={"Accept-Encoding": coding})
    tag = connection.getresponse().headers["ETag"]
    connection.close()
    return str(tag)


def pressed(wrk: str, url: str, seconds: int, connections: int, headers: Sequence[str]) -> Load:
    """Press a server; ``errors`` has whatever wrk complains of."""
    stated = [part for each in headers for part in ("-H", each)]
    command = [wrk, "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", *stated, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"(Requests/sec|Transfer/sec|99%)[:\s]+(\S+)", said))
    errors = re.findall(r"(?:Socket errors|Non-2xx or 3xx responses):.*", said)
    return Load(float(found["Requests/sec"]), found["Transfer/sec"], found["99%"], errors)


def made_log(folder: Path, number: int) -> Path:
    """A log of so many events."""
    rows = folder / "rows.jsonl"
    with rows.open("w", encoding="utf-8") as opened:
        for at in range(number):
            row = {
                "when": f"20{at % 20 + 10}-{at % 12 + 1:02}-{at % 28 + 1:02}",
                "title": f"Event {at}",
                "kind": "release",
            }
            opened.write(json.dumps(row) + "\n")
    log = folder / "events"
    for command in (["init", str(log)], ["import", str(rows), "--log", str(log)]):
        subprocess.run([sys.executable, "-m", "aitimeline", *command], check=True, capture_output=True)
    return log


def main() -> None:
    """Start the server, press it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--events", type=int, default=0)
    given = parser.parse_args()
    wrk = shutil.which("wrk")
    if not wrk:
        sys.exit("wrk is not installed: apt install wrk")
    with tempfile.TemporaryDirectory() as name:
        log = made_log(Path(name), given.events) if given.events else ROOT / "events"
        press(wrk, log, Path(name), given.seconds, given.connections)


def press(wrk: str, log: Path, home: Path, seconds: int, connections: int) -> None:
    """Press a server of a log, path by path."""
    command = [sys.executable, "-m", "aitimeline", "serve", "--port", "0", "--log", str(log), "--no-config"]
    env = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    try:
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        found = re.search(r"http://\S+?/(?=;)", process.stdout.readline())
        url = found[0] if found else sys.exit(process.stderr.read() if process.stderr else "")
        tags = {(path, coding): tag_of(url, path, coding) for path in PATHS for coding in ("identity", "gzip")}
        print(f"memory before: {resident(process.pid):.1f} MiB")
        for path in PATHS:
            for coding in ("identity", "gzip"):
                for tag in (None, tags[path, coding]):
                    headers = [f"Accept-Encoding: {coding}", *([f"If-None-Match: {tag}"] if tag else [])]
                    load = pressed(wrk, url.rstrip("/") + path, seconds, connections, headers)
                    kind = f"{path} {coding}{' 304' if tag else ''}"
                    print(
                        f"{kind:<28}{load.requests:9.0f}/s {load.megabytes:>10}/s  99% in {load.latency:<9}"
                        f"{resident(process.pid):7.1f} MiB  errors: {'; '.join(load.errors) or 'none'}"
                    )
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
        print(f"exit code {code}; said: {process.stderr.read().strip() if process.stderr else ''}")
    finally:
        process.kill()


if __name__ == "__main__":
    main()
