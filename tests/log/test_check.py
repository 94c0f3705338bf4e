"""Whether a log is whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from aitimeline.log.check import Kind, Verdict, verify
from aitimeline.log.disk import SystemDisk
from aitimeline.model.actor import Actor
from aitimeline.model.event import Participation
from aitimeline.model.record import Record
from aitimeline.model.text import Names
from strategies import EPOCH, event_of, identifier, lines_of, logs, record_of, resealed

EVENT, LATER = event_of("2023-12-06"), event_of("2023-12-07")
NOW = EPOCH + timedelta(days=1)


def verdict_on(folder: Path, *segments: bytes) -> Verdict:
    """The verdict on a log with these segments."""
    for number, content in enumerate(segments):
        (folder / f"{number}.jsonl").write_bytes(content)
    return verify([folder], SystemDisk(), NOW)


def kinds(verdict: Verdict) -> list[Kind]:
    return [finding.kind for finding in verdict.findings]


def test_nothing_is_found_in_a_log_that_is_whole(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1), record_of(LATER, 2, supersedes=(identifier(1),))]))
    assert (verdict.records, verdict.findings) == (2, ())


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path)
    assert (verdict.records, verdict.segments, verdict.findings) == (0, (), ())


def test_a_digest_that_does_not_fit_is_damage(tmp_path: Path) -> None:
    content = lines_of([record_of(EVENT, 1), record_of(LATER, 2, subject="b")])
    verdict = verdict_on(tmp_path, content.replace(b"2023-12-06", b"2023-12-05"))
    assert (kinds(verdict), verdict.has_damage, verdict.findings[0].place.line) == ([Kind.DAMAGED], True, 1)


def test_one_id_with_two_contents_is_damage_and_names_both_places(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1)]), lines_of([record_of(LATER, 1)]))
    assert kinds(verdict) == [Kind.DAMAGED]
    assert all(f"{number}.jsonl:1" in verdict.findings[0].message for number in range(2))


def test_a_line_that_stands_twice_is_counted_and_no_fault(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1)] * 3))
    assert (verdict.records, verdict.repeated, verdict.findings) == (1, 2, ())


def test_a_record_that_is_replaced_but_not_there_is_missing(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(LATER, 2, supersedes=(identifier(1),))]))
    assert (kinds(verdict), verdict.has_damage) == ([Kind.MISSING], True)
    assert identifier(1) in verdict.findings[0].message


def test_two_heads_are_a_conflict(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1), record_of(LATER, 2)]))
    assert (kinds(verdict), verdict.has_conflict, verdict.has_damage) == ([Kind.CONFLICT], True, False)


def test_an_actor_that_the_log_does_not_know_is_named_once(tmp_path: Path) -> None:
    part = (Participation("gogle"),)
    events = [record_of(event_of("2023", actors=part), number, subject=f"e-{number}") for number in range(5)]
    verdict = verdict_on(tmp_path, lines_of(events))
    assert kinds(verdict) == [Kind.ACTOR]
    assert verdict.findings[0].message == "gogle, named by e-0, e-1, e-2 ..."


def test_an_actor_that_the_log_knows_is_no_finding(tmp_path: Path) -> None:
    actor = record_of(Actor("company", Names.of({"en": ["Google"]})), 1, subject="google")
    event = record_of(event_of("2023", actors=(Participation("google"),)), 2)
    assert verdict_on(tmp_path, lines_of([actor, event])).findings == ()


def test_a_time_that_goes_back_in_a_segment_is_told(tmp_path: Path) -> None:
    records = [record_of(EVENT, 1, subject="a", seconds=9), record_of(EVENT, 2, subject="b", seconds=3)]
    verdict = verdict_on(tmp_path, lines_of(records))
    assert (kinds(verdict), verdict.findings[0].place.line) == ([Kind.CLOCK], 2)


def test_a_time_that_is_yet_to_come_is_told(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1, seconds=10**6)]))
    assert kinds(verdict) == [Kind.CLOCK]


def test_a_record_that_is_older_than_what_it_replaces_is_told(tmp_path: Path) -> None:
    first, second = record_of(EVENT, 1, seconds=9), record_of(LATER, 2, seconds=3, supersedes=(identifier(1),))
    assert kinds(verdict_on(tmp_path, lines_of([first]), lines_of([second]))) == [Kind.CLOCK]


def test_a_line_that_another_program_has_respaced_is_a_matter_of_form(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1)]).replace(b'","', b'", "'))
    assert (kinds(verdict), verdict.has_damage) == ([Kind.FORM], False)


def test_records_of_another_timeline_are_counted(tmp_path: Path) -> None:
    own = lines_of([record_of(EVENT, number, subject=f"e-{number}") for number in range(2)])
    other = resealed(record_of(EVENT, 7, subject="other").line, source="https://example.org/other")
    verdict = verdict_on(tmp_path, own, other + b"\n")
    assert (kinds(verdict), verdict.findings[0].message) == (
        [Kind.TIMELINE],
        "1 records were made for https://example.org/other",
    )


def test_a_record_of_a_newer_version_is_told_and_no_damage(tmp_path: Path) -> None:
    newer = resealed(record_of(EVENT, 1).line, type="aitimeline.event.recorded.v2")
    verdict = verdict_on(tmp_path, newer + b"\n")
    assert (kinds(verdict), verdict.has_damage) == ([Kind.NEWER], False)


def test_a_last_line_that_was_not_finished_is_damage(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, lines_of([record_of(EVENT, 1)]) + b'{"da')
    assert (kinds(verdict), verdict.findings[0].place.line) == ([Kind.DAMAGED], 2)


@pytest.mark.parametrize("glued", [b"", b"\x0b", b"K"])
def test_records_that_lost_the_newline_between_them_are_both_counted(tmp_path: Path, glued: bytes) -> None:
    one, two = record_of(EVENT, 1, subject="a"), record_of(EVENT, 2, subject="b")
    verdict = verdict_on(tmp_path, one.line + glued + two.line + b"\n")
    assert (verdict.records, kinds(verdict)) == (2, [Kind.DAMAGED])


@given(logs())
def test_any_log_gets_a_verdict(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> None:
    verdict = verdict_on(tmp_path_factory.mktemp("log"), lines_of(records))
    assert verdict.records == len(records)
    assert Kind.DAMAGED not in kinds(verdict)
