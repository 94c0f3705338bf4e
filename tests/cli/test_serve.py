"""``serve`` as a process: subscribers that come back, and clients that are slow or rude."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from functools import partial

import psutil
import pytest

from aitimeline.cli.web.connection import Connection
from desk import PATIENCE, Desk, small_desk
from subscriber import Served, read_all, served

CONFIG = '[queries]\ngoogle = "actor:google since:2023"\n'
FOR_EVER = 10.0**6
GET = b"GET /events.json HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk for all tests here that leave the log as it is."""
    made = small_desk(tmp_path_factory.mktemp("served"))
    (made.folder / "config.toml").write_text(CONFIG)
    return made


@pytest.fixture(scope="module")
def server(desk: Desk) -> Iterator[Served]:
    """A server of theirs, which waits for ever; nothing that they do makes it say a word."""
    endless = partial(setattr, Connection, "patience", FOR_EVER)
    with served(desk.folder, "--config", "config.toml", prepare=endless) as running:
        yield running
        assert running.end() == (0, "aitimeline: stopped serving\n")


def test_addresses_to_subscribe_to_are_printed(server: Served) -> None:
    server.get("/")
    shown = "".join(server.lines)
    web = server.url.replace("http:", "webcal:")
    assert f"all events: {server.url}calendar.ics or {web}calendar.ics" in shown
    assert f"{server.url}calendar/google.ics or {web}calendar/google.ics" in shown
    assert f'<a href="{web}calendar.ics">' in server.get("/").text


def test_the_data_is_what_list_prints(server: Served, desk: Desk) -> None:
    assert server.get("/events.json").text == desk.run("list", "-f", "json").stdout


def test_the_answer_has_no_word_of_what_serves_it(server: Served) -> None:
    headers = server.get("/calendar.ics").headers
    assert "server" not in headers
    assert headers["content-type"] == "text/calendar; charset=utf-8"


def test_a_subscriber_that_comes_back_is_told_that_nothing_is_new_until_something_is(small: Desk) -> None:
    with served(small.folder) as running:
        first = running.get("/calendar.ics")
        again = {"If-None-Match": first.headers["etag"]}
        assert running.get("/calendar.ics", again).status == 304
        assert small.run("add", "A new model is out", "--on", "2024-02-01", "--kind", "release").code == 0
        second = running.get("/calendar.ics", again)
        assert (second.status, b"A new model is out" in second.body) == (200, True)
        assert b"(withdrawn)" not in running.get("/feed.atom").body
        assert small.run("retract", "gemini-shown", "--reason", "never happened").code == 0
        assert b"STATUS:CANCELLED" in running.get("/calendar.ics", again).body
        assert b"(withdrawn)" in running.get("/feed.atom").body
        assert "gemini-shown" not in [each["key"] for each in json.loads(running.get("/events.json").body)]
        assert running.end()[0] == 0


def test_clients_that_say_nothing_keep_nobody_out(server: Served) -> None:
    silent = [server.connect() for _ in range(300)]  # more than it keeps
    try:
        for made in silent[::3]:
            made.sendall(b"GET /events.json HT")
        assert server.get("/events.json").status == 200
    finally:
        for made in silent:
            made.close()


def test_clients_that_go_away_midway_leave_nothing_behind(server: Served) -> None:
    for _ in range(30):
        with server.connect() as made:
            made.sendall(GET + b"\r\n")
            made.recv(10)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # end it with a reset
    assert server.get("/events.json").status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (GET + b"Host: twice\r\n\r\n", 400),
        (GET + b"Bad Name: x\r\n\r\n", 400),
        (GET + b"X: \x00\r\n\r\n", 400),
        (GET + b"Content-Length: -1\r\n\r\n", 400),
        (GET + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (GET + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (GET + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + b"\r\n", 431),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /events.json?q=" + b"a" * 3_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 414),
        (b"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n" + b"a" * 100_000, 405),
        (b"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
        (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    ],
)
def test_what_is_rude_is_refused_and_nothing_else_happens(server: Served, sent: bytes, status: int) -> None:
    said = server.said(sent)
    if said or status == 400:  # what is sent on after the refusal may sweep it away
        head = said.partition(b"\r\n\r\n")[0].decode()
        assert head.split()[1] == str(status), said
        assert "nosniff" in head
        assert "date:" in head.lower()
    assert server.get("/events.json").status == 200


def test_many_requests_on_one_connection_are_answered_in_turn(server: Served) -> None:
    last = GET + b"Connection: close\r\n\r\n"
    said = server.said((GET + b"\r\n") * 20 + last)
    assert said.count(b"HTTP/1.1 200 OK") == 21


def test_nonsense_behind_a_request_ends_the_connection(server: Served) -> None:
    said = server.said(GET + b"\r\n" + b"\x00\xff nonsense\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert server.get("/").status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_word_when_told_to(small: Desk, number: int) -> None:
    with served(small.folder) as running:
        idle = running.connect()
        running.get("/calendar.ics")
        assert running.end(number) == (0, "aitimeline: stopped serving\n")
        assert read_all(idle) == b""
        idle.close()


def test_a_port_that_is_taken_is_told_in_one_message(small: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ran = small.run("serve", "--port", str(other.getsockname()[1]))
    assert (ran.code, ran.stdout) == (1, "")
    assert "is taken by another program" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "no.such.host.invalid"), "--host cannot be"),
        (("--host", "198.51.100.7"), "cannot listen at"),
        (("--port", "65536"), "65536"),
        (("--port", "-1"), "-1"),
        (("--url", "example.org"), "--url cannot be"),
        (("--url", "ftp://example.org/"), "--url cannot be"),
        (("--url", "http://[x/"), "--url cannot be"),
        (("--lang", "fr"), "--lang cannot be"),
        (("--cancelled", "hide"), "--cancelled cannot be"),
        (("--alarm", "soon"), "--alarm cannot be"),
    ],
)
def test_what_cannot_be_served_so_is_told_at_once(small: Desk, arguments: tuple[str, ...], said: str) -> None:
    ran = small.run("serve", *arguments)
    assert (ran.code, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_saved_query_that_cannot_be_understood_is_told_by_name(small: Desk) -> None:
    (small.folder / "c.toml").write_text('[queries]\nbad = "actor:gogle"\n')
    ran = small.run("serve", "--config", "c.toml", "--port", "0")
    assert ran.code == 2
    assert "the saved query 'bad' (actor:gogle): no actor 'gogle'" in ran.stderr


def test_behind_a_proxy_the_address_is_the_one_that_others_know(small: Desk) -> None:
    with served(small.folder, "--url", "https://cal.example.org/ai") as running:
        assert running.url == "https://cal.example.org/ai/"
        assert running.end()[0] == 0
    assert (
        "  all events: https://cal.example.org/ai/calendar.ics or webcal://cal.example.org/ai/calendar.ics\n"
        in running.lines
    )


@pytest.mark.long
def test_a_client_that_takes_no_more_is_let_go(small: Desk) -> None:
    for number in range(30):
        text = os.urandom(200_000).hex()
        ran = small.run(
            "add", f"Much {number}", "--on", "2024-03-01", "--kind", "release", "--summary", "-", stdin=text
        )
        assert ran.code == 0, ran.stderr
    hasty = partial(setattr, Connection, "patience", 1.0)
    with served(small.folder, prepare=hasty) as running, running.connect() as made:
        made.sendall(GET + b"\r\n")  # and takes nothing of 12 million bytes
        process = psutil.Process(running.process.pid)

        def ports() -> list[int]:
            every = process.net_connections("tcp")
            return [each.raddr.port for each in every if each.status == psutil.CONN_ESTABLISHED]

        until = time.monotonic() + PATIENCE
        for wanted in ([made.getsockname()[1]], []):
            while ports() != wanted and time.monotonic() < until:
                time.sleep(0.05)
            assert ports() == wanted
        assert running.get("/").status == 200
        assert running.end()[0] == 0
