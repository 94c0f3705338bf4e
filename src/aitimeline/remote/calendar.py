"""One calendar of a CalDAV server (RFC 4791): listing, reading and writing its resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from aitimeline.remote.address import is_same_server, joined
from aitimeline.remote.server import ChangedError, GoneError, RefusedError, Resource, ServerError
from aitimeline.remote.trouble import explained, is_uid_conflict
from aitimeline.remote.wire import Response, Wire

_SIMPLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CONTENT_TYPE = "text/calendar; charset=utf-8"
_NO_REPORT = (400, 403, 404, 405, 415, 501, 507)
_CHANGED, _GONE = 412, (404, 410)
_FATAL = (401, 405, 507)
_SERVER_FAILURE = 500
_OK = 200


class Calendar:
    """A calendar that can be pushed to.

    Args:
        wire: the connection.
        url: the address of the collection, ending with ``/``.
    """

    def __init__(self, wire: Wire, url: str) -> None:
        self.wire = wire
        self.url = url if url.endswith("/") else f"{url}/"
        self._can_multiget = True

    def listed(self) -> dict[str, str | None]:
        """The addresses of the resources with events, each with its ETag; see ``Server``.

        RFC 4791 7.8; where the server cannot report, or not on all, everything in the collection (RFC 4918 9.1).
        """
        answer = self._report(_all_events(), "1")
        found = _members(answer) if answer.tree is not None and answer.is_done else None
        if found is None or any(status == 507 for _, status, _ in found):  # noqa: PLR2004 -- RFC 6578 3.6
            if not answer.is_done and answer.status not in _NO_REPORT:
                raise ServerError(explained(answer, "read", self.wire.address.host))
            answer = self.wire.send("PROPFIND", self.url, _etags(), {"Depth": "1", "Content-Type": "application/xml"})
            found = _members(answer) if answer.is_done and answer.tree is not None else None
        if found is None:
            raise ServerError(explained(answer, "read", self.wire.address.host))
        own = joined(self.url, self.url)
        return {
            href: props.get("getetag")
            for href, status, props in found
            if status == _OK and not href.endswith("/") and self._whole(href) not in (own, own.rstrip("/"))
        }

    def read(self, hrefs: Sequence[str]) -> Iterator[Resource]:
        """Some resources, in one request (RFC 4791 7.9); one by one where the server does not know that."""
        if not hrefs:
            return
        if self._can_multiget:
            answer = self._report(_multiget(hrefs), None)
            found = _members(answer) if answer.is_done and answer.tree is not None else None
            if found is not None:
                asked = {self._whole(href): href for href in hrefs}
                for href, status, props in found:
                    name, data = asked.get(self._whole(href)), props.get("calendar-data")
                    if status == _OK and name is not None and data:
                        yield Resource(name, props.get("getetag"), data.encode())
                return
            if not answer.is_done and answer.status not in _NO_REPORT:
                raise ServerError(explained(answer, "read", self.wire.address.host))
            self._can_multiget = False
        for href in hrefs:
            answer = self.wire.send("GET", self._whole(href))
            if answer.is_done:
                yield Resource(href, answer.etag, answer.body)
            elif answer.status not in _GONE:
                raise ServerError(explained(answer, "read", self.wire.address.host))

    def address_of(self, uid: str) -> str:
        """Where a new resource for a UID is put: its name is the UID, where that is one that no server trips over."""
        name = uid if _SIMPLE.fullmatch(uid) else sha256(uid.encode("utf-8", "replace")).hexdigest()[:32]
        return f"{self.url}{name}.ics"

    def create(self, href: str, content: bytes) -> str | None:
        """Put a new resource there; see ``Server``."""
        return self._write("PUT", href, content, {"If-None-Match": "*", "Content-Type": _CONTENT_TYPE})

    def replace(self, href: str, etag: str, content: bytes) -> str | None:
        """Replace a version of a resource; see ``Server``."""
        return self._write(
            "PUT", self._whole(href), content, {"If-Match": _strong(etag), "Content-Type": _CONTENT_TYPE}
        )

    def remove(self, href: str, etag: str) -> None:
        """Remove a version of a resource; see ``Server``."""
        self._write("DELETE", self._whole(href), b"", {"If-Match": _strong(etag)})

    def _write(self, method: str, url: str, content: bytes, headers: dict[str, str]) -> str | None:
        answer = self.wire.send(method, url, content, headers)
        if answer.is_done:
            return answer.etag
        if is_uid_conflict(answer):
            raise RefusedError(explained(answer, "written", self.wire.address.host))
        if answer.status == _CHANGED:
            raise ChangedError
        if answer.status in _GONE and "If-Match" in headers:
            raise GoneError
        why = explained(answer, "written", self.wire.address.host)
        if answer.status in _FATAL or answer.status >= _SERVER_FAILURE:
            raise ServerError(why)
        raise RefusedError(why)

    def _report(self, body: bytes, depth: str | None) -> Response:
        headers = {"Content-Type": "application/xml; charset=utf-8"} | ({"Depth": depth} if depth else {})
        return self.wire.send("REPORT", self.url, body, headers)

    def _whole(self, href: str) -> str:
        """The whole address of a resource.

        Raises:
            ServerError: it is on another server.
        """
        url = joined(self.url, href)
        if not is_same_server(url, self.url):
            raise ServerError(f"{self.wire.address.host} names {url} as part of the calendar, which is elsewhere")
        return url


def _strong(etag: str) -> str:
    """An ETag for If-Match, which compares strongly (RFC 9110 13.1.1), though some servers call all of theirs weak."""
    return etag.removeprefix("W/")


def _members(answer: Response) -> list[tuple[str, int, dict[str, str]]] | None:
    """Each resource of a multi-status answer (RFC 4918 13): address, status, and the properties that it has, as texts.

    None where the answer is no such thing.
    """
    if answer.tree.tag != "{DAV:}multistatus":
        return None
    found = []
    for each in answer.tree.iterfind("{DAV:}response"):
        href, status, properties = each.findtext("{DAV:}href"), _OK, dict[str, str]()
        if (stated := each.findtext("{DAV:}status")) is not None:
            status = _code(stated)
        for part in each.iterfind("{DAV:}propstat"):
            if _code(part.findtext("{DAV:}status") or "") == _OK:
                for value in part.iterfind("{DAV:}prop/*"):
                    properties[_local(value)] = value.text or ""
        if href:
            found.append((href.strip(), status, properties))
    return found


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _code(status: str) -> int:
    """The number in a status such as ``HTTP/1.1 200 OK``."""
    parts = status.split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else _OK if not parts else 0


def _all_events() -> bytes:
    from caldav.elements import cdav, dav  # noqa: PLC0415 -- an extra

    wanted = cdav.Filter() + (cdav.CompFilter("VCALENDAR") + cdav.CompFilter("VEVENT"))
    return written(holding(cdav.CalendarQuery(), dav.Prop() + dav.GetEtag(), wanted))


def _multiget(hrefs: Sequence[str]) -> bytes:
    from caldav.elements import cdav, dav  # noqa: PLC0415 -- an extra

    properties = holding(dav.Prop(), dav.GetEtag(), cdav.CalendarData())
    return written(holding(cdav.CalendarMultiGet(), properties, *(dav.Href(value=each) for each in hrefs)))


def _etags() -> bytes:
    from caldav.elements import dav  # noqa: PLC0415 -- an extra

    return written(dav.Propfind() + (dav.Prop() + dav.GetEtag()))


def holding(element: Any, *children: Any) -> Any:
    """An element of XML with these in it."""
    return element.append(children)


def written(element: Any) -> bytes:
    """An element of XML as a document."""
    from lxml import etree  # noqa: PLC0415 -- an extra

    return bytes(etree.tostring(element.xmlelement(), encoding="utf-8", xml_declaration=True))
