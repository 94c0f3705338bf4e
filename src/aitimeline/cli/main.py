"""The program's root, and the one boundary at which failures become messages and exit codes.

The options of the root are read in every run. So they are not put off with ``from __future__ import annotations``:
typer would compile the text of each one, twice.
"""

import contextlib
import sys
from collections.abc import Callable
from errno import ENAMETOOLONG
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from aitimeline import __version__
from aitimeline.cli import outlet
from aitimeline.cli.lazy import Root, new_app
from aitimeline.cli.run import Deed, Run
from aitimeline.model.error import OutputLostError, ReaderGoneError, TimelineError

_LONGEST = 2000
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")

app = new_app(cls=Root, add_completion=True, no_args_is_help=True)


def _print_version(value: bool) -> None:
    if value:
        print(f"aitimeline {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    log: Annotated[
        list[Path] | None,
        typer.Option("--log", metavar="DIR", help="A folder to read as the log; give it again for more folders."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings to use (AITIMELINE_CONFIG).")
    ] = None,
    no_config: Annotated[bool, typer.Option("--no-config", help="Use no settings file.")] = False,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="See times of day in this zone: Asia/Seoul.")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DAY", help="Take this for today: 2023-12-08 (AITIMELINE_TODAY).")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="ko|en", help="Language of titles and names.")] = None,
    color: Annotated[str | None, typer.Option("--color", metavar="auto|always|never", help="When to colour.")] = None,
    version: Annotated[  # noqa: ARG001 -- its callback prints
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A timeline of the AI race: what happened, when, within how many days of what, and who says so.

    Start with: aitimeline list, then aitimeline within 7 gemini-announced.
    The options here may also stand after a command's name.
    """
    given = {
        "log": log,
        "config": config,
        "no_config": no_config,
        "tz": tz,
        "today": today,
        "lang": lang,
        "color": color,
    }
    context.obj.given.update({name: value for name, value in given.items() if value})


def main(arguments: list[str] | None = None, run: Run | None = None) -> int:
    """Run the program and return its exit code. Every failure is told in one message; nothing printed is lost."""
    outlet.guard()
    run = run or Run.of_process()
    code = _guarded(lambda: _run(arguments, run), run)
    return _guarded(sys.stdout.flush, run) or code


def _run(arguments: list[str] | None, run: Run) -> int:
    try:
        return _answer(arguments, run)
    except (TimelineError, TyperException, typer.Abort, OSError, MemoryError):
        raise
    except Exception as failure:
        if not _has_discarded(failure, run):
            raise
    return _answer(arguments, run.beside())


def _answer(arguments: list[str] | None, run: Run) -> int:
    try:
        code = app(args=arguments, prog_name="aitimeline", standalone_mode=False, obj=run)
    except SystemExit as ended:  # by typer, having helped a shell to complete
        code = ended.code
    except TyperException as failure:
        if type(failure).__name__ != "NoArgsIsHelpError":
            raise
        print(failure.format_message())
        return 0
    return code if isinstance(code, int) else 0


def _has_discarded(failure: Exception, run: Run) -> bool:
    """Discard the index that was read, which a failure that nobody thought of suspects; True if one was.

    Raises:
        TimelineError: one was, but what the command has done since must not be done twice.
    """
    if getattr(failure, "sqlite_errorname", "") == "SQLITE_FULL":
        return False
    gone = [store.discard() for store in run.stores]
    if not any(gone):
        return False
    found = f"the index is damaged ({type(failure).__name__}: {failure})"
    if not run.deeds:
        _tell(f"{found}; it is made anew", 0)
        return True
    if Deed.WRITTEN in run.deeds:
        todo = "but the log is not; what was to be written may have been: 'aitimeline list --sort recorded --reverse'"
    else:
        todo = "and was discarded; what was printed is not the whole answer: give the command again"
    raise TimelineError(f"{found}, {todo}") from failure


def _guarded(act: Callable[[], int | None], run: Run) -> int:
    """Do it, and turn what goes wrong into a message and an exit code."""
    try:
        return act() or 0
    except ReaderGoneError as failure:
        return failure.exit_code
    except TimelineError as failure:
        return _tell(str(failure), failure.exit_code)
    except TyperException as failure:
        return _tell_usage(failure)
    except typer.Abort:
        return _tell("stopped; nothing was written", 1)
    except OSError as failure:
        where = f"{failure.filename}: " if failure.filename else ""
        return _tell(f"{where}{failure.strerror or failure}", 2 if failure.errno == ENAMETOOLONG else 1)
    except MemoryError:
        return _tell("there is not enough memory for this; nothing that the log holds is lost", 1)
    except Exception as failure:
        if run.environment.get("AITIMELINE_DEBUG"):
            raise
        if getattr(failure, "sqlite_errorname", "").startswith(_NO_ROOM):
            return _tell(f"the index can be neither kept nor read: {failure}; make room on the disk", 1)
        return _tell(
            f"unexpected failure, {type(failure).__name__}: {failure}. This is a fault of the program; "
            "AITIMELINE_DEBUG=1 shows where",
            1,
        )


def _tell(message: str, code: int) -> int:
    from aitimeline.model.visible import visible_lines

    with contextlib.suppress(ReaderGoneError, OutputLostError):  # which the last flush tells of
        sys.stdout.flush()
    if len(message) > _LONGEST:  # with something of great length in it that was typed
        message = f"{message[: _LONGEST // 2]} ... {message[-_LONGEST // 2 :]}"
    print(f"aitimeline: {visible_lines(message)}", file=sys.stderr, flush=True)
    return code


def _tell_usage(failure: TyperException) -> int:
    context = getattr(failure, "ctx", None)
    hint = f"\nTry '{context.command_path} --help'." if context else ""
    return _tell(f"{failure.format_message()}{hint}", failure.exit_code)
