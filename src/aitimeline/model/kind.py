"""The types of records, and which versions of them are understood."""

from __future__ import annotations

from aitimeline.model.evolution import Evolution, versioned

STEMS = (
    *("aitimeline.event.recorded", "aitimeline.event.revised", "aitimeline.event.retracted"),
    *("aitimeline.actor.recorded", "aitimeline.actor.revised", "aitimeline.actor.retracted"),
)
EVOLUTION = Evolution(current=dict.fromkeys(STEMS, 1), upcasters={})
"""What this version of the program writes and reads. It is checked for gaps when this module is imported."""

EVENT_RECORDED, EVENT_REVISED, EVENT_RETRACTED, ACTOR_RECORDED, ACTOR_REVISED, ACTOR_RETRACTED = (
    f"{stem}.v{version}" for stem, version in EVOLUTION.current.items()
)


def family_of(record_type: str) -> str:
    """What records of a type are about, ``event`` or ``actor``; the type itself where it is not of our making."""
    parts = versioned(record_type)
    return parts.family if parts else record_type
