"""Eight processes that write as fast as they can, and what comes of it."""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from aitimeline.log.check import verify
from aitimeline.log.disk import SystemDisk
from plain_log import read_log
from workbench import START, add_many

PROCESSES, APPENDS = 8, 2_000


@pytest.mark.long
def test_16_000_appends_of_eight_processes_are_each_there_once_and_whole(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_many, args=(str(tmp_path), each, APPENDS)) for each in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES

    lines = (tmp_path / "kim.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    found = read_log([tmp_path])
    assert not found.damages
    assert Counter(lines) == Counter(record.line for record in found.records)
    assert set(Counter(lines).values()) == {1}
    assert len({record.id for record in found.records}) == PROCESSES * APPENDS
    assert {line["subject"]: line["data"]["title"]["en"] for line in map(json.loads, lines)} == {
        f"e-{process}-{each}": f"{process} {each}" for process in range(PROCESSES) for each in range(APPENDS)
    }
    times = [record.time for record in found.records]
    assert times == sorted(set(times))
    verdict = verify([tmp_path], SystemDisk(), START + timedelta(days=1))
    assert (verdict.records, verdict.repeated, verdict.findings) == (PROCESSES * APPENDS, 0, ())
