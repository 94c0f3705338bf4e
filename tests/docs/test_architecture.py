"""The map of the house shows the house."""

from __future__ import annotations

import re

from desk import PROJECT

TEXT = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_place_that_is_named_is_there() -> None:
    places = set(re.findall(r"`((?:src|tests|docs)/[\w./]+)`", TEXT))
    assert len(places) > 20
    assert not [place for place in places if not (PROJECT / place).exists()]


def test_every_floor_is_on_the_map() -> None:
    floors = {path.name for path in (PROJECT / "src" / "aitimeline").iterdir() if (path / "__init__.py").is_file()}
    assert floors == set(re.findall(r"`src/aitimeline/(\w+)/`", TEXT.split("##", maxsplit=1)[0]))
