"""The application: requests to answers, with the headers that make them safe and cheap to ask for again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aitimeline.cli.web.body import Body
from aitimeline.cli.web.cache import BusyError, Cache, Kept
from aitimeline.cli.web.precondition import Header, evaluate, http_date, takes_gzip
from aitimeline.cli.web.request import RefusedError, read_ask
from aitimeline.cli.web.site import MEDIA_TYPES, TooDearError
from aitimeline.model.error import BadInputError, NoSuchEventError, TimelineError
from aitimeline.model.visible import visible_lines
from aitimeline.render.page import POLICY

SAFE_HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
"""With everything that is sent."""
_RETRY = "5"
_ANY = "/"  # Starlette would find its way by a path that is decoded, with guesses at what is not UTF-8
_METHODS = ("GET", "HEAD")
_MOST_WORDS = 2_000
_PORT = re.compile(r":[0-9]*\Z")


def application(cache: Cache, hosts: Collection[str] | None = None) -> ASGIApp:
    """The application.

    Args:
        cache: gives the answers.
        hosts: the names under which it may be asked for, without ports; None lets any be. They keep a page from
            elsewhere from reading what only this machine is to see, through a name that it lets stand for it.
    """

    async def answer(request: Request) -> Response:
        if request.method not in _METHODS:
            raise RefusedError(405, "Here things can only be read: GET and HEAD are what is answered.")
        if hosts is not None and _host(request) not in ("", *hosts):
            raise RefusedError(421, "This server does not go by this name; the option --url gives it one.")
        ask = read_ask(cache.site, *_target(request.scope))
        return reply(await cache.find(ask), MEDIA_TYPES[ask.kind], _header(request), int(cache.now().timestamp()))

    async def refuse(_: Request, failure: Exception) -> Response:
        return _refusal(failure, cache.site.say)

    route = Route(_ANY, answer)
    route.methods = None
    refused: Mapping[Any, Any] = dict.fromkeys(
        (RefusedError, TimelineError, OSError, sqlite3.Error, HTTPException, Exception), refuse
    )
    return safe(Starlette(routes=[route], exception_handlers=refused), cache.now)


def safe(inner: ASGIApp, now: Callable[[], datetime]) -> ASGIApp:
    """An application whose every answer has its date and the headers that are safe.

    After a request with a body, which nobody reads, it ends the connection.
    """

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = {name.encode(): value.encode() for name, value in SAFE_HEADERS.items()}
                headers[b"date"] = http_date(int(now().timestamp())).encode()  # uvicorn's may be a second old
                if _has_body(scope):
                    headers[b"connection"] = b"close"
                message = {**message, "headers": [*message["headers"], *headers.items()]}
            await send(message)

        await inner({**scope, "path": _ANY}, receive, send_safely)

    return outer


def _has_body(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


class Stored(Response):
    """An answer that is sent piece by piece, no faster than it is taken."""

    def __init__(self, body: Body, headers: Mapping[str, str]) -> None:
        super().__init__(b"", 200, {**headers, "content-length": str(body.size)})
        self.stored = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- as Starlette calls it
        """Send it; of a HEAD only what stands before it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] != "HEAD":
            for piece in self.stored.pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def reply(kept: Kept, media_type: str, header: Header, now: int) -> Response:
    """An answer, or that it is what the client has already (RFC 9110 15.4.5).

    Args:
        kept: the answer.
        media_type: what it is.
        header: of the request.
        now: seconds since 1970. What came to be in a second that is not over has no Last-Modified, as it could not be
            told from what may yet come to be in it (RFC 9110 8.8.2.1).
    """
    is_packed = kept.answer.packed is not None and takes_gzip(header("accept-encoding"))
    body = kept.answer.packed if is_packed and kept.answer.packed else kept.answer.plain
    modified = kept.modified if kept.modified <= now else None
    headers = {"etag": body.etag, "cache-control": "no-cache", "vary": "Accept-Encoding"}
    if modified is not None:
        headers["last-modified"] = http_date(modified)
    status = evaluate(header, body.etag, modified)
    if status == 304:  # noqa: PLR2004
        return Response(None, status, headers)
    if status == 412:  # noqa: PLR2004
        return _words(status, "It is not what the request takes it for.")
    if is_packed:
        headers["content-encoding"] = "gzip"
    return Stored(body, {**headers, "content-type": media_type})


def _header(request: Request) -> Header:
    def header(name: str) -> str | None:
        found = request.headers.getlist(name)
        return ", ".join(found) if found else None

    return header


def _target(scope: Scope) -> tuple[bytes, bytes]:
    """The path and the query as they were sent, also of an address that is absolute (RFC 9112 3.2.2)."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    if not path.startswith(b"/"):
        _, _, rest = path.partition(b"://")
        path = b"/" + rest.partition(b"/")[2]
    return path, scope["query_string"]


def _host(request: Request) -> str:
    return _PORT.sub("", request.headers.get("host", "")).lower()


def _refusal(failure: Exception, say: Callable[[str], None]) -> Response:
    """The status and the words that a failure is answered with; what is nobody's business is said to who serves."""
    match failure:
        case RefusedError():
            return _words(failure.status, failure.words)
        case HTTPException():
            return _words(failure.status_code, str(failure.detail))
        case BadInputError() | NoSuchEventError():
            return _words(400, f"The query cannot be answered: {failure}")
        case BusyError():
            return _words(503, "Too much is asked for at once. Ask again in some seconds.")
        case TooDearError():
            return _words(503, "The query takes too long here. Ask for less, or run it with the program itself.")
        case _:
            say(f"cannot answer: {failure}")
            return _words(503, "The log cannot be read at this moment. Ask again later.")


def _words(status: int, words: str) -> Response:
    headers = {"cache-control": "no-store"}
    if status == 405:  # noqa: PLR2004
        headers["allow"] = ", ".join(_METHODS)
    if status == 503:  # noqa: PLR2004
        headers["retry-after"] = _RETRY
    return PlainTextResponse(visible_lines(words[:_MOST_WORDS]) + "\n", status, headers)
