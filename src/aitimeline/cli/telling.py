"""What is told to the person beside the answer."""

from __future__ import annotations

import sys

from aitimeline.model.visible import visible


def tell(message: str) -> None:
    """Say something to the person, on standard error."""
    print(f"aitimeline: {visible(message)}", file=sys.stderr)
