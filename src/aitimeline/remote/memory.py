"""What was pushed to a calendar from this machine, and what the server gave back for it.

Some servers drop or change part of what they are given. Without a memory of that, every push would find a difference
and write again; and nobody could tell what the server has changed from what a person has. It may be lost: then one push
writes what need not be written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import replace_file
from aitimeline.log.private import FILE, private_folder
from aitimeline.remote.plan import Remembered


class Memory:
    """The memory of one calendar.

    Args:
        folder: where memories are kept.
        calendar: the calendar's address, without user or password.
    """

    def __init__(self, folder: Path, calendar: str) -> None:
        self._calendar = calendar
        self._path = folder / f"{sha256(calendar.encode()).hexdigest()[:32]}.json"

    def read(self) -> dict[str, Remembered]:
        """What is remembered, by UID; nothing where it cannot be read."""
        try:
            kept = json.loads(SystemDisk().read(self._path))
            return {uid: Remembered(str(sent), str(served)) for uid, (sent, served) in kept["events"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def write(self, before: Mapping[str, Remembered], there: Collection[str], new: Mapping[str, Remembered]) -> None:
        """Remember what is new, and of what was there before, that which is still in the calendar."""
        events = {uid: known for uid, known in before.items() if uid in there} | dict(new)
        if events == before:
            return
        kept = {uid: [known.sent, known.served] for uid, known in sorted(events.items())}
        content = json.dumps({"calendar": self._calendar, "events": kept}, ensure_ascii=False)
        private_folder(self._path.parent)
        replace_file(SystemDisk(), self._path, [content.encode()], mode=FILE)
