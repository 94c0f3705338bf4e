"""Bringing logs together: the union of their records, whichever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.log.bulk import Stated
from aitimeline.log.merge import Merge, Union, conflicts_made, merge_logs, segments_of, unite_versions
from aitimeline.model.error import BadInputError
from aitimeline.model.history import conflicts
from aitimeline.model.record import Record, read_record
from plain_log import read_log
from strategies import event_of, lines_of, logs, record_of, resealed
from workbench import START, writer_at

RECORDS = [record_of(event_of("2023", f"사건 {number}"), number, subject=f"e-{number}") for number in range(4)]
STATED = Stated("https://example.org/t", START)
TORN = b'{"data":{"torn'
damaged = st.sampled_from([b"not a record", b"<<<<<<< HEAD", TORN])


def nothing(_: str, __: int) -> None:
    """Where nobody looks on."""


def merge(into: Path, *others: Path, dry_run: bool = False) -> Merge:
    writer = writer_at(into)
    return merge_logs(writer, segments_of(others, writer.disk), STATED, nothing, dry_run=dry_run)


def log_of(folder: Path, records: list[Record], name: str = "lee") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(lines_of(records))
    return folder


def test_the_records_of_another_log_are_added_as_they_are(tmp_path: Path) -> None:
    ours = log_of(tmp_path / "ours", RECORDS[:2])
    made = merge(ours, log_of(tmp_path / "theirs", RECORDS[1:]))
    assert (made.added.added, made.added.known) == (2, 1)
    assert (ours / "kim.jsonl").read_bytes() == lines_of(RECORDS[2:])
    assert read_log([ours]).records == tuple(RECORDS)


def test_merging_again_adds_nothing(tmp_path: Path) -> None:
    ours, theirs = log_of(tmp_path / "ours", RECORDS[:1]), log_of(tmp_path / "theirs", RECORDS)
    merge(ours, theirs)
    before = (ours / "kim.jsonl").read_bytes()
    assert merge(ours, theirs).added.added == 0
    assert (ours / "kim.jsonl").read_bytes() == before


def test_several_logs_and_single_segments_are_merged_at_once(tmp_path: Path) -> None:
    ours = log_of(tmp_path / "ours", RECORDS[:1])
    one, two = log_of(tmp_path / "one", RECORDS[:2]), log_of(tmp_path / "two", RECORDS[1:])
    merge(ours, one, two / "lee.jsonl")
    assert read_log([ours]).records == tuple(RECORDS)


def test_records_of_a_newer_version_are_merged_untouched(tmp_path: Path) -> None:
    line = resealed(RECORDS[0].line, type="aitimeline.event.recorded.v9", data={"later": [1.50, {"b": 1, "a": "é"}]})
    other = log_of(tmp_path / "theirs", [])
    (other / "lee.jsonl").write_bytes(line + b"\n")
    ours = log_of(tmp_path / "ours", [])
    merge(ours, other)
    assert (ours / "kim.jsonl").read_bytes() == line + b"\n"


def test_damaged_lines_are_left_where_they_are_and_named(tmp_path: Path) -> None:
    theirs = log_of(tmp_path / "theirs", RECORDS)
    with (theirs / "lee.jsonl").open("ab") as opened:
        opened.write(b"rotten\n")
    made = merge(tmp_path / "ours", theirs)
    assert [str(damage.place) for damage in made.damages] == [f"{theirs / 'lee.jsonl'}:5"]
    assert read_log([tmp_path / "ours"]).records == tuple(RECORDS)


def test_one_id_with_other_content_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    other = record_of(event_of("2024", "other"), 0, subject="e-0")
    ours, theirs = log_of(tmp_path / "ours", RECORDS[:2]), log_of(tmp_path / "theirs", [*RECORDS[2:], other])
    made = merge(ours, theirs)
    assert [str(refusal) for refusal in made.added.refusals] == [
        f"{theirs / 'lee.jsonl'}:3: its id is at {ours / 'lee.jsonl'}:1 with other content"
    ]
    assert not (ours / "kim.jsonl").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made = merge(tmp_path / "ours", log_of(tmp_path / "theirs", RECORDS), dry_run=True)
    assert made.added.added == 4
    assert not (tmp_path / "ours").exists()


@pytest.mark.parametrize("name", ["none", "empty"])
def test_what_is_no_log_cannot_be_merged(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInputError, match=name):
        merge(tmp_path / "ours", tmp_path / name)


@given(logs(), logs(), logs())
def test_logs_that_do_not_contradict_merge_alike_in_any_order_and_grouping(
    tmp_path_factory: pytest.TempPathFactory, one: list[Record], two: list[Record], three: list[Record]
) -> None:
    place = tmp_path_factory.mktemp("logs")
    contents: dict[str, bytes] = {}
    apart = [
        [each for each in log if contents.setdefault(each.id, each.content()) == each.content()]
        for log in (one, two, three)
    ]
    first, second, third = (log_of(place / str(number), log) for number, log in enumerate(apart))
    merge(place / "a", first, second, third)
    merge(place / "b", third)
    merge(place / "b", first)
    merge(place / "b", second)
    merge(log_of(place / "half", []), second, third)
    merge(place / "c", first, place / "half")
    found = [read_log([place / name]).records for name in "abc"]
    assert found[0] == found[1] == found[2]
    assert merge(place / "a", place / "c").added.added == 0


# Versions of one segment, as git has them.


def version(records: list[Record], *damages: bytes) -> bytes:
    return lines_of(records) + b"".join(line + b"\n" for line in damages)


def sets(content: bytes) -> set[bytes]:
    return set(filter(None, content.split(b"\n")))


@given(logs(), logs(), logs(), st.lists(damaged, max_size=2), st.lists(damaged, max_size=2))
def test_versions_unite_alike_whichever_is_ours(
    base: list[Record], one: list[Record], two: list[Record], left: list[bytes], right: list[bytes]
) -> None:
    before = version(base)
    ours, theirs = before + version(one, *left), before + version(two, *right)
    united = unite_versions(before, ours, theirs)
    assert united == unite_versions(before, theirs, ours)
    assert sets(united.content) == sets(ours) | sets(theirs)
    assert united.content.startswith(before)


@given(logs(), logs(), logs())
def test_uniting_does_not_depend_on_the_grouping(one: list[Record], two: list[Record], three: list[Record]) -> None:
    versions = [version(each) for each in (one, two, three)]
    left = unite_versions(b"", unite_versions(b"", *versions[:2]).content, versions[2])
    right = unite_versions(b"", versions[0], unite_versions(b"", *versions[1:]).content)
    assert sets(left.content) == sets(right.content)


@given(logs(), st.lists(damaged, max_size=2))
def test_a_version_united_with_itself_or_with_its_beginning_stays_as_it_is(
    records: list[Record], damages: list[bytes]
) -> None:
    whole = version(records, *damages)
    assert unite_versions(whole, whole, whole) == Union(whole)
    assert unite_versions(b"", b"", lines_of(RECORDS)) == Union(lines_of(RECORDS))


@given(logs(), logs(), logs())
def test_no_record_is_in_the_union_twice(base: list[Record], one: list[Record], two: list[Record]) -> None:
    ours, theirs = version(one), version(two)
    lines = unite_versions(version(base), ours, theirs).content.splitlines()
    begin = unite_versions(b"", ours, theirs).content.splitlines()
    assert len(begin) - len(set(begin)) <= max(len(one) - len(set(ours.splitlines())), 0)
    assert set(lines) == set(begin)


def test_what_was_appended_in_two_branches_stands_in_the_order_of_the_log() -> None:
    base = lines_of(RECORDS[:1])
    united = unite_versions(base, base + lines_of([RECORDS[3]]), base + lines_of(RECORDS[1:3]))
    assert united == Union(lines_of(RECORDS))


def test_a_line_that_one_side_has_repaired_away_does_not_come_back() -> None:
    base = version(RECORDS[:1], TORN)
    repaired = version(RECORDS[:1])
    appended = base + lines_of(RECORDS[1:2])
    assert unite_versions(base, repaired, appended) == Union(lines_of(RECORDS[:2]))


def test_a_record_that_one_side_has_taken_out_is_kept_and_named() -> None:
    base = lines_of(RECORDS[:2])
    united = unite_versions(base, lines_of(RECORDS[1:2]), base + lines_of(RECORDS[2:3]))
    assert sets(united.content) == sets(lines_of(RECORDS[:3]))
    assert united.revived == (RECORDS[0].subject,)


def test_a_version_that_ends_in_a_torn_line_is_not_glued_to() -> None:
    united = unite_versions(b"", lines_of(RECORDS[:1]) + TORN, lines_of(RECORDS[1:2]))
    assert sets(united.content) == {TORN, *sets(lines_of(RECORDS[:2]))}


def test_one_id_with_other_content_in_two_versions_is_told_and_both_stay() -> None:
    other = record_of(event_of("2024"), 0, subject="e-0")
    united = unite_versions(b"", lines_of(RECORDS[:1]), lines_of([other]))
    assert united.contradictions == (other.id,)
    assert sets(united.content) == sets(lines_of([RECORDS[0], other]))


def test_a_union_that_makes_a_conflict_names_it_whichever_version_is_ours() -> None:
    base = lines_of(RECORDS[:2])
    one, two = (
        record_of(event_of(day), number, subject="e-0", supersedes=(RECORDS[0].id,))
        for number, day in ((8, "2024"), (9, "2025"))
    )
    ours, theirs = base + lines_of([one]), base + lines_of([two])
    for pair in ((ours, theirs), (theirs, ours)):
        (made,) = conflicts_made(unite_versions(base, *pair), pair, [])
        assert (made.key, made.heads) == ("e-0", (one, two))
    settled = record_of(event_of("2024"), 10, subject="e-0", supersedes=(one.id, two.id))
    assert conflicts_made(unite_versions(base, ours, theirs), (ours, theirs), [lines_of([settled])]) == []


@given(logs(), logs(), logs())
def test_the_conflicts_that_a_union_makes_are_those_that_neither_version_had(
    base: list[Record], one: list[Record], two: list[Record]
) -> None:
    versions = [version(base) + version(each) for each in (one, two)]
    united = unite_versions(version(base), *versions)
    if not united.contradictions:
        before = [{(each.key, each.head_ids) for each in conflicts(records_in(content))} for content in versions]
        now = {(each.key, each.head_ids) for each in conflicts(records_in(united.content))}
        made = {(each.key, each.head_ids) for each in conflicts_made(united, versions, [])}
        assert made == now - before[0] - before[1]


def records_in(content: bytes) -> list[Record]:
    return list({record.id: record for record in map(read_record, filter(None, content.split(b"\n")))}.values())
