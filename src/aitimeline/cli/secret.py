"""Who pushes, and the password: from the environment, the keyring, or a person; never from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from aitimeline.cli.run import Deed, Run
from aitimeline.model.error import BadInputError

if TYPE_CHECKING:
    from aitimeline.remote.address import Address

USER, PASSWORD = "AITIMELINE_CALDAV_USER", "AITIMELINE_CALDAV_PASSWORD"
SERVICE = "aitimeline"


def find_user(run: Run, given: str | None, address: Address) -> str | None:
    """The user: --user, else the address's own, else the environment's; None for a server that asks for none.

    Raises:
        BadInputError: it is none that can be sent.
    """
    user = given or address.user or run.environment.get(USER) or None
    if user is not None and (":" in user or not user.isprintable()):
        raise BadInputError(f"{user!r} cannot be a user's name, as it holds a colon or a control character")
    return user


def find_password(run: Run, user: str | None, host: str) -> str | None:
    """The user's password on a host: the environment's, else the keyring's, else a person's answer.

    Raises:
        BadInputError: there is none, and nobody to ask.
    """
    if user is None:
        return None
    if stated := run.environment.get(PASSWORD):
        return stated
    account = f"{user}@{host}"
    kept, trouble = _from_keyring(account)
    if kept:
        return kept
    if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        return _asked(run, account)
    raise BadInputError(
        f"no password for {account}: set {PASSWORD}, or keep it with 'keyring set {SERVICE} {account}'{trouble}"
    )


def _from_keyring(account: str) -> tuple[str | None, str]:
    """What the keyring has, or in brackets why it has nothing."""
    try:
        import keyring
    except ImportError:
        return None, " (there is no keyring: pip install '.[caldav]' in a checkout of aitimeline)"
    try:
        return keyring.get_password(SERVICE, account), ""
    except Exception as failure:  # noqa: BLE001 -- each system has a store of its own, with failures of its own
        return None, f" (the keyring cannot be read: {type(failure).__name__})"


def _asked(run: Run, account: str) -> str:
    """What a person types, which is not shown.

    Raises:
        BadInputError: that is nothing.
    """
    import getpass

    run.deeds.add(Deed.READ)
    try:
        typed = getpass.getpass(f"Password for {account}: ", stream=sys.stderr)
    except EOFError:
        print(file=sys.stderr)
        raise typer.Abort from None
    if not typed:
        raise BadInputError("no password was typed; nothing was sent")
    return typed
