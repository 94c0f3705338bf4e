"""The person's folders are those that platformdirs knows, also where we find them without it."""

from __future__ import annotations

import os

import platformdirs
import pytest

from aitimeline.cli.folder import folder_for

STATED = ["", "/elsewhere", "/else where/", "relative", "~/tilde", None]


@pytest.mark.parametrize("home", ["/home/somebody", "/home/somebody/", "relative", "", None])
@pytest.mark.parametrize("stated", STATED)
@pytest.mark.parametrize("use", ["config", "data", "cache"])
def test_it_is_where_platformdirs_has_it(
    use: str, stated: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ((f"XDG_{use.upper()}_HOME", stated), ("HOME", home)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert folder_for(use, os.environ) == getattr(platformdirs, f"user_{use}_path")("aitimeline")
