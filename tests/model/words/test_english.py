"""English dates as people type them and as headlines have them."""

from __future__ import annotations

from datetime import date

import pytest

from aitimeline.model.error import BadInputError
from aitimeline.model.when import When
from aitimeline.model.words import find_dates, read_date

FRIDAY = date(2023, 12, 8)

READ = [
    *[("yesterday", "2023-12-07"), ("today", "2023-12-08"), ("tonight", "2023-12-08"), ("tomorrow", "2023-12-09")],
    *[("the day before yesterday", "2023-12-06"), ("Thursday", "2023-12-07"), ("last Thursday", "2023-12-07")],
    *[("this Friday", "2023-12-08"), ("next Friday", "2023-12-15"), ("on Friday", "2023-12-08")],
    *[("Monday next week", "2023-12-11"), ("Thursday, Dec. 7", "2023-12-07"), ("Tuesday evening", "2023-12-05")],
    *[("Dec. 6", "2023-12-06"), ("December 6, 2023", "2023-12-06"), ("6 December 2023", "2023-12-06")],
    *[("Nov 30 2022", "2022-11-30"), ("December 6th", "2023-12-06"), ("the sixth of December", "2023-12-06")],
    *[("the 6th", "2023-12-06"), ("the 31st", "2023-10-31"), ("Sept. 30", "2023-09-30"), ("Feb. 29", "2020-02-29")],
    *[("12/6/2023", "2023-12-06"), ("13/12/2023", "2023-12-13"), ("2023/12/06", "2023-12-06")],
    *[("May 2023", "2023-05"), ("March", "2023-03"), ("in 2023", "2023"), ("December last year", "2022-12")],
    *[("two weeks ago", "2023-11-24"), ("a year ago", "2022-12-08"), ("a few weeks ago", "2023-11-17~")],
    *[("about two years ago", "2021-12-08~"), ("in two weeks", "2023-12-22"), ("10 days from now", "2023-12-18")],
    *[
        ("twenty-one days ago", "2023-11-17"),
        ("three days after Dec 6", "2023-12-09"),
        ("three days later", "2023-12-11"),
    ],
    *[("last week", "[2023-11-27..2023-12-03]"), ("next month", "2024-01"), ("this year", "2023")],
    *[("last quarter", "2023-35"), ("last weekend", "[2023-12-02..2023-12-03]"), ("last summer", "2023-22")],
    *[("the week of Dec 4", "[2023-12-04..2023-12-10]"), ("the first Friday of next month", "2024-01-05")],
    *[("the last Friday of November", "2023-11-24"), ("the last week of December", "[2023-12-25..2023-12-31]")],
    *[("late November 2023", "[2023-11-21..2023-11-30]"), ("Mid-December", "[2022-12-11..2022-12-20]")],
    *[("early 2024", "2024-37"), ("mid-2024", "2024-38"), ("late 2022", "2022-39"), ("late last year", "2022-39")],
    *[("end of March", "[2023-03-21..2023-03-31]"), ("early next month", "[2024-01-01..2024-01-10]")],
    *[("year-end", "2023-12"), ("the beginning of 2024", "2024-01"), ("later this month", "[2023-12-08..2023-12-31]")],
    *[("earlier this year", "[2023-01-01..2023-12-08]"), ("around March 2024", "2024-03~"), ("circa 2020", "2020~")],
    *[("Q1 2023", "2023-33"), ("the first quarter", "2023-33"), ("fourth quarter of 2023", "2023-36")],
    *[("last year's fourth quarter", "2022-36"), ("H1 2024", "2024-40"), ("the second half of 2023", "2023-41")],
    *[("the summer of 2023", "2023-22"), ("spring 2024", "2024-21"), ("the 1990s", "199X"), ("21st century", "20XX")],
    *[("early 2020s", "[2020..2022]"), ("Christmas", "2022-12-25"), ("New Year's Eve", "2022-12-31")],
    *[("from late November to Dec 1", "2023-11-21~/2023-12-01"), ("Nov. 27-Dec. 1", "2023-11-27/2023-12-01")],
    *[("27–30 November 2023", "2023-11-27/2023-11-30"), ("Dec 6-Jan 3", "2023-12-06/2024-01-03")],
    *[("between March and May 2023", "2023-03/2023-05"), ("from 2015 to 2018", "2015/2018")],
    *[("December 5 and 6", "2023-12-05/2023-12-06"), ("December 1 and 6", "{2023-12-01,2023-12-06}")],
    *[("the next three days", "2023-12-09/2023-12-11"), ("the past five years", "2018-12-08/2023-12-08")],
    *[
        ("within 5 days", "2023-12-08/2023-12-13"),
        ("since March 2023", "2023-03/.."),
        ("until next Friday", "../2023-12-15"),
    ],
    *[("before Dec 6", "../2023-12-05"), ("after 2022", "2023-01-01/.."), ("by the end of 2024", "../2024-12")],
    *[("from Dec 6", "2023-12-06/.."), ("Dec 6 onwards", "2023-12-06/.."), ("3 pm on Dec 6", "2023-12-06T15:00:00")],
    *[("yesterday..today", "2023-12-07/2023-12-08"), ("late November..Dec 1", "2023-11-21~/2023-12-01")],
    *[
        ("yesterday..", "2023-12-07/.."),
        ("..2023-12", "../2023-12"),
        ("2023-11-27..2023-12-01", "2023-11-27/2023-12-01"),
    ],
    *[("2023-Q1", "2023-33"), ("2023-12~", "2023-12~"), ("  2023-12-06 ", "2023-12-06")],
]

NO_DATES = """\
GPT-4 scored 65% on the test, up from 1.5 points, while version 2.0.1 of the tool may march on. May Lee, who
may sing, sat next to Jan Novak and Mar Hicks. A second look at the fall in prices, a spring in its step. Sun
Microsystems and the sat exam; Mon Mothma wed a friend. They won 3-2, then 12-6. Llama 2 70B costs $0.75 per
1M tokens; RTX 4090 and H100 GPUs. Call 02-2023-1234 or 555-1212, page 12 of 30, section 3.4, figure 5/6.
2,023 people, 2000 employees. It took six days and 3 weeks; a two-year deal, 24/7 support, a 50/50 split. ISO
8601-2. The first quarter-pounder. No. 6 in the list, 10 of 12 models. At 16:9 it fits. A 7B model with 1/2
the size. In a second round, last but not least, the next model, by far, until then, since they left. It will
end late. He is 23. 192.168.1.1 is local. Python 3.11 and CUDA 12.1."""

MARKED = """OpenAI released ChatGPT on [November 30, 2022|2022-11-30]. A year later few had caught up: in [March
2023|2023-03] GPT-4 passed the bar exam, and in [the first quarter of 2023|2023-33] three firms held 65% of
the market. Meta and IBM formed the AI Alliance [Tuesday|2023-12-05], and Google showed Gemini on [Dec.
6|2023-12-06]. AWS re:Invent ran [from Nov. 27 to Dec. 1|2023-11-27/2023-12-01] in Las Vegas. Analysts, who
met [last week|%5B2023-11-27..2023-12-03%5D], expect more in [early 2024|2024-37], as [late 2022|2022-39]
surprised them. May Lee may disagree. [Since July|2023-07/..] the H100 sold out; [two weeks ago|2023-11-24]
Sam Altman came back. [By the end of 2024|../2024-12] it may all look different."""


@pytest.mark.parametrize(("text", "expected"), READ)
def test_an_english_expression_is_read(text: str, expected: str) -> None:
    assert read_date(text, FRIDAY).when.edtf == When.parse(expected).edtf


def test_what_was_taken_is_said_where_it_is_ambiguous() -> None:
    reading = read_date("the 6th", FRIDAY)
    assert reading.note == "read as 2023-12-06, the last one up to 2023-12-08"
    assert [str(each) for each in reading.others] == ["2024-01-06"]
    american = read_date("6/12/2023", FRIDAY)
    assert american.note == "read as month/day, as in the US"
    assert [str(each) for each in american.others] == ["2023-12-06"]
    assert read_date("Dec 6, 2023", FRIDAY).note == ""
    assert "is a Wednesday, not a Monday" in read_date("Monday, Dec 6, 2023", FRIDAY).note


@pytest.mark.parametrize(
    "text", ["", " ", "soon", "November 31", "GPT-4", "May be", "yesterday tomorrow", "..", "1..2..3", "x" * 500]
)
def test_what_is_no_date_is_refused_with_help(text: str) -> None:
    with pytest.raises(BadInputError, match=r"cannot read the (date|range)|characters"):
        read_date(text, FRIDAY)


def test_no_date_is_found_where_there_is_none() -> None:
    assert [each.text for each in find_dates(NO_DATES, FRIDAY)] == []


def test_the_dates_of_a_report_are_found_where_they_stand() -> None:
    text, expected, rest = "", set(), MARKED
    while "[" in rest:
        before, _, rest = rest.partition("[")
        marked, _, rest = rest.partition("]")
        phrase, _, value = marked.partition("|")
        text += before
        if value:
            edtf = value.replace("%5B", "[").replace("%5D", "]")
            expected.add((len(text), len(text) + len(phrase), When.parse(edtf).edtf))
        text += phrase
    text += rest
    found = {(each.start, each.end, each.when.edtf) for each in find_dates(text, FRIDAY)}
    recall, precision = len(found & expected) / len(expected), len(found & expected) / len(found)
    assert (recall, precision) == (1, 1), found ^ expected
