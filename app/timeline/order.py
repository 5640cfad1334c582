"""Order: which moment must come before which, whatever the threads' speed.

Happens-before (Lamport, 1978): a moment precedes what its lane does later and what its
effects on other lanes do later. A chain that takes no time proves nothing, so the order
is strict: it needs a later time.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from app.timeline.model import FlowKind
from app.timeline.timeline import Timeline

Moment: TypeAlias = tuple[int, int]
"""A lane and a time."""


def reach(
    timeline: Timeline, moment: Moment, kinds: Collection[int] = frozenset(FlowKind)
) -> dict[int, int]:
    """From when on each lane is under the influence of a moment, by flows of these kinds."""
    lane, time = moment
    reached = {lane: time}
    flows = sorted(
        (flow.from_ns, flow.to_ns, flow.from_lane, flow.to_lane)
        for flow in timeline.flows
        if flow.kind in kinds and flow.from_ns >= time
    )
    grew = True
    while grew:
        grew = False
        for from_ns, to_ns, from_lane, to_lane in flows:
            leaves_after = reached.get(from_lane, from_ns + 1) <= from_ns
            if leaves_after and to_ns < reached.get(to_lane, to_ns + 1):
                reached[to_lane] = to_ns
                grew = True
    return reached


def happens_before(
    timeline: Timeline,
    first: Moment,
    second: Moment,
    kinds: Collection[int] = frozenset(FlowKind),
) -> bool:
    """Whether the first moment came before the second by necessity, not by chance."""
    lane, time = second
    return first[1] < time and reach(timeline, first, kinds).get(lane, time + 1) <= time
