"""Run a command and print, as one line of JSON, the seconds and the memory that it took.

It is a small process of its own: a child takes over the peak memory of the process that starts it, so a great one
would measure itself. ``python bench/meter.py COMMAND ...``
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

_PAUSE = 0.05
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def tree(process: int) -> list[int]:
    """A process and those that it has started, directly and indirectly; only Linux tells."""
    found = [process]
    for each in found:
        try:
            for told in Path(f"/proc/{each}/task").glob("*/children"):
                found.extend(int(child) for child in told.read_text().split())
        except OSError:
            continue
    return found


def resident(process: int) -> int:
    """The bytes of memory that a process holds; 0 if it is gone or the system does not tell."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def measure(command: list[str]) -> dict[str, float | int | str]:
    """Run it; ``peak`` is of the greatest single process, ``together`` the greatest sum seen of all at once."""
    together = processes = 0
    is_done = threading.Event()
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told: list[bytes] = []

    def listen() -> None:
        if process.stderr:
            told.append(process.stderr.read()[-2000:])

    def watch() -> None:
        nonlocal together, processes
        while not is_done.wait(_PAUSE):
            family = tree(process.pid)
            together, processes = max(together, sum(map(resident, family))), max(processes, len(family))

    threads = [threading.Thread(target=each) for each in (listen, watch)]
    for each in threads:
        each.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    is_done.set()
    for each in threads:
        each.join()
    peak = usage.ru_maxrss * _UNIT
    return {
        "seconds": seconds,
        "peak": peak,
        "together": max(peak, together),
        "processes": max(processes, 1),
        "processor": usage.ru_utime + usage.ru_stime,
        "exit": process.returncode,
        "told": b"".join(told).decode(errors="replace"),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))
