"""Addresses: what may be sent where."""

from __future__ import annotations

import pytest

from aitimeline.model.error import BadInputError
from aitimeline.remote.address import Address, is_same_server, joined


@pytest.mark.parametrize(
    ("typed", "url", "user"),
    [
        ("https://cal.example.org/ann/", "https://cal.example.org/ann/", None),
        ("https://ann%40x.org@cal.example.org:443/a b", None, None),
        ("https://ann%40x.org@cal.example.org:443/a%20b", "https://cal.example.org/a%20b", "ann@x.org"),
        (" https://CAL.example.org:8443 ", "https://cal.example.org:8443/", None),
        ("http://127.0.0.1:5232/x/", "http://127.0.0.1:5232/x/", None),
        ("http://[::1]:5232/x/", "http://[::1]:5232/x/", None),
        ("http://localhost/집/", "http://localhost/%EC%A7%91/", None),
        ("https://cal.example.org/a\x1b[31m", None, None),
        ("http://localhost.example.org/", None, None),
        ("http://0.0.0.0/", None, None),
        ("http://2130706433/", None, None),
        ("https://", None, None),
        ("https://x:99999/", None, None),
        ("", None, None),
    ],
)
def test_an_address_is_read_or_refused(typed: str, url: str | None, user: str | None) -> None:
    if url is None:
        with pytest.raises(BadInputError):
            Address.read(typed)
    else:
        assert Address.read(typed) == Address(url, user)


@pytest.mark.parametrize("typed", ["https://ann:s3cret@x.org/", "https://:s3cret@x.org/", "ftp://ann:s3cret@x.org/"])
def test_a_password_in_an_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(BadInputError) as failure:
        Address.read(typed)
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("https://x.org:443/elsewhere", True),
        ("https://X.org/", True),
        ("http://x.org/", False),
        ("https://x.org:8443/", False),
        ("https://x.org.evil.example/", False),
        ("https://x.org@evil.example/", False),
        ("//evil.example/", False),
        ("https://[", False),
    ],
)
def test_a_server_is_the_same_by_scheme_host_and_port(other: str, same: bool) -> None:
    assert is_same_server("https://x.org/cal/", other) is same


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/cal/a%20b.ics", "https://x.org/cal/a%20b.ics"),
        ("/cal/a b.ics", "https://x.org/cal/a%20b.ics"),
        ("a.ics", "https://x.org/cal/a.ics"),
        ("https://y.org/a", "https://y.org/a"),
        ("//y.org/a", "https://y.org/a"),
    ],
)
def test_what_a_server_names_is_made_whole(href: str, whole: str) -> None:
    assert joined("https://x.org/cal/", href) == whole
