"""The application: requests to answers, with the headers that make them safe and cheap to ask for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from aitimeline.cli.web.body import Body
from aitimeline.cli.web.cache import BusyError, Cache, Kept
from aitimeline.cli.web.precondition import Header, evaluate, http_date, takes_gzip
from aitimeline.cli.web.request import RefusedError, read_ask
from aitimeline.cli.web.site import MEDIA_TYPES, TooDearError
from aitimeline.model.error import BadInputError, NoSuchEventError
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

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request, now = Request(scope), int(cache.now().timestamp())
        try:
            response = await answer(request, now)
        except Exception as failure:  # noqa: BLE001 -- nothing that goes wrong may leave a client without an answer
            response = _refusal(failure, cache.site.say)
        response.headers.update({**SAFE_HEADERS, "date": http_date(now)})  # uvicorn's may be a second old
        if "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0":
            response.headers["connection"] = "close"  # nobody reads the body of a request
        await response(scope, receive, send)

    async def answer(request: Request, now: int) -> Response:
        if request.method not in _METHODS:
            raise RefusedError(405, "Here things can only be read: GET and HEAD are what is answered.")
        if hosts is not None and _PORT.sub("", request.headers.get("host", "")).lower() not in ("", *hosts):
            raise RefusedError(421, "This server does not go by this name; the option --url gives it one.")
        ask = read_ask(cache.site, *_target(request.scope))
        return reply(await cache.find(ask), MEDIA_TYPES[ask.kind], header_of(request), now)

    return serve


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


def header_of(request: Request) -> Header:
    """The headers of a request."""
    return lambda name: ", ".join(found) if (found := request.headers.getlist(name)) else None


def reply(kept: Kept, media_type: str, header: Header, now: int) -> Response:
    """An answer, or that it is what the client has already (RFC 9110 15.4.5).

    Args:
        kept: the answer.
        media_type: what it is.
        header: of the request.
        now: seconds since 1970. What came to be in a second that is not over has no Last-Modified, as it could not be
            told from what may yet come to be in it (RFC 9110 8.8.2.1).
    """
    packed = kept.answer.packed if takes_gzip(header("accept-encoding")) else None
    body = packed or kept.answer.plain
    headers = {"etag": body.etag, "cache-control": "no-cache", "vary": "Accept-Encoding"}
    modified = kept.modified if kept.modified <= now else None
    if modified is not None:
        headers["last-modified"] = http_date(modified)
    status = evaluate(header, body.etag, modified)
    if status == 304:  # noqa: PLR2004
        return Response(None, status, headers)
    if status == 412:  # noqa: PLR2004
        return _words(status, "It is not what the request takes it for.")
    if packed is not None:
        headers["content-encoding"] = "gzip"
    return Stored(body, {**headers, "content-type": media_type})


def _target(scope: Scope) -> tuple[bytes, bytes]:
    """The path and the query as they were sent, also of an address that is absolute (RFC 9112 3.2.2)."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    if not path.startswith(b"/"):
        _, _, rest = path.partition(b"://")
        path = b"/" + rest.partition(b"/")[2]
    return path, scope["query_string"]


def _refusal(failure: Exception, say: Callable[[str], None]) -> Response:
    """The status and the words that a failure is answered with; what is nobody's business is said to who serves."""
    match failure:
        case RefusedError():
            return _words(failure.status, failure.words)
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
