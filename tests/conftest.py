"""Profiles of hypothesis: ``fast`` by default, ``long`` with ``--hypothesis-profile=long``."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fast",
    deadline=None,
    max_examples=50,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("long", settings.get_profile("fast"), max_examples=5000)
settings.load_profile("fast")
