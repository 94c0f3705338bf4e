"""Which timeline a folder belongs to: ``timeline.json`` beside the segments."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from aitimeline.log.disk import Disk, SystemDisk
from aitimeline.log.place import Damage, Place, segments
from aitimeline.model.error import BadInputError, DamagedLogError

FILE = "timeline.json"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"
_OURS = b'"aitimeline.'
_LARGEST = 1 << 20
"""So many bytes of the file are read, and of a segment's first line."""


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
        content = (disk or SystemDisk()).read(path, 0, _LARGEST + 1)
        if len(content) > _LARGEST:
            raise DamagedLogError(f"{path}: is larger than {_LARGEST >> 20} MiB; restore it, or delete it")
        stated = json.loads(content)
        return Identity(uri=check_uri(str(stated["uri"])), name=str(stated.get("name", "")))
    except FileNotFoundError:
        if path.is_symlink():
            raise DamagedLogError(f"{path}: leads to a file that is not there; restore it, or delete it") from None
        return None
    except (OSError, RecursionError, ValueError, KeyError, TypeError, AttributeError, BadInputError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise DamagedLogError(f"{path}: cannot be read ({reason}); restore it, or delete it") from None


def damage_of(folder: Path, disk: Disk) -> Damage | None:
    """Why the identity kept in a folder cannot be understood; None if it can, or if there is none."""
    try:
        read_identity(folder, disk)
    except DamagedLogError as failure:
        place = Place(folder / FILE, 0)
        return Damage(place, str(failure).removeprefix(f"{place}: "))
    return None


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
        try:
            content = disk.read(segment, 0, MAX_BYTES)
        except OSError:  # it is told of by who reads all of the log
            continue
        for line in lines_of(segment, content):
            for reading in read_line(line):
                if not isinstance(reading, Damage):
                    return reading[1].timeline
    return None


def holds_log(folder: Path) -> bool:
    """True if the folder is a log of ours: it has an identity, or a segment that begins with a record of ours."""
    if os.path.lexists(folder / FILE):
        return True
    disk = SystemDisk()
    for segment in segments(folder, disk):
        with suppress(OSError):
            if _OURS in disk.read(segment, 0, _LARGEST).partition(b"\n")[0]:
                return True
    return False
