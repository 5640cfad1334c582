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


class Order:
    """The order that flows of some kinds impose on the moments of a timeline."""

    def __init__(self, timeline: Timeline, kinds: Collection[int] = frozenset(FlowKind)) -> None:
        self.known_from = timeline.kin_from
        """What happened before cannot be put in order: flows of then have been let go."""
        self._flows = sorted(
            times_and_lanes
            for flows in (timeline.kin, timeline.flows)
            for kind, *times_and_lanes in zip(
                flows.kind, flows.from_ns, flows.to_ns, flows.from_lane, flows.to_lane, strict=True
            )
            if kind in kinds
        )

    def reach(self, moment: Moment) -> dict[int, int]:
        """From when on each lane is under the influence of the moment."""
        lane, time = moment
        reached = {lane: time}
        grew = True
        while grew:
            grew = False
            for from_ns, to_ns, from_lane, to_lane in self._flows:
                leaves_after = reached.get(from_lane, from_ns + 1) <= from_ns
                if leaves_after and to_ns < reached.get(to_lane, to_ns + 1):
                    reached[to_lane] = to_ns
                    grew = True
        return reached

    def precedes(self, first: Moment, second: Moment) -> bool:
        """Whether the first moment came before the second by necessity, not by chance."""
        lane, time = second
        return first[1] < time and self.reach(first).get(lane, time + 1) <= time
