"""Found by processes that tests start: where TEST_CLOCK is set, that is what the program's clock says."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

CLOCK = "aitimeline.cli.run"


class _Loader(SourceFileLoader):
    """Loads the module that has the clock, and sets it."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        time = datetime.fromisoformat(os.environ["TEST_CLOCK"])
        vars(module)["system_time"] = lambda: time


class _Finder(PathFinder):
    """Finds the module that has the clock, when it is first imported: others start as they do."""

    @classmethod
    def find_spec(cls, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != CLOCK:
            return None
        spec = PathFinder.find_spec(fullname, path, target)  # type: ignore[arg-type]
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


if "TEST_CLOCK" in os.environ:
    sys.meta_path.insert(0, _Finder)
