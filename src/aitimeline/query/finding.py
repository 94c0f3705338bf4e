"""Where the words of a query stand in an event that it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline
from aitimeline.model.key import fold, folded_letters
from aitimeline.query.syntax import All, Either, Node, Word, parse

_AROUND = 30


@frozen
class Finding:
    """A text of an event that holds a word.

    Attributes:
        place: ``title``, ``summary``, ``name`` (of somebody who takes part) or ``source`` (its title).
        text: the whole text.
        start: where the word begins in it, or 0 where that cannot be told.
        end: where it ends.
    """

    place: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def excerpt(self) -> str:
        """The word with some letters around it."""
        first, last = max(0, self.start - _AROUND), self.end + _AROUND
        before, after = "…" * (first > 0), "…" * (last < len(self.text))
        return f"{before}{self.text[first:last].strip()}{after}"


def words_of(query: Sequence[str]) -> tuple[str, ...]:
    """The words that a query looks for, folded; those that it excludes are none of them."""
    return tuple(dict.fromkeys(filter(None, map(fold, _words(parse(query))))))


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Word):
        yield node.text
    elif isinstance(node, All | Either):
        for each in node.nodes:
            yield from _words(each)


def findings(entry: Entry, words: Sequence[str], timeline: Timeline) -> list[Finding]:
    """The texts of an event that hold one of these folded words, each text once."""
    found = (_finding(place, text, words) for place, text in _texts(entry, timeline))
    return [each for each in found if each]


def _texts(entry: Entry, timeline: Timeline) -> Iterator[tuple[str, str]]:
    data = entry.data
    yield from (("title", text) for _, text in sorted(data["title"].items()))
    yield from (("summary", text) for _, text in sorted(data.get("summary", {}).items()))
    for part in data.get("actors", ()):
        yield from (("name", name) for name in timeline.names_of(part["actor"]))
    yield from (("source", source["title"]) for source in data.get("sources", ()) if source.get("title"))


def _finding(place: str, text: str, words: Sequence[str]) -> Finding | None:
    folded = fold(text)
    held = next((word for word in words if word in folded), None)
    if held is None:
        return None
    letters = folded_letters(text)
    at = letters.find(held) if len(letters) == len(text) else -1  # else the letters do not stand where they stood
    return Finding(place, text, at, at + len(held)) if at >= 0 else Finding(place, text)
