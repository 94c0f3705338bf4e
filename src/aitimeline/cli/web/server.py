"""The server: a socket, the addresses to subscribe to, and an end that is as clean as its beginning."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from errno import EACCES, EADDRINUSE, EPERM
from ipaddress import ip_address

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from aitimeline.cli.web.application import application
from aitimeline.cli.web.cache import Cache
from aitimeline.cli.web.connection import LARGEST_HEAD, Connection
from aitimeline.cli.web.site import CALENDAR, PAGE, Site
from aitimeline.model.error import BadInputError, TimelineError
from aitimeline.render.page import subscription

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_BACKLOG, _LAST_PORT = 512, 65_535
_KEEP_ALIVE, _LAST_WORDS = 5, 3  # seconds
_GARBAGE_THRESHOLD = 2_000  # __main__ has a great one, for runs that are short


class _Server(uvicorn.Server):
    """uvicorn's server, for which being told to stop is no failure."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop in good order on the signals, and let the program go on after that."""
        before = {each: signal.signal(each, self.handle_exit) for each in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        BadInputError: the host or port is none.
        TimelineError: it cannot be had, as another program has it.
    """
    if not 0 <= port <= _LAST_PORT:  # which some systems would take for another
        raise BadInputError(f"--port cannot be {port}; give a number from 0 to {_LAST_PORT}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as failure:
        raise BadInputError(f"--host cannot be {host!r}: {getattr(failure, 'strerror', None) or failure}") from None
    made = socket.socket(family, kind, protocol)
    try:
        if os.name != "nt":  # where it would let two programs have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(_BACKLOG)
    except OSError as failure:
        made.close()
        raise _not_bound(host, port, failure) from None
    return made


def _not_bound(host: str, port: int, failure: OSError) -> TimelineError:
    if failure.errno == EADDRINUSE:
        return TimelineError(
            f"port {port} of {host} is taken by another program; name another with --port (0 is any that is free)"
        )
    if failure.errno in (EACCES, EPERM):
        return TimelineError(f"port {port} of {host} is not for everybody; name one above 1023 with --port")
    return BadInputError(f"cannot listen at {host}, port {port}: {failure.strerror}")


def address_of(host: str, made: socket.socket) -> tuple[str, bool]:
    """The address of what is served at a socket, with a slash at the end; and whether it is for certain.

    Of a socket that listens everywhere it is the one that the machine's name gives.
    """
    is_certain = not ip_address(made.getsockname()[0].partition("%")[0]).is_unspecified
    named = host if is_certain else socket.gethostname()
    shown = f"[{named}]" if ":" in named else named
    return f"http://{shown}:{made.getsockname()[1]}/", is_certain


def is_loopback(made: socket.socket) -> bool:
    """True if only programs on this machine reach a socket."""
    return ip_address(made.getsockname()[0].partition("%")[0]).is_loopback


def addresses(site: Site, base: str) -> Iterator[str]:
    """What is told on start: where to subscribe to what."""
    yield f"serving at {base}; Ctrl-C ends it"
    for ask in site.asks():
        if ask.kind == CALENDAR:
            name = f"{ask.saved} ({site.queries[ask.saved]})" if ask.saved else "all events"
            yield f"  {name}: {base}{ask.path} or {subscription(base + ask.path)}"
        elif ask.kind != PAGE:
            yield f"  {ask.kind}: {base}{ask.path}"


def run(
    site: Site,
    made: socket.socket,
    hosts: Iterable[str],
    now: Callable[[], datetime],
    today: Callable[[], date],
    begin: Callable[[], None],
) -> None:
    """Serve until told to stop.

    Args:
        site: what is served.
        made: the socket.
        hosts: names under which it may be asked for beside those of this machine; only where others cannot reach it.
        now: the clock.
        today: the day.
        begin: done as soon as it can be told to stop.
    """
    cache = Cache(site, now, today)
    names = {*_LOCAL_NAMES, *map(str.lower, hosts)} if is_loopback(made) else None
    config = uvicorn.Config(
        application(cache, names),
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_LAST_WORDS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would tell of clients that went away
    gc.set_threshold(_GARBAGE_THRESHOLD)
    server = _Server(config)
    try:
        with made, server.capture_signals():
            begin()
            server.run(sockets=[made])
    finally:
        cache.close()
