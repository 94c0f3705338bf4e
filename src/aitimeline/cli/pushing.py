"""Between ``push caldav`` and the server: what the query gives, what the calendar holds, and what is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import typer
from attrs import frozen

from aitimeline import __version__
from aitimeline.cli.feed import left_out_message, watched
from aitimeline.cli.folder import folder_for
from aitimeline.cli.output import print_text
from aitimeline.cli.progress import Bar
from aitimeline.cli.run import Run
from aitimeline.cli.secret import find_password, find_user
from aitimeline.cli.session import Session
from aitimeline.cli.telling import tell
from aitimeline.index.condition import ALWAYS
from aitimeline.index.timeline import Timeline
from aitimeline.model.error import TimelineError
from aitimeline.model.visible import visible
from aitimeline.remote.address import Address
from aitimeline.remote.calendar import Calendar
from aitimeline.remote.content import read_content
from aitimeline.remote.discovery import find_calendar
from aitimeline.remote.memory import Memory
from aitimeline.remote.plan import Held, Kind, Ownership, Plan, Remembered, Wanted, make_plan
from aitimeline.remote.push import WRITING, Done, carry_out, read_back, survey
from aitimeline.remote.server import ServerError
from aitimeline.remote.spool import Spool
from aitimeline.remote.wire import Wire, check_installed
from aitimeline.render.ics import event_calendar, uid_of

if TYPE_CHECKING:
    from aitimeline.index.condition import Condition
    from aitimeline.render.ics import Style

_FEW = 5
_PAST = {Kind.CREATE: "created", Kind.UPDATE: "updated", Kind.REMOVE: "removed"}


class InterruptedPushError(TimelineError):
    """A person has stopped a push."""

    exit_code = 130


@frozen
class Target:
    """Where to, and how.

    Attributes:
        address: of a calendar, or of a server that has several.
        user: who pushes, where that is given.
        calendar: which calendar of a server.
        create: whether to make the calendar where there is none.
        prune: whether what another timeline has put there is removed.
        dry_run: whether to say only what would be done.
    """

    address: Address
    user: str | None
    calendar: str | None = None
    create: bool = False
    prune: bool = False
    dry_run: bool = False


def push(session: Session, condition: Condition, style: Style, target: Target) -> None:
    """Make a calendar on a server equal to what a query gives, and print what was done.

    Raises:
        BadInputError: the address, the user or the calendar's name cannot be used, or there is no password.
        ServerError: the server cannot be asked, or no further; what was done by then is told.
    """
    check_installed()
    user = find_user(session.run, target.user, target.address)
    with Spool() as spool, Bar() as bar:
        left_out: list[str] = []
        wanted = list(_prepared(session, condition, style, spool, bar, left_out))
        password = find_password(session.run, user, target.address.host)
        agent = f"aitimeline/{__version__}"
        with closing(Wire(target.address, user, password, agent)) as wire:
            calendar = find_calendar(
                wire, target.calendar, style.name or "AI timeline", create=target.create, dry_run=target.dry_run
            )
            if left_out:
                tell(left_out_message(left_out))
            if calendar is None:
                _print_plan(session.run, make_plan([], wanted, Ownership()), is_new=True)
                return
            _bring_up_to_date(session, calendar, wanted, spool, bar, target, user)


def _bring_up_to_date(
    session: Session, calendar: Calendar, wanted: list[Wanted], spool: Spool, bar: Bar, target: Target, user: str | None
) -> None:
    memory = Memory(folder_for("cache") / "push", f"{user or ''} {calendar.url}")
    before = memory.read()
    held = survey(calendar, bar.advance, bar.total)
    ownership = _ownership(session, held, before, prune=target.prune)
    plan = make_plan(held, wanted, ownership)
    _tell_what_stays(plan)
    if target.dry_run:
        _print_plan(session.run, plan)
        return
    bar.total(WRITING, len(plan.changes))
    done = Done()
    try:
        carry_out(calendar, plan, lambda each: spool.read(each.place), ownership, done, bar.advance)
    except ServerError as failure:
        _remember(memory, before, calendar, plan, done, bar, is_lost=True)
        raise ServerError(f"{failure}; {_so_far(done, plan)}") from None
    except KeyboardInterrupt:
        raise InterruptedPushError(f"stopped; {_so_far(done, plan)}") from None
    _remember(memory, before, calendar, plan, done, bar)
    _print_done(session.run, plan, done)


def _prepared(
    session: Session, condition: Condition, style: Style, spool: Spool, bar: Bar, left_out: list[str]
) -> Iterator[Wanted]:
    """What should be in the calendar, with its bytes kept in the spool; ``left_out`` gets what has no place there."""
    for entry in watched(session.timeline, condition, bar):
        content = event_calendar(entry, session.timeline, style)
        said = None if content is None else read_content(content)
        if content is not None and said is not None:
            yield Wanted(uid_of(entry), entry.key, said.digest, said.stamp, spool.add(content))
        elif not entry.is_retracted:
            left_out.append(entry.key)


def _ownership(session: Session, held: Sequence[Held], before: dict[str, Remembered], *, prune: bool) -> Ownership:
    """What tells ours from others: the whole log is asked, withdrawn events and what is newer than --as-of too."""
    timeline = Timeline(session.timeline.connection, tz=session.settings.tz)
    there = {uid for each in held for uid in each.uids}
    made: set[str] = set()
    imported: set[str] = set()
    for entry in timeline.select(ALWAYS._replace(with_retracted=True)) if there else ():
        if (uid := uid_of(entry)) in there:
            (imported if entry.data.get("uid") else made).add(uid)
    return Ownership(made, imported, timeline.has_key, before, prune)


def _remember(
    memory: Memory,
    before: dict[str, Remembered],
    calendar: Calendar,
    plan: Plan,
    done: Done,
    bar: Bar,
    *,
    is_lost: bool = False,
) -> None:
    """Note for the next time what the server makes of what it was sent; that this fails is no failure of the push."""
    try:
        new = {} if is_lost else read_back(calendar, done, bar.advance)
        written = {wanted.uid for wanted, _ in done.written.values()}
        there = before.keys() - written if is_lost else {*plan.kept, *written}
        memory.write(before, there, new)
    except (TimelineError, OSError, KeyboardInterrupt):
        tell("what was pushed could not be noted; the next push may write some of it again")
        return
    changed = sum(each.sent != each.served for each in new.values())
    if changed:
        tell(f"the server keeps {_number(changed, 'event')} in part only, or in words of its own")


def _tell_what_stays(plan: Plan) -> None:
    if plan.blocked:
        tell(f"left alone, as the calendar has an event of its own with the same UID: {_named(plan.blocked)}")
    if plan.doubled:
        tell(f"left out, as another event has the same UID: {_named(plan.doubled)}")
    if plan.others:
        verb = "comes" if plan.others == 1 else "come"
        tell(f"{_number(plan.others, 'event')} {verb} from another timeline and stay; --prune removes them")


def _print_plan(run: Run, plan: Plan, *, is_new: bool = False) -> None:
    """Print what would be done, a change a line."""
    made = "the calendar would be made\n" if is_new else ""
    lines = [
        f"{change.kind}  {visible(change.key)}{'  (changed on the server)' if change.is_edited else ''}\n"
        for change in plan.changes
    ]
    counts = {kind: plan.count(kind) for kind in Kind}
    print_text(run, f"{made}{''.join(lines)}{_sentence(counts, plan, is_done=False)}\n")


def _print_done(run: Run, plan: Plan, done: Done) -> None:
    """Print what was done.

    Raises:
        Exit: some of it was refused.
    """
    if done.edited:
        tell(f"had been changed on the server, and say again what the log says: {_named(done.edited)}")
    for key, reason in done.failures[:_FEW]:
        tell(f"{key}: {reason}")
    if more := len(done.failures[_FEW:]):
        tell(f"{more} more were refused")
    print_text(run, f"{_sentence(done.counts, plan, is_done=True)}\n")
    if done.failures:
        raise typer.Exit(TimelineError.exit_code)


def _sentence(counts: dict[Kind, int], plan: Plan, *, is_done: bool) -> str:
    changed = ", ".join(f"{counts[kind]:,} {_PAST[kind] if is_done else f'to {kind}'}" for kind in Kind)
    foreign = f"; {_number(plan.foreign, 'event')} of others left alone" if plan.foreign else ""
    return f"{changed}, {len(plan.kept):,} unchanged{foreign}"


def _so_far(done: Done, plan: Plan) -> str:
    if not plan.changes:
        return "nothing was changed"
    counts = ", ".join(f"{done.counts[kind]:,} {_PAST[kind]}" for kind in Kind)
    return f"{done.total:,} of {_number(len(plan.changes), 'change')} made ({counts}); running it again goes on"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _named(keys: Sequence[str]) -> str:
    more = len(keys) - _FEW
    return ", ".join(keys[:_FEW]) + (f" and {more:,} more" if more > 0 else "")
