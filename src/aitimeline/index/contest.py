"""What contradicts itself: the events and actors whose heads do not say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aitimeline.index.schema import ACTOR, CONFLICT, EVENT
from aitimeline.index.timeline import Timeline
from aitimeline.model.history import History

_FEW = 20
Contested = Mapping[tuple[int, str], str]
"""By family and key, what stands for the heads."""


def contested(timeline: Timeline) -> Contested:
    """All that contradicts itself now."""
    found = timeline.connection.execute(
        f"SELECT family, key, heads FROM state WHERE flags & 15 AND flags & {CONFLICT} AND until IS NULL"
    )
    return {(family, key): heads for family, key, heads in found}


class Contest(NamedTuple):
    """What has come to contradict itself.

    Attributes:
        number: of how many events and actors that is true.
        first: some of them.
    """

    number: int
    first: tuple[History, ...]


def contested_since(before: Contested, timeline: Timeline) -> Contest:
    """What contradicts itself now and did not before, or did in another way."""
    now = contested(timeline)
    new = sorted(each for each in now if now[each] != before.get(each))
    read = {EVENT: timeline.history, ACTOR: timeline.actor_history}
    return Contest(len(new), tuple(read[family](key) for family, key in new[:_FEW]))
