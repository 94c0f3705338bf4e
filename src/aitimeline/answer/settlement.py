"""What a person has to decide where heads are settled: each member, and what each head has for it."""

from __future__ import annotations

from typing import Any

from attrs import has

from aitimeline.model.record import Record
from aitimeline.model.settling import WITHDRAWAL, Dispute, Member, Settlement
from aitimeline.model.structure import unstructure


def member_text(member: Member) -> str:
    """``when``, ``title (en)``, ``figures (share, 2023)``."""
    of = ", ".join(str(each) for each in member.of if each is not None and not has(type(each)))
    return f"{member.name} ({of})" if of else member.name


def value_text(head: Record, dispute: Dispute) -> str:
    """What a head has for a member, in a line."""
    value = dict(dispute.values).get(head.id)
    if dispute.member == WITHDRAWAL:
        if not value:
            return "not withdrawn"
        return f"withdrawn ({head.reason})" if head.reason else "withdrawn"
    if value is None:
        return "none"
    if dispute.member.name == "when":
        when, zone = value
        return f"{when} ({zone})" if zone else str(when)
    return "; ".join(map(_brief, value)) if isinstance(value, tuple) else str(value)


def _brief(element: Any) -> str:
    if not has(type(element)):
        return str(element)
    return ", ".join(str(each) for each in unstructure(element).values())


def dispute_lines(settlement: Settlement, dispute: Dispute) -> list[str]:
    """A line for each head: what it has, whose it is, and its id."""
    return [
        f"{member_text(dispute.member)}: {value_text(head, dispute)}, as {head.recorded_by} has it in {head.id}"
        for head in taking_part(settlement, dispute)
    ]


def taking_part(settlement: Settlement, dispute: Dispute) -> list[Record]:
    """The heads that have changed the member, or left it, in different ways; one that withdraws has none."""
    ids = dict(dispute.values)
    return [head for head in settlement.heads if head.id in ids]
