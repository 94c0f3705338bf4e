"""Checkpoints: what a log held, in one number and a list, so that it can be proved that nothing has gone since.

The number is the root of a Merkle tree (RFC 9162 2.1.1) over the sorted pairs of id and digest. It does not depend
on the order of lines or on the files that they stand in, and so survives merges.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from aitimeline.log.disk import Disk
from aitimeline.log.place import Damage, all_segments
from aitimeline.log.snapshot import read_segment
from aitimeline.model.error import BadInputError
from aitimeline.model.instant import format_time
from aitimeline.model.record import parse_time

FORMAT = "aitimeline.checkpoint.v1"
_LEAF = re.compile(r"(\S+) ([0-9a-f]{64}) (.+)")


@frozen(order=True)
class Leaf:
    """One record of the log; ``subject`` is its key, for people, and no part of the proof."""

    id: str
    digest: str
    subject: str = ""


@frozen
class Checkpoint:
    """What a log held at a moment.

    Attributes:
        time: when it was taken, in UTC.
        root: the root of the tree, in hexadecimal.
        leaves: every distinct pair of id and digest, sorted.
    """

    time: datetime
    root: str
    leaves: tuple[Leaf, ...]

    def text(self) -> str:
        """It as a file: a JSON object, then a line for each record: id, digest, key."""
        head = {
            "checkpoint": FORMAT,
            "time": format_time(self.time),
            "records": len(self.leaves),
            "root": self.root,
        }
        lines = (f"{leaf.id} {leaf.digest} {leaf.subject}" for leaf in self.leaves)
        return "\n".join([json.dumps(head), *lines, ""])


@frozen
class Proof:
    """How a log compares with a checkpoint that was taken of it.

    Attributes:
        checkpoint: the one that it was compared with.
        gone: records that are no longer there.
        changed: records that are there with another digest only.
        added: how many have come since.
    """

    checkpoint: Checkpoint
    gone: tuple[Leaf, ...]
    changed: tuple[Leaf, ...]
    added: int

    @property
    def holds(self) -> bool:
        """True if everything that was there is there, unchanged."""
        return not self.gone and not self.changed


def leaves_of(folders: Sequence[Path], disk: Disk) -> tuple[list[Leaf], list[Damage]]:
    """Every distinct pair of id and digest in a log, sorted, and the lines that have none."""
    leaves: dict[tuple[str, str], Leaf] = {}
    damages: list[Damage] = []
    for segment in all_segments(folders, disk):
        for reading in read_segment(segment, disk):
            if isinstance(reading, Damage):
                damages.append(reading)
            else:
                _, record = reading
                leaves[record.id, record.digest] = Leaf(record.id, record.digest, _line(record.subject))
    return [leaves[pair] for pair in sorted(leaves)], damages


def _line(subject: str) -> str:
    return " ".join(subject.split()) or "-"


def take(leaves: Iterable[Leaf], time: datetime) -> Checkpoint:
    """The checkpoint of these leaves, which are sorted."""
    every = tuple(leaves)
    return Checkpoint(time, root_of(every), every)


def root_of(leaves: Sequence[Leaf]) -> str:
    """The root of the Merkle tree (RFC 9162 2.1.1), in hexadecimal; each leaf is ``ID DIGEST`` in UTF-8."""
    hashes = [sha256(b"\x00" + f"{leaf.id} {leaf.digest}".encode()).digest() for leaf in leaves]
    if not hashes:
        return sha256(b"").hexdigest()
    while len(hashes) > 1:
        pairs = [
            sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)
        ]
        # The last of an odd number goes up as it is, which is where RFC 9162 splits the tree too.
        hashes = pairs + hashes[2 * len(pairs) :]
    return hashes[0].hex()


def compare(checkpoint: Checkpoint, leaves: Iterable[Leaf]) -> Proof:
    """What has become of the records of a checkpoint."""
    now: dict[str, set[str]] = {}
    total = 0
    for leaf in leaves:
        now.setdefault(leaf.id, set()).add(leaf.digest)
        total += 1
    lost = [leaf for leaf in checkpoint.leaves if leaf.digest not in now.get(leaf.id, ())]
    return Proof(
        checkpoint,
        gone=tuple(leaf for leaf in lost if leaf.id not in now),
        changed=tuple(leaf for leaf in lost if leaf.id in now),
        added=total - (len(checkpoint.leaves) - len(lost)),
    )


def parse_checkpoint(text: str, name: str) -> Checkpoint:
    """Read a checkpoint, and check that its list has the root that it states.

    Raises:
        BadInputError: it is none, or has been altered; ``name`` says which file that is.
    """
    first, *rest = text.split("\n")
    head = _head(first, name)
    leaves: list[Leaf] = []
    for number, line in enumerate((each for each in rest if each), start=2):
        parts = _LEAF.fullmatch(line.rstrip("\r"))
        if not parts:
            raise BadInputError(f"{name}:{number}: not a line of a checkpoint; use the file as it was written")
        leaves.append(Leaf(*parts.groups()))
    if (len(leaves), root_of(leaves)) != (head["records"], head["root"]):
        raise BadInputError(f"{name}: the checkpoint itself has been altered: its list does not give its root")
    return Checkpoint(parse_time(str(head["time"])), str(head["root"]), tuple(leaves))


def _head(line: str, name: str) -> Mapping[str, object]:
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        head = None
    if not isinstance(head, dict) or head.get("checkpoint") != FORMAT or not head.keys() >= {"time", "records", "root"}:
        raise BadInputError(f"{name}: not a checkpoint; make one with 'aitimeline log checkpoint -o FILE'")
    return head
