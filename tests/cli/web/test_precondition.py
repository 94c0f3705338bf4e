"""The conditions of requests, rule by rule of RFC 9110."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aitimeline.cli.web.precondition import evaluate, http_date, takes_gzip

TAG = '"abc"'
TIME = 1_700_000_000
BEFORE, THEN, LATER = (http_date(TIME + each) for each in (-1, 0, 1))


def evaluated(headers: Mapping[str, str]) -> int:
    return evaluate(headers.get, TAG, TIME)


@pytest.mark.parametrize("value", [TAG, f"W/{TAG}", f'"x", {TAG}', f'"a,b",W/{TAG}', "*", " * "])
def test_what_the_client_has_already_is_not_sent_again(value: str) -> None:
    assert evaluated({"if-none-match": value}) == 304


@pytest.mark.parametrize("value", ['"abd"', "abc", "", '"ABC"', '""', '"x", "y"', '"abc', "**"])
def test_what_the_client_has_not_is_sent(value: str) -> None:
    assert evaluated({"if-none-match": value}) == 200


@pytest.mark.parametrize(("value", "status"), [(THEN, 304), (LATER, 304), (BEFORE, 200)])
def test_a_time_says_what_the_client_has(value: str, status: int) -> None:
    assert evaluated({"if-modified-since": value}) == status


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2023-11-14T22:13:21Z", "Tue, 14 Nov 2023 22:13:21 +0900", "Tue, 99 Nov 2023 22:13:21 GMT"],
)
def test_what_is_no_http_date_is_ignored(value: str) -> None:
    assert evaluated({"if-modified-since": value}) == 200


@pytest.mark.parametrize("value", ["Tuesday, 14-Nov-23 22:13:21 GMT", "Tue, 14 Nov 2023 22:13:21 GMT"])
def test_old_forms_of_dates_are_read(value: str) -> None:
    assert evaluated({"if-modified-since": value}) == 304


@pytest.mark.parametrize(("tag", "status"), [('"other"', 200), (TAG, 304)])
def test_a_tag_outdoes_a_time(tag: str, status: int) -> None:
    for time in (BEFORE, LATER):
        assert evaluated({"if-none-match": tag, "if-modified-since": time}) == status


def test_where_no_time_is_told_none_is_compared() -> None:
    assert evaluate({"if-modified-since": LATER}.get, TAG, None) == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-match": '"other"'}, 412),
        ({"if-match": f"W/{TAG}"}, 412),
        ({"if-match": "*"}, 200),
        ({"if-match": TAG, "if-unmodified-since": BEFORE}, 200),
        ({"if-unmodified-since": BEFORE}, 412),
        ({"if-unmodified-since": THEN}, 200),
        ({"if-match": TAG, "if-none-match": TAG}, 304),
    ],
)
def test_what_must_match_comes_first(headers: Mapping[str, str], status: int) -> None:
    assert evaluated(headers) == status


@pytest.mark.parametrize(
    ("value", "takes"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("*", True),
        ("gzip ; q=1.0, identity; q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("identity, gzip;q=0.5", False),
        ("br", False),
        ("", False),
        (None, False),
        ("gzip;q=yes", False),
        (",,;;", False),
    ],
)
def test_gzip_is_sent_to_whom_it_is_welcome(value: str | None, takes: bool) -> None:
    assert takes_gzip(value) is takes


@given(
    st.dictionaries(
        st.sampled_from(["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"]), st.text()
    )
)
def test_no_header_however_odd_is_a_failure(headers: dict[str, str]) -> None:
    assert evaluated(headers) in (200, 304, 412)


@given(st.text())
def test_no_list_of_codings_however_odd_is_a_failure(value: str) -> None:
    assert takes_gzip(value) in (True, False)
