"""What may go to a server, and what becomes of whatever it answers."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("caldav", reason="caldav is not installed")

import niquests

from aitimeline.remote import wire as wire_module
from aitimeline.remote.address import Address
from aitimeline.remote.calendar import Calendar
from aitimeline.remote.discovery import find_calendar
from aitimeline.remote.server import ChangedError, GoneError, RefusedError, ServerError
from aitimeline.remote.wire import Wire
from fake_calendar import resource
from rude_server import Response, Rude, rude

PASSWORD = "geheim-비밀"  # noqa: S105
XML = {"Content-Type": "application/xml"}
CHALLENGE = {"WWW-Authenticate": 'Basic realm="x"'}
UID_CONFLICT = b'<d:error xmlns:d="DAV:"><c:no-uid-conflict xmlns:c="urn:ietf:params:xml:ns:caldav"/></d:error>'
NOTHING = b'<d:multistatus xmlns:d="DAV:"/>'


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NETRC"):
        monkeypatch.delenv(name, raising=False)


def wire_to(server: Rude, user: str | None = "ann") -> Wire:
    return Wire(Address.read(f"{server.url}cal/"), user, PASSWORD if user else None, "test")


def listed_error(server: Rude, user: str | None = "ann") -> str:
    with closing(wire_to(server, user)) as wire, pytest.raises(ServerError) as failure:
        Calendar(wire, wire.address.url).listed()
    assert PASSWORD not in str(failure.value)
    return str(failure.value)


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (401, {}, b"", "does not accept the password of 'ann'"),
        (401, {"WWW-Authenticate": "Negotiate"}, b"", "no way to log in"),
        (403, {}, b"", "cannot be read, 403"),
        (404, {}, b"", "there is nothing at this address"),
        (405, {}, b"", "not the address of a calendar"),
        (429, {"Retry-After": "0"}, b"", "is busy"),
        (500, {}, b"<html>oh</html>", "the server has failed"),
        (
            200,
            {"Content-Type": "text/html"},
            b"<!doctype html><p>Hello<br>",
            "not as a calendar server does (text/html)",
        ),
        (200, {"Content-Type": "text/html"}, b"", "but not as a calendar server does"),
        (207, XML, b"<d:multistatus", "its XML is broken"),
        (207, XML, b"<other/>", "but not as a calendar server does"),
        (302, {"Location": "http://localhost:1/"}, b"", "does not get the password"),
        (302, {"Location": "/cal/"}, b"", "without end"),
        (302, {}, b"", "302"),
    ],
)
def test_an_answer_that_is_of_no_use_is_told_in_a_sentence(
    status: int, headers: dict[str, str], body: bytes, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with rude(lambda *_: (status, headers, body)) as server:
        assert told in listed_error(server)
    assert capfd.readouterr() == ("", "")


def test_a_server_that_hangs_up_is_told() -> None:
    with rude(lambda *_: None) as server:
        assert "cannot be reached, or has hung up" in listed_error(server)


def test_nobody_at_the_port_is_told() -> None:
    with rude(lambda *_: None) as server:
        pass
    assert "Connection refused" in listed_error(server)


def test_the_password_goes_nowhere_else_even_if_the_server_sends_on() -> None:
    with rude(lambda *_: (207, XML, NOTHING)) as other:

        def answer(_method: str, _path: str, headers: dict[str, str]) -> Response:
            if "Authorization" not in headers:
                return 401, CHALLENGE, b""
            return 307, {"Location": f"{other.url}cal/"}, b""

        with rude(answer) as server:
            assert "does not get the password" in listed_error(server)
        assert other.seen == []


def test_a_redirect_within_the_server_is_followed_with_the_same_method() -> None:
    def answer(_method: str, path: str, _headers: dict[str, str]) -> Response:
        return (301, {"Location": "/other/"}, b"") if path == "/cal/" else (207, XML, NOTHING)

    with rude(answer) as server, closing(wire_to(server)) as wire:
        assert Calendar(wire, wire.address.url).listed() == {}
    assert [(method, path) for method, path, _ in server.seen] == [("REPORT", "/cal/"), ("REPORT", "/other/")]


def test_a_password_outside_ascii_is_sent_in_utf_8_and_only_when_it_is_asked_for() -> None:
    def answer(_method: str, _path: str, headers: dict[str, str]) -> Response:
        return (207, XML, NOTHING) if "Authorization" in headers else (401, CHALLENGE, b"")

    with rude(answer) as server, closing(wire_to(server)) as wire:
        Calendar(wire, wire.address.url).listed()
    sent = [headers.get("Authorization") for _, _, headers in server.seen]
    assert sent == [None, f"Basic {base64.b64encode(f'ann:{PASSWORD}'.encode()).decode()}"]


def test_a_digest_is_answered_without_the_password() -> None:
    def answer(_method: str, _path: str, headers: dict[str, str]) -> Response:
        if "Authorization" in headers:
            return 207, XML, NOTHING
        return 401, {"WWW-Authenticate": 'Digest realm="x", nonce="abc", qop="auth", algorithm=SHA-256'}, b""

    with rude(answer) as server, closing(wire_to(server)) as wire:
        Calendar(wire, wire.address.url).listed()
    sent = server.seen[-1][2]["Authorization"]
    assert sent.startswith("Digest ")
    assert PASSWORD not in sent


def test_no_password_of_netrc_and_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login eve password other\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    with rude(lambda *_: (207, XML, NOTHING)) as server, closing(wire_to(server, None)) as wire:
        Calendar(wire, wire.address.url).listed()
    assert "Authorization" not in server.seen[0][2]


def test_even_where_the_environment_is_trusted_no_password_comes_from_netrc(tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine cal.example.org login eve password other\n")
    netrc.chmod(0o600)
    session = wire_module._session(trusts_environment=True)
    with closing(session):
        prepared = session.prepare_request(niquests.Request("GET", "https://cal.example.org/"))
    assert "Authorization" not in prepared.headers


def test_what_is_not_encrypted_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    with closing(wire_module._session(trusts_environment=False)) as session:  # niquests keeps what a trusting one finds
        settings = session.merge_environment_settings("http://cal.example.org/", {}, None, None, None)
    assert settings["proxies"] == {}


def test_nothing_is_replaced_or_removed_but_the_version_that_was_read() -> None:
    with rude(lambda *_: (204, {}, b"")) as server, closing(wire_to(server)) as wire:
        calendar = Calendar(wire, wire.address.url)
        calendar.create(calendar.address_of("a"), resource("a"))
        calendar.replace("/cal/a.ics", '"1"', resource("a"))
        calendar.remove("/cal/a.ics", '"2"')
    sent = [(method, headers.get("If-Match"), headers.get("If-None-Match")) for method, _, headers in server.seen]
    assert sent == [("PUT", None, "*"), ("PUT", '"1"', None), ("DELETE", '"2"', None)]


def test_calendars_that_are_kept_on_another_host_are_named_with_it() -> None:
    home = '<c:calendar-home-set xmlns:c="urn:ietf:params:xml:ns:caldav"><d:href>https://p42.example/1/</d:href></c:calendar-home-set>'
    body = listing("/").replace(b"<d:getetag>1</d:getetag>", home.encode())
    with rude(lambda *_: (207, XML, body)) as server, pytest.raises(ServerError, match=r"https://p42\.example/1/"):
        found(server, "Work")


def test_an_answer_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire_module, "_LARGEST", 1 << 20)
    bomb = gzip.compress(b" " * (4 << 20))
    with rude(lambda *_: (207, {**XML, "Content-Encoding": "gzip"}, bomb)) as server:
        assert "answers with more than 1 MiB" in listed_error(server)


def test_entities_are_not_looked_up(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    body = entity.encode() + listing("/cal/&x;a")
    with rude(lambda *_: (207, XML, body)) as server, closing(wire_to(server)) as wire:
        assert "secret" not in str(Calendar(wire, wire.address.url).listed())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (412, b"", ChangedError),
        (404, b"", GoneError),
        (410, b"", GoneError),
        (403, b"", RefusedError),
        (409, b"", RefusedError),
        (413, b"", RefusedError),
        (415, b"", RefusedError),
        (412, UID_CONFLICT, RefusedError),
        (403, UID_CONFLICT, RefusedError),
        (401, b"", ServerError),
        (405, b"", ServerError),
        (500, b"", ServerError),
        (507, b"", ServerError),
    ],
)
def test_a_write_that_fails_says_whether_others_may_do_better(status: int, body: bytes, error: type[Exception]) -> None:
    with rude(lambda *_: (status, XML, body)) as server, closing(wire_to(server)) as wire, pytest.raises(error):
        Calendar(wire, wire.address.url).replace("/cal/a.ics", 'W/"1"', resource("a"))
    assert server.seen[0][2]["If-Match"] == '"1"'


def listing(*hrefs: str, extra: str = "") -> bytes:
    each = "".join(
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop><d:getetag>1</d:getetag></d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        for href in hrefs
    )
    return f'<d:multistatus xmlns:d="DAV:">{each}{extra}</d:multistatus>'.encode()


def test_where_the_server_cannot_report_all_is_listed_and_read_one_by_one() -> None:
    def answer(method: str, _path: str, _headers: dict[str, str]) -> Response:
        if method == "REPORT":
            return 501, {}, b""
        if method == "PROPFIND":
            return 207, XML, listing("/cal/", "/cal/a.ics", "/cal/b%20c.ics", "/cal/sub/")
        return 200, {"Content-Type": "text/calendar", "ETag": '"7"'}, resource("a")

    with rude(answer) as server, closing(wire_to(server)) as wire:
        calendar = Calendar(wire, wire.address.url)
        listed = calendar.listed()
        read = list(calendar.read(list(listed)))
    assert list(listed) == ["/cal/a.ics", "/cal/b%20c.ics"]
    assert [(each.href, each.etag) for each in read] == [("/cal/a.ics", '"7"'), ("/cal/b%20c.ics", '"7"')]
    assert [path for method, path, _ in server.seen if method == "GET"] == ["/cal/a.ics", "/cal/b%20c.ics"]


def test_a_report_that_was_cut_short_is_not_taken_for_the_whole() -> None:
    cut = "<d:response><d:href>/cal/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>"

    def answer(method: str, _path: str, _headers: dict[str, str]) -> Response:
        return 207, XML, listing("/cal/a.ics", extra=cut) if method == "REPORT" else listing("/cal/a.ics", "/cal/b.ics")

    with rude(answer) as server, closing(wire_to(server)) as wire:
        assert list(Calendar(wire, wire.address.url).listed()) == ["/cal/a.ics", "/cal/b.ics"]


def test_a_resource_on_another_server_is_not_touched() -> None:
    with rude(lambda *_: (207, XML, listing("https://elsewhere.example/cal/a.ics"))) as server:
        assert "which is elsewhere" in listed_error(server)


@pytest.mark.parametrize("uid", ["../../etc", "a b", "x@example.org", "한국", "", "a" * 500, "-x", "a/b"])
def test_the_name_of_a_resource_is_one_that_no_server_trips_over(uid: str) -> None:
    with rude(lambda *_: (201, {}, b"")) as server, closing(wire_to(server)) as wire:
        name = Calendar(wire, wire.address.url).address_of(uid).removeprefix(wire.address.url)
    assert name.removesuffix(".ics").isalnum()
    assert len(name) == 36


@pytest.fixture
def several() -> Iterator[Rude]:
    """A server with a home of two calendars and a list of tasks, which only the well-known place tells of."""
    space = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'

    def one(href: str, *properties: str) -> str:
        given = f"<d:prop>{''.join(properties)}</d:prop><d:status>HTTP/1.1 200 OK</d:status>"
        return f"<d:response><d:href>{href}</d:href><d:propstat>{given}</d:propstat></d:response>"

    calendar = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
    tasks = '<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>'
    pages = {
        "/dav/": one("/dav/", "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>"),
        "/me/": one("/me/", "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>"),
        "/home/": one("/home/", "<d:resourcetype><d:collection/></d:resourcetype>")
        + one("/home/a/", calendar, "<d:displayname>Work</d:displayname>")
        + one("/home/b%20b/", calendar, "<d:displayname>집</d:displayname>")
        + one("/home/t/", calendar, tasks, "<d:displayname>Tasks</d:displayname>"),
    }

    def answer(method: str, path: str, _headers: dict[str, str]) -> Response:
        if path == "/.well-known/caldav":
            return 301, {"Location": "/dav/"}, b""
        if path in pages:
            return 207, XML, f"<d:multistatus {space}>{pages[path]}</d:multistatus>".encode()
        return (201, {}, b"") if method == "MKCALENDAR" else (404, {}, b"")

    with rude(answer) as server:
        yield server


def found(server: Rude, name: str | None, *, create: bool = False, dry_run: bool = False) -> str | None:
    with closing(Wire(Address.read(server.url), "ann", PASSWORD, "test")) as wire:
        calendar = find_calendar(wire, name, "New", create=create, dry_run=dry_run)
        return None if calendar is None else calendar.url.removeprefix(server.url)


def test_a_calendar_of_a_server_is_found_by_its_name_or_its_address(several: Rude) -> None:
    assert [found(several, "Work"), found(several, "집"), found(several, "a")] == ["home/a/", "home/b%20b/", "home/a/"]


@pytest.mark.parametrize(
    ("name", "told"), [(None, "'Work', '집'"), ("work", "--create makes it"), ("Tasks", "'Work', '집'")]
)
def test_a_server_without_such_a_calendar_names_those_that_it_has(several: Rude, name: str | None, told: str) -> None:
    with pytest.raises(Exception, match=told):
        found(several, name)


def test_a_calendar_is_made_where_that_is_asked_for(several: Rude) -> None:
    assert found(several, "AI & 연표", create=True, dry_run=True) is None
    assert "MKCALENDAR" not in [method for method, *_ in several.seen]
    assert found(several, "AI & 연표", create=True) == "home/ai/"
    assert several.seen[-1][:2] == ("MKCALENDAR", "/home/ai/")
