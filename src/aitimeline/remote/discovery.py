"""Which calendar is meant: an address may be that of a calendar, or of a server that has several."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.remote.address import joined
from aitimeline.remote.calendar import Calendar, holding, written
from aitimeline.remote.server import ServerError
from aitimeline.remote.trouble import explained
from aitimeline.remote.wire import Response, Wire

_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_WELL_KNOWN = "/.well-known/caldav"
_MISSING = (404, 410)
_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")


@frozen
class Known:
    """A collection as PROPFIND shows it.

    Attributes:
        url: its whole address.
        is_calendar: whether it is a calendar that takes events.
        name: what people call it; empty if it has no name.
        principal: where the user's own resource is, if it says so.
        home: where the user's calendars are, if it says so.
    """

    url: str
    is_calendar: bool
    name: str
    principal: str | None
    home: str | None

    @property
    def segment(self) -> str:
        """The last part of its address."""
        return urlsplit(self.url).path.rstrip("/").rpartition("/")[2]


def find_calendar(wire: Wire, name: str | None, new_name: str, *, create: bool, dry_run: bool) -> Calendar | None:
    """The calendar that an address and perhaps a name mean; None where it would be made, were this no dry run.

    Args:
        wire: the connection, with the address.
        name: of a calendar, if the address is a server's.
        new_name: what a calendar is called that is made at the address itself.
        create: whether to make it.
        dry_run: whether to make nothing after all.

    Raises:
        BadInputError: the address is a server's and the name none of its calendars'.
        ServerError: the server cannot be asked.
    """
    url = wire.address.url
    answer = _ask(wire, url, "0")
    if answer.status in _MISSING and create and name is None:
        return _made(wire, url if url.endswith("/") else f"{url}/", new_name, dry_run=dry_run)
    there = next(iter(_known(answer)), None) if answer.is_done else None
    if there is not None and there.is_calendar:
        if name is not None and name not in (there.name, there.segment):
            raise BadInputError(f"that is the address of one calendar already, {there.name or there.segment!r}")
        return Calendar(wire, there.url)
    is_whole_server = urlsplit(url).path in ("", "/")
    home = _home(wire, there) if there is not None or is_whole_server else None
    if home is None:
        raise ServerError(_explained(wire, answer))
    calendars = [each for each in _known(_ask(wire, home, "1")) if each.is_calendar]
    return _chosen(wire, home, calendars, name, create=create, dry_run=dry_run)


def _chosen(
    wire: Wire, home: str, calendars: list[Known], name: str | None, *, create: bool, dry_run: bool
) -> Calendar | None:
    names = ", ".join(repr(each.name or each.segment) for each in calendars) or "none yet"
    if name is None:
        raise BadInputError(
            f"that is the address of a server; choose a calendar of it with --calendar NAME ({names}), "
            "or give the address of one"
        )
    found = [each for each in calendars if each.name == name] or [each for each in calendars if each.segment == name]
    if found[1:]:
        urls = ", ".join(each.url for each in found)
        raise BadInputError(f"several calendars are called {name!r}; give the address of one: {urls}")
    if found:
        return Calendar(wire, found[0].url)
    if not create:
        raise BadInputError(f"there is no calendar {name!r} ({names}); --create makes it")
    slug = _NOT_A_SLUG.sub("-", name.lower()).strip("-") or sha256(name.encode()).hexdigest()[:16]
    taken = {each.segment for each in calendars}
    free = next(each for each in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if each not in taken)
    return _made(wire, f"{home.rstrip('/')}/{free}/", name, dry_run=dry_run)


def _home(wire: Wire, there: Known | None) -> str | None:
    """Where the user's calendars are: what the address says, or the place that RFC 6764 5 has for asking."""
    if there is None or not (there.home or there.principal):
        answer = _ask(wire, joined(wire.address.url, _WELL_KNOWN), "0")
        there = next(iter(_known(answer)), None) if answer.is_done else None
    if there is None:
        return None
    if there.home is None and there.principal is not None:
        there = next(iter(_known(_ask(wire, there.principal, "0"))), None)
    return there.home if there else None


def _made(wire: Wire, url: str, name: str, *, dry_run: bool) -> Calendar | None:
    """Make a calendar (RFC 4791 5.3.1)."""
    if dry_run:
        return None
    from caldav.elements import cdav, dav  # noqa: PLC0415 -- an extra

    properties = [dav.DisplayName(name), cdav.SupportedCalendarComponentSet() + cdav.Comp("VEVENT")]
    body = written(cdav.Mkcalendar() + (dav.Set() + holding(dav.Prop(), *properties)))
    answer = wire.send("MKCALENDAR", url, body, {"Content-Type": "application/xml; charset=utf-8"})
    if not answer.is_done:
        raise ServerError(f"the calendar {explained(answer, 'made', wire.address.host)}")
    return Calendar(wire, url)


def _ask(wire: Wire, url: str, depth: str) -> Response:
    from caldav.elements import cdav, dav  # noqa: PLC0415 -- an extra

    asked = [
        *(dav.ResourceType(), dav.DisplayName(), dav.CurrentUserPrincipal()),
        *(cdav.CalendarHomeSet(), cdav.SupportedCalendarComponentSet()),
    ]
    body = written(dav.Propfind() + holding(dav.Prop(), *asked))
    return wire.send("PROPFIND", url, body, {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"})


def _known(answer: Response) -> list[Known]:
    if answer.tree is None or answer.tree.tag != f"{_DAV}multistatus":
        return []
    return [_collection(answer.url, each) for each in answer.tree.iterfind(f"{_DAV}response")]


def _collection(base: str, response: Any) -> Known:
    given: dict[str, Any] = {}
    for part in response.iterfind(f"{_DAV}propstat"):
        if " 200" in (part.findtext(f"{_DAV}status") or " 200"):
            given |= {each.tag: each for each in part.iterfind(f"{_DAV}prop/*")}
    types = given.get(f"{_DAV}resourcetype")
    kinds = given.get(f"{_CALDAV}supported-calendar-component-set")
    takes_events = kinds is None or any(each.get("name", "").upper() == "VEVENT" for each in kinds)
    is_calendar = types is not None and types.find(f"{_CALDAV}calendar") is not None
    name = given.get(f"{_DAV}displayname")
    return Known(
        joined(base, (response.findtext(f"{_DAV}href") or "").strip()),
        is_calendar and takes_events,
        (name.text or "").strip() if name is not None else "",
        _href(base, given.get(f"{_DAV}current-user-principal")),
        _href(base, given.get(f"{_CALDAV}calendar-home-set")),
    )


def _href(base: str, element: Any) -> str | None:
    href = element.findtext(f"{_DAV}href") if element is not None else None
    return joined(base, href.strip()) if href else None


def _explained(wire: Wire, answer: Response) -> str:
    """Why no calendar was found."""
    if answer.is_done and answer.tree is not None and answer.tree.tag == f"{_DAV}multistatus":
        return f"{wire.address.url} is no calendar, and does not say where any are; give the address of a calendar"
    told = explained(answer, "read", wire.address.host)
    hint = "; --create makes a calendar there" if answer.status in _MISSING else ""
    return told if answer.is_done else f"{wire.address.url} {told}{hint}"
