"""Versions of record types: old data is lifted when it is read, step by step; what is newer is passed through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

Data = dict[str, Any]
Upcaster = Callable[[Data], Data]
"""Turns the data of one version into that of the next. Pure: it may not change what it is given."""

_TYPE = r"(aitimeline\.(\w+)\.(\w+))\.v([1-9]\d{0,5})"


class Versioned(NamedTuple):
    """A record type taken apart: ``aitimeline.event.revised.v1``.

    Attributes:
        stem: all but the version, ``aitimeline.event.revised``.
        family: what the record is about, ``event``.
        verb: what it does, ``revised``.
    """

    stem: str
    family: str
    verb: str
    version: int


@lru_cache(maxsize=256)
def versioned(record_type: str) -> Versioned | None:
    """Take a record type apart; None for one that is not of this program's making."""
    parts = re.fullmatch(_TYPE, record_type, re.ASCII)
    return Versioned(parts[1], parts[2], parts[3], int(parts[4])) if parts else None


class Evolution:
    """The version that is written of each record type, and the steps that lead there from older ones.

    Attributes:
        current: the version of each stem.
        upcasters: for a stem and a version, the step to the next version.

    Raises:
        LookupError: a step is missing, or one leads nowhere. It is raised when an Evolution is made, which is
            when the program starts.
    """

    def __init__(self, current: Mapping[str, int], upcasters: Mapping[tuple[str, int], Upcaster]) -> None:
        self.current = current
        self.upcasters = upcasters
        self._written = frozenset(f"{stem}.v{version}" for stem, version in current.items())
        needed = {(stem, version) for stem, newest in current.items() for version in range(1, newest)}
        if missing := sorted(needed - upcasters.keys()):
            raise LookupError("no upcaster from " + ", ".join(f"{stem}.v{version}" for stem, version in missing))
        if stray := sorted(upcasters.keys() - needed):
            raise LookupError("an upcaster too many: " + ", ".join(f"{stem}.v{version}" for stem, version in stray))

    def is_understood(self, record_type: str) -> bool:
        """True if the type is known, in this version or an older one."""
        parts = versioned(record_type)
        return parts is not None and parts.version <= self.current.get(parts.stem, 0)

    def is_current(self, record_type: str) -> bool:
        """True if the type is known, and in the version that is written."""
        return record_type in self._written

    def lifted(self, record_type: str, data: Data) -> Data:
        """The data of a type that is understood, as its current version has them."""
        parts = versioned(record_type)
        if parts is not None:
            for version in range(parts.version, self.current.get(parts.stem, 0)):
                data = self.upcasters[parts.stem, version](data)
        return data
