"""How dates are seen, and the days around them that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aitimeline.index.timeline import Window
from aitimeline.model.day import BEGINNING, FINISH, Days
from aitimeline.model.quality import Margin, units_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from aitimeline.model.when import When


class View(NamedTuple):
    """How dates are seen.

    Attributes:
        tz: the zone that times of day are seen from; None for each event's own.
        margin: how far off what is approximate (``~``) may be.
    """

    tz: ZoneInfo | None
    margin: Margin

    def hull(self, when: When) -> Days:
        """The first and the last day that a date may touch."""
        extents = when.extents(self.margin)
        return Days(min(start.first for start, _ in extents), max(end.last for _, end in extents))


def window_near(days: Days, reach: int, margin: Margin) -> Window:
    """Days that hold all that is so near."""
    reach = min(reach, FINISH)
    return Window(
        max(days.first - reach, BEGINNING),
        min(days.last + reach, FINISH),
        lambda about: max(map(margin.of, units_of(about)), default=0),
    )
