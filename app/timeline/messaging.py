"""Reactions to messages between processes: the nth that went into a pipe is the nth out.

Nothing in a message tells which one it is, so they are counted, and their sizes compared.
Once a size does not fit, or something comes out that nobody put in, somebody we do not
see uses the pipe too, or events were lost: from then on no flow of it is drawn.
"""

from __future__ import annotations

from collections import deque
from itertools import count

from app.events import MESSAGE_RECEIVED, MESSAGE_SENT, Event
from app.timeline.growth import Growth, Reaction
from app.timeline.model import FlowKind

MOST_INSIDE = 100_000
"""Messages in one pipe. The system holds fewer: nobody of the run takes them out."""


class Messaging:
    """What messages do to a timeline."""

    def __init__(self, growth: Growth) -> None:
        self.waits = growth.waits
        self.causes = growth.causes
        self.objects = growth.timeline.objects
        self._numbers = count(1)
        self._inside: dict[int, deque[tuple[int, int]]] = {}
        """Pipe -> size and number of each message in it."""
        self._unclear: set[int] = set()
        self.reactions: dict[int, Reaction] = {
            MESSAGE_SENT: self._sent,
            MESSAGE_RECEIVED: self._received,
        }

    def _sent(self, event: Event) -> None:
        self.waits.acted(event)
        if event.object in self._unclear:
            return
        number = next(self._numbers)
        kind = self._kind(event)
        put = self.causes.by_ticket.pop((kind, event.link), event)
        # Below zero: tickets of the run are above.
        self.causes.remember_ticket(kind, -number, put)
        inside = self._inside.setdefault(event.object, deque())
        inside.append((event.value, number))
        if len(inside) > MOST_INSIDE:
            self._give_up(event.object)

    def _received(self, event: Event) -> None:
        self.waits.acted(event)
        inside = self._inside.get(event.object)
        if event.object in self._unclear:
            return
        if not inside or inside[0][0] != event.value:
            self._give_up(event.object)
            return
        _, number = inside.popleft()
        self.causes.draw_ticket(self._kind(event), -number, event)

    def _give_up(self, pipe: int) -> None:
        self._unclear.add(pipe)
        self._inside.pop(pipe, None)

    def _kind(self, event: Event) -> FlowKind:
        row = self.objects.get(event.object)
        of_queue = row is not None and row.kind.endswith("Queue")
        return FlowKind.PUT_GET if of_queue else FlowKind.SEND_RECEIVE
