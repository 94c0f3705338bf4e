"""A whole file: its events as proposals, and all else listed."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from aitimeline.ingest.calendar.decoding import Decoder
from aitimeline.ingest.calendar.event import Proposal, proposal_of
from aitimeline.ingest.calendar.line import Readable
from aitimeline.ingest.calendar.listing import Listing
from aitimeline.ingest.calendar.part import EVENT, Calendar, Scanner, Vevent
from aitimeline.ingest.calendar.recurrence import RECURS, Expander, Range
from aitimeline.ingest.calendar.zone import place_of
from aitimeline.ingest.rows import Defaults
from aitimeline.model.error import BadInputError

_LONGEST_REASON = 300


@define
class Reader:
    """Reads a calendar.

    Attributes:
        defaults: the kind of its events, and where their days are local.
        range: the days in which events that recur are taken; None to list them.
        on_bad: is told of each VEVENT that cannot be taken as it is wrong, and why; it may raise to stop.
        decoder: knows what letters the file is in.
        listing: gets what is no event, or is not taken.
        events: how many VEVENTs there are.
        is_calendar: True if it has a VCALENDAR, or a VEVENT.
    """

    defaults: Defaults
    range: Range | None
    on_bad: Callable[[Vevent, str], None]
    decoder: Decoder
    listing: Listing = field(factory=Listing)
    events: int = field(default=0, init=False)
    is_calendar: bool = field(default=False, init=False)
    _found: dict[str, Proposal] = field(factory=dict, init=False)
    _series: dict[tuple[int, str], list[Vevent]] = field(factory=dict, init=False)

    def read(self, stream: Readable, on_event: Callable[[], None] = lambda: None) -> list[Proposal]:
        """What the events of a file say, one for each UID, in the order of the file."""
        scanner = Scanner(self.listing, self.decoder)
        events = []
        for event in scanner.vevents(stream):
            on_event()
            events.append(event)
        self.events, self.is_calendar = scanner.events, scanner.has_calendar
        # A calendar may say after its events where it is, and what its zones are.
        for calendar in {event.calendar.line: event.calendar for event in events}.values():
            self._find_home(calendar)
        for event in events:
            if event.problem:
                self.on_bad(event, event.problem)
            elif _recurs(event):
                self._keep(event)
            else:
                self._take(event)
        self._expand()
        return sorted(self._found.values(), key=lambda proposal: proposal.line)

    def _find_home(self, calendar: Calendar) -> None:
        if not calendar.tzid:
            return
        try:
            calendar.home = place_of(calendar.tzid, calendar)
        except BadInputError as failure:
            self.listing.note(calendar.tzid_line, "VCALENDAR", f"{failure}; days and times without a zone have none")

    def _take(self, event: Vevent) -> None:
        try:
            proposal = proposal_of(event, self.defaults)
        except (BadInputError, RecursionError) as failure:
            self.on_bad(event, _reason(failure))
        else:
            self._add(proposal)

    def _add(self, proposal: Proposal) -> None:
        """Take a proposal, unless there is a newer one of the same event; of two that are as new the later counts."""
        known = self._found.get(proposal.uid)
        if known is not None:
            kept, dropped = (known, proposal) if proposal.version.is_older(known.version) else (proposal, known)
            shared = "the UID" if dropped.has_uid else "no UID, and the date and title"
            self.listing.add(dropped.line, EVENT, f"has {shared} of the VEVENT in line {kept.line}, which counts")
            self._found[proposal.uid] = kept
        else:
            self._found[proposal.uid] = proposal

    def _keep(self, event: Vevent) -> None:
        if self.range is not None:
            stated = event.first("UID")
            name = stated.text.strip() if stated else f"line {event.line}"
            self._series.setdefault((event.calendar.line, name), []).append(event)
        elif event.first("RECURRENCE-ID"):
            why = "is one occurrence of an event that recurs, and needs --expand 2023..2024, say"
            self.listing.add(event.line, EVENT, why)
        else:
            rule = event.first("RRULE")
            how = f" ({' '.join(rule.value.split())[:60]})" if rule else ""
            self.listing.add(event.line, EVENT, f"recurs{how}; --expand 2023..2024, say, takes the occurrences of then")

    def _expand(self) -> None:
        if self.range is None:
            return
        expander = Expander(self.range, self.defaults.zone)
        for series in self._series.values():
            taken = set()
            try:
                for event, name in expander.occurrences(series):
                    self._add(proposal_of(event, self.defaults, occurrence=name))
                    taken.add(event.line)
            except (BadInputError, RecursionError) as failure:
                for event in series:
                    self.on_bad(event, _reason(failure))
                continue
            for event in series:
                if event.line not in taken:
                    self.listing.add(event.line, EVENT, f"has no occurrence in {self.range}")


def _recurs(event: Vevent) -> bool:
    """True of what recurs; an event of our own export that comes back every year is one event, with anniversaries."""
    if event.first("X-AITIMELINE-DATA"):
        return False
    return any(map(event.first, (*RECURS, "RECURRENCE-ID")))


def _reason(failure: Exception) -> str:
    reason = "is nested too deeply" if isinstance(failure, RecursionError) else str(failure)
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]} ..."
