"""An open lane: a thread that has begun, what it does now, and what is known beyond that."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from app.events import Event
from app.timeline.means import Means
from app.timeline.model import Certainty, Sample, State
from app.timeline.timeline import OpenSpan

RUNNING, RUNNABLE = int(State.RUNNING), int(State.RUNNABLE)
EXACT, SAMPLED, INFERRED = map(int, Certainty)


class Doing(NamedTuple):
    """What a lane does from some time on: all of a span but its times."""

    state: int = RUNNING
    object: int = 0
    site: int = 0
    operation: int = 0
    certainty: int = INFERRED
    limit: int = -1


@dataclass(slots=True)
class OpenLane(OpenSpan):
    """A lane that has begun: its open span and what is known beyond it."""

    process: int = 0
    ended: bool = False
    in_handler: bool = False
    """A signal arrived during the open wait: events may come from its handler."""
    told: bool = False
    """An event has begun what the lane does, and an event will end it."""
    means: Means = field(default_factory=Means)
    samples: deque[Sample] = field(default_factory=deque)
    moments: deque[Event] = field(default_factory=deque)
    """What the watch told of its means, not yet taken in."""
