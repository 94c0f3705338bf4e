"""A slow, plain settling of heads, on events as JSON has them: what is agreed, and what is disputed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]
_IDENTITIES = {
    "actors": ("actor", "role"),
    "figures": ("name", "period"),
    "sources": ("url", "publisher"),
    "part_of": ("actor",),
    "made_by": ("actor",),
    "renamed": ("names",),
}


def flat(data: Data) -> dict[str, str]:
    """An event by what is settled by itself, each as text; ``names`` are left to other tests."""
    found: dict[str, list[Any]] = {"when": [[data.get("when"), data.get("zone")]]} if "when" in data else {}
    for name, value in data.items():
        if name in ("when", "zone", "names"):
            continue
        if name in ("title", "summary"):
            found.update({f"{name} {language}": [text] for language, text in value.items()})
        elif name in ("tags", "camps"):
            for each in value:
                found.setdefault(f"{name} {json.dumps(each, sort_keys=True)}", []).append(each)
        elif name in _IDENTITIES:
            for each in value:
                of = json.dumps([each.get(part) for part in _IDENTITIES[name]], sort_keys=True)
                found.setdefault(f"{name} {of}", []).append(each)
        else:
            found[name] = [value]
    return {name: json.dumps(value, sort_keys=True) for name, value in found.items()}


def settled(base: Data, sides: Sequence[Data]) -> tuple[dict[str, str], set[str]]:
    """What is agreed, and the names of what is disputed."""
    before, after = flat(base), list(map(flat, sides))
    agreed: dict[str, str] = {}
    disputed: set[str] = set()
    for name in {name for side in (before, *after) for name in side}:
        values = {side.get(name) for side in after} - {before.get(name)}
        if len(values) > 1:
            disputed.add(name)
        elif value := (values.pop() if values else before.get(name)):
            agreed[name] = value
    return agreed, disputed
