"""What must be in a log after a crash, what may be there, and what git did to it meanwhile."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import define, field

from aitimeline.log.identity import FILE, read_identity
from aitimeline.log.place import SUFFIX
from aitimeline.log.writing import Written
from aitimeline.model.event import Event
from aitimeline.model.kind import EVENT_RECORDED
from aitimeline.model.record import Record, make_record
from plain_log import read_log
from simulated_disk import SimulatedDisk
from simulated_platter import File, Folder, Machine
from strategies import event_of, identifier
from workbench import START

_FOREIGN = 10**9


@define(eq=False)
class Ledger:
    """The books of a story.

    Attributes:
        home: the log.
        machine: what it is on.
        attempted: by id the lines that somebody meant to write.
        confirmed: by id the lines one of which must be read: of each record that was reported as safe, and of those
            that it replaces.
        events: by key what was to be recorded.
        kept: the old files that repairs have reported.
        interrupted: how many lines may have been damaged, each by a crash or failure of its writing.
        likelihood: of git replacing a segment before a call.
    """

    home: Path
    machine: Machine
    attempted: dict[str, dict[bytes, Record]] = field(init=False, factory=dict)
    confirmed: dict[str, set[bytes]] = field(init=False, factory=dict)
    events: dict[str, Event] = field(init=False, factory=dict)
    kept: set[Path] = field(init=False, factory=set)
    interrupted: int = field(init=False, default=0)
    likelihood: float = field(init=False, default=0)
    _swaps: int = field(init=False, default=0)

    def attempt(self, records: Iterable[Record]) -> None:
        """Note what is about to be written."""
        for record in records:
            self.attempted.setdefault(record.id, {})[record.line] = record

    def acknowledge(self, disk: SimulatedDisk, written: Sequence[Written]) -> None:
        """Note what was reported as safe."""
        for record, is_new in written:
            if is_new:
                self.confirmed[record.id] = {record.line}
            else:
                self._rely(disk, record.id)
            for replaced in record.supersedes:
                self._rely(disk, replaced)

    def unconfirmed(self) -> list[str]:
        """The keys of which somebody meant to write a record that was not reported as safe."""
        open_ids = [number for number in self.attempted if number not in self.confirmed]
        return [record.subject for number in open_ids for record in self.attempted[number].values()]

    def stands_in(self, paths: Iterable[Path], written: Iterable[Written]) -> bool:
        """True if what a record stands on is in one of these files: itself if it was there, else what it replaces."""
        content = b"".join(bytes(self.machine.file(path).cache) for path in paths if self.machine.find(path))
        relied = [number for record, is_new in written for number in (record.supersedes if is_new else (record.id,))]
        return any(line in content for number in relied for line in self.attempted.get(number, ()))

    def _rely(self, disk: SimulatedDisk, record_id: str) -> None:
        lines = set(self.attempted[record_id])
        if record_id not in self.confirmed and not self._is_deceived(disk, lines):
            self.confirmed[record_id] = lines

    def _is_deceived(self, disk: SimulatedDisk, lines: set[bytes]) -> bool:
        """True if the disk has lied about bytes that another program was told of: no call could have shown it."""
        folder = self.machine.folder(self.home)
        lying = {name for name, node in folder.entries.items() if isinstance(node, File) and node.forgotten}
        if not lying - {path.name for path in disk.doubted}:
            return False
        safe = [
            node.platter for name, (_, node) in folder.platter.items() if _is_segment(name) and isinstance(node, File)
        ]
        return not any(line in content for content in safe for line in lines)

    def tear(self) -> None:
        """Leave in each segment what somebody did not finish."""
        folder = self.machine.find(self.home)
        for name, node in folder.entries.items() if isinstance(folder, Folder) else ():
            if _is_segment(name) and isinstance(node, File) and node.cache.endswith(b"\n"):
                self.machine.add(node, b'{"data":{"torn')
                self.interrupted += 1

    def meddle(self, disk: SimulatedDisk, path: Path) -> None:
        """Be git: replace a segment by what it held before the present append, and a line of somebody else's.

        Git has put the new file's bytes on the platter but not its name. It does not know of what is being appended.
        """
        random = self.machine.random
        if not (disk.holds and self.likelihood and path.suffix == SUFFIX and random.random() < self.likelihood):
            return
        old = self.machine.find(path)
        if not isinstance(old, File) or not self.machine.find(self.home / FILE):
            return
        record = self._foreign()
        content = bytes(old.cache[: old.settled])
        fence = b"\n" if content and not content.endswith(b"\n") else b""
        new = self.machine.make_file()
        self.machine.add(new, content + fence + record.line + random.choice((b"\n", b"\n", b"")))
        self.machine.synchronise(new)
        new.settled = len(new.cache)
        self.machine.bind(self.machine.folder(path.parent), (path.name, new))
        self._swaps += 1

    def _foreign(self) -> Record:
        number = _FOREIGN + self._swaps
        stated = json.loads(self.machine.file(self.home / FILE).cache)
        record = make_record(
            event_of("2023", f"from elsewhere {number}"),
            record_id=identifier(number),
            timeline=stated["uri"],
            record_type=EVENT_RECORDED,
            subject=f"f-{number}",
            time=START,
            recorded_by="Park",
        )
        self.attempt([record])
        return record

    def check(self, disk: SimulatedDisk) -> None:
        """Read the log after all has come to rest, and see that it is as it must be."""
        snapshot = read_log([self.home], disk)
        self.check_read(snapshot.records, self.confirmed)
        assert len(snapshot.damages) <= self.interrupted, snapshot.damages
        assert not [damage for damage in snapshot.damages if "other content" in damage.reason]
        self._check_identity(disk, snapshot.records)
        segments = {name: self.machine.file(self.home / name) for name in disk.names(self.home) if _is_segment(name)}
        self._check_lines(segments)
        if not self._swaps:
            _check_once(snapshot.records, segments.values())
        for path in self.kept:
            assert disk.stamp(path), f"{path.name}, the old file that a repair has kept, is gone"

    def check_read(self, records: Iterable[Record], confirmed: Mapping[str, set[bytes]]) -> None:
        """All that was confirmed is there, and nothing that nobody meant to write."""
        read = {record.id: record.line for record in records}
        for record_id, lines in confirmed.items():
            assert read.get(record_id) in lines, f"{record_id} was confirmed and is {read.get(record_id)!r}"
        for record_id, line in read.items():
            assert line in self.attempted.get(record_id, ()), f"{record_id} was never written so: {line!r}"

    def _check_identity(self, disk: SimulatedDisk, records: Sequence[Record]) -> None:
        identity = read_identity(self.home, disk)
        uris = {record.timeline for record in records} | ({identity.uri} if identity else set())
        assert len(uris) <= 1, f"the log has several identities: {uris}"
        assert identity or not self.confirmed, "the log has lost its identity"

    def _check_lines(self, segments: Mapping[str, File]) -> None:
        for name, file in segments.items():
            content = b"\n" + bytes(file.cache)
            assert b"\n\n" not in content, f"{name} has an empty line"
        pieces = re.compile(rb"[\n\0]")  # zeros can stand where the disk has lost a newline
        lines = {line for file in segments.values() for line in pieces.split(file.cache)}
        for record_id, possible in self.confirmed.items():
            assert lines & possible, f"{record_id} has no line of its own"


def _is_segment(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")


def _check_once(records: Sequence[Record], segments: Iterable[File]) -> None:
    """What was tried again has been written once, and of several writers only one has changed a thing."""
    content = b"".join(bytes(file.cache) for file in segments)
    for record in records:
        assert content.count(record.line) == 1, f"{record.id} stands there twice"
    replaced = Counter(each for record in records for each in record.supersedes)
    made = Counter(record.subject for record in records if record.verb == "recorded")
    for name, count in (replaced + made).items():
        assert count == 1, f"{name} was changed or made twice"
