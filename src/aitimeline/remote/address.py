"""The address of a calendar or of a server of calendars, and what may be sent to it."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from attrs import frozen

from aitimeline.model.error import BadInputError

_PORTS = {"https": 443, "http": 80}
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"


@frozen
class Address:
    """An address without what is secret.

    Attributes:
        url: the address, without a user.
        user: the user that the address named.
    """

    url: str
    user: str | None

    @classmethod
    def read(cls, text: str, *, allow_http: bool = False) -> Address:
        """Read an address that was typed.

        Raises:
            BadInputError: it is none, it holds a password, or what is sent there could be read on the way.
        """
        text = text.strip()
        try:
            parts = urlsplit(text)
            host, port, user, password = parts.hostname, parts.port, parts.username, parts.password
        except ValueError:
            raise BadInputError("that is no address; give one such as https://cal.example.org/ann/timeline/") from None
        if password is not None:
            raise BadInputError(
                "a password has no place in an address, where others see it: take it out, change it if others could "
                "have seen it, and give it in AITIMELINE_CALDAV_PASSWORD or the keyring"
            )
        is_plain = text.isprintable() and " " not in text and not parts.query and not parts.fragment
        if parts.scheme not in _PORTS or not host or not is_plain:
            raise BadInputError(
                f"{text!r} is no address of a calendar; give one such as https://cal.example.org/ann/timeline/"
            )
        if parts.scheme == "http" and not (allow_http or _is_loopback(host)):
            raise BadInputError(
                f"http://{host} sends the password for all to read on the way; give https://, "
                "or --insecure-http if you know the network"
            )
        place = f"[{host}]" if ":" in host else host
        netloc = place if port in (None, _PORTS[parts.scheme]) else f"{place}:{port}"
        path = quote(parts.path or "/", safe=_SAFE)
        return cls(urlunsplit((parts.scheme, netloc, path, "", "")), unquote(user) if user else None)

    @property
    def host(self) -> str:
        """The host, with the port where that is not the usual one."""
        return urlsplit(self.url).netloc

    @property
    def is_encrypted(self) -> bool:
        """True if nobody can read on the way what is sent."""
        return self.url.startswith("https:")


def joined(base: str, href: str) -> str:
    """The whole address of something that a server names."""
    return urljoin(base, quote(href, safe=_SAFE))


def is_same_server(one: str, other: str) -> bool:
    """True if two addresses are of one scheme, host and port: what one may be sent, the other may."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts: SplitResult = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", None, None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
