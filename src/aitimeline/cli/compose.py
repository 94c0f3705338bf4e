"""Between the options of the writing commands and the log."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attrs import evolve, frozen

from aitimeline.cli.ask import is_person_there, need, offer
from aitimeline.cli.output import print_entry, print_history, print_text
from aitimeline.cli.session import Session, check_zone, tell
from aitimeline.index.nearest import did_you_mean
from aitimeline.ingest import typed
from aitimeline.log import writing
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event, Participation
from aitimeline.model.history import History
from aitimeline.model.key import fold
from aitimeline.model.record import Record
from aitimeline.model.text import Text, check_line
from aitimeline.model.when import When
from aitimeline.render.value import json_text
from aitimeline.render.visible import visible


@frozen
class Answers:
    """What an event cannot do without, as given or as answered at a terminal."""

    title: str
    on: str
    kind: str
    url: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()


def ask(title: str | None, on: str | None, kind: str | None, *, has_title: bool, has_source: bool) -> Answers:
    """Complete what was given by asking, where a person is there.

    Raises:
        BadInputError: something is missing and nobody is there.
    """
    nothing_given = title is None and on is None and kind is None
    if not has_title or nothing_given:
        title = need(title, "What happened (a line)", "TITLE", lambda text: check_line(text, "title"))
    on = need(on, "When (2023-12-07, 2023-12, 2023-Q1 ...)", "--on WHEN", When.parse)
    kind = need(kind, "Kind (release, announcement, alliance ...)", "--kind", lambda text: typed.word(text, "kind"))
    url = publisher = ""
    if nothing_given and not has_source and is_person_there():
        url = offer("Who says so: an address (empty: none)")
        publisher = offer("Its publisher") if url else ""
    return Answers(title or "", on, kind, (url,) if url else (), (publisher,) if publisher else ())


def event(
    session: Session,
    answers: Answers,
    titles: Sequence[str],
    zone: str | None,
    summary: Sequence[str],
    actors: Sequence[str],
    tags: Sequence[str],
    figures: Sequence[str],
    citations: typed.Citations,
) -> Event:
    """A new event of what was typed.

    Raises:
        BadInputError: a part of it cannot be read.
    """
    base = Event(
        when=When.parse(answers.on),
        zone=_zone(zone or session.config.zone),
        title=_title(answers, titles),
        kind=_kind(session, answers.kind),
        summary=_summary(summary),
    )
    made = lists(session, base, actors, tags, figures, citations)
    if not made.sources:
        tell("no source is cited; add one with --source-url and --source-publisher")
    return made


def _title(answers: Answers, titles: Sequence[str]) -> Text:
    return typed.texts([*([answers.title] if answers.title else []), *titles], "title")


def facts(
    session: Session,
    seen: History,
    on: str | None,
    zone: str | None,
    kind: str | None,
    titles: Sequence[str],
    summary: Sequence[str],
) -> Event:
    """The event as it stands (or stood, if it was retracted), with the given facts in place of its own."""
    before = _last_stated(seen)
    return evolve(
        before,
        when=When.parse(on) if on else before.when,
        zone=_zone(zone) if zone else before.zone,
        kind=_kind(session, kind) if kind else before.kind,
        title=before.title.merged(typed.texts(titles, "title")),
        summary=before.summary.merged(_summary(summary)),
    )


def _last_stated(seen: History) -> Event:
    stated = [record.payload for record in (*seen.records, seen.current) if isinstance(record.payload, Event)]
    return stated[-1]


def lists(
    session: Session,
    before: Event,
    actors: Sequence[str],
    tags: Sequence[str],
    figures: Sequence[str],
    citations: typed.Citations,
) -> Event:
    """The event with more actors, tags, figures and sources; an actor named again takes the new role."""
    parts, warnings = typed.participations(actors, session.timeline)
    for warning in warnings:
        tell(warning)
    for zone in citations.zone:
        _zone(zone)
    named = {part.actor for part in parts}
    kept = [part for part in before.actors if part.actor not in named]
    fresh = typed.figures(figures, before.when)
    named_figures = {(figure.name, figure.period) for figure in fresh}
    return evolve(
        before,
        actors=(*kept, *_once(parts)),
        tags=tuple(dict.fromkeys((*before.tags, *(typed.word(tag, "tag") for tag in tags)))),
        figures=(*(each for each in before.figures if (each.name, each.period) not in named_figures), *fresh),
        sources=tuple(dict.fromkeys((*before.sources, *citations.sources()))),
    )


def _once(parts: Sequence[Participation]) -> list[Participation]:
    return list({part.actor: part for part in parts}.values())


def without(session: Session, before: Event, actors: Sequence[str], tags: Sequence[str], urls: Sequence[str]) -> Event:
    """The event without some actors, tags and sources.

    Raises:
        BadInputError: it does not have one of them.
    """
    gone, _ = typed.participations(actors, session.timeline)
    keys = _must_have("actor", [part.actor for part in gone], [part.actor for part in before.actors])
    dropped = _must_have("tag", [typed.word(tag, "tag") for tag in tags], before.tags)
    addresses = _must_have("source", urls, [source.url or "" for source in before.sources])
    return evolve(
        before,
        actors=tuple(part for part in before.actors if part.actor not in keys),
        tags=tuple(tag for tag in before.tags if tag not in dropped),
        sources=tuple(source for source in before.sources if source.url not in addresses),
    )


def _must_have(what: str, named: Sequence[str], has: Sequence[str]) -> Sequence[str]:
    for each in named:
        if each not in has:
            raise BadInputError(f"the event has no {what} {each!r}{did_you_mean(each, has)}")
    return named


def _zone(name: str | None) -> str | None:
    if name:
        check_zone(name)
    return name or None


def _kind(session: Session, given: str) -> str:
    kind = typed.word(given, "kind")
    known = session.timeline.kinds
    if known and kind not in known:
        tell(f"the kind {kind!r} is new to this log{did_you_mean(fold(kind), known)}")
    return kind


def _summary(given: Sequence[str]) -> Text:
    return typed.texts([sys.stdin.read() if each == "-" else each for each in given], "summary")


def free_key(session: Session, answers: Answers, titles: Sequence[str], key: str | None, output_format: str) -> str:
    """The key for a new event. Where it is taken, the event that has it is shown.

    Raises:
        BadInputError: no key was given and none can be made, or it is none.
        ConflictError: it is taken; nothing was written.
    """
    chosen = typed.key_from(_title(answers, titles), key)
    if chosen in session.timeline.events:
        _refuse_taken(session, chosen, output_format)
    return chosen


def record(session: Session, key: str, made: Event, output_format: str, *, dry_run: bool) -> None:
    """Record a new event and show it.

    Raises:
        ConflictError: the key was taken meanwhile; nothing was written.
    """
    try:
        written = writing.record_event(session.writer, key, made, dry_run=dry_run)
    except ConflictError:
        _refuse_taken(session.after_writing(), key, output_format)
        raise
    _show_written(session, written, output_format, dry_run=dry_run)


def revise(
    session: Session, seen: History, made: Event, reason: str | None, output_format: str, *, dry_run: bool
) -> None:
    """Record a revision and show the event as it now stands.

    Raises:
        BadInputError: nothing would change.
        ConflictError: the event has been changed since; nothing was written.
    """
    if made == seen.current.payload and not seen.is_in_conflict:
        raise BadInputError(f"nothing to revise in {seen.key!r}: give what changes, as in --on 2023-12-06")
    why = check_line(reason, "reason") if reason else None
    written = writing.revise(session.writer, seen, made, why, dry_run=dry_run)
    _show_written(session, written, output_format, dry_run=dry_run)


def _refuse_taken(session: Session, key: str, output_format: str) -> None:
    if session.timeline.history(key).is_retracted:
        raise ConflictError(
            f"the key {key!r} is taken by an event that was retracted; nothing was written. "
            f"'aitimeline history {key}' shows it, 'aitimeline revise {key}' brings it back"
        )
    print_entry(session, session.timeline.entry(key), output_format)
    raise ConflictError(
        f"the key {key!r} is taken; nothing was written. "
        f"Give another with --key, or correct it with 'aitimeline revise {key}'"
    )


def _show_written(session: Session, written: Record, output_format: str, *, dry_run: bool) -> None:
    if dry_run:
        print_record(session, written, dry_run=True)
        return
    after = session.after_writing()
    print_entry(after, after.timeline.entry(written.subject), output_format)
    tell(f"{written.verb} {written.subject} in {session.writer.segment}")


def print_record(session: Session, written: Record, *, dry_run: bool) -> None:
    """Print a record as it stands, or would stand, in the log."""
    import json

    print_text(json_text(json.loads(written.line)))
    where = session.writer.segment
    tell(f"not written; it would go to {where}" if dry_run else f"{written.verb} {written.subject} in {where}")


def retract(session: Session, key: str, reason: str, *, dry_run: bool) -> None:
    """Withdraw an event and show its history.

    Raises:
        NoSuchEventError: there is none, or it is withdrawn already.
        ConflictError: it has been changed since; nothing was written.
    """
    seen = session.timeline.entry(key).history
    written = writing.retract(session.writer, seen, reason, dry_run=dry_run)
    if dry_run:
        print_record(session, written, dry_run=True)
        return
    after = session.after_writing()
    print_history(after, after.timeline.history(seen.key), "table")
    tell(f"retracted {seen.key} in {session.writer.segment}")


def record_actor(session: Session, key: str, actor: Actor, *, dry_run: bool) -> None:
    """Record a new actor and show it.

    Raises:
        ConflictError: the key is taken; nothing was written.
    """
    written = writing.record_actor(session.writer, key, actor, dry_run=dry_run)
    if dry_run:
        print_record(session, written, dry_run=True)
        return
    names = "; ".join(f"{language}: {', '.join(given)}" for language, given in actor.names.pairs)
    print_text(visible(f"{key}, {actor.type}; {names}") + "\n")
    tell(f"recorded {key} in {session.writer.segment}")
