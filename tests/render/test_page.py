"""The page of addresses."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from aitimeline.render.page import address_page, subscription


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.said += data


def read(page: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(page.decode())
    return reader


def test_it_links_to_all_that_there_is() -> None:
    links = read(address_page("T", {"google": "actor:google"}, None, "en")).links
    assert links == ["feed.atom", "calendar.ics", "calendar/google.ics", "feed.atom", "events.json"]


def test_where_its_address_is_known_calendar_programs_are_led_there() -> None:
    page = read(address_page("T", {}, "https://example.org/t/", "ko"))
    assert "webcal://example.org/t/calendar.ics" in page.links
    assert "구독 주소" in page.said


def test_an_address_for_calendar_programs_differs_in_its_scheme_only() -> None:
    assert subscription("http://127.0.0.1:8765/a.ics") == "webcal://127.0.0.1:8765/a.ics"


@given(st.text(), st.text())
def test_nothing_that_is_typed_becomes_a_tag(title: str, query: str) -> None:
    plain = read(address_page("T", {"a": "q"}, None, "en")).tags
    assert read(address_page(title, {"a": query}, None, "en")).tags == plain
