"""``python -m aitimeline`` and the command ``aitimeline``."""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the program; Ctrl-C ends it quietly, even while it is still starting."""
    try:
        from aitimeline.cli.main import main as run

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
