"""A calendar server in memory, which keeps what it is given in its own way, and on which others work too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from attrs import define, field

from aitimeline.remote.server import ChangedError, GoneError, RefusedError, Resource


def resource(uid: str, summary: str = "Something", *, key: str | None = None, more: Sequence[str] = ()) -> bytes:
    """A calendar with one event, as a program writes it."""
    mark = [f"X-AITIMELINE-KEY:{key}"] if key else []
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT"),
        *(f"UID:{uid}", "DTSTAMP:20260102T030405Z", "DTSTART;VALUE=DATE:20231207", f"SUMMARY:{summary}", *mark, *more),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def kept_whole(content: bytes) -> bytes:
    """The way of a server that keeps the very bytes."""
    return content


def written_anew(content: bytes) -> bytes:
    """The way of a server that sorts, folds, names itself and adds what is taken for granted."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    start, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    inside = sorted([*lines[start + 1 : end], "STATUS:CONFIRMED", "X-SERVER-ID;X-A=b:1", "CLASS:PUBLIC"])
    folded = [f"{line[:20]}\n\t{line[20:]}" if len(line) > 20 else line for line in inside]
    return "\n".join([*lines[:start], "BEGIN:VEVENT", *folded, *lines[end:]]).encode()


def kept_in_part(content: bytes) -> bytes:
    """The way of a server that knows neither our marks nor DTSTAMP of others."""
    lines = content.decode().split("\r\n")
    kept = [line for line in lines if not line.startswith(("X-AITIMELINE", "DTSTAMP", "LINK"))]
    return "\r\n".join(kept).encode()


WAYS = (kept_whole, written_anew, kept_in_part)


@define
class FakeCalendar:
    """The calendar.

    Attributes:
        way: what it makes of what it is given.
        resources: by address, the ETag and the bytes.
        writes: the requests that were to change something, in order.
        before_write: what somebody else does just before the next requests of that kind, one a request.
        refused: what it will not have: the UID in the content.
    """

    way: Callable[[bytes], bytes] = kept_whole
    resources: dict[str, tuple[str, bytes]] = field(factory=dict)
    writes: list[str] = field(factory=list)
    before_write: list[Callable[[], object]] = field(factory=list)
    refused: set[str] = field(factory=set)
    _numbers: Iterator[int] = field(factory=count)

    def put(self, href: str, content: bytes) -> str:
        """Somebody puts something there."""
        self.resources[href] = (f'"{next(self._numbers)}"', self.way(content))
        return self.resources[href][0]

    def listed(self) -> dict[str, str | None]:
        return {href: etag for href, (etag, _) in self.resources.items()}

    def read(self, hrefs: Sequence[str]) -> Iterator[Resource]:
        for href in hrefs:
            if href in self.resources:
                yield Resource(href, *self.resources[href])

    def address_of(self, uid: str) -> str:
        return f"/cal/{uid}.ics"

    def create(self, href: str, content: bytes) -> str:
        self._meddled("create", href, content)
        if href in self.resources:
            raise ChangedError
        return self.put(href, content)

    def replace(self, href: str, etag: str, content: bytes) -> str:
        self._meddled("replace", href, content)
        self._match(href, etag)
        return self.put(href, content)

    def remove(self, href: str, etag: str) -> None:
        self._meddled("remove", href)
        self._match(href, etag)
        del self.resources[href]

    def _match(self, href: str, etag: str) -> None:
        if href not in self.resources:
            raise GoneError
        if self.resources[href][0] != etag:
            raise ChangedError

    def _meddled(self, what: str, href: str, content: bytes = b"") -> None:
        self.writes.append(f"{what} {href}")
        if self.before_write:
            self.before_write.pop(0)()
        if any(f"UID:{uid}".encode() in content for uid in self.refused):
            raise RefusedError("cannot be written, 403")
