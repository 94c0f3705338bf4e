"""A page that lists the addresses of a timeline's calendars, feed and data: HTML without a script or a style."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of everything that is served: nothing is loaded, run, sent or framed."""
_META_POLICY = POLICY.rpartition(";")[0]  # frame-ancestors counts in a header only
_WORDS = {
    "en": (
        *("Subscribe", "All events, for calendars", "Saved queries, for calendars"),
        *("What is new, for feed readers", "All events, for programs"),
    ),
    "ko": ("구독 주소", "모든 사건, 달력용", "저장된 질의, 달력용", "새 소식, 피드 리더용", "모든 사건, 프로그램용"),
}


def calendar_path(name: str) -> str:
    """Where the calendar of a saved query lies, as part of an address."""
    return f"calendar/{quote(name)}.ics"


def subscription(url: str) -> str:
    """The same address as calendar programs take it, which then subscribe at once."""
    return "webcal:" + url.partition(":")[2]


def address_page(title: str, queries: Mapping[str, str], url: str | None, language: str) -> bytes:
    """The page; links are relative, so that it is right wherever it lies.

    Args:
        title: what the timeline is called.
        queries: the saved queries, by name.
        url: where it lies, with a slash at the end; None where that is not known.
        language: of its words, ``ko`` or ``en``.
    """
    heading, everything, saved, news, data = _WORDS[language]
    lines = [f"<h1>{escape(title)}</h1>", f"<h2>{heading}</h2>", "<dl>"]
    lines += _item(everything, "calendar.ics", url)
    for name, query in queries.items():
        lines += _item(f"{saved}: {query}", calendar_path(name), url)
    lines += [*_item(news, "feed.atom", None), *_item(data, "events.json", None), "</dl>"]
    return "\n".join([*_head(title, language), *lines, "</body>", "</html>", ""]).encode("utf-8", "replace")


def _head(title: str, language: str) -> list[str]:
    return [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_META_POLICY}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        '<link rel="alternate" type="application/atom+xml" href="feed.atom">',
        "</head>",
        "<body>",
    ]


def _item(words: str, path: str, url: str | None) -> list[str]:
    shown = f'<a href="{escape(path)}">{escape((url or "") + path)}</a>'
    if url and path.endswith(".ics"):
        address = escape(subscription(url + path))
        shown += f' (<a href="{address}">{address}</a>)'
    return [f"<dt>{escape(words)}</dt>", f"<dd>{shown}</dd>"]
