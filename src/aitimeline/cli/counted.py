"""The events that an answer rests on without naming all of them: it counts them, or takes members from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aitimeline.cli.session import Session
from aitimeline.index.condition import Condition, all_of, has_facet
from aitimeline.query.actor import actor_named

OF_AN_ACTOR = ("actor", "members", "alliances")
"""Commands that are asked about an actor, by its ``name``."""


ABOUT_ACTORS = (*OF_AN_ACTOR, "actors", "camps", "camp", "history")
"""Commands whose answers rest on what the records of actors say; in others these only give names."""


def counted_by(command: str, given: Mapping[str, Any], session: Session) -> Condition | None:
    """What holds of these events, by what a command was given; None where the answer names all that it rests on."""
    match command:
        case "pace" | "actors":
            return session.condition(given["query"])
        case "actor":
            return has_facet("actor", [actor_named(session.timeline, given["name"])])
        case "members" | "alliances":
            return all_of([_membership(given["name"], session), session.condition(given.get("query"))])
        case "camps":
            return all_of([_in_a_camp(session), session.condition(given["query"])])
        case _:
            return None


def _membership(name: str, session: Session) -> Condition:
    from aitimeline.query.alliance import changes_with

    return changes_with(actor_named(session.timeline, name))


def _in_a_camp(session: Session) -> Condition:
    from aitimeline.query.camp import stands_in

    return stands_in(session.timeline, session.timeline.words.known("camp"))
