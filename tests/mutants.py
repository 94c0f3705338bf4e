"""The rules of writing, each broken: what the crash tests must notice."""

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any

from attrs import field, frozen

from aitimeline.log import disk
from aitimeline.log.disk import SystemDisk
from aitimeline.log.durable import Appender, _write, make_folder, replace_file
from aitimeline.log.repair import repair
from aitimeline.log.view import View
from aitimeline.log.writing import Writer

_FLAGS = __future__.annotations.compiler_flag
_SYNCHRONISE = "            disk.synchronise(descriptor)\n"
_WRITE = '            cut = _write(disk, descriptor, b"\\n" + content if torn else content)\n'
_FOLDER = "                disk.synchronise_folder(path.parent)\n"
_LOOK = "            after = disk.stamp(path)\n"
_TRIED = "            try:\n                {0}\n            except OSError:\n                {1}\n"
_LOCK = "        with nullcontext() if dry_run else self.disk.locked(self.home):\n"
_ADD = "            if not dry_run:\n                self._add(written)\n            return written\n"
_RENAME = "        disk.replace(temporary, path)\n    except"
_LAST_FOLDER = "    try:\n        disk.synchronise_folder(path.parent)\n"


@frozen
class Mutant:
    """A function with pieces of its text replaced.

    Attributes:
        name: which rule it breaks.
        function: the one to change.
        pieces: what to replace, by what; each must be there exactly once.
        replaces_files: whether the stories of replaced files show it, and not those of writers.
    """

    name: str
    function: Callable[..., Any] = field(repr=False)
    pieces: tuple[tuple[str, str], ...] = field(repr=False)
    replaces_files: bool = False

    def __str__(self) -> str:
        return self.name

    def code(self) -> CodeType:
        """The changed code.

        Raises:
            LookupError: what was to be replaced is no longer there; the mutant is to be written anew.
        """
        source = inspect.getsource(self.function)
        for old, new in self.pieces:
            if source.count(old) != 1:
                raise LookupError(f"{self.name}: {source.count(old)} times in the source: {old!r}")
            source = source.replace(old, new)
        function = inspect.unwrap(self.function)
        names: dict[str, Any] = {}
        compiled = compile(textwrap.dedent(source), f"<{self.name}>", "exec", _FLAGS)
        exec(compiled, dict(function.__globals__), names)  # noqa: S102 -- our own source
        made = names[function.__name__]
        assert isinstance(made, FunctionType)
        return made.__code__

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Put it in the place of the function, wherever that is used."""
        function = self.function
        assert isinstance(function, FunctionType)
        original = function.__code__
        function.__code__ = self.code()
        try:
            yield
        finally:
            function.__code__ = original


def _tried(call: str, otherwise: str) -> str:
    return _TRIED.format(call, otherwise)


_append = Appender._append_once
_SYSTEM_CALL = "disk.synchronise(descriptor)"

APPENDS = [
    Mutant("the file is not synchronised", _append, ((_SYNCHRONISE, ""),)),
    Mutant("the file is synchronised before the write", _append, ((_WRITE + _SYNCHRONISE, _SYNCHRONISE + _WRITE),)),
    Mutant("the folder is not synchronised", _append, ((_FOLDER, "                pass\n"),)),
    Mutant(
        "the folder is synchronised before the file is made",
        _append,
        (
            (_FOLDER, "                pass\n"),
            (
                "    descriptor = self._descriptor(path)\n",
                _FOLDER[8:].replace("    ", "", 1) + "        descriptor = self._descriptor(path)\n",
            ),
        ),
    ),
    Mutant(
        "the folder is synchronised only by who made the file",
        _append,
        (("if not is_known:", "if not is_known and not before.size:"),),
    ),
    Mutant("no fence", _append, (("if torn else content", "if False else content"),)),
    Mutant("a fence always", _append, (("if torn else content", "if True else content"),)),
    Mutant("the fence after the line", _append, (('b"\\n" + content if torn', 'content + b"\\n" if torn'),)),
    Mutant(
        "a fence without a look at the last byte",
        _append,
        ((' and disk.last_byte(descriptor) not in (b"\\n", b"")', ""),),
    ),
    Mutant(
        "a fence only where nobody else has written", _append, (("torn = before != known", "torn = before == known"),)
    ),
    Mutant("no look at the name after the append", _append, (("or not after.is_same_file(before)", ""),)),
    Mutant(
        "a look at the name before the write",
        _append,
        ((_WRITE, _LOOK + _WRITE), ("path.parent)\n" + _LOOK, "path.parent)\n")),
    ),
    Mutant(
        "a look at the name before the synchronisation",
        _append,
        ((_SYNCHRONISE, _LOOK + _SYNCHRONISE), ("path.parent)\n" + _LOOK, "path.parent)\n")),
    ),
    Mutant(
        "a replaced file is not appended to again",
        _append,
        (("            return None\n", "            return before\n"),),
    ),
    Mutant(
        "a short write is taken as whole",
        _write,
        (
            (
                "rest = rest[disk.write(descriptor, rest) :]",
                "rest = rest[disk.write(descriptor, rest) * 0 + len(rest) :]",
            ),
        ),
    ),
    Mutant(
        "a short write is begun anew",
        _write,
        (
            (
                "rest = rest[disk.write(descriptor, rest) :]",
                "rest = rest[disk.write(descriptor, rest) // len(rest) * len(rest) :]",
            ),
        ),
    ),
    Mutant(
        "an interrupted write is a failure",
        _write,
        (("            continue\n", "            raise TimelineError(path) from None\n"),),
    ),
    Mutant("an interrupted write is lost", _write, (("            continue\n", "            return\n"),)),
    Mutant(
        "a failed write is not told",
        _write,
        (("            return failure\n", "            return None\n"),),
    ),
]

FAILURES = [
    Mutant(
        "a failed synchronisation is asked for again", _append, ((_SYNCHRONISE, _tried(_SYSTEM_CALL, _SYSTEM_CALL)),)
    ),
    Mutant("a failed synchronisation is not told", _append, ((_SYNCHRONISE, _tried(_SYSTEM_CALL, "pass")),)),
    Mutant(
        "a failed synchronisation of the folder is not told",
        _append,
        ((_FOLDER, textwrap.indent(_tried("disk.synchronise_folder(path.parent)", "pass"), "    ")),),
    ),
    Mutant(
        "an unknown outcome is told as a failure",
        _append,
        (("raise self._unknown(path, failure) from None", "raise TimelineError(path) from None"),),
    ),
    Mutant("a failure is forgotten", Appender._unknown, (("self._failed.add(path)", "pass"),)),
    Mutant("a file that failed is confirmed", Appender.confirm, (("        self._check_trusted(path)\n", ""),)),
    Mutant("a file that failed is appended to", Appender.append, (("        self._check_trusted(path)\n", ""),)),
]

OTHERS = [
    Mutant("what was there is not confirmed", Writer._add, (("self._confirm(each)", "pass"),)),
    Mutant("what is replaced is not confirmed", Writer._add, (("if each.record.supersedes or not", "if not"),)),
    Mutant(
        "what is tried again is not confirmed",
        Writer._add,
        (("if each.record.supersedes or not each.is_new", "if each.record.supersedes"),),
    ),
    Mutant(
        "confirmed without the file",
        Appender.confirm,
        (("                self.disk.synchronise(descriptor)\n", "                pass\n"),),
    ),
    Mutant(
        "confirmed without the folder",
        Appender.confirm,
        (("            self.disk.synchronise_folder(path.parent)\n", ""),),
    ),
    Mutant(
        "confirmed once for good",
        Appender.confirm,
        (("if stamp in (self.safe.get(path), self._confirmed.get(path))", "if path in self._confirmed"),),
    ),
    Mutant("what is there is written again", Writer._is_known, (("return bool(found)", "return False"),)),
    Mutant("no lock", Writer.append, ((_LOCK, "        with nullcontext():\n"),)),
    Mutant(
        "the lock is given back before the append",
        Writer.append,
        ((_ADD, textwrap.indent(textwrap.dedent(_ADD), " " * 8)),),
    ),
    Mutant(
        "the lock is taken after the log was read",
        Writer.append,
        (
            (_LOCK, _LOCK.replace("        with", "        self.view.catch_up()\n        with")),
            ("            self.view.catch_up()\n", ""),
        ),
    ),
    Mutant(
        "nothing is read that others have written",
        Writer.append,
        (("            self.view.catch_up()\n", "            self.view._cursors or self.view.catch_up()\n"),),
    ),
    Mutant(
        "a new folder is never looked at again",
        View._list,
        (("folder.is_settled(now)", "folder.modified <= now"),),
    ),
    Mutant(
        "the identity is remembered before it is safe", Writer.append, (("if not self._has_identity:", "if False:"),)
    ),
    Mutant(
        "the identity is kept after the first record",
        Writer._add,
        (
            ("        self.keep_identity()\n", ""),
            ("        self.view.take(", "        self.keep_identity()\n        self.view.take("),
        ),
    ),
    Mutant(
        "a made folder is not synchronised", make_folder, (("            disk.synchronise_folder(each.parent)\n", ""),)
    ),
    Mutant("a found folder is not synchronised", make_folder, (("disk.synchronise_folder(lowest.parent)", "pass"),)),
    Mutant(
        "a folder is synchronised before it is made",
        make_folder,
        (
            (
                "            disk.make_folder(each)\n            disk.synchronise_folder(each.parent)\n",
                "            disk.synchronise_folder(each.parent)\n            disk.make_folder(each)\n",
            ),
        ),
    ),
    Mutant("a repair without the lock", repair, (("    with disk.locked(folder):\n", "    if folder:\n"),)),
    Mutant("a repair keeps nothing", repair, ((", keep_as=made.kept_as", ""),)),
]

REPLACEMENTS = [
    Mutant("a new file is not synchronised", replace_file, ((_SYNCHRONISE, ""),), replaces_files=True),
    Mutant(
        "a new file is synchronised before its bytes",
        replace_file,
        (
            ("            for piece", _SYNCHRONISE + "            for piece"),
            (_SYNCHRONISE + "        finally", "        finally"),
        ),
        replaces_files=True,
    ),
    Mutant(
        "a new file is renamed before its bytes are safe",
        replace_file,
        (
            (_SYNCHRONISE, "            disk.replace(temporary, path)\n" + _SYNCHRONISE),
            (_RENAME, "        pass\n    except"),
        ),
        replaces_files=True,
    ),
    Mutant(
        "the folder is not synchronised after a rename",
        replace_file,
        ((_LAST_FOLDER, "    try:\n        pass\n"),),
        replaces_files=True,
    ),
    Mutant(
        "the folder is synchronised before a rename",
        replace_file,
        (
            (_LAST_FOLDER, "    try:\n        pass\n"),
            ("        if keep_as:", "        disk.synchronise_folder(path.parent)\n        if keep_as:"),
        ),
        replaces_files=True,
    ),
    Mutant(
        "a failed synchronisation after a rename is not told",
        replace_file,
        (("        raise _unknown(path, failure) from None", "        return"),),
        replaces_files=True,
    ),
    Mutant(
        "the old file is not kept", replace_file, (("            disk.link(path, keep_as)\n", ""),), replaces_files=True
    ),
    Mutant(
        "the old file's second name is not synchronised",
        replace_file,
        (("            disk.synchronise_folder(path.parent)\n", ""),),
        replaces_files=True,
    ),
    Mutant(
        "what an ended process left stands in the way",
        replace_file,
        (("        disk.remove(temporary)  # left", "        pass  # left"),),
        replaces_files=True,
    ),
    Mutant(
        "a failure leaves its file behind",
        replace_file,
        (("    finally:\n        disk.remove(temporary)\n", "    finally:\n        pass\n"),),
        replaces_files=True,
    ),
]

SYSTEM = [
    Mutant("nothing is locked", disk._try_lock, (("fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass"),)),
    Mutant("the lock is shared", disk._try_lock, (("LOCK_EX", "LOCK_SH"),)),
    Mutant("the lock is kept", disk._unlock, (("fcntl.flock(descriptor, fcntl.LOCK_UN)", "pass"),)),
    Mutant(
        "a lock is held whose file is gone",
        disk._Lock._take,
        (("if _stamp(os.stat(self.path)).is_same_file(self.stamp):", "if os.stat(self.path):"),),
    ),
    Mutant("a child has its parent's lock", disk._Lock._take, (("self.owner != os.getpid()", "self.owner < 0"),)),
    Mutant("a file is not put on the disk", SystemDisk.synchronise, (("os.fdatasync(descriptor)", "pass"),)),
    Mutant("a folder is not put on the disk", SystemDisk.synchronise_folder, (("os.fsync(descriptor)", "pass"),)),
    Mutant("an append goes anywhere", SystemDisk.open_to_append, ((" | os.O_APPEND", ""),)),
    Mutant("a new file takes another's place", SystemDisk.create, ((" | os.O_EXCL", ""),)),
]
