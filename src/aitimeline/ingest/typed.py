"""Pieces of an event as a person types them, checked and turned into the model's classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from urllib.parse import urlsplit

from attrs import field, frozen

from aitimeline.index.nearest import did_you_mean
from aitimeline.index.timeline import Timeline
from aitimeline.ingest.zone import check_zone
from aitimeline.model.error import BadInputError
from aitimeline.model.event import Figure, Participation, Source
from aitimeline.model.key import ascii_slug, check_key, fold, meant, slug
from aitimeline.model.text import Names, Text, check_language, check_line, guess_language
from aitimeline.model.when import When

Read = Callable[[str], When]
"""Reads a date."""

_TAGGED = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)=(.*)", re.DOTALL)
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[!-~]*)?")
_LONGEST_NUMBER = 15
_FIGURE = re.compile(r"([^=]+)=\s*(-?\d+(?:\.\d+)?)\s*([^@]*?)\s*(?:@\s*(\S.*))?")


def texts(typed: Sequence[str], what: str) -> Text:
    """Read ``["Google unveils Gemini", "ko=구글, 제미나이 공개"]``; without ``LANG=``, one with Hangul is Korean.

    Raises:
        BadInputError: one is empty, has control characters or a language tag that is none.
    """
    return Text.of(dict(_tagged(each, what) for each in typed))


def _tagged(typed: str, what: str) -> tuple[str, str]:
    found = _TAGGED.fullmatch(typed)
    if found:
        return check_language(found[1].lower()), check_line(found[2], what)
    return guess_language(typed), check_line(typed, what)


def names(typed: Sequence[str]) -> Names:
    """Read names of an actor, ``["Meta", "ko=메타"]``; the first of a language is the one shown."""
    found: dict[str, list[str]] = {}
    for language, name in (_tagged(each, "name") for each in typed):
        found.setdefault(language, []).append(name)
    return Names.of(found)


def key_from(title: Text, given: str | None) -> str:
    """The key that was given, else one made of the English title.

    Raises:
        BadInputError: it is no key, or there is no English title to make one of.
    """
    if given:
        return check_key(given)
    made = ascii_slug(title.given("en") or "")
    if not made:
        raise BadInputError(
            "no key can be made without an English title; give one with --key, as in --key gemini-announced"
        )
    return made


def word(typed: str, what: str) -> str:
    """A kind, role or tag: lower case, words joined by hyphens.

    Raises:
        BadInputError: it has no letter.
    """
    made = slug(check_line(typed, what))
    if not made:
        raise BadInputError(f"the {what} {typed!r} has no letter or digit")
    return made


def participations(typed: Sequence[str], timeline: Timeline) -> tuple[list[Participation], list[str]]:
    """Read ``["Google=developer", "메타"]`` into participations, and sentences on actors that the log does not know.

    Raises:
        BadInputError: a name is empty or means several actors.
    """
    parts, warnings = [], []
    for each in typed:
        name, _, role = each.partition("=")
        key, warning = actor_key(check_line(name, "actor"), timeline)
        parts.append(Participation(key, word(role, "role") if role else None))
        warnings += [warning] if warning else []
    return parts, warnings


def actor_key(name: str, timeline: Timeline) -> tuple[str, str]:
    """The key of the actor with a name, and a warning if the log knows none, else an empty text.

    Raises:
        BadInputError: several bear it.
    """
    found = meant(name, timeline.words.actors_named(name), timeline.first_names)
    if len(found) > 1:
        raise BadInputError(f"{name!r} is a name of several actors; give one of the keys {', '.join(found)}")
    if found:
        return found[0], ""
    key = word(name, "actor")
    hint = did_you_mean(fold(name), timeline.words.names)
    return key, f"the log has no actor {name!r}{hint or ';'} kept as {key!r}, 'aitimeline add-actor' can describe it"


def figures(typed: Sequence[str], when: When, read: Read = When.parse) -> tuple[Figure, ...]:
    """Read ``["cloud-infrastructure-share=65 percent @2023-Q1"]``; the period is the event's if none is given.

    Raises:
        BadInputError: one does not read as NAME=VALUE UNIT.
    """
    return tuple(_figure(each, when, read) for each in typed)


def _figure(typed: str, when: When, read: Read) -> Figure:
    found = _FIGURE.fullmatch(check_line(typed, "figure"))
    if not found:
        raise BadInputError(
            f"cannot read the figure {typed!r}; write NAME=VALUE UNIT, as in 'share=65 percent @2023-Q1'"
        )
    name, value, unit, period = found.groups()
    if len(value) > _LONGEST_NUMBER:
        raise BadInputError(f"the figure {name!r} has a number of {len(value)} digits; give it in a larger unit")
    number = float(value) if "." in value else int(value)
    return Figure(word(name, "figure"), number, unit or None, of_its_own(read(period)) if period else when)


def of_its_own(when: When) -> When:
    """Return a date that stands by itself, as those of sources and figures do.

    Raises:
        BadInputError: it is known by the order of events only, which are followed for events alone.
    """
    if when.bounds:
        raise BadInputError(f"{when}: only an event may be dated by the order of others; give a date here")
    return when


def address(typed: str) -> str:
    """A web address.

    Raises:
        BadInputError: it is not http(s), or has no host.
    """
    url = check_line(typed, "address")
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        is_web = False
    if not is_web:
        raise BadInputError(f"{url!r} is not a web address; give one that begins with https://")
    return url


def _given(typed: Sequence[str] | None) -> Sequence[str]:
    return typed or ()


@frozen
class Citations:
    """Parts of sources as typed, each repeatable: the nth of each belong together; empty ones and None say nothing."""

    url: Sequence[str] = field(default=(), converter=_given)
    publisher: Sequence[str] = field(default=(), converter=_given)
    title: Sequence[str] = field(default=(), converter=_given)
    published: Sequence[str] = field(default=(), converter=_given)
    language: Sequence[str] = field(default=(), converter=_given)
    quote: Sequence[str] = field(default=(), converter=_given)
    when: Sequence[str] = field(default=(), converter=_given)
    zone: Sequence[str] = field(default=(), converter=_given)

    def sources(self, read: Read = When.parse) -> tuple[Source, ...]:
        """The sources.

        Raises:
            BadInputError: an address or a date or zone cannot be read, or a source has neither address nor publisher.
        """
        columns = (
            *(self.url, self.publisher, self.title, self.published),
            *(self.language, self.quote, self.when, self.zone),
        )
        return tuple(_citation(read, *row) for row in zip_longest(*columns, fillvalue=""))


def _citation(
    read: Read, url: str, publisher: str, title: str, published: str, language: str, quote: str, when: str, zone: str
) -> Source:
    if not url and not publisher:
        raise BadInputError("a source needs an address or a publisher: --source-url, --source-publisher")
    return Source(
        url=address(url) if url else None,
        publisher=check_line(publisher, "publisher") if publisher else None,
        title=check_line(title, "source's title") if title else None,
        published=of_its_own(read(published)) if published else None,
        language=check_language(language) if language else None,
        quote=check_line(quote, "quote") if quote else None,
        when=of_its_own(read(when)) if when else None,
        zone=check_zone(zone).key if zone else None,
    )
