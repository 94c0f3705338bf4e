"""Between the options of the writing commands and the log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from attrs import frozen

from aitimeline.answer.sheet import one_event
from aitimeline.cli.ask import is_person_there, need, offer
from aitimeline.cli.outlet import standing
from aitimeline.cli.output import print_answer, print_text
from aitimeline.cli.run import Deed, Run
from aitimeline.cli.session import Session
from aitimeline.cli.settling import Edit, Intent
from aitimeline.cli.telling import tell
from aitimeline.ingest import typed
from aitimeline.ingest.date import DateReader
from aitimeline.ingest.describe import Describer
from aitimeline.ingest.edit import Editor, check_order
from aitimeline.log import writing
from aitimeline.log.writing import Written
from aitimeline.model.actor import Actor
from aitimeline.model.error import BadInputError, ConflictError
from aitimeline.model.event import Event
from aitimeline.model.history import History, StaleHeadsError
from aitimeline.model.record import Record
from aitimeline.model.seal import MAX_BYTES
from aitimeline.model.text import check_line
from aitimeline.render.json import json_text


@frozen
class Answers:
    """What an event cannot do without, as given or as answered at a terminal."""

    title: str
    on: str
    kind: str
    url: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()


def ask(
    run: Run,
    dates: DateReader,
    title: str | None,
    on: str | None,
    kind: str | None,
    *,
    has_title: bool,
    has_source: bool,
) -> Answers:
    """Complete what was given by asking, where a person is there.

    Raises:
        BadInputError: something is missing and nobody is there.
    """
    nothing_given = title is None and on is None and kind is None
    if not has_title or nothing_given:
        title = need(run, title, "What happened (a line)", "TITLE", lambda text: check_line(text, "title"))
    on = need(run, on, "When (2023-12-07, 2023-Q1, yesterday ...)", "--on WHEN", dates.check)
    kind = need(
        run, kind, "Kind (release, announcement, alliance ...)", "--kind", lambda text: typed.word(text, "kind")
    )
    url = publisher = ""
    if nothing_given and not has_source and is_person_there():
        url = offer(run, "Who says so: an address (empty: none)")
        publisher = offer(run, "Its publisher") if url else ""
    return Answers(title or "", on, kind, (url,) if url else (), (publisher,) if publisher else ())


def editor(session: Session, dates: DateReader) -> Editor:
    """What turns typed words into events of this session's log, telling the person of doubts."""
    # What is settled is made once for each head; that is no reason to warn twice.
    return Editor(session.timeline, cache(tell), cache(dates))


def describer(session: Session, citations: typed.Citations, zone: str | None) -> Describer:
    """What turns typed words into ties of actors and claims, which these sources are cited for."""
    read = cache(session.dates())
    return Describer(session.timeline, cache(tell), read, citations.sources(read), zone or session.settings.config.zone)


def read_dash(run: Run, given: Sequence[str] | None) -> list[str]:
    """The texts given, with standard input, on one line, in place of a ``-``."""
    if "-" not in (given or ()):
        return list(given or [])
    from aitimeline.cli.given import read_standard_input

    run.deeds.add(Deed.READ)
    return [" ".join(read_standard_input(MAX_BYTES).split()) if each == "-" else each for each in given or []]


def record(session: Session, key: str, made: Event, *, dry_run: bool) -> None:
    """Record a new event and show it.

    Raises:
        ConflictError: the key was taken meanwhile; nothing was written.
    """
    check_order(session.timeline, key, made)
    if not made.sources:
        tell("no source is cited; add one with --source-url and --source-publisher")
    try:
        written = writing.record_event(session.workspace.writer(), key, made, dry_run=dry_run)
    except ConflictError:
        _refuse_taken(session.reopened(), key)
        raise
    _show_written(session, written, dry_run=dry_run)


def revise(
    session: Session,
    seen: History,
    intent: Intent,
    edit: Edit,
    reason: str | None,
    *,
    dry_run: bool,
) -> None:
    """Record a revision and show the event or actor as it now stands; a retraction where one is kept of two heads.

    Raises:
        BadInputError: nothing would change.
        ConflictError: two heads are settled, and what they dispute is not; nothing was written.
        StaleHeadsError: the event has been changed since, which is shown; nothing was written.
    """
    made = intent.made(session.run, seen, edit)
    if made is None:
        why = [head.reason for head in seen.heads if head.is_retraction][-1]
        retract(session, seen, intent, check_line(reason, "reason") if reason else why, dry_run=dry_run)
        return
    if isinstance(made, Event):
        check_order(session.timeline, seen.key, made)
    change = intent.change(seen, check_line(reason, "reason") if reason else None)
    if made == seen.current.payload and not seen.is_in_conflict and change.expected == seen.head_ids:
        raise BadInputError(
            f"nothing to revise in {seen.key!r}: give what changes; 'aitimeline revise --help' lists what can"
        )
    try:
        written = writing.revise(session.workspace.writer(), seen.key, made, change, dry_run=dry_run)
    except StaleHeadsError as failure:
        _tell_stale(failure)
        raise
    if isinstance(made, Actor):
        _show_actor(session, written, dry_run=dry_run)
    else:
        _show_written(session, written, dry_run=dry_run)


def _tell_stale(failure: StaleHeadsError) -> None:
    from aitimeline.answer.past import news

    for line in news(failure.history, failure.expected):
        tell(line)


def _refuse_taken(session: Session, key: str) -> None:
    if session.timeline.history(key).is_retracted:
        raise ConflictError(
            f"the key {key!r} is taken by an event that was retracted; nothing was written. "
            f"'aitimeline history {key}' shows it, 'aitimeline revise {key}' brings it back"
        )
    print_answer(session.workspace, one_event(session.timeline.entry(key), session.showing))
    raise ConflictError(
        f"the key {key!r} is taken; nothing was written. "
        f"Give another with --key, or correct it with 'aitimeline revise {key}'"
    )


def _show_written(session: Session, written: Written, *, dry_run: bool) -> None:
    if dry_run:
        print_record(session, written.record)
        return
    after = session.reopened()
    told = _what_was_written(session, written)
    with standing(told):
        print_answer(after.workspace, one_event(after.timeline.entry(written.record.subject), after.showing))
    tell(told)


def _what_was_written(session: Session, written: Written) -> str:
    record = written.record
    if written.is_new:
        return f"{record.verb} {record.subject} in {session.workspace.writer().segment}"
    since = f"{record.time:%Y-%m-%d %H:%M} UTC"
    return f"{record.subject} was {record.verb} just so by {record.recorded_by}, {since}; nothing was added"


def print_record(session: Session, record: Record) -> None:
    """Print a record as it would stand in the log."""
    import json

    print_text(session.run, json_text(json.loads(record.line)))
    tell(f"not written; it would go to {session.workspace.writer().segment}")


def retract(session: Session, seen: History, intent: Intent, reason: str | None, *, dry_run: bool) -> None:
    """Withdraw an event or actor and show its history.

    Raises:
        StaleHeadsError: it has been changed since, which is shown; nothing was written.
    """
    change, of_actor = intent.change(seen, reason), seen.current.family == "actor"
    try:
        written = writing.retract(session.workspace.writer(), seen.key, change, of_actor=of_actor, dry_run=dry_run)
    except StaleHeadsError as failure:
        _tell_stale(failure)
        raise
    if dry_run:
        print_record(session, written.record)
        return
    from aitimeline.answer.past import history_answer

    after = session.reopened()
    history = after.timeline.actor_history if of_actor else after.timeline.history
    told = _what_was_written(session, written)
    with standing(told):
        print_answer(after.workspace, history_answer(history(seen.key)))
    tell(told)


def record_actor(session: Session, key: str, actor: Actor, *, dry_run: bool) -> None:
    """Record a new actor and show it.

    Raises:
        ConflictError: the key is taken; nothing was written.
    """
    written = writing.record_actor(session.workspace.writer(), key, actor, dry_run=dry_run)
    _show_actor(session, written, dry_run=dry_run)


def _show_actor(session: Session, written: Written, *, dry_run: bool) -> None:
    if dry_run:
        print_record(session, written.record)
        return
    from aitimeline.answer.portrait import description_answer
    from aitimeline.query.portrait import description

    after = session.reopened()
    told = _what_was_written(session, written)
    with standing(told):
        found = description(after.timeline, written.record.subject)
        print_answer(after.workspace, description_answer(found, after.showing))
    tell(told)
