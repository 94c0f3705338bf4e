"""How an answer is shown: from which log, in which language, in which zone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aitimeline.answer.value import brief_value, event_value, said_by
from aitimeline.index.entry import Entry
from aitimeline.index.timeline import Timeline

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_EVENTS_KEPT = 100


class Showing:
    """What reads the timeline, in a language, in a zone.

    It remembers some events, as many members join in one.
    """

    def __init__(self, timeline: Timeline, language: str, tz: ZoneInfo | None) -> None:
        self.timeline = timeline
        self.language = language
        self.tz = tz
        self.entry = lru_cache(_EVENTS_KEPT)(timeline.stated)
        self.told = lru_cache(_EVENTS_KEPT)(self._told)

    def name(self, key: str) -> str:
        """What an actor is called."""
        return self.timeline.actor_name(key, self.language)

    def value(self, entry: Entry) -> dict[str, Any]:
        """An event as a JSON object."""
        return event_value(entry, self.timeline, self.language, self.tz)

    def brief(self, entry: Entry) -> dict[str, Any]:
        """An event in few members."""
        return brief_value(entry, self.language, self.tz)

    def type(self, key: str) -> str | None:
        """The type of an actor; None where the log has no record of it."""
        data = self.timeline.actor_data(key)
        return data["type"] if data else None

    def named(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        """Actors by key and name."""
        return [{"key": key, "name": self.name(key)} for key in keys]

    def _told(self, key: str) -> dict[str, Any] | None:
        """An event in few members, and who says so first; None where it does not stand."""
        entry = self.entry(key)
        if entry is None:
            return None
        publisher, url = said_by(entry)
        return self.brief(entry) | {"publisher": publisher, "url": url}
