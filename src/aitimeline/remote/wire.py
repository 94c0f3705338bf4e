"""Requests to a server of calendars, through the caldav library, whose habits are kept in bounds here.

The library follows redirects, reads passwords from .netrc, writes what is said to files and a debugger where variables
ask for that, and warns on standard error of what it finds odd. None of that happens here: a redirect is followed
within one server only, the password goes to that server only, and a failure is one sentence.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from aitimeline.model.error import BadInputError
from aitimeline.remote.address import Address, is_same_server, joined
from aitimeline.remote.server import ServerError

TIMEOUT = 30
"""Seconds that a server may be silent."""
_LONGEST = 300
"""Seconds that one answer may take."""
_LARGEST = 128 << 20
"""Bytes that one answer may have."""
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 307, 308)
_PATIENCE = 60
"""Seconds to wait where a busy server asks for that."""
_PLAIN = {"gaierror": "no such host", "NameResolutionError": "no such host", "RemoteDisconnected": "it hung up"}
_NO_WAY_IN = "{} offers no way to log in that is known here (basic, digest)"


class _TooLargeError(Exception):
    pass


@frozen
class Response:
    """What the server answered.

    Attributes:
        status: of HTTP.
        url: who answered, after redirects.
        tree: the XML element that it sent; None if it sent something else.
        headers: those of the answer.
        body: what it sent, if that is not XML.
    """

    status: int
    url: str
    tree: Any
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_done(self) -> bool:
        """True if the server did what it was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 -- RFC 9110 15.3

    @property
    def etag(self) -> str | None:
        """The version of what was sent or got."""
        return self.headers.get("ETag")


class Wire:
    """A connection to one server, with or without a user."""

    def __init__(self, address: Address, user: str | None, password: str | None, agent: str) -> None:
        """Set up everything, and send nothing.

        Raises:
            BadInputError: what is needed for this is not installed.
        """
        caldav = check_installed()
        self.address = address
        self._client = caldav.DAVClient(
            url=address.url,
            username=user,
            password=password,
            timeout=TIMEOUT,
            headers={"User-Agent": agent},
            enable_rfc6764=False,
            rate_limit_handle=True,
            rate_limit_default_sleep=5,
            rate_limit_max_sleep=_PATIENCE,
        )
        self._client.session.close()
        self._client.session = _session(trusts_environment=address.is_encrypted)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def send(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Response:
        """Send a request and give the answer, whatever it is.

        Raises:
            ServerError: there is no answer, or one that sends elsewhere, or nobody is let in.
        """
        for _ in range(_MOST_REDIRECTS):
            if not is_same_server(url, self.address.url):
                raise ServerError(
                    f"{self.address.host} sends on to {url}, which does not get the password; "
                    "give that address if you trust it"
                )
            answer = self._ask(method, url, body, headers or {})
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            url = joined(url, target)
        raise ServerError(f"{self.address.host} sends from one address to the next, without end")

    def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        from caldav.lib import error  # noqa: PLC0415 -- an extra
        from lxml.etree import XMLSyntaxError  # noqa: PLC0415
        from niquests import exceptions  # noqa: PLC0415

        host = self.address.host
        try:
            got = self._client.request(url, method, body, headers)
        except error.RateLimitError as failure:
            wait = f" for {failure.retry_after_seconds:.0f} s" if failure.retry_after_seconds else ""
            raise ServerError(f"{host} is busy and asks to wait{wait}; run it again then") from None
        except error.AuthorizationError as failure:
            return self._unauthorised(failure, url)
        except (NotImplementedError, error.DAVError):
            raise ServerError(_NO_WAY_IN.format(host)) from None
        except XMLSyntaxError:
            raise ServerError(f"{host} does not answer as a calendar server does: its XML is broken") from None
        except _TooLargeError as failure:
            raise ServerError(f"{host} {failure}") from None
        except exceptions.RequestException as failure:
            raise ServerError(_why(failure, host)) from None
        except OSError as failure:
            raise ServerError(f"{host} cannot be reached: {failure.strerror or type(failure).__name__}") from None
        tree = got.tree
        return Response(int(got.status), url, tree, got.headers, b"" if tree is not None else _body(got))

    def _unauthorised(self, failure: Any, url: str) -> Response:
        """The answer where the server forbids something (403).

        Raises:
            ServerError: the server does not know who asks (401).
        """
        if failure.status is None:
            raise ServerError(_NO_WAY_IN.format(self.address.host))
        if failure.status != 403:  # noqa: PLR2004 -- RFC 9110 15.5.4
            if self._client.username is None:
                told = "wants to know who asks; give --user NAME, or AITIMELINE_CALDAV_USER"
            else:
                told = f"does not accept the password of {self._client.username!r} (401)"
            raise ServerError(f"{self.address.host} {told}")
        from lxml import etree  # noqa: PLC0415 -- an extra

        tree = etree.Element("{DAV:}error")
        for each in failure.preconditions:
            etree.SubElement(tree, each)
        return Response(403, url, tree, {}, b"")


def _body(got: Any) -> bytes:
    """What was sent, if it is text in UTF-8; a calendar is."""
    try:
        return str(got.raw).encode()
    except UnicodeDecodeError:
        return b""


def check_installed() -> Any:
    """The caldav library, quiet.

    Raises:
        BadInputError: it is not installed.
    """
    try:
        import caldav  # noqa: PLC0415 -- an extra
        from caldav.lib import error  # noqa: PLC0415
    except ImportError:
        raise BadInputError(
            "this needs what is not installed: pip install '.[caldav]' in a checkout of aitimeline"
        ) from None
    error.debug_dump_communication = False
    error.debugmode = "PRODUCTION"
    for name in ("caldav", "niquests", "urllib3", "urllib3_future"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    logging.getLogger().addHandler(logging.NullHandler())
    return caldav


def _session(*, trusts_environment: bool) -> Any:
    """A session that follows no redirect, takes no password from .netrc, and reads no endless answer.

    Args:
        trusts_environment: whether it goes through a proxy that variables name, which sees all that is not encrypted.
    """
    import niquests  # noqa: PLC0415 -- an extra

    class Bounded(niquests.Session):
        """A session in bounds."""

        def request(self, method: str, url: str, **given: Any) -> Any:  # type: ignore[override]
            """Send a request; its answer has been read when it is given."""
            given.update(allow_redirects=False, stream=True)
            answer: Any = super().request(method, url, **given)
            answer._content = _read(answer)  # noqa: SLF001 -- as the library's own reading does
            answer._content_consumed = True  # noqa: SLF001
            return answer

    session: Any = Bounded()
    session.trust_env = trusts_environment
    session.auth = _nobody
    return session


def _nobody(request: Any) -> Any:
    """Authentication that adds nothing, so that nothing else adds it."""
    return request


def _read(answer: Any) -> bytes:
    deadline = time.monotonic() + _LONGEST
    pieces, size = [], 0
    for piece in answer.iter_content(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            answer.close()
            raise _TooLargeError(f"answers with more than {_LARGEST >> 20} MiB")
        if time.monotonic() > deadline:
            answer.close()
            raise _TooLargeError(f"takes more than {_LONGEST} s for one answer")
    return b"".join(pieces)


def _why(failure: Exception, host: str) -> str:
    """A sentence on why there is no answer. The library's own may hold all that was sent."""
    from niquests import exceptions  # noqa: PLC0415 -- an extra

    cause = _root_of(failure)
    if "certificate" in cause.lower() or "hostname" in cause.lower():
        return f"{host} cannot be trusted: its certificate does not hold ({cause})"
    if isinstance(failure, exceptions.SSLError):
        return f"{host} does not encrypt as https does ({cause}); is it the right port?"
    if isinstance(failure, exceptions.ProxyError):
        return f"{host} cannot be reached through the proxy that the environment names ({cause})"
    if isinstance(failure, exceptions.Timeout):
        return f"{host} has not answered for {TIMEOUT} s"
    if isinstance(failure, exceptions.ConnectionError):
        return f"{host} cannot be reached, or has hung up ({cause})"
    return f"{host} does not answer as a server does ({type(failure).__name__})"


def _root_of(failure: BaseException) -> str:
    """What the system said, at the bottom of what others said of it."""
    seen: list[BaseException] = []
    while failure not in seen:
        seen.append(failure)
        inner = failure.__cause__ or failure.__context__ or getattr(failure, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((each for each in failure.args if isinstance(each, BaseException)), None)
        if inner is None:
            break
        failure = inner
    told = getattr(failure, "verify_message", None) or getattr(failure, "strerror", None)
    if told is None and isinstance(failure, OSError) and len(failure.args) > 1:
        told = failure.args[1]
    return str(told or _PLAIN.get(type(failure).__name__) or type(failure).__name__)
