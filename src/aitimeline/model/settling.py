"""Settling: what heads that contradict each other add up to, and what of it a person has to decide.

An event or actor falls into members, each of which is held against the heads' common ancestor by itself. What one head
alone has changed, or all alike, is taken. What they have changed in different ways is disputed, and so is a withdrawal.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import fields_dict, frozen

from aitimeline.model.actor import Actor
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.record import Record
from aitimeline.model.text import Names, Text

Payload = Event | Actor


class Member(NamedTuple):
    """A part of an event or actor that is settled by itself.

    Attributes:
        name: ``when`` (with its zone), ``title``, ``actors`` ...
        of: which of several: a language, an actor and a role, the name and period of a figure.
    """

    name: str
    of: tuple[Hashable, ...] = ()


WITHDRAWAL = Member("withdrawal")
_SHOWN_NAME = "shown name"
_ELEMENTS: Mapping[str, Callable[[Any], tuple[Hashable, ...]]] = {
    "actors": lambda part: (part.actor, part.role),
    "tags": lambda tag: (tag,),
    "camps": lambda claim: (claim,),
    "figures": lambda figure: (figure.name, figure.period),
    "sources": lambda source: (source.url, source.publisher),
    "part_of": lambda tie: (tie.actor,),
    "made_by": lambda tie: (tie.actor,),
    "renamed": lambda rename: (rename.names,),
}
"""What tells the elements of a list from each other. Its order has no meaning."""
_NEEDED = ("title", "names")


@frozen
class Dispute:
    """A member that the heads have changed in different ways.

    Attributes:
        values: by the id of each head, in their order; None where it lacks the member. Of a withdrawal, whether the
            head withdraws.
    """

    member: Member
    values: tuple[tuple[str, Any], ...]


@frozen
class Settlement:
    """What several heads add up to.

    Attributes:
        heads: in the order of the log.
        members: every member that any head has, in order, with its value; None of what is gone or disputed.
        disputes: what a person decides; a withdrawal comes first.
    """

    heads: tuple[Record, ...]
    members: tuple[tuple[Member, Any], ...]
    disputes: tuple[Dispute, ...]

    def deciding(self, choices: Mapping[Member, str]) -> Payload | None:
        """The event or actor with a head's value for each disputed member; None where a withdrawal is chosen.

        Args:
            choices: for each disputed member the id of the head whose value is taken; the last where none is named.
        """
        stated = [head.payload for head in self.heads if head.payload is not None]
        decided = {dispute.member: _chosen(dispute, choices.get(dispute.member)) for dispute in self.disputes}
        if not stated or decided.pop(WITHDRAWAL, False):
            return None
        if all(each == stated[0] for each in stated):
            return stated[0]
        return _assembled(type(stated[0]), {**dict(self.members), **decided})

    def keeping(self, head_id: str) -> Payload | None:
        """The same with one head's value wherever there is a dispute."""
        return self.deciding({dispute.member: head_id for dispute in self.disputes})


def _chosen(dispute: Dispute, head_id: str | None) -> Any:
    values = dict(dispute.values)
    return values.get(head_id or "", dispute.values[-1][1])


def settlement_of(history: History) -> Settlement:
    """What the heads of an event or actor, all of which are understood, add up to."""
    stating = [head for head in history.heads if head.payload is not None]
    base = base_of(history)
    before = {} if base is None or base.payload is None else members_of(base.payload)
    sides = {head.id: members_of(head.payload) for head in stating if head.payload is not None}
    members: dict[Member, Any] = {}
    disputes = []
    for member in dict.fromkeys(member for side in sides.values() for member in side):
        values = {head: side.get(member) for head, side in sides.items()}
        changed = _distinct(value for value in values.values() if value != before.get(member))
        members[member] = (changed or [before.get(member)])[0] if len(changed) < _TWO else None
        if len(changed) >= _TWO:
            disputes.append(Dispute(member, tuple(values.items())))
    disputes += _impossible(members, disputes, sides)
    if stating and len(stating) < len(history.heads):
        disputes.insert(0, Dispute(WITHDRAWAL, tuple((head.id, head.is_retraction) for head in history.heads)))
    return Settlement(history.heads, tuple(members.items()), tuple(disputes))


_TWO = 2


def _distinct(values: Iterator[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def base_of(history: History) -> Record | None:
    """The one nearest record that all heads replace, directly or indirectly; None if there is none, or no one."""
    common = set.intersection(*(history.ancestors(head.supersedes) for head in history.heads))
    by_id = {record.id: record for record in history.records}
    farther = {
        each for record_id in common if record_id in by_id for each in history.ancestors(by_id[record_id].supersedes)
    }
    nearest = common - farther
    return by_id.get(nearest.pop()) if len(nearest) == 1 else None


def _impossible(
    members: dict[Member, Any], disputes: Sequence[Dispute], sides: Mapping[str, Mapping[Member, Any]]
) -> list[Dispute]:
    """What cannot be left as it came out: no title or name at all, or one shown first that is not among the names."""
    found = []
    undecided = {dispute.member for dispute in disputes}
    for needed in _NEEDED:
        own = [member for member in members if member.name == needed]
        if own and all(members[member] is None and member not in undecided for member in own):
            found += [_between(member, sides) for member in own]
    for member in [each for each in members if each.name == _SHOWN_NAME]:
        dispute = _between(member, sides)
        shown = [value for _, value in dispute.values] if member in undecided else [members[member]]
        gone = [name for each in shown if (name := Member("names", (*member.of, each))) in members]
        gone = [name for name in dict.fromkeys(gone) if members[name] is None and name not in undecided]
        if gone and member not in undecided:
            members[member] = None
            found.append(dispute)
        found += [_between(name, sides) for name in gone]
        undecided.update(gone)
    return found


def _between(member: Member, sides: Mapping[str, Mapping[Member, Any]]) -> Dispute:
    return Dispute(member, tuple((head, side.get(member)) for head, side in sides.items()))


def members_of(payload: Payload) -> dict[Member, Any]:
    """An event or actor by its members; those that say nothing are left out. Equal elements of a list are together."""
    found: dict[Member, Any] = {}
    for name in fields_dict(type(payload)):
        value = getattr(payload, name)
        if name == "when":
            found[Member(name)] = (value, getattr(payload, "zone", None))
        elif isinstance(value, Text):
            found.update({Member(name, (language,)): text for language, text in value.pairs})
        elif isinstance(value, Names):
            for language, given in value.pairs:
                found.update({Member(_SHOWN_NAME, (language,)): given[0] for given in [given] if given})
                found.update({Member(name, (language, each)): each for each in given})
        elif name == "extra":
            found.update({Member(name, (each,)): text for each, text in value})
        elif name in _ELEMENTS:
            for each in value:
                member = Member(name, _ELEMENTS[name](each))
                found[member] = (*found.get(member, ()), each)
        elif name != "zone" and value is not None:
            found[Member(name)] = value
    return found


def _assembled(cls: type[Payload], members: Mapping[Member, Any]) -> Payload:
    """The event or actor that has these members; the inverse of ``members_of``."""
    made: dict[str, Any] = {name: () for name in fields_dict(cls) if name in _ELEMENTS or name == "extra"}
    texts: dict[str, dict[str, Any]] = {name: {} for name in ("title", "summary") if name in fields_dict(cls)}
    names: dict[str, list[str]] = {}
    for (name, of), value in members.items():
        if value is None:
            continue
        if name == "when":
            made["when"], made["zone"] = value
        elif name in texts:
            texts[name][str(of[0])] = value
        elif name == _SHOWN_NAME:
            names.setdefault(str(of[0]), []).insert(0, value)
        elif name == "names":
            names.setdefault(str(of[0]), []).append(value)
        elif name == "extra":
            made["extra"] += ((str(of[0]), value),)
        elif name in _ELEMENTS:
            made[name] += value
        else:
            made[name] = value
    made.update({name: Text.of(given) for name, given in texts.items()})
    if cls is Actor:
        made["names"] = _names(names, members)
    made["extra"] = tuple(sorted(made["extra"]))
    return cls(**made)


def _names(given: Mapping[str, list[str]], members: Mapping[Member, Any]) -> Names:
    """Names by language, the one that is shown first, each once; none that has been dropped."""
    left = {
        language: [name for name in dict.fromkeys(each) if members.get(Member("names", (language, name))) is not None]
        for language, each in given.items()
    }
    return Names.of({language: each for language, each in left.items() if each})
