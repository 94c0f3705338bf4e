"""Writers that are killed in the middle of their work lose nothing that they said was safe, and double nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import SystemRandom

import pytest

import killing
from killing import NAMES, SLOTS, UNCERTAIN, Stage, acknowledged, batch
from plain_log import read_log


def deaths_of(folder: Path, kills: int, seed: int) -> Counter[Stage]:
    """Kill writers in a folder; gives how many died at each stage."""
    done = subprocess.run(
        [sys.executable, killing.__file__, str(folder), str(kills), str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), f"seed {seed}: {done.stderr}"
    return Counter({Stage[name]: number for name, number in json.loads(done.stdout).items()})


def check_after(folder: Path, deaths: Counter[Stage], seed: int) -> None:
    """See that the log has every record once, as a line and as a record, and nothing else but what was torn."""
    records = [
        record
        for slot, count in enumerate(acknowledged(folder))
        for number in range(count)
        for record in batch(slot, number)
    ]
    written = b"".join(path.read_bytes() for path in (folder / "log").glob("*.jsonl"))
    lines = Counter(line for line in written.split(b"\n") if line)
    doubled_or_lost = [record.id for record in records if lines.pop(record.line, 0) != 1]
    assert not doubled_or_lost, seed
    assert all(any(record.line.startswith(torn) for record in records) for torn in lines), seed
    assert lines.total() <= deaths[Stage.WRITING], seed
    found = read_log([folder / "log"])
    assert sorted(record.id for record in found.records) == sorted(record.id for record in records), seed
    assert len(found.damages) == lines.total(), seed


@pytest.mark.parametrize("kills", [24, pytest.param(1000, marks=pytest.mark.long)])
def test_no_writer_that_is_killed_loses_or_doubles_a_record(tmp_path: Path, kills: int) -> None:
    seed = SystemRandom().randrange(10**6)
    deaths = deaths_of(tmp_path, kills, seed)
    assert deaths.total() == kills
    check_after(tmp_path, deaths, seed)
    assert sum(deaths[stage] for stage in UNCERTAIN) > kills / 8, f"seed {seed}: {deaths}"
    assert all(acknowledged(tmp_path)), seed
    assert len(list((tmp_path / "log").glob("*.jsonl"))) == len(NAMES) < SLOTS
