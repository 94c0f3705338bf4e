"""One run of the program: what is around it, and what it has opened and done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from aitimeline.index.store import Store


class Deed(Enum):
    """What a run has done that cannot be done again: then a command that fails is not begun anew."""

    PRINTED = "printed"
    READ = "read"
    WRITTEN = "written"


class Run(NamedTuple):
    """What is handed on from ``main`` to all that a run does.

    Attributes:
        environment: the variables of the environment.
        now: the clock: gives the present time, aware.
        make_id: gives a new UUIDv7.
        given: the options of the root that were given, wherever they stood.
        stores: the indices that were opened, for who finds one damaged.
        deeds: what was done.
    """

    environment: Mapping[str, str]
    now: Callable[[], datetime]
    make_id: Callable[[], str]
    given: dict[str, Any]
    stores: list[Store]
    deeds: set[Deed]

    @classmethod
    def of_process(cls, now: Callable[[], datetime] | None = None) -> Run:
        """A run in this process, with the system's clock unless another one is given."""
        return cls(os.environ, now or system_time, make_id, {}, [], set())

    def beside(self) -> Run:
        """A run with the same surroundings and options that has opened and done nothing yet."""
        return self._replace(given=dict(self.given), stores=[], deeds=set())


def system_time() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def make_id() -> str:
    """A new UUIDv7 (RFC 9562 5.7)."""
    from uuid6 import uuid7

    return str(uuid7())
