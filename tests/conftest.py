"""How the tests are drawn: the same every time, or at random where somebody explores (``-m explore``).

Profiles of hypothesis are ``fast``, and ``long`` with ``--hypothesis-profile=long``.
"""

from __future__ import annotations

import pkgutil
import random
import re
from importlib import import_module

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

import aitimeline

_ORDER = 20231207
"""The seed of the order in which tests run, where none is given: shuffled, but alike everywhere."""
_EXPLORES = re.compile(r"(?<!not )\bexplore\b")
_NAMES_LONG = re.compile(r"\blong\b")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seeds before the plugins that use them ask; the workers of xdist get those of the first process."""
    is_exploring = _is_exploring(config)
    if is_exploring and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().getrandbits(32))
    if not is_exploring and getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = _ORDER
    settings.register_profile(
        "fast",
        deadline=None,
        max_examples=10,
        database=None,
        derandomize=not is_exploring,
        print_blob=is_exploring,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.register_profile("long", settings.get_profile("fast"), max_examples=5000)
    settings.load_profile("fast")


def _is_exploring(config: pytest.Config) -> bool:
    return bool(_EXPLORES.search(config.option.markexpr)) or config.option.hypothesis_seed is not None


def pytest_sessionstart() -> None:
    """Import the whole program: hypothesis draws constants of what is imported, which must not hang on the order."""
    for module in pkgutil.walk_packages(aitimeline.__path__, "aitimeline."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what can be explored: every test of hypothesis, long ones where the expression of ``-m`` names them."""
    is_long_too = bool(_NAMES_LONG.search(config.option.markexpr))
    for item in items:
        is_long = item.get_closest_marker("long") is not None
        if is_hypothesis_test(getattr(item, "obj", None)) and (is_long_too or not is_long):
            item.add_marker("explore")


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
