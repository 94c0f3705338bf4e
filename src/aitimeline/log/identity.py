"""Which timeline a folder belongs to: ``timeline.json`` beside the segments."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.place import Damage, segments
from aitimeline.model.error import BadInputError, DamagedLogError

FILE = "timeline.json"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"
_OURS = b'"aitimeline.'


class Identity(NamedTuple):
    """The URI that stands in every record made here, and a name for people."""

    uri: str
    name: str = ""


def check_uri(text: str) -> str:
    """Return ``text`` if it is an absolute URI (RFC 3986 4.3).

    Raises:
        BadInputError: it is not.
    """
    scheme, _, rest = text.partition(":")
    if re.fullmatch(_SCHEME, scheme) and rest and text.isprintable() and " " not in text:
        return text
    raise BadInputError(f"{text!r} is not a URI; give one such as https://example.org/timeline or leave it out")


def read_identity(folder: Path, disk: Disk | None = None) -> Identity | None:
    """The identity kept in a folder, or None where there is none yet.

    Raises:
        DamagedLogError: the file is there but cannot be understood.
    """
    path = folder / FILE
    try:
        stated = json.loads((disk or SystemDisk()).read(path))
        return Identity(uri=check_uri(str(stated["uri"])), name=str(stated.get("name", "")))
    except FileNotFoundError:
        return None
    except (OSError, RecursionError, ValueError, KeyError, TypeError, AttributeError, BadInputError) as failure:
        raise DamagedLogError(f"{path}: cannot be read ({failure}); restore it, or delete it") from None


def uri_of(folder: Path) -> str:
    """The URI kept in a folder; empty where there is none, or none that can be understood."""
    return _identity_of(folder).uri


def name_of(folder: Path) -> str:
    """The name for people kept in a folder, in one line; empty where there is none that can be understood."""
    return " ".join(_identity_of(folder).name.split())


def _identity_of(folder: Path) -> Identity:
    try:
        return read_identity(folder) or Identity("")
    except DamagedLogError:
        return Identity("")


def write_identity(folder: Path, identity: Identity, disk: Disk) -> None:
    """Keep the identity in the folder, whole or not at all."""
    from aitimeline.log.durable import replace_file  # noqa: PLC0415 -- only writers need it

    stated = {"name": identity.name, "uri": identity.uri}
    replace_file(disk, folder / FILE, [(json.dumps(stated, ensure_ascii=False, indent=2) + os.linesep).encode()])


def timeline_of_records(folder: Path, disk: Disk) -> str | None:
    """The URI in the first record that can be read, as what is left of an identity that was lost."""
    from aitimeline.log.snapshot import lines_of, read_line  # noqa: PLC0415 -- hardly ever
    from aitimeline.model.seal import MAX_BYTES  # noqa: PLC0415

    for segment in segments(folder, disk):
        for line in lines_of(segment, disk.read(segment, 0, MAX_BYTES)):
            for reading in read_line(line):
                if not isinstance(reading, Damage):
                    return reading[1].timeline
    return None


def holds_log(folder: Path) -> bool:
    """True if the folder is a log of ours: it has an identity, or a segment that begins with a record of ours."""
    if (folder / FILE).is_file():
        return True
    for segment in segments(folder):
        try:
            with segment.open("rb") as opened:
                if _OURS in opened.readline(1 << 20):
                    return True
        except OSError:
            continue
    return False
