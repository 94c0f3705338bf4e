"""What ``serve`` does: it makes the site of what was asked for, and tells where it is."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import typer
from attrs import evolve

from aitimeline.cli import feed
from aitimeline.cli.settings import read_settings
from aitimeline.cli.telling import tell
from aitimeline.cli.web.site import Site
from aitimeline.cli.workspace import Workspace
from aitimeline.model.error import BadInputError, TimelineError
from aitimeline.model.visible import visible

_SCHEMES = ("http", "https")


def serve(context: typer.Context, taken: str | None, look: feed.Look, host: str, port: int, url: str | None) -> None:
    """Serve until told to stop.

    Raises:
        BadInputError: an option has no valid value, or a saved query cannot be understood.
        TimelineError: the port is taken, or what serving needs is not installed.
    """
    try:
        from aitimeline.cli.web import server
    except ModuleNotFoundError as failure:
        raise TimelineError(f"serve needs {failure.name}: pip install '.[serve]' in a checkout of aitimeline") from None
    base = read_base(url) if url else None
    workspace = Workspace.of(context)
    site = site_of(workspace, taken, look, (), base)
    site.check()
    made = server.bound(host, port)
    own, is_certain = server.address_of(host, made)
    site = evolve(site, url=base or (own if is_certain else None))
    hosts = {host, str(urlsplit(base or own).hostname)}
    lines = server.addresses(site, base or own)
    run = workspace.run
    server.run(site, made, hosts, run.now, lambda: read_settings(run).today, lambda: _show(lines))
    tell("stopped serving")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(visible(line), flush=True)


def site_of(workspace: Workspace, taken: str | None, look: feed.Look, query: tuple[str, ...], base: str | None) -> Site:
    """The site that the options and the settings ask for."""
    return Site(
        workspace.run,
        workspace.location,
        query,
        look,
        feed.language_of(workspace, taken),
        workspace.settings.config.queries,
        base,
    )


def read_base(url: str) -> str:
    """An address below which everything lies, with a slash at the end.

    Raises:
        BadInputError: it is none.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in _SCHEMES and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        is_good = False
    if not is_good or not url.isprintable() or " " in url:
        raise BadInputError(f"--url cannot be {url!r}; give an address such as https://example.org/timeline/")
    return url if url.endswith("/") else f"{url}/"
