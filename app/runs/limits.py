"""Limits: what ends a run before its program does, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.runs.conclusions import Standing
from app.runs.orders import EVENTS, LINGER_S, PROCESSES, WALL_S
from app.timeline.model import State
from app.timeline.timeline import Timeline

STABLE_NS = 300_000_000
DEFINITIONS_PER_EVENT = 0.1
"""A definition takes ten times the room of an event, in memory and in the log."""
HANGS = ("deadlock", "stall")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how many events, and how long after a hang was found."""

    wall_s: float = WALL_S
    events: int = EVENTS
    linger_s: float = LINGER_S
    processes: int = PROCESSES

    @classmethod
    def of(cls, limits: Mapping[str, Any]) -> Limits:
        """Take the limits of an order."""
        return cls(
            float(limits.get("wall_s", WALL_S)),
            int(limits.get("events", EVENTS)),
            float(limits.get("linger_s", LINGER_S)),
            int(limits.get("processes", PROCESSES)),
        )

    def exceeded(
        self, now: int, events: int, definitions: int = 0, processes: int = 0
    ) -> str | None:
        """Return why a run must end that has lasted until `now`."""
        if now >= self.wall_s * 1e9:
            return f"Stopped at the time limit of {self.wall_s:g} s."
        if self.events and events >= self.events:
            return f"Stopped at the limit of {self.events:,} events."
        if self.events and definitions >= (most := int(self.events * DEFINITIONS_PER_EVENT)):
            return f"Stopped at the limit of {most:,} threads, sync objects and lines of output."
        if processes > self.processes:
            return f"Stopped at the limit of {self.processes} processes at a time."
        return None

    def hung(
        self, timeline: Timeline, standing: Iterable[Standing], now: int, last_event: int
    ) -> str | None:
        """Return why a run must end in which nothing will happen any more.

        A finding alone is not enough: while two threads are deadlocked, others may go on
        with work that somebody wants to see.
        """
        patience = STABLE_NS + self.linger_s * 1e9
        if now - last_event < patience:
            return None
        if any(
            span.state in (State.RUNNING, State.RUNNABLE) for span in timeline.open_spans.values()
        ):
            return None
        for each in standing:
            finding = each.finding
            if finding.kind in HANGS and now - each.since >= patience:
                return f"{finding.kind.capitalize()}: {finding.sentence}"
        return None
