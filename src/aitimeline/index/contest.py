"""What contradicts itself: the events and actors whose heads do not say the same."""

from __future__ import annotations

from collections.abc import Mapping

from aitimeline.index.schema import CONFLICT, EVENT
from aitimeline.index.timeline import Timeline
from aitimeline.model.history import History

Contested = Mapping[tuple[int, str], str]
"""By family and key, what stands for the heads."""


def contested(timeline: Timeline) -> Contested:
    """All that contradicts itself now."""
    found = timeline.connection.execute(
        f"SELECT family, key, heads FROM state WHERE flags & 15 AND flags & {CONFLICT} AND until IS NULL"
    )
    return {(family, key): heads for family, key, heads in found}


def contested_since(before: Contested, timeline: Timeline) -> list[History]:
    """What contradicts itself now and did not before, or did in another way."""
    now = contested(timeline)
    new = sorted(each for each in now if now[each] != before.get(each))
    return [timeline.history(key) if family == EVENT else timeline.actor_history(key) for family, key in new]
