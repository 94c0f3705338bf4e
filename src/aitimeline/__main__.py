"""``python -m aitimeline`` and the command ``aitimeline``."""

import contextlib
import gc
import os
import sys

_INTERRUPTED = 130
_STREAMS = 3
# A run is short and makes little garbage: looking for it every 700 objects costs a tenth of the start-up.
_GARBAGE_THRESHOLD = 50_000


def main() -> None:
    """Run the program; Ctrl-C ends it quietly, even while it is still starting.

    The process ends without taking its modules apart first, which would take as long as answering.
    """
    gc.set_threshold(_GARBAGE_THRESHOLD)
    _fill_closed()
    if sys.stderr is None:  # closed: there is nobody to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 -- pathlib is not worth its import
    if sys.stdout is None:
        sys.stderr.write("aitimeline: standard output is closed; send it to a file, or to /dev/null\n")
        os._exit(1)
    try:
        from aitimeline.cli.main import main as run

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _fill_closed() -> None:
    """Open what is closed of the system's three streams, so that no other file gets a number that messages go to."""
    for number in range(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    main()
