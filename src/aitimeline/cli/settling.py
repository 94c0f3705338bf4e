"""Between ``--settle`` and the log: what a change starts from, and who decides what is disputed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from aitimeline.answer.settlement import dispute_lines, member_text, taking_part, value_text
from aitimeline.cli.ask import is_person_there, need
from aitimeline.cli.run import Run
from aitimeline.cli.telling import tell
from aitimeline.ingest.edit import last_stated
from aitimeline.log.writing import Change
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.record import Record
from aitimeline.model.settling import (
    WITHDRAWAL,
    Dispute,
    Member,
    Payload,
    Settlement,
    members_of,
    settlement_of,
)

Edit = Callable[[Any], Any]
"""Makes of an event or actor what the options of a command say."""


@frozen
class Intent:
    """What a person says of the heads that a change is made to.

    Attributes:
        expected: ids, or their beginnings, of the heads that were seen; those that stand now where none is given.
        keep: the head that decides what is disputed where several are settled.
    """

    expected: Sequence[str] = ()
    keep: str | None = None
    settles: bool = False
    adds_head: bool = False

    def change(self, seen: History, reason: str | None) -> Change:
        """The change that it makes of an event.

        Raises:
            BadInputError: the event has no such record.
        """
        expected = tuple(_record_of(seen, each).id for each in self.expected) or seen.head_ids
        return Change(expected, reason, settles=self.settles or bool(self.keep), adds_head=self.adds_head)

    def made(self, run: Run, seen: History, edit: Edit) -> Payload | None:
        """What the change makes of an event or actor; None if a withdrawal is kept.

        Raises:
            BadInputError: the event has no such record, or the options do not fit.
            ConflictError: something is disputed, and nobody has decided it.
        """
        change = self.change(seen, None)
        kept = _record_of(seen, self.keep) if self.keep else None
        if kept and kept not in seen.heads:
            raise BadInputError(f"{kept.id} does not stand any more; --keep names one of {', '.join(seen.head_ids)}")
        is_settling = change.settles and len(seen.heads) > 1 and set(change.expected) == set(seen.head_ids)
        if not is_settling or not all(head.is_understood for head in seen.heads):
            made: Payload = edit(self._base(seen))
            return made
        return _settled(run, seen, edit, kept)

    def _base(self, seen: History) -> Payload:
        stated = [record.payload for each in self.expected if (record := _record_of(seen, each)).payload is not None]
        return stated[-1] if stated else last_stated(seen)


def _record_of(history: History, beginning: str) -> Record:
    found = [record for record in history.records if record.id.startswith(beginning)]
    if len(found) != 1:
        many = f"{len(found)} records of {history.key!r} begin with" if found else f"{history.key!r} has no record"
        raise BadInputError(f"{many} {beginning!r}; 'aitimeline history {history.key} -f csv' lists their ids")
    return found[0]


def _settled(run: Run, seen: History, edit: Edit, kept: Record | None) -> Payload | None:
    settlement = settlement_of(seen)
    stating = [head for head in seen.heads if not head.is_retraction]
    if kept is not None:
        choices = {dispute.member: kept.id for dispute in settlement.disputes}
    else:
        choices = _decided(run, seen.key, settlement, _undecided(settlement, stating, edit))
    payload = settlement.deciding(choices)
    if payload is None and stating:
        standing = settlement.keeping(stating[0].id)
        if edit(standing) != standing:
            raise BadInputError(f"what is kept withdraws {seen.key!r}, so nothing of it can be changed; leave that out")
        return None
    made: Payload = edit(payload or last_stated(seen))
    if not (made.title if isinstance(made, Event) else made.every_name()):
        raise BadInputError(f"{seen.key!r} would be left without a title or name; give one")
    return made


def _undecided(settlement: Settlement, stating: Sequence[Record], edit: Edit) -> list[Dispute]:
    """The disputes that the options of the command leave open: what differs whichever head is taken before them."""
    if not settlement.disputes:
        return []
    made = [_members(settlement, head, edit) for head in stating]
    if not any(made):
        edit(settlement.keeping(stating[0].id))
    return [
        dispute
        for dispute in settlement.disputes
        if dispute.member == WITHDRAWAL or not all(made) or _differs(dispute.member, made)
    ]


def _differs(member: Member, made: Sequence[Mapping[Member, Any]]) -> bool:
    return any(each.get(member) != made[0].get(member) for each in made)


def _members(settlement: Settlement, head: Record, edit: Edit) -> Mapping[Member, Any]:
    """What the options make of an event with a head's values; nothing where they do not fit these.

    So it is where one head has dropped already what the options drop, and the other has changed it.
    """
    try:
        return members_of(edit(settlement.keeping(head.id)))
    except BadInputError:
        return {}


def _decided(run: Run, key: str, settlement: Settlement, undecided: Sequence[Dispute]) -> dict[Member, str]:
    """The head that decides each dispute, as a person says.

    Raises:
        ConflictError: nobody is there to ask.
    """
    if undecided and not is_person_there():
        for line in (line for dispute in undecided for line in dispute_lines(settlement, dispute)):
            tell(line)
        named = ", ".join(member_text(dispute.member) for dispute in undecided)
        raise ConflictError(
            f"the versions of {key!r} differ in what each of them has changed: {named}; nothing was written. "
            "Say with --keep ID whose word counts there, or give what holds as an option; all else is kept of each"
        )
    choices: dict[Member, str] = {}
    for dispute in undecided:
        choices[dispute.member] = _asked(run, settlement, dispute)
        if dispute.member == WITHDRAWAL and dict(dispute.values)[choices[WITHDRAWAL]]:
            break
    return choices


def _asked(run: Run, settlement: Settlement, dispute: Dispute) -> str:
    heads = taking_part(settlement, dispute)
    tell(f"{member_text(dispute.member)}:")
    for number, head in enumerate(heads, start=1):
        tell(f"  {number}  {value_text(head, dispute)}: {head.recorded_by}, {head.time:%Y-%m-%d %H:%M} UTC")
    numbers = [str(number) for number in range(1, len(heads) + 1)]

    def check(answer: str) -> None:
        if answer.strip() not in numbers:
            raise BadInputError(f"answer with one of {', '.join(numbers)}")

    many = f"{', '.join(numbers[:-1])} or {numbers[-1]}"
    return heads[int(need(run, None, f"Which counts ({many})", "--keep", check).strip()) - 1].id
