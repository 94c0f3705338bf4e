"""Times of records that a clock has yet to reach, and a clock that is far past them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.clock import ClockError, Dated, Times
from aitimeline.log.place import Place
from aitimeline.log.writing import Change, Writer, Written, record_event, retract, revise
from strategies import event_of
from workbench import START, timeline_of, writer_at

DAY = timedelta(days=1)
FAR = datetime(2200, 1, 1, tzinfo=UTC)
EVENT = event_of("2023-12-06")
PLACE = Place(Path("kim.jsonl"), 1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 9)).map(lambda time: time.replace(tzinfo=UTC))  # noqa: DTZ001


def dated(time: datetime, subject: str = "e") -> Dated:
    return Dated(time, subject, PLACE)


def at(folder: Path, now: datetime, *, allow_ahead: bool = False) -> Writer:
    writer = writer_at(folder, clock=lambda: now)
    writer.allow_ahead = allow_ahead
    return writer


@given(moments, st.lists(moments))
def test_the_next_time_is_after_all_but_those_more_than_a_day_ahead(now: datetime, recorded: list[datetime]) -> None:
    times = Times(now)
    for each in recorded:
        times.add(dated(each))
    near = [each for each in recorded if each <= now + DAY]
    assert times.following() >= now
    assert all(times.following() > each for each in near)
    assert times.following() == now or times.following() - timedelta(microseconds=1) in near
    far = [each for each in recorded if each > now + DAY]
    assert times.ahead == (dated(min(far)) if far else None)


def test_a_time_at_the_very_end_of_the_calendar_is_ahead_of_any_other() -> None:
    times = Times(START)
    times.add(dated(datetime.max.replace(tzinfo=UTC)))
    with pytest.raises(ClockError, match="9999-12-31"):
        times.check(print, allows_ahead=False)
    assert times.following() == START


def test_a_clock_more_than_a_year_past_the_newest_record_is_told() -> None:
    told: list[str] = []
    for days in (366, 367):
        times = Times(START + days * DAY)
        times.add(dated(START))
        times.check(told.append, allows_ahead=False)
    assert len(told) == 1
    assert "2027-03-03" in told[0]


def test_one_record_of_the_future_stops_every_change_and_is_named(tmp_path: Path) -> None:
    record_event(at(tmp_path, FAR), "e", EVENT)
    before = (tmp_path / "kim.jsonl").read_bytes()
    seen = timeline_of(tmp_path).history("e")
    changes: list[Callable[[Writer], Written]] = [
        lambda writer: record_event(writer, "f", EVENT),
        lambda writer: revise(writer, "e", event_of("2024"), Change.to(seen)),
        lambda writer: retract(writer, "e", Change.to(seen)),
    ]
    for change in changes:
        with pytest.raises(ClockError, match=r"kim\.jsonl:1: a record of 'e' is of 2200-01-01"):
            change(at(tmp_path, START))
    assert (tmp_path / "kim.jsonl").read_bytes() == before


def test_what_is_written_all_the_same_bears_the_time_of_the_clock_and_is_found_as_of_then(tmp_path: Path) -> None:
    record_event(at(tmp_path, START), "a", EVENT)
    record_event(at(tmp_path, FAR), "e", EVENT)
    written = record_event(at(tmp_path, START, allow_ahead=True), "f", EVENT)
    assert written.record.time == START + timedelta(microseconds=1)
    seen = timeline_of(tmp_path).history("e")
    mended = revise(at(tmp_path, START + DAY, allow_ahead=True), "e", event_of("2024"), Change.to(seen))
    assert mended.record.time == START + DAY
    for time in (START + DAY, FAR, FAR + DAY):
        timeline = timeline_of(tmp_path, as_of=int(time.timestamp()) * 10**6)
        assert [entry.key for entry in timeline.select()] == ["a", "f", "e"]
        assert timeline.entry("e").when.edtf == "2024"


def test_a_record_that_is_hours_ahead_is_followed_as_ever(tmp_path: Path) -> None:
    record_event(at(tmp_path, START + DAY), "e", EVENT)
    written = record_event(at(tmp_path, START), "f", EVENT)
    assert written.record.time == START + DAY + timedelta(microseconds=1)
