"""What a merge or an import has made contradict itself: it is told by key, and is exit code 4."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aitimeline.answer.contest import conflict_lines
from aitimeline.cli.telling import tell
from aitimeline.cli.workspace import Workspace
from aitimeline.index.contest import Contest, contested, contested_since
from aitimeline.index.store import Store
from aitimeline.index.timeline import Timeline


class Watch:
    """Knows what contradicted itself before records of others come in."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.before = contested(Timeline(workspace.store().open()))

    def found(self) -> Contest:
        """What has come to contradict itself since."""
        return contested_since(self.before, Timeline(self.workspace.anew().store().open()))

    def foreseen(self, segments: Sequence[Path]) -> Contest:
        """What would, if the log had these segments too."""
        store = self.workspace.store()
        every = [*store.segments, *(segment.resolve() for segment in segments)]
        return contested_since(self.before, Timeline(Store(None, list(dict.fromkeys(every)), store.disk).open()))


def tell_conflicts(found: Contest, *, dry_run: bool = False) -> None:
    """Tell what contradicts itself, and what to do."""
    for line in conflict_lines(found.first, found.number, dry_run=dry_run):
        tell(line)
