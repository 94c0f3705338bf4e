"""The program run within the test's own process, which takes a fifth of the time of a process of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import frozen

from aitimeline.cli.main import main
from desk import Desk, Ran, environment


@frozen
class NearDesk:
    """A desk at which the program is run in this process."""

    desk: Desk
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        """Where it is run."""
        return self.desk.folder

    def files(self) -> dict[str, bytes]:
        """Every file of the log."""
        return self.desk.files()

    def run(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Ran:
        """Run the program here."""
        with self.patch.context() as patch:
            for name in list(os.environ):
                patch.delenv(name)
            for name, value in environment(self.folder / ".home", {**self.desk.env, **(env or {})}).items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            self.capture.readouterr()
            code = main(list(map(str, arguments)))
            said = self.capture.readouterr()
        return Ran(said.out, said.err, code)
