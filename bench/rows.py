"""Generated events and the files of them that ``bench/append.py`` imports; the same seed gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from uuid import UUID

from aitimeline.model.event import Event, Participation, Source
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import make_record
from aitimeline.model.structure import unstructure
from aitimeline.model.text import Text
from aitimeline.model.when import When

SEED = 20231206
TIMELINE = "urn:uuid:0b0d2f0e-5a0c-4c57-9f0e-aa11d3c1be7c"
COLUMNS = ("key", "when", "zone", "title", "kind", "actors", "tags")
_ACTORS = ("google", "openai", "meta", "amazon", "microsoft", "anthropic", "nvidia", "ibm", "naver", "kaist")
_KINDS = ("release", "announcement", "alliance", "investment")
_TAGS = ("multimodal", "open-weights", "cloud", "chips", "safety", "regulation")
_ZONES = ("America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Seoul")
_FIRST_DAY = date(2022, 11, 30)
_BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def events(seed: int = SEED) -> Iterator[tuple[str, Event]]:
    """Keys and events without end."""
    random = Random(seed)  # noqa: S311 -- not for secrets
    number = 0
    while True:
        yield f"made-{number:07}", _event(random, number)
        number += 1


def _event(random: Random, number: int) -> Event:
    first, second = random.sample(_ACTORS, 2)
    day = _FIRST_DAY + timedelta(days=random.randrange(1000))
    kind = random.choice(_KINDS)
    return Event(
        When.parse(day.isoformat()),
        Text.of(
            {
                "en": f"{first.title()} and {second.title()} present assistant {number}, their most able so far",
                "ko": f"{first} · {second}, 지금까지 가장 뛰어난 인공지능 비서 {number} 공개",
            }
        ),
        kind,
        zone=random.choice(_ZONES),
        actors=(Participation(first, "developer"), Participation(second)),
        tags=(random.choice(_TAGS),),
        sources=(Source(url=f"https://news.example/{day.year}/{kind}-{number}", publisher="Example News"),),
    )


def records(seed: int = SEED) -> Iterator[bytes]:
    """Lines of the log's own format without end, each with its newline."""
    random = Random(seed)  # noqa: S311 -- not for secrets
    for number, (key, event) in enumerate(events(seed)):
        record = make_record(
            event,
            record_id=str(UUID(int=random.getrandbits(128), version=4)),
            timeline=TIMELINE,
            record_type=EVENT_RECORDED,
            subject=key,
            time=_BEGIN + timedelta(milliseconds=number),
            recorded_by="Kim",
        )
        yield record.line + b"\n"


def plain_rows(seed: int = SEED) -> Iterator[bytes]:
    """Lines of JSON objects without end, as another program would write its events."""
    for key, event in events(seed):
        yield json.dumps({"key": key} | unstructure(event), ensure_ascii=False).encode() + b"\n"


def delimited_rows(seed: int = SEED) -> Iterator[bytes]:
    """Lines of a CSV file without end, the names of its columns first."""
    yield ",".join(COLUMNS).encode() + b"\n"
    for key, event in events(seed):
        written = io.StringIO()
        actors, tags = " ".join(each.actor for each in event.actors), " ".join(event.tags)
        title = event.title.best("en")
        csv.writer(written, lineterminator="\n").writerow(
            (key, str(event.when), event.zone, title, event.kind, actors, tags)
        )
        yield written.getvalue().encode()


MAKERS: dict[str, tuple[str, int, Callable[[], Iterator[bytes]]]] = {
    "our records": ("records.jsonl", 0, records),
    "plain rows": ("rows.jsonl", 0, plain_rows),
    "CSV": ("rows.csv", 1, delimited_rows),
}
"""For each kind of file the name it is given, the lines before its first row, and what makes its lines."""


def write_files(folder: Path, sizes: list[int]) -> dict[tuple[str, int], Path]:
    """Write a file of each kind and size; a smaller one is the beginning of a greater one."""
    written: dict[tuple[str, int], Path] = {}
    for kind, (name, headings, make) in MAKERS.items():
        lines = make()
        before: Path | None = None
        done = 0
        for size in sorted(set(sizes)):
            path = folder / f"{size}-{name}"
            with path.open("wb") as opened:
                if before is not None:
                    with before.open("rb") as smaller:
                        while piece := smaller.read(1 << 20):
                            opened.write(piece)
                opened.writelines(islice(lines, size + headings - done))
            written[kind, size], before, done = path, path, size + headings
    return written
