"""Validation: what must be true of every timeline, and the places where one is not.

One that does not hold all of its run is judged by what it holds: a lane that is older
begins with the first span there is of it.

The transitions a lane may make stand in a table. What is missing from it cannot happen:
nothing follows `finished`. A state may follow itself: a task ends in the moment in which
the next one begins, a condition's wait ends in the wait for its lock, and two looks from
outside may find a thread in two waits one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from app.timeline.columns import Hold, Span
from app.timeline.model import State
from app.timeline.timeline import Timeline

ANY = frozenset(State) - {State.FINISHED}
LEGAL: dict[State, frozenset[State]] = {
    State.RUNNING: ANY,
    State.RUNNABLE: ANY,
    State.BLOCKED: ANY,
    State.SLEEPING: ANY,
    State.IO: ANY,
    State.FINISHED: frozenset(),
}
"""Which state may follow which. (A sampled sleep may end in an exact one.)"""


def validate(timeline: Timeline) -> list[str]:
    """What is wrong with the timeline, one sentence each; nothing, if it is sound."""
    return [
        *_lanes(timeline),
        *_holds(timeline),
        *_flows(timeline),
        *_references(timeline),
    ]


def _lanes(timeline: Timeline) -> Iterator[str]:
    """Spans tile each lane's life and follow each other legally."""
    by_lane: dict[int, list[Span]] = defaultdict(list)
    for span in timeline.spans:
        by_lane[span.lane].append(span)
    for lane in timeline.lanes.values():
        spans, head = by_lane.pop(lane.id, []), timeline.open_spans.get(lane.id)
        reached, state = lane.begin, None
        if lane.begin < timeline.whole_from:
            first = spans[0] if spans else head
            reached = first.start if first else lane.end or 0
        for span in spans:
            if span.start != reached:
                yield f"Lane {lane.id} has a span at {span.start}, not at {reached}."
            if span.end <= span.start:
                yield f"Lane {lane.id} has a span at {span.start} of no length."
            if state is not None and State(span.state) not in LEGAL[state]:
                yield f"Lane {lane.id} goes from {state.label} to {State(span.state).label}."
            reached, state = span.end, State(span.state)
        yield from _head(timeline, lane.id, reached)
    for number in by_lane:
        yield f"There are spans of lane {number}, which there is not."


def _head(timeline: Timeline, number: int, reached: int) -> Iterator[str]:
    """A living lane has an open span that begins where the last one ended."""
    lane, head = timeline.lanes[number], timeline.open_spans.get(number)
    if lane.end is not None and lane.end != reached:
        yield f"Lane {number} ends at {lane.end}, its spans at {reached}."
    if lane.end is not None and head is not None:
        yield f"Lane {number} has ended and has an open span."
    if lane.end is None and head is None:
        yield f"Lane {number} lives and has no open span."
    if head is not None and head.start != reached:
        yield f"Lane {number} has an open span at {head.start}, not at {reached}."


def _holds(timeline: Timeline) -> Iterator[str]:
    """Holds of one lock do not overlap, and a GIL is one."""
    by_object: dict[int, list[Hold]] = defaultdict(list)
    for hold in timeline.holds:
        by_object[hold.object].append(hold)
    for object_id, held in timeline.open_holds.items():
        by_object[object_id] += [
            Hold(object_id, hold.lane, hold.start, max(timeline.now, hold.start), hold.site)
            for hold in held
        ]
    for object_id, holds in by_object.items():
        row = timeline.objects.get(object_id)
        if row is None or row.kind not in ("Lock", "RLock", "GIL"):
            continue
        free_from = 0
        for hold in sorted(holds, key=lambda hold: (hold.start, hold.end)):
            if hold.start < free_from:
                yield f"{row.kind} {object_id} is held twice at {hold.start}."
            free_from = max(free_from, hold.end)


def _flows(timeline: Timeline) -> Iterator[str]:
    """Causes come before their effects, from one lane to another."""
    for flow in timeline.flows:
        if flow.from_ns > flow.to_ns:
            yield f"A flow leaves lane {flow.from_lane} at {flow.from_ns}, after its effect."
        if flow.from_lane == flow.to_lane:
            yield f"A flow leads from lane {flow.from_lane} to itself."


def _references(timeline: Timeline) -> Iterator[str]:
    """Whatever a row names is there."""
    lanes, objects = {0, *timeline.lanes}, {0, *timeline.objects}
    used_lanes = {
        *timeline.holds.lane,
        *timeline.flows.from_lane,
        *timeline.flows.to_lane,
        *(instant.lane for instant in timeline.instants),
    }
    used_objects = {
        *timeline.spans.object,
        *timeline.holds.object,
        *timeline.flows.object,
        *timeline.counters.object,
    }
    yield from (f"There is no lane {lane}." for lane in sorted(used_lanes - lanes))
    yield from (f"There is no object {number}." for number in sorted(used_objects - objects))
