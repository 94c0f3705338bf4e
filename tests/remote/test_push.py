"""Whatever a calendar holds, and whoever works on it: a push leaves there what is wanted, and all else untouched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pytest
from attrs import define, evolve, field
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.remote.content import read_content
from aitimeline.remote.plan import Ownership, Plan, Remembered, Wanted, make_plan
from aitimeline.remote.push import Done, carry_out, read_back, survey
from aitimeline.remote.server import ServerError
from fake_calendar import WAYS, FakeCalendar, kept_in_part, kept_whole, resource


def no_bar(_stage: str, _amount: int) -> None:
    pass


@define
class Desk:
    """A log in short, the calendar that it is pushed to, and what is remembered of that.

    Attributes:
        events: what the query gives, by UID: the bytes.
        made: the UIDs that the log has ever made.
        imported: the UIDs that it has from calendars.
    """

    calendar: FakeCalendar
    events: dict[str, bytes] = field(factory=dict)
    made: set[str] = field(factory=set)
    imported: set[str] = field(factory=set)
    remembered: dict[str, Remembered] = field(factory=dict)
    prune: bool = False

    def wanted(self) -> list[Wanted]:
        return [wanted(uid, content) for uid, content in self.events.items()]

    def ownership(self) -> Ownership:
        keys = {f"key-{uid}" for uid in self.made | self.imported}
        return Ownership(self.made, self.imported, keys.__contains__, self.remembered, self.prune)

    def plan(self) -> Plan:
        return make_plan(survey(self.calendar, no_bar, no_bar), self.wanted(), self.ownership())

    def push(self) -> Done:
        """Push once, as the command does."""
        plan, done = self.plan(), Done()
        self.calendar.writes.clear()
        carry_out(self.calendar, plan, lambda each: self.events[each.uid], self.ownership(), done, no_bar)
        self.remembered |= read_back(self.calendar, done, no_bar)
        return done

    def record(self, uid: str, summary: str = "Something") -> None:
        """Record or revise an event that the log has made."""
        self.made.add(uid)
        self.events[uid] = resource(uid, summary, key=f"key-{uid}")

    def digests(self) -> dict[str, str]:
        """What the calendar says, by address."""
        return {href: digest(content) for href, (_, content) in self.calendar.resources.items()}


def digest(content: bytes) -> str:
    said = read_content(content)
    return "" if said is None else said.digest


def wanted(uid: str, content: bytes) -> Wanted:
    said = read_content(content)
    assert said is not None
    return Wanted(uid, f"key-{uid}", said.digest, said.stamp)


UIDS = st.sampled_from([f"u{number}" for number in range(4)])
SUMMARIES = st.sampled_from(["a", "b", "다"])
STEPS = st.one_of(
    st.tuples(st.just("record"), UIDS, SUMMARIES),
    st.tuples(st.just("import"), UIDS, SUMMARIES),
    st.tuples(st.just("leave out"), UIDS, SUMMARIES),
    st.tuples(st.just("edit there"), UIDS, SUMMARIES),
    st.tuples(st.just("remove there"), UIDS, SUMMARIES),
    st.tuples(st.just("copy there"), UIDS, SUMMARIES),
    st.tuples(st.just("own event"), st.sampled_from(["v1", "v2", "v3"]), SUMMARIES),
    st.tuples(st.just("other timeline"), st.sampled_from(["w1", "w2"]), SUMMARIES),
    st.tuples(st.just("push"), UIDS, SUMMARIES),
)


def take_step(desk: Desk, step: str, uid: str, summary: str) -> None:
    calendar, href = desk.calendar, f"/cal/{uid}.ics"
    if step == "record" and uid not in desk.imported:
        desk.record(uid, summary)
    elif step == "import" and uid not in desk.made:
        desk.imported.add(uid)
        desk.events[uid] = resource(uid, summary, key=f"key-{uid}")
    elif step == "leave out":
        desk.events.pop(uid, None)
    elif step == "edit there" and href in calendar.resources and uid in desk.made:
        calendar.put(href, resource(uid, f"{summary} edited", key=f"key-{uid}"))
    elif step == "remove there":
        calendar.resources.pop(href, None)
    elif step == "copy there" and uid in desk.made:
        calendar.put(f"/cal/{uid}-copy.ics", resource(uid, summary, key=f"key-{uid}"))
    elif step == "own event":
        calendar.put(f"/cal/mine-{uid}.ics", resource(uid, summary))
    elif step == "other timeline":
        calendar.put(f"/cal/other-{uid}.ics", resource(uid, summary, key=f"key-{uid}"))
    elif step == "push":
        desk.push()


def foreign(desk: Desk) -> dict[str, tuple[str, bytes]]:
    there = desk.calendar.resources.items()
    return {href: kept for href, kept in there if href.startswith(("/cal/mine", "/cal/other"))}


@given(st.sampled_from(WAYS[:2]), st.lists(STEPS, max_size=25))
def test_after_a_push_ours_is_what_is_wanted_and_all_else_is_as_it_was(
    way: Callable[[bytes], bytes], steps: list[tuple[str, str, str]]
) -> None:
    desk = Desk(FakeCalendar(way))
    for step in steps:
        take_step(desk, *step)
    before = foreign(desk)
    desk.push()
    assert foreign(desk) == before
    ours = sorted(each for href, each in desk.digests().items() if href not in before)
    assert ours == sorted(digest(each) for each in desk.events.values())


@given(st.sampled_from(WAYS), st.lists(STEPS, max_size=25), st.booleans())
def test_a_second_push_writes_nothing(
    way: Callable[[bytes], bytes], steps: list[tuple[str, str, str]], forgets: bool
) -> None:
    desk = Desk(FakeCalendar(way))
    for step in steps:
        take_step(desk, *step)
    desk.push()
    if forgets and way is not kept_in_part:
        desk.remembered.clear()
    after = dict(desk.calendar.resources)
    desk.push()
    assert desk.calendar.writes == []
    assert desk.calendar.resources == after


MEDDLING = st.tuples(st.sampled_from(["edit there", "remove there"]), UIDS, st.just("meanwhile"))


@given(st.lists(STEPS, max_size=15), st.lists(MEDDLING, max_size=4))
def test_what_changes_during_a_push_is_as_wanted_after_the_next_at_the_latest(
    steps: list[tuple[str, str, str]], meddling: list[tuple[str, str, str]]
) -> None:
    desk = Desk(FakeCalendar())
    for step in steps:
        take_step(desk, *step)
    desk.calendar.before_write = [partial(take_step, desk, *each) for each in meddling]
    desk.push()
    desk.calendar.before_write.clear()
    desk.push()
    assert {digest(each) for each in desk.events.values()} <= set(desk.digests().values())


def pushed(*uids: str, way: Callable[[bytes], bytes] = kept_whole) -> Desk:
    desk = Desk(FakeCalendar(way))
    for uid in uids:
        desk.record(uid)
    desk.push()
    return desk


def summaries(desk: Desk) -> Iterable[bytes]:
    return [content.split(b"SUMMARY:")[1].split(b"\r\n")[0] for _, content in desk.calendar.resources.values()]


def test_an_edit_on_the_server_is_undone_and_told() -> None:
    desk = pushed("one", "two")
    desk.calendar.put("/cal/one.ics", resource("one", "Mine", key="key-one"))
    assert desk.push().edited == ["key-one"]
    assert list(summaries(desk)) == [b"Something", b"Something"]


def test_a_revision_is_not_told_as_an_edit() -> None:
    desk = pushed("one")
    desk.record("one", "Revised")
    assert desk.push().edited == []
    assert list(summaries(desk)) == [b"Revised"]


def test_an_event_of_a_calendar_that_was_imported_is_not_replaced_by_ours() -> None:
    desk = Desk(FakeCalendar(), imported={"meeting"})
    desk.calendar.put("/cal/theirs.ics", resource("meeting", "With people in it"))
    desk.events["meeting"] = resource("meeting", "As in the log", key="key-meeting")
    assert desk.plan().blocked == ("key-meeting",)
    desk.push()
    assert list(summaries(desk)) == [b"With people in it"]


def test_an_imported_event_that_was_pushed_is_removed_again_even_where_the_server_drops_our_mark() -> None:
    desk = Desk(FakeCalendar(kept_in_part), imported={"meeting"})
    desk.events["meeting"] = resource("meeting", key="key-meeting")
    desk.push()
    desk.events.clear()
    desk.push()
    assert desk.calendar.resources == {}


def test_an_imported_event_whose_mark_was_dropped_and_that_somebody_has_changed_since_is_theirs() -> None:
    desk = Desk(FakeCalendar(kept_in_part), imported={"meeting"})
    desk.events["meeting"] = resource("meeting", key="key-meeting")
    desk.push()
    desk.calendar.put("/cal/meeting.ics", resource("meeting", "With people in it"))
    desk.events.clear()
    desk.push()
    assert list(summaries(desk)) == [b"With people in it"]


def test_copies_of_an_event_are_taken_out() -> None:
    desk = pushed("one")
    desk.calendar.put("/cal/a-copy.ics", resource("one", "Copied", key="key-one"))
    desk.push()
    assert list(desk.calendar.resources) == ["/cal/one.ics"]


def test_a_copy_without_our_mark_is_not_taken_for_a_copy_of_ours() -> None:
    desk = pushed("one")
    desk.calendar.put("/cal/a-copy.ics", resource("one", "Copied"))
    desk.push()
    assert sorted(desk.calendar.resources) == ["/cal/a-copy.ics", "/cal/one.ics"]


def test_an_edit_made_before_all_was_pushed_is_not_taken_for_the_servers_own_doing() -> None:
    desk = Desk(FakeCalendar())
    desk.record("one")
    desk.record("two")
    edit = partial(desk.calendar.put, "/cal/one.ics", resource("one", "Mine", key="key-one"))
    desk.calendar.before_write = [lambda: None, edit]
    desk.push()
    assert list(summaries(desk)) == [b"Mine", b"Something"]
    desk.push()
    assert list(summaries(desk)) == [b"Something", b"Something"]


def test_an_event_that_is_gone_when_it_is_to_be_removed_is_no_failure() -> None:
    desk = pushed("one")
    desk.events.clear()
    desk.calendar.before_write = [desk.calendar.resources.clear]
    assert desk.push().failures == []


def test_another_timelines_events_go_only_when_that_is_asked_for() -> None:
    desk = pushed("one")
    desk.calendar.put("/cal/other.ics", resource("other", key="not-known-here"))
    assert (desk.plan().foreign, desk.plan().others) == (1, 1)
    desk.prune = True
    desk.push()
    assert list(desk.calendar.resources) == ["/cal/one.ics"]


def test_a_log_that_was_made_anew_replaces_its_events_by_key() -> None:
    desk = pushed("one")
    desk.calendar.put("/cal/old.ics", resource("old-uid", key="key-one"))
    desk.push()
    assert list(desk.calendar.resources) == ["/cal/one.ics"]


def test_a_resource_with_events_of_several_uids_is_nobodys_and_blocks_both() -> None:
    desk = Desk(FakeCalendar())
    desk.record("one")
    both = resource("one", key="key-one").replace(
        b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    desk.calendar.put("/cal/both.ics", both)
    assert desk.plan().blocked == ("key-one",)
    desk.push()
    assert desk.calendar.resources["/cal/both.ics"][1] == both


def test_of_two_events_with_one_uid_the_first_is_pushed_and_the_other_named() -> None:
    one = wanted("one", resource("one"))
    plan = make_plan([], [one, Wanted("one", "second", "x")], Ownership())
    assert (len(plan.changes), plan.doubled) == (1, ("second",))


def test_one_that_the_server_refuses_does_not_stop_the_others() -> None:
    desk = Desk(FakeCalendar(refused={"two"}))
    for uid in ("one", "two", "three"):
        desk.record(uid)
    done = desk.push()
    assert done.failures == [("key-two", "cannot be written, 403")]
    assert sorted(desk.calendar.resources) == ["/cal/one.ics", "/cal/three.ics"]


def test_a_server_that_refuses_everything_is_not_asked_for_long() -> None:
    desk = Desk(FakeCalendar(refused={f"u{number}" for number in range(9)}))
    for number in range(9):
        desk.record(f"u{number}")
    with pytest.raises(ServerError, match="refuses what is sent: cannot be written, 403"):
        desk.push()
    assert len(desk.calendar.writes) == 3


def test_one_that_changes_again_and_again_is_given_up_after_three_times() -> None:
    desk = pushed("one")
    desk.record("one", "Revised")
    desk.calendar.before_write = [lambda: desk.calendar.put("/cal/one.ics", resource("one", "x", key="key-one"))] * 9
    ((key, reason),) = desk.push().failures
    assert key == "key-one"
    assert "3 times" in reason
    assert len(desk.calendar.writes) == 3


def test_an_event_of_somebody_else_that_takes_our_place_meanwhile_is_left_alone() -> None:
    desk = Desk(FakeCalendar())
    desk.record("one")
    desk.calendar.before_write = [lambda: desk.calendar.put("/cal/one.ics", resource("theirs", "Theirs"))]
    assert desk.push().failures == [("key-one", "the calendar has an event of its own there")]
    assert list(summaries(desk)) == [b"Theirs"]


def test_one_without_an_etag_is_not_replaced() -> None:
    desk = pushed("one")
    desk.record("one", "Revised")
    calendar = desk.calendar
    held = [evolve(each, etag=None) for each in survey(calendar, no_bar, no_bar)]
    plan = make_plan(held, desk.wanted(), desk.ownership())
    done = Done()
    carry_out(calendar, plan, lambda each: desk.events[each.uid], desk.ownership(), done, no_bar)
    assert "ETag" in done.failures[0][1]
    assert list(summaries(desk)) == [b"Something"]
