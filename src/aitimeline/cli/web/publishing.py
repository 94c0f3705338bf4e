"""What ``publish`` does: files that are written whole, only where they change, and removed only where they are ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import typer

from aitimeline.cli import feed
from aitimeline.cli.config import is_saved_name
from aitimeline.cli.outlet import standing
from aitimeline.cli.output import print_text
from aitimeline.cli.session import Session, plain
from aitimeline.cli.telling import tell
from aitimeline.cli.web.body import PIECE, Body
from aitimeline.cli.web.serving import read_base, site_of
from aitimeline.cli.web.site import CALENDAR, MEDIA_TYPES, Site
from aitimeline.cli.workspace import Workspace
from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import make_folder, replace_file
from aitimeline.model.error import BadInputError, DamagedLogError, TimelineError
from aitimeline.model.visible import visible

MANIFEST = ".aitimeline-published.json"
"""Which files of a folder are ours, each with the SHA-256 of what was written last."""
_LARGEST_MANIFEST = 16 << 20
_SUFFIX = ".ics"
_SAVED = "calendar/"


class Outcome(NamedTuple):
    """What became of the files, by their names."""

    written: list[str]
    unchanged: list[str]
    removed: list[str]


def publish(
    context: typer.Context,
    taken: str | None,
    look: feed.Look,
    folder: Path,
    query: list[str] | None,
    url: str | None,
) -> None:
    """Write the files and say what was done.

    Raises:
        BadInputError: an option has no valid value, a query cannot be understood, or a file that is not ours is in
            the way; nothing was written.
        TimelineError: a file could not be written.
    """
    workspace = Workspace.of(context)
    base = read_base(url) if url else None
    site = site_of(workspace, taken, look, tuple(plain(query)), base)
    site.check()
    done = write_site(site, folder)
    lines = [
        *(f"wrote {folder / name}" for name in done.written),
        *(f"removed {folder / name}" for name in done.removed),
        f"{len(done.written)} written, {len(done.unchanged)} unchanged, {len(done.removed)} removed",
    ]
    with standing(lines[-1]):
        print_text(workspace.run, "".join(f"{visible(line)}\n" for line in lines))
    if Session(workspace).damages:
        raise typer.Exit(DamagedLogError.exit_code)


def write_site(site: Site, folder: Path) -> Outcome:
    """Make the folder's files what the log has: those that differ are replaced, those that are over are removed.

    What is ours is noted before it is written: where this ends midway, the next run knows its files again.

    Raises:
        BadInputError: a file that is not ours is in the way; nothing was written.
        TimelineError: a file could not be written.
    """
    ours = _read_manifest(folder)
    bodies = {unquote(ask.path): site.make(ask).answer.plain for ask in site.asks()}
    changed = [name for name, body in bodies.items() if not _holds(folder / name, body)]
    _check_ours(folder, changed, ours)
    stated = {name: body.digest for name, body in bodies.items()}
    disk = SystemDisk()
    for each in [folder, *([folder / _SAVED] if any(name.startswith(_SAVED) for name in changed) else [])]:
        if not each.is_dir():
            make_folder(disk, each)
    _write_manifest(folder, ours, ours | stated)
    for count, name in enumerate(changed):
        try:
            replace_file(disk, folder / name, bodies[name].pieces())
        except TimelineError as failure:
            done = f"{count} of {len(changed)} files were written before; publish again for the rest"
            raise type(failure)(f"{failure}. {done}") from None
    removed = list(_removed(folder, {name: ours[name] for name in ours if name not in stated}))
    _write_manifest(folder, ours | stated, stated)
    return Outcome(changed, [name for name in bodies if name not in changed], removed)


def _check_ours(folder: Path, names: list[str], ours: Mapping[str, str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"{folder}: it is no folder; name another")
    for name in names:
        path = folder / name
        if name not in ours and (path.exists() or path.is_symlink()):
            raise BadInputError(
                f"{path}: it was not written by publish, so it stays as it is; move it, or name another folder"
            )


def _holds(path: Path, body: Body) -> bool:
    """True if a file has these bytes already."""
    try:
        return path.stat().st_size == body.size and _digest(path) == body.digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _removed(folder: Path, ours: Mapping[str, str]) -> Iterator[str]:
    """Remove the files that are over, each as long as it is what we have written."""
    for name, digest in ours.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            continue
        if _digest(path) != digest:
            tell(f"{path}: it is no longer asked for, but somebody has changed it; it stays")
            continue
        path.unlink()
        yield name


def _read_manifest(folder: Path) -> dict[str, str]:
    """What was written before, as far as it can have been us."""
    path = folder / MANIFEST
    try:
        stated = json.loads(SystemDisk().read(path, 0, _LARGEST_MANIFEST))["files"]
        return {name: digest for name, digest in stated.items() if _is_ours(name) and isinstance(digest, str)}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as failure:
        raise BadInputError(f"{path}: cannot be read ({failure}); restore it, or empty the folder") from None


def _is_ours(name: str) -> bool:
    """True if it may be the name of a file that we write: no other is ever touched, whatever the manifest says."""
    saved = name.removeprefix(_SAVED).removesuffix(_SUFFIX)
    return name in MEDIA_TYPES or (name == f"{_SAVED}{saved}{_SUFFIX}" and name != CALENDAR and is_saved_name(saved))


def _write_manifest(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    if before != after:
        content = json.dumps({"files": dict(sorted(after.items()))}, ensure_ascii=False, indent=2) + "\n"
        replace_file(SystemDisk(), folder / MANIFEST, [content.encode()])
