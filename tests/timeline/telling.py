"""Telling a timeline in the words of a test: a lane's spans, the flows of a kind."""

from __future__ import annotations

from app.timeline.model import FlowKind, State
from app.timeline.timeline import Timeline

MS = 1_000_000


def told(timeline: Timeline, name: str) -> list[str]:
    """A lane's spans as words: state, object, milliseconds."""
    [lane] = [lane.id for lane in timeline.lanes.values() if lane.name == name]
    rows = [
        (span.state, span.object, span.end - span.start)
        for span in timeline.spans
        if span.lane == lane
    ]
    if lane in timeline.open_spans:
        head = timeline.open_spans[lane]
        rows.append((head.state, head.object, timeline.now - head.start))
    return [
        " ".join(
            filter(
                None,
                (
                    State(state).label,
                    timeline.objects[object_id].name if object_id else "",
                    f"{length / MS:g}",
                ),
            )
        )
        for state, object_id, length in rows
    ]


def flows(timeline: Timeline, kind: FlowKind) -> list[tuple[str, str]]:
    """The flows of a kind, as the names of both lanes."""
    return [
        (timeline.lanes[flow.from_lane].name, timeline.lanes[flow.to_lane].name)
        for flow in timeline.flows
        if flow.kind == kind
    ]
