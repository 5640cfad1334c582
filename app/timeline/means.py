"""The means of a lane: the GIL and a processor, what it lacks of them, and since when.

A thread that could go on needs both. Who waits for the GIL is runnable whatever its
processor does meanwhile: it looks up every five milliseconds. Who left its processor
without having to waits in the kernel, for what only a look can say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.events import (
    GIL_DROPPED,
    GIL_TAKEN,
    GIL_WANTED,
    OP_CPU,
    OP_GIL,
    PROCESSOR_LEFT,
    Event,
)
from app.timeline.model import Certainty, Sample, State

HAS, WANTS, AWAY = range(3)
"""Of the GIL."""
UNKNOWN, ON, PUSHED_OFF, OFF = range(4)
"""Of a processor; whoever is OFF has left it to wait for something."""


class Pursuit(NamedTuple):
    """What a lane does for having, or for want of, its means."""

    state: int
    operation: int
    object: int
    certainty: int


CANNOT_TELL = Pursuit(State.RUNNING, 0, 0, Certainty.INFERRED)
RUNS = Pursuit(State.RUNNING, 0, 0, Certainty.EXACT)
WANTS_PROCESSOR = Pursuit(State.RUNNABLE, OP_CPU, 0, Certainty.EXACT)
WAITS = Pursuit(State.IO, 0, 0, Certainty.INFERRED)


@dataclass(slots=True)
class Means:
    """What one lane has, from its moments in their order."""

    gil: int = HAS
    processor: int = UNKNOWN
    object: int = 0
    """The GIL."""
    woke: int = 0
    """Since when it has been about to end its wait, 0 while it has not."""
    wanted: int = 0
    got: int = 0
    """When it wanted and got the GIL since it woke."""
    pushes: list[tuple[int, int]] = field(default_factory=list)
    """From when to when it has had no processor since it woke, though it would have gone on."""
    away: int = 0
    """Since when it has been without the GIL, until somebody tells what it does there."""
    habit: Pursuit = WAITS
    """What it was last seen to do without a processor."""

    def note(self, moment: Event) -> None:
        """Take in what happened."""
        time, kind = moment.time, moment.kind
        if kind == GIL_WANTED:
            self.gil, self.object = WANTS, moment.object
            self.wanted, self.woke = time, self.woke or time
        elif kind == GIL_TAKEN:
            self.gil, self.object = HAS, moment.object
            self.got, self.woke = time, self.woke or time
            self.processor = self.processor and ON
        elif kind == GIL_DROPPED:
            self.gil, self.away = AWAY, time
            self.sleep_on()
        elif kind == PROCESSOR_LEFT:
            self.processor = PUSHED_OFF if moment.value else OFF
            if moment.value and self.woke:
                self.pushes.append((time, 0))
            elif self.gil != WANTS:
                self.sleep_on()
        else:
            self.processor = ON
            if self.pushes and not self.pushes[-1][1]:
                self.pushes[-1] = self.pushes[-1][0], time
            if self.gil != WANTS:
                self.woke = self.woke or time

    def sleep_on(self) -> None:
        """Its wait is not about to end, or has just begun."""
        self.woke = self.wanted = self.got = 0
        self.pushes.clear()

    def see(self, sample: Sample) -> None:
        """It was seen without a processor: that is what it will be thought to do next time."""
        if sample.state == State.RUNNABLE:
            self.habit = Pursuit(sample.state, sample.operation, sample.object, Certainty.INFERRED)
        else:
            self.habit = WAITS._replace(state=sample.state)

    def act(self) -> None:
        """It was seen to act, which takes both."""
        self.gil, self.away = HAS, 0
        self.processor = self.processor and ON

    def pursuit(self) -> Pursuit:
        """What it does now."""
        if self.gil == WANTS:
            return Pursuit(State.RUNNABLE, OP_GIL, self.object, Certainty.EXACT)
        if self.processor == PUSHED_OFF:
            return WANTS_PROCESSOR
        if self.processor == OFF:
            return self.habit
        return RUNS if self.processor == ON else CANNOT_TELL
