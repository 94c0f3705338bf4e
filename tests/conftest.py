"""How the tests are drawn: the same every time, or at random where somebody explores (``-m explore``).

Few examples are drawn of each property, and more with ``-m long``, which takes in all of them, and with ``-m explore``.
"""

from __future__ import annotations

import gc
import pkgutil
import random
import re
from importlib import import_module

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

import aitimeline

_GARBAGE_THRESHOLD = 50_000  # as the program has it
_ORDER = 20231207
"""The seed of the order in which tests run, where none is given: shuffled, but alike everywhere."""
_EXPLORES = re.compile(r"(?<!not )\bexplore\b")
_NAMES_LONG = re.compile(r"(?<!not )\blong\b")
_FEW, _MANY = 6, 50
"""How many examples are drawn of what is run all the time, and of what is explored or long."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seeds before the plugins that use them ask; the workers of xdist get those of the first process."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    is_exploring = _is_exploring(config)
    if is_exploring and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().getrandbits(32))
    if not is_exploring and getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = _ORDER
    settings.register_profile(
        "fast",
        deadline=None,
        max_examples=_FEW,
        database=None,
        derandomize=not is_exploring,
        print_blob=is_exploring,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.register_profile("long", settings.get_profile("fast"), max_examples=_MANY)
    settings.load_profile("long" if is_exploring or _NAMES_LONG.search(config.option.markexpr) else "fast")


def _is_exploring(config: pytest.Config) -> bool:
    return bool(_EXPLORES.search(config.option.markexpr)) or config.option.hypothesis_seed is not None


def pytest_sessionstart(session: pytest.Session) -> None:
    """Import the whole program: hypothesis draws constants of what is imported, which must not hang on the order.

    Where others run the tests, they do.
    """
    if not session.config.getoption("numprocesses", None):
        for module in pkgutil.walk_packages(aitimeline.__path__, "aitimeline."):
            if not module.name.endswith("__main__"):
                import_module(module.name)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what can be explored, every property, and long ones where ``-m`` names them: then all of them are long."""
    is_long_too = bool(_NAMES_LONG.search(config.option.markexpr))
    for item in items:
        is_long = item.get_closest_marker("long") is not None
        if is_hypothesis_test(getattr(item, "obj", None)) and (is_long_too or not is_long):
            item.add_marker("explore")
            if is_long_too:
                item.add_marker("long")


def pytest_collection_finish() -> None:
    """Take what was collected, which stays to the end, out of what the garbage collector looks through."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the seeds with which what was explored is given again."""
    if _is_exploring(config):
        order = getattr(config.option, "randomly_seed", None)
        shuffled = "" if order is None else f" --randomly-seed={order}"
        terminalreporter.write_line(f"again: pytest --hypothesis-seed={config.option.hypothesis_seed}{shuffled}")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the index of the shipped log is made once, for all tests that only ask."""
    return {"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}
