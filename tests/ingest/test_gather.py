"""From files of rows and records to records that can be added; and the files of what cannot."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field
from hypothesis import example, given
from hypothesis import strategies as st

from aitimeline.ingest.gather import Finder, Gatherer, Given, Reader, rejected, rejected_heading
from aitimeline.ingest.rowfile import Row, RowFile
from aitimeline.ingest.rows import Find, Shaper
from aitimeline.log.disk import SystemDisk
from aitimeline.log.intake import Comparison, Intake
from aitimeline.model.error import BadInputError
from aitimeline.model.quick import Maker
from aitimeline.model.record import read_record
from desk import ACTORS, SMALL, event, record_line, write_log
from strategies import EPOCH, TIMELINE, json_values, logs

HEADING = b"when,title,kind\n"
GOOD = HEADING + "2023-12-06,The AI Alliance is formed,alliance\n2023-12-07,구글 Gemini,release\n".encode()
OBJECTS = b'{"when":"2023","title":"One","tags":["a"]}\n{"when":"2024","title":{"en":"Two"},"actors":["x=y"]}\n'
LONGEST = 600


def nobody(_: str) -> frozenset[str]:
    """A log without actors."""
    return frozenset()


@define
class Gathered:
    """What came of a file: lines to be added, bad rows with their reasons, steps of progress."""

    unknown: set[str] = field(factory=set)
    lines: list[bytes] = field(factory=list)
    bad: list[tuple[Row, str]] = field(factory=list)
    steps: list[int] = field(factory=list)

    @property
    def data(self) -> list[Any]:
        """The data of the records."""
        return [json.loads(line)["data"] for line in self.lines]

    @property
    def reasons(self) -> list[str]:
        """Why rows are bad, after the lines that they begin on."""
        return [f"{row.line}: {reason}" for row, reason in self.bad]


def gather(content: bytes, name: str = "rows.csv", find: Find = nobody, processes: int = 1) -> Gathered:
    """Take in all rows of a file that can be taken."""
    made = Gathered()
    maker = Maker(TIMELINE, EPOCH + timedelta(days=2), "Kim")
    with Intake() as intake:
        file = RowFile(Path(name), io.BytesIO(content))
        reader = Reader(Shaper(find), maker)
        gatherer = Gatherer(file, intake, reader, lambda row, why: made.bad.append((row, why)), made.steps.append)
        gatherer.gather(processes)
        made.unknown = gatherer.unknown
        made.lines = [line.removesuffix(b"\n") for line, _ in intake.lines(Comparison(bytearray(10_000)))]
    return made


def collected(content: bytes, name: str = "rows.csv") -> bytes:
    """The file of the bad rows of a file."""
    file = RowFile(Path(name), io.BytesIO(content))
    heading = rejected_heading(file.columns) if file.is_csv else b""
    return heading + b"".join(rejected(row, reason, file.columns) for row, reason in gather(content, name).bad)


def test_rows_become_records() -> None:
    (formed, shown), bad = gather(GOOD.replace(b"kind", b"key")).data, gather(GOOD).reasons
    assert formed == {"kind": "event", "title": {"en": "The AI Alliance is formed"}, "when": "2023-12-06"}
    assert shown["title"] == {"ko": "구글 Gemini"}
    assert bad == ["3: no key can be made without an English title; give one as 'key', such as gemini-announced"]


@given(logs())
def test_records_are_taken_as_they_stand(records: list[Any]) -> None:
    made = gather(b"".join(record.line + b"\n" for record in records), "rows.jsonl")
    assert (made.lines, made.bad) == ([record.line for record in records], [])


def test_a_record_that_was_spaced_anew_is_taken_and_one_that_was_changed_is_not() -> None:
    line = record_line("gemini-shown", event("2023-12-07", "Gemini is shown"), 1)
    spaced = json.dumps(json.loads(line), indent=None, separators=(" , ", " : ")).encode()
    made = gather(spaced + b"\n" + line.replace(b"2023", b"2024"), "rows.jsonl")
    assert made.lines == [line.removesuffix(b"\n")]
    assert made.reasons == ["2: its digest does not fit its content"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "rows.csv: is empty"),
        (b"\n\nwehn,title\n", "rows.csv:3: no column is known by the name 'wehn'"),
        (b"when,kind\n", "rows.csv:1: there must be a column 'when' and a column 'title'"),
        (b'"when,title\n', "rows.csv:1: the row that begins here is not CSV"),
        (GOOD + b'2024,"A,b\n', "rows.csv:4: the row that begins here is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_bad_input_with_one_place(content: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=f"^{message}") as failure:
        gather(content)
    assert str(failure.value).count("rows.csv") == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"when":"2023","title":"A"', "not JSON: Expecting ',' delimiter: character 27"),
        (b'{"when":"2023","when":"2024","title":"A"}', "not JSON: a member stands twice in one object"),
        (b'{"when":NaN,"title":"A"}', "not JSON: NaN is no JSON number"),
        (b'{"when":' + b"9" * 5000 + b',"title":"A"}', "'when' is not text: Infinity"),
        (b'{"when":"2023","title":"\xb1\xb8"}', "is not UTF-8; save it as UTF-8"),
        (b"null", "not a JSON object"),
        (b'{"a":' * 100_000, "is nested too deeply"),
        (b'{"title":"\\ud800","when":"2023"}', "the title has a character that cannot be kept, U+D800"),
        (b'{"title":"A","when":"2023","sources":[{"publisher":"\\ud800"}]}', "the publisher has a character"),
        (b'{"title":"A","when":"2023","figures":[{"name":"a","value":1e999}]}', "this cannot be written as JSON"),
        (b'{"title":"' + b"x" * (1 << 20) + b'","when":"2023"}', "the record has 1,0"),
        (b'{"line":1,"reason":"","row":"\\ud800"}', "is not UTF-8"),
        (b'{"line":1,"reason":"","row":1}', "no member is known by the name 'row'"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_and_the_others_are_taken(line: bytes, reason: str) -> None:
    made = gather(b'{"when":"2023","title":"Good"}\n' + line + b"\n" + OBJECTS, "rows.jsonl")
    assert len(made.lines) == 3
    (told,) = made.reasons
    assert told.startswith(f"2: {reason}")


@pytest.mark.parametrize("member", ["title", "when", "figures", "actors", "sources", "other"])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}"), ('[{"name":"a","value":', "}]")])
def test_no_depth_of_nesting_is_too_much(member: str, begin: str, end: str) -> None:
    depths = (*range(2, 1100, 50), *range(900, 1010))
    nested = [json.dumps({"when": "2023", "title": "A", member: "?"}) for _ in depths]
    lines = [line.replace('"?"', begin * depth + "1" + end * depth) for line, depth in zip(nested, depths, strict=True)]
    assert len(gather("\n".join(lines).encode(), "rows.jsonl").bad) == len(depths)


def test_a_reason_is_never_longer_than_a_person_would_read() -> None:
    made = gather(f'{{"when":"2023","title":"A","key":"{"K" * 10_000}"}}'.encode(), "rows.jsonl")
    assert len(made.reasons[0]) < LONGEST
    with pytest.raises(BadInputError) as failure:
        gather(b"when,title," + b"k" * 100_000)
    assert len(str(failure.value)) < LONGEST


def test_of_long_rows_only_few_are_held_at_a_time() -> None:
    made = gather(b"when,title,key\n" + b"".join(b"2023,%b,%d\n" % (b"x" * 600_000, i) for i in range(6)))
    assert (len(made.lines), max(made.steps) < 2_000_000) == (6, True)


fragments = st.sampled_from([*b"{}[],:\"\\\r\n\0\xff;\t='", ord("a")]).map(lambda byte: bytes([byte]))
broken = st.builds(
    lambda whole, at, length, piece: whole[: at % len(whole)] + piece + whole[at % len(whole) + length :],
    st.sampled_from([GOOD, OBJECTS, record_line("a", event("2023", "A"), 1)]),
    st.integers(0, 10_000),
    st.integers(0, 30),
    st.lists(fragments, max_size=5).map(b"".join) | st.binary(max_size=5),
)
objects = st.lists(json_values.map(json.dumps) | st.just('{"when":"2023","title":"A"}')).map("\n".join).map(str.encode)


@given(st.binary(max_size=200) | broken | objects, st.sampled_from(["rows.csv", "rows.jsonl", "standard input"]))
@example(b'{"data":' + b"[" * 100_000, "rows.jsonl")
def test_any_bytes_are_records_or_bad_input(content: bytes, name: str) -> None:
    with suppress(BadInputError):
        made = gather(content, name)
        assert sum(made.steps) == len(content)
        assert all(len(reason) < LONGEST for reason in made.reasons)
        for line in made.lines:
            assert read_record(line).line == line


@given(st.binary(max_size=200) | broken | objects, st.sampled_from(["rows.csv", "rows.jsonl"]))
def test_bad_rows_of_any_bytes_are_collected_as_just_as_many_bad_rows(content: bytes, name: str) -> None:
    with suppress(BadInputError):
        before = gather(content, name)
        kept = collected(content, name)
        after = gather(kept, name)
        assert len(after.bad) == len(before.bad)
        assert after.lines == []
        assert collected(kept, name).count(b"reason") <= kept.count(b"reason")


def test_a_collected_row_of_csv_has_its_line_and_the_reason_and_can_be_mended() -> None:
    kept = collected(HEADING + b'2023,"A, b",release\nsoon,"C, ""d""\n\xea\xb5\xac",release\n')
    (row,) = csv.DictReader(io.StringIO(kept.decode(), newline=""))
    assert (row["line"], row["title"], row["reason"][:25]) == ("3", 'C, "d"\n구', "cannot read the date 'soo")
    mended = kept.replace(b"soon,", b"2024,").replace("\n구".encode(), b"")
    assert [data["title"] for data in gather(mended).data] == [{"en": 'C, "d"'}]


def test_a_spreadsheet_runs_no_cell_of_what_is_collected_and_it_is_read_as_it_was() -> None:
    kept = collected(HEADING + b"soon, =1+1,release\n")
    assert b",'=1+1,release" in kept
    assert gather(kept.replace(b"soon", b"2023").replace(b"kind", b"key")).data[0]["title"] == {"en": "=1+1"}


def test_a_collected_line_of_json_can_be_mended() -> None:
    kept = collected(b'{"when":"soon","title":"A"}\n', "rows.jsonl")
    assert [data["when"] for data in gather(kept.replace(b"soon", b"2024"), "rows.jsonl").data] == ["2024"]


@pytest.mark.parametrize(
    ("content", "name"),
    [(HEADING + b"soon,A,b\n2023,A,b,c\n2023\n", "rows.csv"), (b'{"when":"soon","title":"A"}\nnull\n', "rows.jsonl")],
)
def test_what_is_collected_again_does_not_grow(content: bytes, name: str) -> None:
    once = collected(content, name)
    again = collected(once, name)
    assert len(collected(again, name).splitlines()) == len(once.splitlines())
    assert again.splitlines()[0].count(b"reason") == 1
    assert b'\\\\"' not in collected(again, name)


def test_actors_are_found_by_any_of_their_names_once_the_log_is_asked(tmp_path: Path) -> None:
    find = Finder([write_log(tmp_path / "log", SMALL, ACTORS)], SystemDisk())
    assert [find(name) for name in ("구글", "google", "apple")] == [frozenset({"google"})] * 2 + [frozenset()]
    made = gather(b"when,title,actors\n2023,A,\xea\xb5\xac\xea\xb8\x80=developer\n", find=find)
    assert made.data[0]["actors"] == [{"actor": "google", "role": "developer"}]


def test_a_log_without_actors_is_read_only_once(tmp_path: Path) -> None:
    find = Finder([tmp_path], SystemDisk())
    assert find("google") == frozenset()
    write_log(tmp_path, {}, ACTORS)
    assert find("google") == frozenset()


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that work side by side are copies of this one, which are there at once."""
    context = multiprocessing.get_context("fork")
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: context)


@pytest.mark.usefixtures("forked")
def test_several_processes_read_the_same_in_the_same_order(tmp_path: Path) -> None:
    rows = "".join(f"2023-12-07,Event {number},Google;Actor {number % 9}\n" for number in range(2500))
    content = f"when,title,actors\n{rows}".encode() + b"never,Bad,\n"
    find = Finder([write_log(tmp_path / "log", SMALL, ACTORS)], SystemDisk())
    alone, together = gather(content, find=find), gather(content, find=find, processes=2)
    assert (together.lines, together.reasons) == (alone.lines, alone.reasons)
    assert len(alone.lines) == 2500
    assert sum(together.steps) == sum(alone.steps)
    assert together.unknown == alone.unknown == {f"Actor {number}" for number in range(9)}


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n  \n"])
@pytest.mark.parametrize("can_be_shared", [True, False])
def test_several_processes_take_records_as_they_stand(tmp_path: Path, end: bytes, *, can_be_shared: bool) -> None:
    maker = Maker(TIMELINE, EPOCH, "Kim")
    lines = [maker.make(f"e-{number}", event("2023", f"Event {number}")).line for number in range(3000)]
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\n".join(lines) + end)
    with path.open("rb") as opened, Intake() as intake:
        file = RowFile(path, opened, can_be_shared)
        steps: list[int] = []
        Gatherer(file, intake, Reader(Shaper(Finder([], SystemDisk())), maker), unexpected, steps.append).gather(2)
        taken = [line.removesuffix(b"\n") for line, _ in intake.lines(Comparison(bytearray(1000)))]
        assert (taken, sum(steps)) == (lines, path.stat().st_size)


def unexpected(row: Row, reason: str) -> None:
    """Where no row may be bad."""
    raise AssertionError(f"{row.line}: {reason}")


@pytest.mark.usefixtures("forked")
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    maker = Maker(TIMELINE, EPOCH, "Kim")
    path = tmp_path / "own.jsonl"
    path.write_bytes(own_lines(maker))
    with path.open("rb") as opened, Intake() as intake:
        reader = Reader(Shaper(Finder([], SystemDisk())), maker)
        gatherer = Gatherer(
            RowFile(path, opened, can_be_shared=True), intake, reader, lambda _, __: None, lambda _: None
        )
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Gatherer, "_sent", rewritten)
            with pytest.raises(BadInputError, match="changed while it was read"):
                gatherer.gather(2)


@pytest.mark.usefixtures("forked")
def test_a_file_whose_lines_do_not_stay_as_they_stand_is_refused_too_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"".join(b'{"when":"2023","title":"Event %d"}\n' % number for number in range(3000)))

    def longer(gatherer: Gatherer, given: Given) -> Given:
        path.write_bytes(b'{"when":"2024","title":"One of fewer and longer events"}\n' * 3000)
        return REALLY_SENT(gatherer, given)

    with path.open("rb") as opened, Intake() as intake, pytest.MonkeyPatch.context() as patched:
        reader = Reader(Shaper(nobody), Maker(TIMELINE, EPOCH, "Kim"))
        patched.setattr(Gatherer, "_sent", longer)
        with pytest.raises(BadInputError, match="changed while it was read"):
            Gatherer(RowFile(path, opened, can_be_shared=True), intake, reader, unexpected, lambda _: None).gather(2)


@pytest.mark.usefixtures("forked")
@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="descriptors have no names here")
def test_a_file_that_is_named_by_its_descriptor_is_read_by_other_processes_too(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(own_lines(Maker(TIMELINE, EPOCH, "Kim")))
    with path.open("rb") as held, Path(f"/dev/fd/{held.fileno()}").open("rb") as opened, Intake() as intake:
        file = RowFile(Path(f"/dev/fd/{held.fileno()}"), opened, can_be_shared=True)
        reader = Reader(Shaper(nobody), Maker(TIMELINE, EPOCH, "Kim"))
        Gatherer(file, intake, reader, unexpected, lambda _: None).gather(2)
        assert intake.count == 3000


def rewritten(gatherer: Gatherer, given: Given) -> Given:
    """Write the file anew between the two readings of it, by another writer whose name is as long."""
    maker = Maker(TIMELINE, EPOCH, "Lee")
    gatherer.file.path.write_bytes(own_lines(maker))
    return REALLY_SENT(gatherer, given)


REALLY_SENT = Gatherer._sent


def own_lines(maker: Maker) -> bytes:
    """Three thousand records, as a segment has them."""
    lines = (maker.make(f"e-{number}", event("2023", f"Event {number}")).line for number in range(3000))
    return b"".join(line + b"\n" for line in lines)
