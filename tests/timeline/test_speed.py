"""The fold keeps up: a busy program writes some hundred thousand events a second."""

from __future__ import annotations

from time import process_time

import pytest

from app import events as ev
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Lane, SyncObject

pytestmark = pytest.mark.alone

EVENTS = 60_000
LIMIT = 60
"""Folding an event may cost so many times a bare look at it; measured: 15 to 25. A bare
look takes some 100 ns, so this is about 160,000 events a second at the very least."""


def busy(count: int) -> list[Event]:
    """Four threads that fight for one lock and hand items through a queue."""
    events: list[Event] = []
    for turn in range(count // 6):
        a, b, time = turn % 4 + 1, (turn + 1) % 4 + 1, turn * 100
        events += [
            Event(time, ev.WAIT_BEGAN, b, 1, 1, -1, 0, ev.OP_ACQUIRE),
            Event(time + 10, ev.LOCK_RELEASED, a, 1, 2),
            Event(time + 20, ev.LOCK_ACQUIRED, b, 1, 1, 1, 0, ev.WAITED),
            Event(time + 30, ev.QUEUE_PUT, b, 2, 1, 1, turn + 1),
            Event(time + 40, ev.QUEUE_GOT, a, 2, 1, 0, turn + 1),
            Event(time + 50, ev.LOCK_ACQUIRED, a, 3, 1, 1),
        ]
    return events


def look(events: list[Event]) -> int:
    """Read each event's fields, as any fold has to."""
    total = 0
    for event in events:
        total += event.time + event.kind + event.lane + event.object
    return total


def test_folding_an_event_costs_little_more_than_looking_at_it() -> None:
    events = busy(EVENTS)
    ratios = []
    for _ in range(3):
        fold = Fold()
        for lane in range(1, 5):
            fold.define(Lane(lane))
        for row in (SyncObject(1, "Lock"), SyncObject(2, "Queue"), SyncObject(3, "Lock")):
            fold.define(row)
        began = process_time()
        look(events)
        looked = process_time()
        fold.add_events(events)
        ratios.append((process_time() - looked) / max(looked - began, 1e-9))

    assert min(ratios) < LIMIT, ratios
