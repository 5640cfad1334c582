"""Questions with one answer: who held what when, who waits for whom, what a lane did.

A lane's spans tile its life and come in order, so a moment is found by bisection. Open
spans and holds last until `now`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from app.events import OP_ACQUIRE, OP_ENTER, OP_JOIN, OP_SHUTDOWN
from app.timeline.columns import Hold, Span
from app.timeline.model import Certainty, State
from app.timeline.timeline import OpenSpan, Timeline


def spans_of(timeline: Timeline, lane: int, from_ns: int, to_ns: int) -> Iterator[Span]:
    """The spans of a lane that share any time with the range, in order; the open one too."""
    spans, rows = timeline.spans, timeline.spans_of.get(lane, ())
    first = bisect_right(rows, from_ns, key=lambda row: spans[row].end)
    for position in range(first, len(rows)):
        span = spans[rows[position]]
        if span.start >= to_ns:
            return
        yield span
    open_span = timeline.open_spans.get(lane)
    if open_span is not None and open_span.start < to_ns and timeline.now > from_ns:
        start, *rest = open_span.row()[1:]
        if timeline.now > start:
            yield Span(lane, start, timeline.now, *rest)


def span_at(timeline: Timeline, lane: int, time: int) -> Span | None:
    """What the lane did at a time, None outside its life."""
    return next(spans_of(timeline, lane, time, time + 1), None)


def shares(timeline: Timeline, lane: int, from_ns: int, to_ns: int) -> list[int]:
    """Nanoseconds of the range that the lane spent in each state, by the state's code."""
    totals = [0] * len(State)
    for span in spans_of(timeline, lane, from_ns, to_ns):
        totals[span.state] += min(span.end, to_ns) - max(span.start, from_ns)
    return totals


def holds_of(timeline: Timeline, object_id: int) -> list[Hold]:
    """Every possession of the object by start, open ones up to now."""
    ledger = timeline.ledger.catch_up(timeline)
    rows = [timeline.holds[row] for row in ledger.hold_rows.get(object_id, ())]
    rows += [
        Hold(object_id, hold.lane, hold.start, timeline.now, hold.site)
        for hold in timeline.holders(object_id)
    ]
    return sorted(rows, key=lambda hold: (hold.start, hold.end))


def holders_at(timeline: Timeline, object_id: int, time: int) -> list[int]:
    """The lanes that possessed the object at a time; for a lock, one at most."""
    rows = timeline.ledger.catch_up(timeline).hold_rows.get(object_id, ())
    closed = [
        hold.lane for hold in map(timeline.holds.__getitem__, rows) if hold.start <= time < hold.end
    ]
    still = [
        hold.lane for hold in timeline.holders(object_id) if hold.start <= time <= timeline.now
    ]
    return closed + still


def waits_open(timeline: Timeline) -> list[OpenSpan]:
    """The waits that events say are going on now, oldest first."""
    return sorted(
        (
            span
            for span in timeline.open_spans.values()
            if span.state == State.BLOCKED and span.operation and span.certainty == Certainty.EXACT
        ),
        key=lambda span: span.start,
    )


def waiters(timeline: Timeline, object_id: int) -> list[int]:
    """The lanes that wait for the object now, longest first."""
    return [span.lane for span in waits_open(timeline) if span.object == object_id]


def wait_for_graph(timeline: Timeline) -> dict[int, int]:
    """Each lane that waits without a time limit for what one other lane alone can give:
    a lock that it holds, or its end. (A lane may wait for itself.)
    """
    thread_lanes = {timeline.lanes[lane].object: lane for lane in timeline.open_spans}
    graph = {}
    for span in waits_open(timeline):
        if span.limit != -1:
            continue
        kind = timeline.objects[span.object].kind if span.object in timeline.objects else ""
        if span.operation in (OP_JOIN, OP_SHUTDOWN) and span.object in thread_lanes:
            graph[span.lane] = thread_lanes[span.object]
        elif span.operation in (OP_ACQUIRE, OP_ENTER) and kind in ("Lock", "RLock"):
            holders = timeline.holders(span.object)
            if holders and holders[0].lane in timeline.open_spans:
                graph[span.lane] = holders[0].lane
    return graph


def life(timeline: Timeline, lane: int) -> int:
    """How long the lane has lived so far, in nanoseconds."""
    row = timeline.lanes[lane]
    return (timeline.now if row.end is None else row.end) - row.begin


def waits_for(timeline: Timeline, object_id: int) -> list[Span]:
    """Every wait for the object by when it ended, open ones up to now."""
    ledger = timeline.ledger.catch_up(timeline)
    found = [timeline.spans[row] for row in ledger.wait_rows.get(object_id, ())]
    for span in timeline.open_spans.values():
        if span.object == object_id and span.state == State.BLOCKED:
            start, *rest = span.row()[1:]
            found.append(Span(span.lane, start, timeline.now, *rest))
    return found
