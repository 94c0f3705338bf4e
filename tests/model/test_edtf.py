"""EDTF: every example of the specification, strings that other libraries test with, and what must be refused."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.model.day import day_text
from aitimeline.model.error import BadInputError
from aitimeline.model.quality import Precision
from aitimeline.model.when import When
from strategies import days, edtf, masked_dates, plain_dates, qualified_dates, single_dates

OPEN = None
Bound = str | None

# Library of Congress, EDTF specification of 4 February 2019: all of its examples for levels 0 and 1, and those of
# level 2 but for years with exponents and significant digits.
SPECIFICATION: list[tuple[str, Bound, Bound]] = [
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2005/2006-02", "2005-01-01", "2006-02-28"),
    ("Y170000002", "+170000002-01-01", "+170000002-12-31"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31"),
    ("2001-21", "2001-03-01", "2001-06-21"),
    ("2001-22", "2001-06-01", "2001-09-23"),
    ("2001-23", "2001-09-01", "2001-12-22"),
    ("2001-24", "2001-12-01", "2002-03-20"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1985-04-12/..", "1985-04-12", OPEN),
    ("1985-04/..", "1985-04-01", OPEN),
    ("1985/..", "1985-01-01", OPEN),
    ("../1985-04-12", OPEN, "1985-04-12"),
    ("../1985-04", OPEN, "1985-04-30"),
    ("../1985", OPEN, "1985-12-31"),
    ("1985-04-12/", "1985-04-12", OPEN),
    ("1985-04/", "1985-04-01", OPEN),
    ("1985/", "1985-01-01", OPEN),
    ("/1985-04-12", OPEN, "1985-04-12"),
    ("/1985-04", OPEN, "1985-04-30"),
    ("/1985", OPEN, "1985-12-31"),
    ("-1985", "-1985-01-01", "-1985-12-31"),
    ("2001-34", "2001-04-01", "2001-06-30"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..1760-12-03]", OPEN, "1760-12-03"),
    ("[1760-12..]", "1760-12-01", OPEN),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", OPEN),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31"),
    ("[..1984]", OPEN, "1984-12-31"),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31"),
    ("{..1984}", OPEN, "1984-12-31"),
    ("2004-06~-11", "2004-06-11", "2004-06-11"),
    ("2004?-06-11", "2004-06-11", "2004-06-11"),
    ("?2004-06-~11", "2004-06-11", "2004-06-11"),
    ("2004-%06-11", "2004-06-11", "2004-06-11"),
    ("156X-12-25", "1560-12-25", "1569-12-25"),
    ("15XX-12-25", "1500-12-25", "1599-12-25"),
    ("XXXX-12-XX", "0000-12-01", "9999-12-31"),
    ("1XXX-XX", "1000-01-01", "1999-12-31"),
    ("1XXX-12", "1000-12-01", "1999-12-31"),
    ("1984-1X", "1984-10-01", "1984-12-31"),
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"),
]

# Dates that python-edtf, edtf.js and undate take in their own tests, where our bounds are the same, and ours.
WITNESSES: list[tuple[str, Bound, Bound]] = [
    ("0000", "0000-01-01", "0000-12-31"),
    ("-0999", "-0999-01-01", "-0999-12-31"),
    ("-2005/-1999-02", "-2005-01-01", "-1999-02-28"),
    ("1984%", "1984-01-01", "1984-12-31"),
    ("-0275~", "-0275-01-01", "-0275-12-31"),
    ("0000~", "0000-01-01", "0000-12-31"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1984?/2004%", "1984-01-01", "2004-12-31"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08"),
    ("1984-06-02?/", "1984-06-02", OPEN),
    ("2004-?06-?11", "2004-06-11", "2004-06-11"),
    ("2004?-06-~11", "2004-06-11", "2004-06-11"),
    ("?2004-%06", "2004-06-01", "2004-06-30"),
    ("2004?-~06-~04", "2004-06-04", "2004-06-04"),
    ("1560-XX-25", "1560-01-25", "1560-12-25"),
    ("15XX-12-XX", "1500-12-01", "1599-12-31"),
    ("XXXX-XX-23", "0000-01-23", "9999-12-23"),
    ("XXXX", "0000-01-01", "9999-12-31"),
    ("XXXX-XX", "0000-01-01", "9999-12-31"),
    ("XXXX-XX-XX", "0000-01-01", "9999-12-31"),
    ("[1667, 1668, 1670..1672]", "1667-01-01", "1672-12-31"),
    ("{1667,1668, 1670..1672}", "1667-01-01", "1672-12-31"),
    ("Y10000", "+10000-01-01", "+10000-12-31"),
    ("Y-10000", "-10000-01-01", "-10000-12-31"),
    ("0007", "0007-01-01", "0007-12-31"),
    ("-9999", "-9999-01-01", "-9999-12-31"),
    ("2016-05-02T16:54:59-00:15", "2016-05-02", "2016-05-02"),
    ("2016-05-02T16:54:59+14:00", "2016-05-02", "2016-05-02"),
    ("1001-03-30", "1001-03-30", "1001-03-30"),
    ("2001-25", "2001-03-01", "2001-06-21"),
    ("2001-28", "2001-12-01", "2002-03-20"),
    ("2001-29", "2001-09-01", "2001-12-22"),
    ("2001-30", "2001-12-01", "2002-03-20"),
    ("2001-31", "2001-03-01", "2001-06-21"),
    ("2001-32", "2001-06-01", "2001-09-23"),
    ("2023-33~", "2023-01-01", "2023-03-31"),
    ("202X-36", "2020-10-01", "2029-12-31"),
    ("XXXX-02-29", "0000-02-29", "9996-02-29"),
    ("-156X", "-1569-01-01", "-1560-12-31"),
    ("-000X", "-0009-01-01", "-0001-12-31"),
    ("1985-02-2X", "1985-02-20", "1985-02-28"),
    ("1984-02-X9", "1984-02-09", "1984-02-29"),
    ("2023-X2-31", "2023-12-31", "2023-12-31"),
    ("2023-0X-3X", "2023-01-30", "2023-09-30"),
    ("0000-02-29", "0000-02-29", "0000-02-29"),
    ("-0004-02-29", "-0004-02-29", "-0004-02-29"),
    ("{2023}", "2023-01-01", "2023-12-31"),
    ("{2023..2024}", "2023-01-01", "2024-12-31"),
    ("[2023-11-21..2023-11-30]", "2023-11-21", "2023-11-30"),
    ("[2024,2022]", "2022-01-01", "2024-12-31"),
    ("2023-Q1/..", "2023-01-01", OPEN),
    ("202x-q4", "2020-10-01", "2029-12-31"),
    ("y12345", "+12345-01-01", "+12345-12-31"),
]

# Each with the position at which it goes wrong, counted from 1.
REFUSED: list[tuple[str, int]] = [
    ("", 1),
    ("/", 1),
    ("../..", 1),
    ("../", 1),
    ("/..", 1),
    ("..", 1),
    ("yesterday", 1),
    ("unknown/2006", 1),
    ("2004-01-01/open", 12),
    ("not a edtf string", 1),
    # Years
    ("-0000", 1),
    ("-0000-01-01", 1),
    ("12345", 5),
    ("+2023", 1),
    ("23-12-07", 3),
    ("203", 4),
    ("Y9999", 1),
    ("Y-9999", 1),
    ("Y1702", 1),
    ("Y00001", 2),
    ("Y012345", 2),
    ("Y", 2),
    ("Y-", 3),
    ("Y170000002-12", 11),
    ("Y1700000X2", 9),
    ("Y1234567890123", 14),
    ("--2023", 2),
    ("2023\x00", 5),
    # Exponents and significant digits
    ("Y17E7", 4),
    ("Y-17E7", 5),
    ("Y17E7-12-26", 4),
    ("Y17101E4S3", 7),
    ("Y3388E2S3", 6),
    ("1950S2", 5),
    ("Y171010000S3", 11),
    # Months and parts of a year
    ("2016-13", 6),
    ("2016-00", 6),
    ("2023-20", 6),
    ("2023-42", 6),
    ("2023-99", 6),
    ("2023-3X", 6),
    ("2023-2X", 6),
    ("2023-Q0", 6),
    ("2023-Q5", 6),
    ("2023-H3", 6),
    ("2023-1", 7),
    ("2023-", 6),
    ("2023-33-01", 8),
    ("2001-21-XX", 8),
    ("2023/12", 8),
    # Days
    ("2016-05-00", 9),
    ("2016-05-32", 9),
    ("2016-02-30", 9),
    ("2023-02-29", 9),
    ("1900-02-29", 9),
    ("-0001-02-29", 10),
    ("2016-04-31", 9),
    ("2016-02-39", 9),
    ("1985-02-3X?", 9),
    ("1985-02-3X", 9),
    ("1985-XX-4X", 9),
    ("1985-XX-X0?1", 12),
    ("XXXX-02-30", 9),
    ("1XX1-02-29", 9),
    ("2004-06-3%1", 10),
    ("2023-1-1", 7),
    ("2023-12-7", 10),
    ("20231207", 5),
    ("2023-12-07-01", 11),
    ("2023-12-07 10:00", 11),
    ("2023-12-07Z", 11),
    ("2023-341", 8),
    ("2023-W01-1", 6),
    ("2023-W01", 6),
    ("２０２３-12-07", 1),
    ("2023-12-0７", 10),
    # Signs
    ("2004?~", 6),
    ("2004??", 6),
    ("?2004?", 6),
    ("2004-06-~11~", 12),
    ("2004-06-11?-x", 12),
    ("~", 2),
    ("??2004", 2),
    ("2004-(06)?-11", 6),
    ("2004-06-(11)~", 9),
    ("(2004-(06)~)?", 1),
    ("2004-06uu", 8),
    ("199u", 4),
    # Times
    ("2023-12-06T", 12),
    ("2023-12-06T10", 14),
    ("2023-12-06T25:00", 12),
    ("2016-05-02T24:00:00", 12),
    ("2016-05-02T00:61:00", 15),
    ("2016-05-02T01:01:60", 18),
    ("2023-12-06T10:00:00.5", 20),
    ("2023-12-06T10:00+25:00", 17),
    ("2023-12-06T10:00:00+09:60", 20),
    ("2023-12-06T10:00+0900", 20),
    ("2016-05-02T12:00:00-00:00", 20),
    ("2023-12-06T1000", 14),
    ("2023-02-30T10:00", 9),
    ("2023-12T10:00", 8),
    ("2023-12-XXT10:00", 11),
    ("2023-12-06?T10:00", 12),
    ("-2023-12-06T10:00", 12),
    ("0000-12-06T10:00", 1),
    ("T10:00", 1),
    # Intervals
    ("2023-12-02/2023-12-01", 12),
    ("2024/2023", 6),
    ("2004-06~/2004-05~", 10),
    ("2023/2024/2025", 10),
    ("2023-12-07//2023-12-08", 12),
    ("2023-12-06T10:00/2023-12-07", 11),
    ("2023-12-06/2023-12-07T10:00", 22),
    ("2023-12/x", 10),
    ("2023-12/2023-02-30", 17),
    ("[2023]/2024", 7),
    ("2023/[2024]", 6),
    ("2023-12..", 8),
    # Sets
    ("[]", 2),
    ("[2023", 6),
    ("[2023}", 7),
    ("[2023]x", 7),
    ("[2023,]", 7),
    ("[,2023]", 2),
    ("[..]", 2),
    ("[2023..,2024]", 6),
    ("[2023,..2024]", 7),
    ("[2024..2023]", 8),
    ("[2023/2024]", 6),
    ("{2023-12-06T10:00}", 12),
    ("{[2023]}", 2),
    ("[2023-13]", 7),
    ("[2022, 2023-02-30]", 16),
    ("[2023...2024]", 8),
]


@pytest.mark.parametrize(("text", "first", "last"), SPECIFICATION + WITNESSES)
def test_a_date_has_its_first_and_last_possible_day(text: str, first: Bound, last: Bound) -> None:
    when = When.parse(text)
    assert (day_text(when.start.first), day_text(when.end.last)) == (first, last)


@pytest.mark.parametrize("text", [text for text, *_ in SPECIFICATION])
def test_an_example_of_the_specification_is_stored_as_it_is(text: str) -> None:
    assert str(When.parse(text)) == text


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_what_is_no_date_is_refused_with_the_position(text: str, position: int) -> None:
    with pytest.raises(BadInputError, match=rf": position {position}, \S") as refusal:
        When.parse(text)
    assert repr(text) in str(refusal.value)


def test_years_with_an_exponent_are_refused_in_so_many_words() -> None:
    with pytest.raises(BadInputError, match=r"exponent .* not read; write Y170000000"):
        When.parse("Y17E7")


def test_only_the_beginning_of_a_long_text_is_shown() -> None:
    with pytest.raises(BadInputError) as refusal:
        When.parse("2023-12-07" * 10_000)
    assert len(str(refusal.value)) < 200


def test_a_set_is_read_up_to_a_thousand_signs() -> None:
    assert When.parse(f"[{','.join(['2023'] * 199)}]").earliest == date(2023, 1, 1)
    with pytest.raises(BadInputError, match=r"position 1001, a date has at most 1,000 signs"):
        When.parse(f"[{','.join(['2023'] * 201)}]")


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2023-12-06T10:00:00Z", Precision.TIME),
        ("2023-12-07", Precision.DAY),
        ("2023-12", Precision.MONTH),
        ("2023-12-XX", Precision.MONTH),
        ("2023-12-2X", Precision.MONTH),
        ("2023-33", Precision.PART),
        ("2023-21", Precision.PART),
        ("2023", Precision.YEAR),
        ("2023-XX", Precision.YEAR),
        ("2023-XX-07", Precision.YEAR),
        ("Y170000002", Precision.YEAR),
        ("-1985", Precision.YEAR),
        ("202X", Precision.DECADE),
        ("156X-12-25", Precision.DECADE),
        ("20XX", Precision.CENTURY),
        ("2XX3", Precision.MILLENNIUM),
        ("XXXX-12-XX", Precision.ANY),
        ("2023-12-07/2024", Precision.YEAR),
        ("2023-12-07/..", Precision.DAY),
        ("/2023-12", Precision.MONTH),
        ("[2023-12-07,2023-12]", Precision.MONTH),
        ("{2023-12-07,2023-12-09}", Precision.DAY),
    ],
)
def test_the_precision_is_the_finest_unit_that_is_known_with_all_that_are_coarser(
    text: str, precision: Precision
) -> None:
    assert When.parse(text).precision is precision


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2023-12-07", False, False),
        ("2023-12-07?", True, False),
        ("2023-12-07~", False, True),
        ("2023-12-07%", True, True),
        ("?2004-06-~11", True, True),
        ("2004-%06-11", True, True),
        ("1984~/2004-06", False, True),
        ("1984/2004-06?", True, False),
        ("[1984,1986?]", True, False),
        ("{1984~,1986}", False, True),
        ("../1986%", True, True),
    ],
)
def test_signs_say_that_a_date_is_uncertain_or_approximate(text: str, uncertain: bool, approximate: bool) -> None:
    when = When.parse(text)
    assert (when.is_uncertain, when.is_approximate) == (uncertain, approximate)


@given(edtf)
def test_a_date_written_out_is_read_back_as_itself(text: str) -> None:
    when = When.parse(text)
    again = When.parse(str(when))
    assert again == when
    assert (again.start, again.end, again.is_span, again.moment, again.quality) == (
        *(when.start, when.end, when.is_span, when.moment, when.quality),
    )


@given(edtf)
def test_small_letters_are_read_as_capital_ones(text: str) -> None:
    assert When.parse(text.lower()) == When.parse(text)


@given(qualified_dates())
def test_signs_do_not_move_the_stated_days(text: str) -> None:
    bare, signed = When.parse(re.sub("[?~%]", "", text)), When.parse(text)
    assert (bare.start, bare.end, bare.precision) == (signed.start, signed.end, signed.precision)


@given(days, st.sets(st.sampled_from([2, 3, 5, 6, 8, 9]), min_size=1))
def test_the_days_of_a_masked_date_are_those_of_its_first_and_last_possible_reading(
    day: date, hidden: set[int]
) -> None:
    text = "".join("X" if at in hidden else sign for at, sign in enumerate(day.isoformat()))
    form = re.compile(text.replace("X", r"\d"))
    years = [year for year in range(1900, 2100) if form.match(f"{year}-{day:%m-%d}")]
    possible = [
        number
        for year in years
        for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        if form.fullmatch(date.fromordinal(number).isoformat())
    ]
    when = When.parse(text)
    assert (when.start.first, when.end.last) == (possible[0], possible[-1])


@given(st.data(), masked_dates())
def test_hiding_a_digit_never_narrows_the_days(data: st.DataObject, text: str) -> None:
    at = data.draw(st.sampled_from([at for at, sign in enumerate(text) if sign != "-"]))
    narrow, wide = When.parse(text), When.parse(f"{text[:at]}X{text[at + 1 :]}")
    assert wide.start.first <= narrow.start.first
    assert wide.end.last >= narrow.end.last
    assert wide.precision >= narrow.precision


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_widening_the_precision_of_a_day_never_narrows_its_days(day: date) -> None:
    quarter = f"{day.year:04}-{33 + (day.month - 1) // 3}"
    third = f"{day.year:04}-{37 + (day.month - 1) // 4}"
    half = f"{day.year:04}-{40 + (day.month - 1) // 6}"
    text = day.isoformat()
    for finer in (quarter, third, half):
        ladder = [text, f"{text[:9]}X", text[:7], finer, text[:4], f"{text[:3]}X", f"{text[:2]}XX", "XXXX"]
        whens = [When.parse(each) for each in ladder]
        assert all(wide.start.first <= narrow.start.first for narrow, wide in pairwise(whens))
        assert all(wide.end.last >= narrow.end.last for narrow, wide in pairwise(whens))


@given(single_dates, plain_dates)
def test_one_more_date_in_a_set_never_narrows_its_days(one: str, two: str) -> None:
    alone, both = When.parse(f"[{one}]"), When.parse(f"[{one},{two}]")
    assert both.start.first <= alone.start.first
    assert both.end.last >= alone.end.last


@given(st.text("0123456789-/TZ:+QHYXES?~%.,[]{} ", max_size=24))
def test_anything_made_of_the_signs_of_a_date_is_a_date_or_bad_input(text: str) -> None:
    try:
        when = When.parse(text)
    except BadInputError as refusal:
        assert ": position " in str(refusal)  # noqa: PT017 -- either way is right
        return
    assert When.parse(when.edtf) == when
    assert when.earliest <= when.latest


@given(edtf, st.data())
def test_a_date_with_one_sign_changed_is_a_date_or_bad_input(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    changed = f"{text[:at]}{data.draw(st.sampled_from('0139-/TX?~.,[]{} é'))}{text[at + 1 :]}"
    try:
        when = When.parse(changed)
    except BadInputError:
        return
    assert When.parse(when.edtf) == when
