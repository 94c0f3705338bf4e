"""Feeds, by the rules of RFC 4287."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.query.change import Change, Turn
from aitimeline.render.atom import MOST, Channel, atom_feed, entry_id

ATOM = "{http://www.w3.org/2005/Atom}"
CHANNEL = Channel("urn:x feed en", "AI timeline", "en", "https://example.org/feed.atom")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
MOMENT = 1_700_000_000_123_456


def parsed(document: bytes) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 -- it is our own


def change(number: int = 0, **more: Any) -> Change:
    after = {"when": "2023-12-07", "title": {"en": "Gemini", "ko": "제미나이"}, "kind": "release", **more}
    rid = f"01a20de7-0000-7000-8000-{number:012d}"
    return Change("event", "k", Turn.NEW, MOMENT - number, "Hand", None, rid, None, after, is_in_conflict=False)


def broken_rules(document: bytes) -> list[str]:
    """What RFC 4287 says and a feed does not keep, each with its section."""
    feed = parsed(document)
    found = [] if feed.tag == f"{ATOM}feed" else ["4.1.1: the root is a feed"]
    once = ("id", "title", "updated")
    found += [f"4.1.1: exactly one {name}" for name in once if len(feed.findall(ATOM + name)) != 1]
    links = [(each.get("rel"), each.get("type"), each.get("hreflang")) for each in feed.findall(f"{ATOM}link")]
    found += ["4.1.1: a link to itself"] * (("self", "application/atom+xml", None) not in links)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        found += [f"4.1.2: exactly one {name}" for name in once if len(entry.findall(ATOM + name)) != 1]
        alternates = [each for each in entry.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
        found += ["4.1.2: one alternate link at most of a type"] * (len(alternates) > 1)
        found += ["4.1.2: content, or an alternate link"] * (len(entry.findall(f"{ATOM}content")) != 1)
        found += ["3.2.1: a name of an author"] * (not entry.findtext(f"{ATOM}author/{ATOM}name"))
        found += ["4.2.2.1: a term"] * any(not each.get("term") for each in entry.findall(f"{ATOM}category"))
    times = [each.text or "" for each in feed.iter(f"{ATOM}updated")]
    found += ["3.3: RFC 3339 times"] * any(not TIME.fullmatch(each) for each in times)
    ids = [each.findtext(f"{ATOM}id") or "" for each in entries]
    found += ["4.1.1: no two entries of one id and time"] * (len(set(ids)) != len(ids))
    found += ["4.2.6: ids are IRIs"] * any(not each.startswith("urn:uuid:") for each in ids)
    return found


def test_a_feed_keeps_the_rules() -> None:
    assert broken_rules(atom_feed(CHANNEL, [change(number) for number in range(5)])) == []


def test_a_feed_of_nothing_keeps_the_rules() -> None:
    assert broken_rules(atom_feed(CHANNEL, [])) == []


def test_the_newest_hundred_are_in_it() -> None:
    feed = parsed(atom_feed(CHANNEL, [change(number) for number in range(MOST + 5)]))
    ids = [each.text for each in feed.findall(f"{ATOM}entry/{ATOM}id")]
    assert ids == [entry_id(change(number).id) for number in range(MOST)]
    assert feed.findtext(f"{ATOM}updated") == "2023-11-14T22:13:20.123456Z"


def test_feedparser_reads_it_to_the_same_fields() -> None:
    sources = [{"url": "https://example.org/a?b=1&c=2", "publisher": "Paper <A>"}, {"url": "javascript:alert(1)"}]
    read = feedparser.parse(atom_feed(CHANNEL, [change(summary={"en": "1 < 2 & 3"}, sources=sources)]))
    assert not read.bozo
    assert (read.version, read.feed.title, read.feed.language) == ("atom10", "AI timeline", "en")
    (entry,) = read.entries
    assert (entry.title, entry.author, entry.link) == ("Gemini", "Hand", "https://example.org/a?b=1&c=2")
    assert "<p>1 &lt; 2 &amp; 3</p>" in entry.content[0].value
    assert 'href="https://example.org/a?b=1&amp;c=2"' in entry.content[0].value
    assert "Paper &lt;A&gt;" in entry.content[0].value
    assert 'href="javascript' not in entry.content[0].value


def test_korean_is_given_to_who_asks_for_it() -> None:
    feed = parsed(atom_feed(Channel("x", "t", "ko"), [change()]))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ko"
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "제미나이"
    assert "<p>날짜: " in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_the_same_changes_give_the_same_bytes_and_other_feeds_another_id() -> None:
    assert atom_feed(CHANNEL, [change()]) == atom_feed(CHANNEL, [change()])
    ids = {parsed(atom_feed(Channel(name, "t"), [])).findtext(f"{ATOM}id") for name in ("a", "b")}
    assert len(ids) == 2


def test_an_id_that_is_no_uuid_still_makes_an_iri() -> None:
    assert entry_id("01A20DE7-0000-7000-8000-000000000001") == "urn:uuid:01a20de7-0000-7000-8000-000000000001"
    for odd in ("", "x", "{" + "0" * 34 + "}", "urn:uuid:1", "한글"):
        assert re.fullmatch("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry_id(odd))


@given(st.text(), st.text(), st.text())
def test_no_text_however_odd_breaks_a_feed(title: str, publisher: str, name: str) -> None:
    odd = change(title={"en": title}, sources=[{"publisher": publisher}, {"url": name}, {"url": f"https://x/{name}"}])
    assert broken_rules(atom_feed(Channel(name, title), [odd])) == []


@given(st.text(st.characters(categories=("Cc", "Cs", "Cn", "L"))))
def test_what_xml_can_hold_is_read_back(title: str) -> None:
    read = parsed(atom_feed(CHANNEL, [change(title={"en": title})])).findtext(f"{ATOM}entry/{ATOM}title")
    allowed = {"\t", "\n", "\r"}
    expected = title.replace("\r\n", "\n").replace("\r", "\n")
    assert read == "".join(
        "\ufffd"
        if (each < " " and each not in allowed) or "\ud800" <= each <= "\udfff" or each in "\ufffe\uffff"
        else each
        for each in expected
    )
