"""Carrying out a plan on a server, one change after the other, whatever happens to the calendar meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import define, field

from aitimeline.remote.content import read_content
from aitimeline.remote.plan import Change, Held, Kind, Ownership, Plan, Remembered, Wanted, anew
from aitimeline.remote.server import ChangedError, GoneError, RefusedError, Resource, Server, ServerError

READING, WRITING, CHECKING = "reading", "writing", "reading back"
_TOGETHER = 100
"""So many resources are asked for in one request."""
_TRIES = 3
_HOPELESS = 3
"""After so many refusals, and nothing that went well, no more is tried."""
_CHANGING = f"it changed on the server while it was being replaced, {_TRIES} times"
Advance = Callable[[str, int], object]


@define
class Done:
    """What was done, as far as it went.

    Attributes:
        counts: how many changes of each kind were made.
        edited: the keys of events that somebody had changed on the server, and that say again what the log says.
        failures: the keys of events that the server refused, each with the reason.
        written: the new content of events, by address: what was sent, and the ETag if the server has said it.
    """

    counts: dict[Kind, int] = field(factory=lambda: dict.fromkeys(Kind, 0))
    edited: list[str] = field(factory=list)
    failures: list[tuple[str, str]] = field(factory=list)
    written: dict[str, tuple[Wanted, str | None]] = field(factory=dict)

    @property
    def total(self) -> int:
        """How many changes were made."""
        return sum(self.counts.values())

    def add(self, change: Change, href: str, etag: str | None) -> None:
        """Note a change that was made."""
        self.counts[change.kind] += 1
        if change.is_edited:
            self.edited.append(change.key)
        if change.wanted is not None:
            self.written[href] = change.wanted, etag


def survey(server: Server, advance: Advance, total: Callable[[str, int], object]) -> list[Held]:
    """All resources with events that the calendar holds. Of their content no more is kept than what it comes to.

    Raises:
        ServerError: they cannot be read.
    """
    listed = server.listed()
    total(READING, len(listed))
    found: list[Held] = []
    for hrefs in _batches(list(listed)):
        found += [_held(each, listed.get(each.href)) for each in server.read(hrefs)]
        advance(READING, len(hrefs))
    return found


def _held(resource: Resource, etag: str | None = None) -> Held:
    said = read_content(resource.content)
    if said is None:
        return Held(resource.href, resource.etag or etag, ())
    return Held(resource.href, resource.etag or etag, said.uids, said.key, said.digest, said.stamp)


def carry_out(
    server: Server,
    plan: Plan,
    content_of: Callable[[Wanted], bytes],
    ownership: Ownership,
    done: Done,
    advance: Advance,
) -> None:
    """Make the changes of a plan, and note in ``done`` each that was made, whatever comes after it.

    Raises:
        ServerError: nothing more can be done.
    """
    for change in plan.changes:
        try:
            _make(server, change, content_of, ownership, done)
        except RefusedError as refusal:
            done.failures.append((change.key, str(refusal)))
            if not done.total and len(done.failures) >= _HOPELESS:
                raise ServerError(f"the server refuses what is sent: {refusal}") from None
        advance(WRITING, 1)


def _make(
    server: Server, change: Change, content_of: Callable[[Wanted], bytes], ownership: Ownership, done: Done
) -> None:
    """Make a change; where what is there has changed meanwhile, look again and do what is then to be done."""
    current: Change | None = change
    for _ in range(_TRIES):
        if current is None:
            return
        href = current.held.href if current.held else server.address_of(current.uid)
        try:
            done.add(current, href, _try(server, current, href, content_of))
        except GoneError:
            current = anew(change, None, ownership)
        except ChangedError:
            held = next((_held(each) for each in server.read([href])), None)
            if held is not None and (held.uids != (change.uid,) or not ownership.owns(held)):
                raise RefusedError("the calendar has an event of its own there") from None
            current = anew(change, held, ownership)
        else:
            return
    raise RefusedError(_CHANGING)


def _try(server: Server, change: Change, href: str, content_of: Callable[[Wanted], bytes]) -> str | None:
    """Ask the server once; the ETag of what was written, if it says that."""
    content = b"" if change.wanted is None else content_of(change.wanted)
    if change.held is None:
        return server.create(href, content)
    if change.held.etag is None:
        raise RefusedError("the server gives no ETag for it, without which it cannot be replaced safely")
    if change.wanted is not None:
        return server.replace(href, change.held.etag, content)
    server.remove(href, change.held.etag)
    return None


def read_back(server: Server, done: Done, advance: Advance) -> dict[str, Remembered]:
    """By UID, what was sent of each event that was written, and what the server gives for it now.

    Where the server says which version it has made, what somebody has changed since is not taken for its own doing.

    Raises:
        ServerError: that cannot be read.
    """
    found: dict[str, Remembered] = {}
    for hrefs in _batches(list(done.written)):
        for each in server.read(hrefs):
            said, (wanted, etag) = read_content(each.content), done.written[each.href]
            if said is not None and said.uids == (wanted.uid,) and etag in (None, each.etag):
                found[wanted.uid] = Remembered(wanted.digest, said.digest)
        advance(CHECKING, len(hrefs))
    return found


def _batches(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[at : at + _TOGETHER] for at in range(0, len(items), _TOGETHER))
