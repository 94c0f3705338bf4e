"""The others that ``bench/query.py`` asks what happened within some days of an event: jq, DuckDB and msgspec.

Each reads the segment anew, as it has no index, and is told the first and the last day. It looks at events of plain
days only, knows nothing of revisions, and prints key, day and English title of each.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from bench.bulk import PYTHON
from bench.startup import Contender

JQ, DUCKDB, MSGSPEC = "jq", "DuckDB", "msgspec, line by line"
DAYS = 7

_FILTER = (
    "select(.data.when | . != null and length == 10 and . >= $low and . <= $high)"
    " | [.subject, .data.when, .data.title.en] | @tsv"
)

_DUCKDB = """
import sys, time
import duckdb
begun = time.perf_counter()
path, low, high = sys.argv[1:]
columns = {"subject": "VARCHAR", "data": 'STRUCT("when" VARCHAR, title STRUCT(en VARCHAR))'}
rows = duckdb.execute(
    'SELECT subject, data."when", data.title.en FROM read_json($path, format = "newline_delimited", columns = $columns)'
    ' WHERE length(data."when") = 10 AND data."when" BETWEEN $low AND $high',
    {"path": path, "columns": columns, "low": low, "high": high},
).fetchall()
for row in rows:
    print(*row, sep="\\t")
print(time.perf_counter() - begun, file=sys.stderr)
"""

_MSGSPEC = """
import sys
import msgspec

class Data(msgspec.Struct, gc=False):
    when: str = ""
    title: dict[str, str] = {}

class Record(msgspec.Struct, gc=False):
    subject: str
    data: Data

path, low, high = sys.argv[1:]
decode = msgspec.json.Decoder(Record).decode
with open(path, "rb") as lines:
    for line in lines:
        record = decode(line)
        data = record.data
        if low <= data.when <= high and len(data.when) == 10:
            print(record.subject, data.when, data.title["en"], sep="\\t")
"""


def peers(segment: Path, day: date, folder: Path) -> dict[str, Contender]:
    """Those that are installed, each asked for the events around a day."""
    low, high = ((day + timedelta(days=days)).isoformat() for days in (-DAYS, DAYS))
    found = {}
    if jq := shutil.which("jq"):
        command = (jq, "-r", "--arg", "low", low, "--arg", "high", high, _FILTER, str(segment))
        found[JQ] = Contender(command, folder)
    else:
        print("jq is not installed, so not measured: apt install jq")
    if find_spec("duckdb"):
        found[DUCKDB] = Contender((PYTHON, "-c", _DUCKDB, str(segment), low, high), folder, tells_seconds=True)
    else:
        print("DuckDB is not installed, so not measured: python -m pip install duckdb")
    found[MSGSPEC] = Contender((PYTHON, "-c", _MSGSPEC, str(segment), low, high), folder)
    return found


def keys_of(output: bytes) -> set[str]:
    """The keys that a peer printed."""
    return {line.split("\t")[0] for line in output.decode().splitlines()}
