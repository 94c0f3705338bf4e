"""Keys for the events of a calendar, which has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from attrs import define, field

from aitimeline.ingest.calendar.event import Proposal
from aitimeline.model.error import BadInputError
from aitimeline.model.key import LONGEST, ascii_slug, check_key, slug
from aitimeline.model.preferred import preferred
from aitimeline.model.when import When

_ROOM = LONGEST - len("-2023-12-07-0123456789ab")
_FEWEST = 3
_HASH = 6
_MORE = 12


@define
class Namer:
    """Finds keys that are free.

    Attributes:
        is_taken: tells whether the log has an event, or had one, of a key.
    """

    is_taken: Callable[[str], bool]
    _given: set[str] = field(factory=set, init=False)

    def key_for(self, proposal: Proposal) -> str:
        """The first key that is free: that of our own export, or one made of title, date, and at last the UID.

        Raises:
            BadInputError: not even that is free.
        """
        for key in _keys(proposal):
            if key not in self._given and not self.is_taken(key):
                self._given.add(key)
                return key
        raise BadInputError("no key is free for it; the log has an event, or had one, with its date, title and UID")


def _keys(proposal: Proposal) -> Iterator[str]:
    if proposal.key:
        with suppress(BadInputError):
            yield check_key(proposal.key)
    title = preferred(proposal.data["title"], "en")
    named, whole = ascii_slug(title), slug(title)
    day = When.parse(proposal.data["when"]).edtf.partition("T")[0].partition("/")[0]
    dated = slug(day)
    mark = proposal.uid.replace("-", "").lower()
    base = named[:_ROOM].strip("-") if len(named) >= _FEWEST and named == whole else ""
    if base and not proposal.is_occurrence:
        yield base
    if base:
        yield f"{base}-{dated}"[:LONGEST]
    base = base or f"{slug(str(proposal.data['kind']))[: _FEWEST * 10] or 'event'}"
    for length in (_HASH, _MORE):
        yield f"{base[:_ROOM]}-{dated[:11]}-{mark[-length:]}".replace("--", "-")
