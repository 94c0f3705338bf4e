"""A server of HTTP on loopback that answers as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from attrs import define, field

Response = tuple[int, dict[str, str], bytes]


@define
class Rude:
    """The server.

    Attributes:
        answer: what it answers a request with: status, headers, body; None hangs up.
        seen: what it was asked: method, path, headers.
    """

    answer: Callable[[str, str, dict[str, str]], Response | None]
    url: str = ""
    seen: list[tuple[str, str, dict[str, str]]] = field(factory=list)


@contextmanager
def rude(answer: Callable[[str, str, dict[str, str]], Response | None]) -> Iterator[Rude]:
    """A server that answers so, until the test is over."""
    server = Rude(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = (self.command, self.path, {name.title(): value for name, value in self.headers.items()})
            server.seen.append(asked)
            given = server.answer(*asked)
            if given is None:
                self.close_connection = True
                return
            status, headers, body = given
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for method in ("PROPFIND", "REPORT", "PUT", "DELETE", "GET", "MKCALENDAR"):
        setattr(Handler, f"do_{method}", Handler._any)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{listening.server_port}/"
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join(5)
