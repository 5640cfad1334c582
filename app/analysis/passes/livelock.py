"""In a livelock threads keep giving way to each other, and none gets on.

Each lane of it fails, five times or more since it last had success, to get a lock (in
time, or at once) that the next lane holds at that moment. Lanes that fail only because a
third one keeps a lock for long form no circle; a lane that gets the lock now and then
starts to count anew. Five is a number of attempts, not a time: a program that meets by
chance does so once or twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.waiting import cycles
from app.analysis.wording import at_place, lane_name, lane_names, listed, object_name
from app.events import LOCK_REFUSED, SEMAPHORE_REFUSED, Event
from app.timeline.columns import Hold
from app.timeline.queries import holds_of
from app.timeline.timeline import Timeline

ATTEMPTS = 5


class Livelock:
    """Threads that try, fail and give way, all together, again and again."""

    name: ClassVar[str] = "livelock"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per circle of lanes."""
        failures = vain_attempts(timeline)
        graph = {}
        for lane, attempts in failures.items():
            [(holder, count)] = Counter(holder for _, holder in attempts).most_common(1)
            if count >= ATTEMPTS:
                graph[lane] = holder
        for circle in cycles(graph):
            events = [
                event
                for lane in circle
                for event, holder in failures[lane]
                if holder == graph[lane]
            ]
            yield Finding(
                id=f"{self.name}:{'-'.join(map(str, circle))}",
                kind=self.name,
                severity="warning",
                sentence=sentence(timeline, circle, events),
                lanes=circle,
                objects=tuple(dict.fromkeys(event.object for event in events)),
                sites=tuple(dict.fromkeys(event.site for event in events if event.site)),
                from_ns=min(event.time for event in events),
                to_ns=max(event.time for event in events),
            )


def vain_attempts(timeline: Timeline) -> dict[int, list[tuple[Event, int]]]:
    """By lane: the attempts that failed since its last success, and who held the lock."""
    failures: dict[int, list[tuple[Event, int]]] = {}
    for object_id, signals in timeline.signals.items():
        refused = [
            event
            for event in signals
            if event.kind in (LOCK_REFUSED, SEMAPHORE_REFUSED) and event.time >= timeline.whole_from
        ]
        if len(refused) < ATTEMPTS:
            continue
        holds = holds_of(timeline, object_id)
        last_success: dict[int, int] = {hold.lane: hold.start for hold in holds}
        for event in refused:
            holder = holder_during(holds, event.time)
            is_vain = event.time > last_success.get(event.lane, -1)
            if is_vain and holder not in (None, event.lane):
                failures.setdefault(event.lane, []).append((event, holder or 0))
    return failures


def holder_during(holds: list[Hold], time: int) -> int | None:
    """The lane that held the lock at the time; holds are sorted."""
    return next((hold.lane for hold in holds if hold.start <= time <= hold.end), None)


def sentence(timeline: Timeline, circle: tuple[int, ...], events: list[Event]) -> str:
    """Who gave way how often."""
    clauses = []
    for lane in circle:
        own = [event for event in events if event.lane == lane]
        clauses.append(
            f"{lane_name(timeline, lane)} gave up {len(own)} times waiting for "
            f"{object_name(timeline, own[0].object)}{at_place(timeline, own[0].site)}"
        )
    return (
        f"{lane_names(timeline, circle)} keep giving way to each other and none gets on: "
        f"{listed(clauses)}, each time because another of them held it."
    )
