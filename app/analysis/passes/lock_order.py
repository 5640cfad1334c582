"""Locks taken in opposite orders can deadlock, even if this time they did not.

A circle of the lock-order graph is a danger if different threads may stand at its edges
at once (Havelund, 2000: the GoodLock algorithm). They may not if

- one thread made them all: it does not wait for itself;
- each was made under one more lock that all of them share: that gate lets one in only;
- one was over before the other could begin: a thread was started after it, or joined
  before it. Other flows prove nothing here, for they may be chance.

What is left needs nothing but bad luck. Where it has struck, `deadlock` has spoken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.waiting import deadlocked
from app.analysis.wording import at_place, lane_name, object_name
from app.timeline.model import FlowKind
from app.timeline.nesting import Nesting, OrderGraph, circles
from app.timeline.order import Order
from app.timeline.timeline import Timeline

BY_NECESSITY = frozenset((FlowKind.START, FlowKind.JOIN))
MOST = 10
"""A program with more circles than this has one design to mend, not so many places."""


class LockOrder:
    """Locks that threads take in different orders."""

    name: ClassVar[str] = "lock_order"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per circle, the shortest circles first."""
        return islice(self._all(timeline), MOST)

    def _all(self, timeline: Timeline) -> Iterator[Finding]:
        stuck = {lane for circle in deadlocked(timeline) for lane in circle}
        graph = timeline.lock_order.catch_up(timeline)
        order = Order(timeline, BY_NECESSITY)
        for circle in circles(graph):
            nestings = next(at_once(order, graph, circle), None)
            if nestings and not stuck.intersection(nesting.lane for nesting in nestings):
                sites = [hold.site for nesting in nestings for hold in nesting[:2]]
                yield Finding(
                    id=f"{self.name}:{'-'.join(map(str, circle))}",
                    kind=self.name,
                    severity="warning",
                    sentence=sentence(timeline, nestings),
                    lanes=tuple(nesting.lane for nesting in nestings),
                    objects=circle,
                    sites=tuple(dict.fromkeys(site for site in sites if site)),
                    from_ns=min(nesting.outer.start for nesting in nestings),
                    to_ns=max(nesting.inner.start for nesting in nestings),
                )


def at_once(
    order: Order, graph: OrderGraph, circle: tuple[int, ...], chosen: tuple[Nesting, ...] = ()
) -> Iterator[tuple[Nesting, ...]]:
    """The choices of a nesting for each edge of the circle that may all happen at once."""
    if len(chosen) == len(circle):
        yield chosen
        return
    outer = circle[len(chosen)]
    inner = circle[(len(chosen) + 1) % len(circle)]
    for nesting in graph[outer][inner]:
        if nesting.inner.start >= order.known_from and all(
            compatible(order, nesting, other) for other in chosen
        ):
            yield from at_once(order, graph, circle, (*chosen, nesting))


def compatible(order: Order, one: Nesting, other: Nesting) -> bool:
    """Whether two nestings may happen at the same time."""
    if one.lane == other.lane or one.gates & other.gates:
        return False
    return not any(
        order.precedes((a.lane, a.inner.start), (b.lane, b.outer.start))
        for a, b in ((one, other), (other, one))
    )


def sentence(timeline: Timeline, nestings: tuple[Nesting, ...]) -> str:
    """Who takes what in which order."""
    clauses = [
        f"{lane_name(timeline, nesting.lane)} takes {object_name(timeline, nesting.outer.object)}"
        f"{at_place(timeline, nesting.outer.site)} and then "
        f"{object_name(timeline, nesting.inner.object)}{at_place(timeline, nesting.inner.site)}"
        for nesting in nestings
    ]
    return (
        f"{'; '.join(clauses)}: this time they missed each other, but at another time each may "
        f"hold what the next one waits for."
    )
