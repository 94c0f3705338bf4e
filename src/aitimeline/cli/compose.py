"""Between the options of the writing commands and the log."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attrs import frozen

from aitimeline.cli.ask import is_person_there, need, offer
from aitimeline.cli.output import print_entry, print_history, print_text
from aitimeline.cli.session import Session, tell
from aitimeline.ingest import typed
from aitimeline.ingest.edit import Editor
from aitimeline.log import writing
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event
from aitimeline.model.history import History
from aitimeline.model.record import Record
from aitimeline.model.text import check_line
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


def editor(session: Session) -> Editor:
    """What turns typed words into events of this session's log, telling the person of doubts."""
    return Editor(session.timeline, tell)


def read_dash(given: Sequence[str] | None) -> list[str]:
    """The texts given, with standard input, on one line, in place of a ``-``."""
    return [" ".join(sys.stdin.read().split()) if each == "-" else each for each in given or []]


def free_key(session: Session, titles: Sequence[str], key: str | None, output_format: str) -> str:
    """The key for a new event. Where it is taken, the event that has it is shown.

    Raises:
        BadInputError: no key was given and none can be made, or it is none.
        ConflictError: it is taken; nothing was written.
    """
    chosen = typed.key_from(typed.texts(titles, "title"), key)
    if chosen in session.timeline.events:
        _refuse_taken(session, chosen, output_format)
    return chosen


def record(session: Session, key: str, made: Event, output_format: str, *, dry_run: bool) -> None:
    """Record a new event and show it.

    Raises:
        ConflictError: the key was taken meanwhile; nothing was written.
    """
    if not made.sources:
        tell("no source is cited; add one with --source-url and --source-publisher")
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
