"""Connections of people who are slow or rude: none is kept for longer than it is of use, and none keeps others out."""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from aitimeline.cli.web.application import SAFE_HEADERS

PATIENCE = 20.0
"""Seconds in which a request must have come as a whole, and in which 48 KiB of an answer must have been taken."""
MOST_CONNECTIONS = 250
LARGEST_HEAD = 16_384
"""Bytes of the first line and the headers of a request."""
_TOGETHER = 4_096


class Connection(H11Protocol):
    """uvicorn's connection, with limits of time where it has none.

    uvicorn waits for ever for the end of a request that has begun, and for whoever takes no more of an answer.
    """

    patience = PATIENCE
    most = MOST_CONNECTIONS

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: asyncio.TimerHandle | None = None
        self._asked: object = None

    @property
    def is_idle(self) -> bool:
        """True if it has no request that is being answered."""
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]

    @property
    def is_waited_for(self) -> bool:
        """True if it is for the client to go on."""
        return self._timer is not None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; where there are too many, end the one that has been waited for longest."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most:
            slow = [each for each in self.connections if isinstance(each, Connection) and each.is_waited_for]
            min(slow, key=lambda each: each.since).give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; a whole one is answered without a limit of time."""
        try:
            # h11 bounds what is incomplete only: a great head that comes at once would be taken.
            for at in range(0, len(data), _TOGETHER):
                if not self.transport.is_closing():
                    super().data_received(data[at : at + _TOGETHER])
        except h11.LocalProtocolError:  # something that cannot be read came while an answer was under way
            self.give_up()
        if self.cycle is not self._asked and not self.is_idle:
            self._asked = self.cycle
            self._stop_waiting()

    def pause_writing(self) -> None:
        """Wait for the client to take what was written."""
        super().pause_writing()
        self._wait()

    def resume_writing(self) -> None:
        """It has taken enough."""
        super().resume_writing()
        self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request, and for the end of this answer to be taken."""
        self._wait()
        super().on_response_complete()
        if not self.is_idle:  # the next request had come already
            self._asked = self.cycle
            self._stop_waiting()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- it is uvicorn's, and in its words
        """Refuse what is no request, in plain words and with the headers that are safe."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.give_up()
            return
        status, words = _refusal(self.conn.trailing_data[0])
        date = formatdate(usegmt=True)
        headers = {**SAFE_HEADERS, "date": date, "content-type": "text/plain; charset=utf-8", "connection": "close"}
        response = h11.Response(
            status_code=status,
            headers=[*headers.items(), ("content-length", str(len(words)))],
        )
        for event in (response, h11.Data(data=words), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def give_up(self) -> None:
        """End it at once, whatever is under way."""
        self._stop_waiting()
        self.transport.abort()

    def _wait(self) -> None:
        self._stop_waiting()
        self.since = self.loop.time()
        self._timer = self.loop.call_later(self.patience, self.give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _refusal(unread: bytes) -> tuple[int, bytes]:
    """The status and words for what could not be read."""
    if len(unread) <= LARGEST_HEAD:
        return 400, b"This is no HTTP request.\n"
    if b"\n" in unread:
        return 431, b"The headers of the request are too long.\n"
    return 414, b"The address is too long.\n"
