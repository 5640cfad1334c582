"""Causes that wait for their effects: what was released, set, put, submitted, and by whom.

Causes are stamped before the act takes effect and effects after, so a cause is always
known when its effect is folded, but for slight disorder across lanes; an effect whose
cause is unknown has no flow. A cause that can have one effect only (an item, a task, a
ticket) is dropped when it has had it.
"""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, islice

from app.events import Event
from app.timeline.model import FlowKind
from app.timeline.timeline import Timeline


class Causes:
    """Remembers causes and draws flows to their effects."""

    def __init__(self, timeline: Timeline) -> None:
        self.flows = timeline.flows
        self.by_object: dict[tuple[int, int], Event] = {}
        """The latest cause of a kind of flow on an object."""
        self.by_ticket: dict[tuple[int, int], Event] = {}

    def remember(self, kind: FlowKind, event: Event) -> None:
        """What happened to the object may wake others."""
        self.by_object[kind, event.object] = event

    def remember_ticket(self, kind: FlowKind, ticket: int, event: Event) -> None:
        """The holder of this ticket will be woken by it."""
        if ticket:
            self.by_ticket[kind, ticket] = event

    def draw(self, kind: FlowKind, effect: Event) -> None:
        """The latest cause on the object has this effect."""
        self._draw(kind, self.by_object.get((kind, effect.object)), effect)

    def draw_ticket(self, kind: FlowKind, ticket: int, effect: Event) -> bool:
        """The cause with this ticket has this effect; false when it is unknown."""
        cause = self.by_ticket.pop((kind, ticket), None)
        self._draw(kind, cause, effect)
        return cause is not None

    def let_go(self, objects: Container[int]) -> None:
        """Objects that have been idle for long."""
        gone = [key for key in self.by_object if key[1] in objects]
        for key in gone:
            del self.by_object[key]

    def keep_tickets(self, most: int) -> None:
        """Let the causes go whose effect is the longest in coming, beyond so many."""
        for key in list(islice(self.by_ticket, max(len(self.by_ticket) - most, 0))):
            del self.by_ticket[key]

    def lanes(self) -> set[int]:
        """Those whose acts may yet have an effect."""
        causes = chain(self.by_object.values(), self.by_ticket.values())
        return {event.lane for event in causes}

    def _draw(self, kind: FlowKind, cause: Event | None, effect: Event) -> None:
        if cause is not None and cause.lane != effect.lane:
            object_id = effect.object or cause.object
            self.flows.append((kind, cause.lane, cause.time, effect.lane, effect.time, object_id))
