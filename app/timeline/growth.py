"""A growing timeline's parts, as the reactions to events see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from app.events import Event
from app.timeline.causes import Causes
from app.timeline.holds import Holds
from app.timeline.lanes import Lanes
from app.timeline.model import Instant, InstantKind
from app.timeline.possession import Possession
from app.timeline.timeline import Timeline
from app.timeline.waits import Waits

Reaction: TypeAlias = Callable[[Event], None]
"""What one kind of event does to a timeline."""


class Growth:
    """One timeline and the writers of its rows."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.lanes = Lanes(self.timeline)
        self.holds = Holds(self.timeline)
        self.waits = Waits(self.timeline, self.lanes)
        self.causes = Causes(self.timeline)
        self.possession = Possession(self.timeline, self.lanes, self.holds)

    def mark(self, event: Event, kind: InstantKind, text: str) -> None:
        """Leave an instant where the event happened."""
        self.timeline.instants.append(
            Instant(event.lane, event.time, kind, event.site, event.object, text)
        )
