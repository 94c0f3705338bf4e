"""A calendar on a server, as the engine sees it, and how it may refuse what it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from attrs import frozen

from aitimeline.model.error import TimelineError


class ChangedError(Exception):
    """What was to be replaced, created or removed is not as it was when it was read (HTTP 412)."""


class GoneError(Exception):
    """What was to be replaced or removed is not there any more (HTTP 404, 410)."""


class RefusedError(Exception):
    """The server will not have this one; others may be taken. Its message says why."""


class ServerError(TimelineError):
    """Nothing more can be asked of the server. Its message says why and what to do."""


@frozen
class Resource:
    """What the server gives for an address: the version, and the bytes."""

    href: str
    etag: str | None
    content: bytes


class Server(Protocol):
    """A calendar on a server. Every call may raise ServerError."""

    def listed(self) -> dict[str, str | None]:
        """The addresses of the resources that hold events, each with its ETag."""

    def read(self, hrefs: Sequence[str]) -> Iterator[Resource]:
        """Some resources; those that are not there are passed over."""

    def create(self, href: str, content: bytes) -> str | None:
        """Put a new resource there, where there is none of that name; its ETag, if the server says it.

        Raises:
            ChangedError: there is one.
            RefusedError: the server will not have it.
        """

    def address_of(self, uid: str) -> str:
        """Where a new resource for a UID is put."""

    def replace(self, href: str, etag: str, content: bytes) -> str | None:
        """Replace a version of a resource; the ETag of the new one, if the server says it.

        Raises:
            ChangedError: it is another version by now.
            GoneError: it is not there.
            RefusedError: the server will not have it.
        """

    def remove(self, href: str, etag: str) -> None:
        """Remove a version of a resource.

        Raises:
            ChangedError: it is another version by now.
            GoneError: it is not there.
            RefusedError: the server will not.
        """
