"""Lines that come, held against those that are there: the answers of a plain dictionary, in bounded memory."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log import intake as intake_module
from aitimeline.log import spill
from aitimeline.log.intake import Intake, piece_of
from aitimeline.log.place import Place
from aitimeline.log.register import Places, Register, entry_of
from aitimeline.log.spill import Spill
from aitimeline.model.error import ConflictError
from aitimeline.model.quick import Sighting, sighting_of
from strategies import event_of, record_of

EVENTS = [event_of("2023", title) for title in ("one", "two")]
lines = st.builds(
    lambda number, which, subject, seconds: sighting_of(
        record_of(EVENTS[which], number, subject=subject, seconds=seconds)
    ),
    st.integers(0, 3),
    st.integers(0, 1),
    st.sampled_from("ab"),
    st.integers(0, 2),
)
comers = st.lists(st.tuples(lines, st.booleans()), max_size=8)


def nothing(_: int) -> None:
    """Where nobody looks on."""


def take_in(intake: Intake, coming: list[tuple[Sighting, bool]]) -> None:
    """Take lines in, as two pieces with a row between them that is nothing."""
    rows: list[tuple[int, Sighting | None, bool]] = [
        (number, each, is_made) for number, (each, is_made) in enumerate(coming, start=1)
    ]
    for piece in (rows[:2], [(3, None, False)], rows[2:]):
        slot = intake.slot(Path("file"), len(piece), piece[-1][0] if piece else 0)
        intake.add(piece_of(slot, piece))


def compared(there: list[Sighting], coming: list[tuple[Sighting, bool]]) -> tuple[list[bytes], int, list[str]]:
    """The lines that would be added, how many are known, and what is refused."""
    with Register() as log, Intake() as intake:
        base = log.places.base(Path("log"), len(there))
        log.add(entry_of(sighting, base + number) for number, sighting in enumerate(there, start=1))
        take_in(intake, coming)
        found = intake.compare(log, nothing)
        added = [line.rstrip(b"\n") for line, _ in intake.lines(found)]
        return added, found.known, [str(refusal) for refusal in found.refusals]


def expected(there: list[Sighting], coming: list[tuple[Sighting, bool]]) -> tuple[list[bytes], int, set[int]]:
    """The same, with dictionaries: ids first, then the keys of what was made."""
    known, refused = judged_by_id(there, coming)
    taken: dict[str, set[bytes]] = {}
    for each in there:
        taken.setdefault(each.subject, set()).add(each.content)
    for number, (each, is_made) in enumerate(coming):
        contents = taken.setdefault(each.subject, set())
        if is_made and contents and number not in known | refused:
            (known if each.content in contents else refused).add(number)
        elif number not in refused:
            contents.add(each.content)
    added = [each.line for number, (each, _) in enumerate(coming) if number not in known | refused]
    return added, len(known), {number + 1 for number in refused}


def rank(each: Sighting) -> tuple[datetime, str]:
    """Of lines with one id and one content the one with the least rank counts."""
    return each.time, each.digest


def judged_by_id(there: list[Sighting], coming: list[tuple[Sighting, bool]]) -> tuple[set[int], set[int]]:
    """The numbers of those that are known by their id, and of those that contradict it."""
    by_id: dict[str, Sighting] = {}
    for each in there:
        if each.id not in by_id or rank(each) < rank(by_id[each.id]):
            by_id[each.id] = each
    known, refused = set(), set()
    for number, (each, is_made) in enumerate(coming):
        same = by_id.setdefault(each.id, each)
        if same.content != each.content:
            refused.add(number)
        elif same is not each and (is_made or rank(same) <= rank(each)):
            known.add(number)
        else:
            by_id[each.id] = each
    return known, refused


@given(st.lists(lines, max_size=6), comers)
def test_what_is_added_known_and_refused_is_what_dictionaries_say(
    there: list[Sighting], coming: list[tuple[Sighting, bool]]
) -> None:
    added, known, refusals = compared(there, coming)
    assert (added, known, {int(each.split(":")[1]) for each in refusals}) == expected(there, coming)


@given(comers)
def test_what_was_added_is_known_the_next_time(coming: list[tuple[Sighting, bool]]) -> None:
    added, _, refusals = compared([], coming)
    by_line = {sighting.line: sighting for sighting, _ in coming}
    again = compared([by_line[line] for line in added], coming)
    assert again[0] == []
    assert {*(each.split(":")[1] for each in again[2])} <= {*(each.split(":")[1] for each in refusals)}


def test_a_refusal_names_both_places() -> None:
    one, two = (sighting_of(record_of(event, 1)) for event in EVENTS)
    assert compared([one], [(two, False)])[2] == ["file:1: its id is at log:1 with other content"]
    assert compared([], [(one, False), (two, False)])[2] == ["file:2: its id is at file:1 with other content"]


def test_a_taken_key_names_who_has_it() -> None:
    one, two = (sighting_of(record_of(event, number)) for number, event in enumerate(EVENTS))
    assert compared([one], [(two, True)])[2] == ["file:1: its key is taken by log:1"]
    assert compared([one], [(two, False)])[2] == []


def test_far_too_many_contradictions_end_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "MOST_REFUSALS", 2)
    one, two = (sighting_of(record_of(event, 1)) for event in EVENTS)
    with pytest.raises(ConflictError, match="more than"):
        compared([one], [(two, False)] * 3)


@given(st.lists(st.binary(min_size=4, max_size=4), max_size=60), st.integers(4, 40))
def test_what_is_spilled_comes_back_by_part_and_in_order(entries: list[bytes], size: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(spill, "_BUFFER", size)
        kept = Spill(4)
        kept.add_all(entries)
        for number in range(spill.PARTS):
            assert kept.part(number) == b"".join(entry for entry in entries if entry[0] == number)
        kept.close()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), max_size=12))
def test_a_number_is_enough_to_find_a_place_again(found: list[tuple[str, int]]) -> None:
    places = Places()
    wanted = [Place(Path(name), line) for name, line in sorted(found)]
    numbers = [places.base(place.segment, place.line) + place.line for place in wanted]
    assert [places.place(number) for number in numbers] == wanted
