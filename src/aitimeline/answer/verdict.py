"""What checking a log has found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aitimeline.answer.answer import Answer
from aitimeline.answer.block import many
from aitimeline.answer.single import single
from aitimeline.log.check import Kind, Verdict
from aitimeline.log.checkpoint import Leaf, Proof
from aitimeline.log.place import Damage
from aitimeline.log.repair import Repair
from aitimeline.model.instant import format_time
from aitimeline.model.visible import visible

_NAMES = ("what", "place", "message")
_SHOWN = 20
_MEANINGS = {
    Kind.DAMAGED: "served to nobody; 'aitimeline log repair' sets them aside for good",
    Kind.UNREADABLE: "nothing in it can be had; restore it, move it away, or mend the link",
    Kind.MISSING: "something that was in the log is not; look for a segment that was left out or lost",
    Kind.CONFLICT: "'aitimeline revise KEY --settle' settles one",
    Kind.ACTOR: "'aitimeline add-actor' records one",
    Kind.ORDER: "such dates are known less well than they claim; 'aitimeline revise KEY --on DATE' corrects one",
    Kind.CLOCK: "order only: a machine's clock was wrong, or logs were merged",
    Kind.FORM: "another program has rewritten these lines",
    Kind.TIMELINE: "records of another timeline have been merged in",
    Kind.NEWER: "kept and passed on, but not shown; a newer aitimeline reads them",
}


def verdict_answer(verdict: Verdict, proof: Proof | None) -> Answer[Mapping[str, Any]]:
    """What checking has found; as lines what holds first, then what does not, by kind."""
    return single(_value(verdict, proof), _lines(verdict, proof), _rows(verdict, proof), _NAMES)


def _value(verdict: Verdict, proof: Proof | None) -> dict[str, Any]:
    value: dict[str, Any] = {
        "segments": [str(segment) for segment in verdict.segments],
        "records": verdict.records,
        "repeated": verdict.repeated,
        "damaged": verdict.has_damage,
        "conflicts": verdict.has_conflict,
        "findings": [dict(zip(_NAMES, row, strict=True)) for row in _rows(verdict, None)],
    }
    return value | {"since": _proof_value(proof)} if proof else value


def _proof_value(proof: Proof) -> dict[str, Any]:
    return {
        "time": format_time(proof.checkpoint.time),
        "root": proof.checkpoint.root,
        "records": len(proof.checkpoint.leaves),
        "holds": proof.holds,
        "added": proof.added,
        "gone": [_leaf_value(leaf) for leaf in proof.gone],
        "changed": [_leaf_value(leaf) for leaf in proof.changed],
    }


def _leaf_value(leaf: Leaf) -> dict[str, str]:
    return {"key": leaf.subject, "id": leaf.id, "digest": leaf.digest}


def _rows(verdict: Verdict, proof: Proof | None) -> list[tuple[str, str, str]]:
    """What was found, as rows ; the place of what has gone or changed is the id of its record."""
    rows = [(finding.kind.value, str(finding.place), finding.message) for finding in verdict.findings]
    if proof:
        rows += [("gone", leaf.id, leaf.subject) for leaf in proof.gone]
        rows += [("changed", leaf.id, leaf.subject) for leaf in proof.changed]
    return rows


def _lines(verdict: Verdict, proof: Proof | None) -> Iterator[str]:
    yield _summary(verdict)
    if proof:
        yield from ("", *_proof_lines(proof))
    for kind in Kind:
        found = [finding for finding in verdict.findings if finding.kind is kind]
        if found:
            yield from ("", f"{kind.value} ({len(found)}): {_MEANINGS[kind]}")
            yield from (f"  {finding.place}: {finding.message}" for finding in found[:_SHOWN])
        if len(found) > _SHOWN:
            yield f"  ... and {len(found) - _SHOWN} more; -f json lists all"


def _summary(verdict: Verdict) -> str:
    damaged, unread = (sum(each.kind is kind for each in verdict.findings) for kind in (Kind.DAMAGED, Kind.UNREADABLE))
    read = f"{many(verdict.records, 'record')} in {many(len(verdict.segments), 'segment')}"
    state = f"{many(damaged, 'line')} damaged" if damaged else "every digest fits"
    if unread:
        state += f"; {many(unread, 'file')} cannot be read"
    again = f"; {many(verdict.repeated, 'line')} repeated, which does no harm" if verdict.repeated else ""
    return f"{read}: {state}{again}"


def _proof_lines(proof: Proof) -> list[str]:
    taken = f"the checkpoint of {format_time(proof.checkpoint.time)}"
    held = len(proof.checkpoint.leaves)
    if proof.holds:
        return [f"all {many(held, 'record')} of {taken} are there, unchanged; {proof.added} have come since"]
    lost = len(proof.gone) + len(proof.changed)
    return [
        f"of {many(held, 'record')} of {taken}, {lost} are not as they were:",
        *(f"  gone: {leaf.subject}, record {leaf.id}" for leaf in proof.gone),
        *(f"  changed: {leaf.subject}, record {leaf.id}" for leaf in proof.changed),
    ]


def repair_text(repairs: Iterable[Repair], left: Iterable[Damage], *, dry_run: bool) -> str:
    """What was repaired, or would be, and what is left as it is."""
    lines = []
    for made in repairs:
        lines.append(f"{made.segment}: {many(len(made.damages), 'damaged line')} {'would be ' * dry_run}set aside")
        lines += [f"  line {damage.place.line}: {damage.reason}" for damage in made.damages]
        if made.saved:
            lines.append(f"  {many(made.saved, 'whole record')} inside them kept, on lines of their own")
        lines.append(f"  {'the old file would stay' if dry_run else 'the old file is'} {made.kept_as}")
    lines += [f"{damage}; it is left as it is" for damage in left]
    return "".join(f"{visible(line)}\n" for line in lines or ["nothing is damaged; nothing was changed"])
