"""What the server answers, and with which headers."""

from __future__ import annotations

import gzip
import json

import pytest
from icalendar import Calendar

from aitimeline.cli.web.cache import LONGEST, MOST_WAITING
from aitimeline.cli.web.precondition import http_date
from cli.web.conftest import MakeStand, Stand
from desk import event, write_log
from subscriber import asked

PATHS = ["/", "/calendar.ics", "/calendar/google.ics", "/events.json", "/feed.atom"]


def grow(stand: Stand, key: str = "new-one", number: int = 50) -> None:
    write_log(stand.log, {key: event("2024-01-01", f"Event {key}")}, writer=key, first=number)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/calendar/google.ics", "text/calendar; charset=utf-8"),
        ("/calendar/%EB%A9%94%ED%83%80.ics", "text/calendar; charset=utf-8"),
        ("/events.json", "application/json"),
        ("/feed.atom", "application/atom+xml"),
    ],
)
def test_each_address_gives_what_it_says(stand: Stand, path: str, media_type: str) -> None:
    reply = asked(stand.cache, path)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    assert int(reply.headers["content-length"]) == len(reply.body) > 0


def test_a_saved_query_narrows_its_calendar(stand: Stand) -> None:
    read = Calendar.from_ical(asked(stand.cache, "/calendar/google.ics").body)
    assert [str(each["summary"]) for each in read.walk("VEVENT")] == ["Google shows Gemini"]
    assert str(read["x-wr-calname"]) == "AI timeline: google"


def test_a_query_in_the_address_narrows(stand: Stand) -> None:
    found = json.loads(asked(stand.cache, "/events.json?q=actor:google").body)
    assert [each["key"] for each in found] == ["gemini-shown"]
    assert json.loads(asked(stand.cache, "/events.json?q=%EA%B5%AC%EA%B8%80+kind:release").body) == found
    assert json.loads(asked(stand.cache, "/events.json?q=actor:google&q=-kind:release").body) == []
    assert b"Gemini" in asked(stand.cache, "/calendar.ics?q=actor:google").body


def test_a_language_is_asked_for_in_the_address(stand: Stand) -> None:
    for path in ("/events.json", "/calendar.ics", "/feed.atom"):
        assert "제미나이 공개" in asked(stand.cache, f"{path}?lang=ko").text.replace("\r\n ", "")
    assert "SUMMARY;LANGUAGE=en:" in asked(stand.cache, "/calendar.ics").text


def test_both_languages_are_for_calendars_only(make_stand: MakeStand) -> None:
    stand = make_stand("both")
    assert "구글" in asked(stand.cache, "/calendar.ics").text
    assert json.loads(asked(stand.cache, "/events.json?q=actor:google").body)[0]["title"] == "Google shows Gemini"
    assert asked(stand.cache, "/events.json?lang=both").status == 400


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/events.json?q=%zz"])
def test_every_answer_has_the_safe_headers_and_no_version(stand: Stand, path: str) -> None:
    headers = asked(stand.cache, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["date"] == "Sat, 28 Nov 2026 12:00:00 GMT"
    assert "server" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_get_and_no_body(stand: Stand, path: str) -> None:
    for coding in ("identity", "gzip"):
        whole = asked(stand.cache, path, headers={"Accept-Encoding": coding})
        head = asked(stand.cache, path, "HEAD", {"Accept-Encoding": coding})
        assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


@pytest.mark.parametrize("path", PATHS)
def test_what_is_compressed_is_the_same_with_a_tag_of_its_own(stand: Stand, path: str) -> None:
    plain = asked(stand.cache, path)
    packed = asked(stand.cache, path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_it_already_is_told_so(stand: Stand, path: str, method: str) -> None:
    first = asked(stand.cache, path)
    for name, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = asked(stand.cache, path, method, {name: first.headers[value]})
        assert (again.status, again.body) == (304, b"")
        assert "content-type" not in again.headers
        assert "content-length" not in again.headers
        for kept in ("etag", "last-modified", "cache-control", "vary"):
            assert again.headers[kept] == first.headers[kept]


def test_the_tag_of_what_is_compressed_is_not_that_of_what_is_not(stand: Stand) -> None:
    packed = asked(stand.cache, "/events.json", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    assert asked(stand.cache, "/events.json", headers={"If-None-Match": packed}).status == 200
    headers = {"If-None-Match": packed, "Accept-Encoding": "gzip"}
    assert asked(stand.cache, "/events.json", headers=headers).status == 304


def test_a_part_is_not_given_but_the_whole(stand: Stand) -> None:
    reply = asked(stand.cache, "/events.json", headers={"Range": "bytes=0-9"})
    assert (reply.status, json.loads(reply.body)[0]["key"]) == (200, "reinvent")


def test_a_condition_that_does_not_hold_is_refused(stand: Stand) -> None:
    assert asked(stand.cache, "/events.json", headers={"If-Match": '"x"'}).status == 412


def test_the_next_request_has_what_the_log_has_learned(stand: Stand) -> None:
    before = asked(stand.cache, "/events.json")
    stand.clock.pass_(10)
    grow(stand)
    after = asked(stand.cache, "/events.json", headers={"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    assert [each["key"] for each in json.loads(after.body)][-1] == "new-one"
    since = {"If-Modified-Since": before.headers["last-modified"]}
    assert asked(stand.cache, "/events.json", headers=since).status == 200
    assert after.headers["last-modified"] == "Sat, 28 Nov 2026 12:00:10 GMT"


def test_what_has_not_changed_with_the_log_keeps_its_tag_and_time(stand: Stand) -> None:
    before = asked(stand.cache, "/calendar/google.ics").headers
    stand.clock.pass_(10)
    grow(stand)
    after = asked(stand.cache, "/calendar/google.ics").headers
    assert [after[name] for name in ("etag", "last-modified")] == [before[name] for name in ("etag", "last-modified")]


def test_two_changes_in_one_second_are_told_apart(stand: Stand) -> None:
    first = asked(stand.cache, "/events.json")
    grow(stand)
    second = asked(stand.cache, "/events.json", headers={"If-Modified-Since": first.headers["last-modified"]})
    assert second.status == 200
    assert "last-modified" not in second.headers
    stand.clock.pass_(1)
    third = asked(stand.cache, "/events.json", headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (third.status, third.headers["last-modified"]) == (200, "Sat, 28 Nov 2026 12:00:01 GMT")


def test_a_time_that_is_told_never_lies_in_the_future(stand: Stand) -> None:
    for number in range(4):
        grow(stand, f"e{number}", 50 + number)
        told = asked(stand.cache, "/events.json").headers.get("last-modified")
        assert told in (None, http_date(int(stand.clock().timestamp())))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X" * 100])
def test_things_can_only_be_read(stand: Stand, method: str) -> None:
    before = stand.log.stat()
    reply = asked(stand.cache, "/calendar.ics", method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert stand.log.stat() == before


def test_a_request_with_a_body_is_the_last_of_its_connection(stand: Stand) -> None:
    assert asked(stand.cache, "/", "POST", {"Content-Length": "9"}).headers["connection"] == "close"
    assert asked(stand.cache, "/", "GET", {"Transfer-Encoding": "chunked"}).headers["connection"] == "close"
    assert "connection" not in asked(stand.cache, "/").headers


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("/nothing", 404, "nothing at this address"),
        ("/calendar.ics/", 404, "nothing at this address"),
        ("/../calendar.ics", 404, "nothing at this address"),
        ("//calendar.ics", 404, "nothing at this address"),
        ("/calendar/nobody.ics", 404, "no saved query of this name"),
        ("/calendar/%2e%2e%2fx.ics", 404, "nothing at this address"),
        ("/events.json?q=actor:gogle", 400, "did you mean google"),
        ("/events.json?q=(", 400, "cannot be answered"),
        ("/events.json?q=key:nothing-at-all", 400, "cannot be answered"),
        ("/events.json?q=%zz", 400, "%25"),
        ("/events.json?q=100%", 400, "%25"),
        ("/%ff.ics", 400, "UTF-8"),
        ("/events.json?q=%C0%AF", 400, "UTF-8"),
        ("/events.json?q=a%00b", 400, "control"),
        ("/events.json?q=a%0D%0AX-Evil:%201", 400, "control"),
        ("/events.json?Q=x", 400, "q= and lang="),
        ("/feed.atom?q=x", 400, "lang="),
        ("/calendar.ics?lang=fr", 400, "ko, en, both"),
        ("/calendar.ics?lang=ko&lang=en", 400, "ko, en, both"),
        ("/events.json?q=" + "a" * 501, 414, "500 characters"),
        ("/events.json?q=" + "a" * 300 + "&q=" + "b" * 300, 414, "500 characters"),
        ("/" + "a" * 5000, 414, "4000 bytes"),
        ("/events.json?" + "&" * 5000, 414, "4000 bytes"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_plain_words(stand: Stand, target: str, status: int, words: str) -> None:
    reply = asked(stand.cache, target)
    assert reply.status == status
    assert words in reply.text
    assert (reply.headers["content-type"], reply.headers["cache-control"]) == ("text/plain; charset=utf-8", "no-store")
    assert stand.said == []


def test_five_hundred_letters_of_korean_are_not_too_many(stand: Stand) -> None:
    assert asked(stand.cache, "/events.json?q=" + "%EA%B0%80" * 400).status == 200


def test_an_absolute_address_is_read_as_its_path(stand: Stand) -> None:
    assert asked(stand.cache, "http://127.0.0.1:8765/events.json").status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("LOCALHOST", 200),
        ("[::1]:80", 200),
        ("evil.example:8765", 421),
        ("127.0.0.1.evil", 421),
    ],
)
def test_on_this_machine_only_its_own_names_are_answered(stand: Stand, host: str, status: int) -> None:
    hosts = ("localhost", "127.0.0.1", "[::1]")
    assert asked(stand.cache, "/", headers={"Host": host}, hosts=hosts).status == status


def test_a_log_that_is_gone_is_told_to_who_serves_and_not_to_who_asks(stand: Stand) -> None:
    stand.log.rename(stand.log.with_name("elsewhere"))
    reply = asked(stand.cache, "/events.json")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert str(stand.log) not in reply.text
    assert str(stand.log) in stand.said[-1]


def test_a_log_that_comes_back_is_served_again(stand: Stand) -> None:
    elsewhere = stand.log.with_name("elsewhere")
    stand.log.rename(elsewhere)
    assert asked(stand.cache, "/events.json").status == 503
    elsewhere.rename(stand.log)
    assert asked(stand.cache, "/events.json").status == 200


def test_an_index_that_is_damaged_is_made_anew(stand: Stand) -> None:
    assert asked(stand.cache, "/events.json").status == 200
    (index,) = (stand.log.parent / "cache").rglob("*.sqlite")
    content = bytearray(index.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    index.write_bytes(content)
    reply = asked(stand.cache, "/events.json?q=actor:google")
    assert (reply.status, len(json.loads(reply.body))) == (200, 1)


def test_a_query_that_takes_too_long_is_given_up(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitimeline.cli.web.cache.LONGEST", -1.0)
    reply = asked(stand.cache, "/events.json?q=actor:google")
    assert (reply.status, "too long" in reply.text) == (503, True)
    assert asked(stand.cache, "/events.json").status == 200
    assert LONGEST <= 10
    assert MOST_WAITING < 100
