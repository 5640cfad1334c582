"""Nesting: which lock was taken while which other was held, and by whom.

The lock-order graph has an edge from each lock to those taken while it was held. A
circle in it is a deadlock that may happen, if different lanes can be at its edges at the
same time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.timeline.columns import Hold
from app.timeline.timeline import Timeline

LONGEST_CIRCLE = 6
"""Circles of more locks are not looked for; their number grows exponentially."""

NESTINGS_KEPT = 16
"""Of each pair of locks: enough to find two lanes that can meet, and no more."""


class Nesting(NamedTuple):
    """A lane took `inner` while it held `outer`, and also held `gates`."""

    outer: Hold
    inner: Hold
    gates: frozenset[int]

    @property
    def lane(self) -> int:
        """Who did it."""
        return self.inner.lane


OrderGraph = dict[int, dict[int, list[Nesting]]]
"""From the outer lock to the inner: the first nesting of each lane and set of gates."""


def lock_order_graph(timeline: Timeline) -> OrderGraph:
    """Every order in which two locks were taken."""
    locks = {row.id for row in timeline.objects.values() if row.kind in ("Lock", "RLock")}
    by_lane: dict[int, list[Hold]] = {}
    for hold in _all_holds(timeline):
        if hold.object in locks:
            by_lane.setdefault(hold.lane, []).append(hold)
    graph: OrderGraph = {}
    seen = set()
    for holds in by_lane.values():
        for nesting in _nestings(sorted(holds, key=lambda hold: hold.start)):
            outer, inner = nesting.outer.object, nesting.inner.object
            key = outer, inner, nesting.lane, nesting.gates
            nestings = graph.setdefault(outer, {}).setdefault(inner, [])
            if key not in seen and len(nestings) < NESTINGS_KEPT:
                seen.add(key)
                nestings.append(nesting)
    return graph


def _all_holds(timeline: Timeline) -> Iterator[Hold]:
    yield from timeline.holds
    for held in timeline.open_holds.values():
        for hold in held:
            yield Hold(hold.object, hold.lane, hold.start, timeline.now + 1, hold.site)


def _nestings(holds: list[Hold]) -> Iterator[Nesting]:
    """The nestings of one lane's holds, which are sorted by start."""
    active: list[Hold] = []
    for inner in holds:
        active = [hold for hold in active if hold.end > inner.start]
        held = {hold.object for hold in active}
        for outer in active:
            if outer.object != inner.object:
                yield Nesting(outer, inner, frozenset(held - {outer.object}))
        active.append(inner)


def circles(graph: OrderGraph) -> Iterator[tuple[int, ...]]:
    """The circles of the lock-order graph, each from its least lock, shortest first."""
    for length in range(2, LONGEST_CIRCLE + 1):
        for first in sorted(graph):
            yield from _circles_from(graph, (first,), length)


def _circles_from(
    graph: OrderGraph, path: tuple[int, ...], length: int
) -> Iterator[tuple[int, ...]]:
    following = graph.get(path[-1], {})
    if len(path) == length:
        if path[0] in following:
            yield path
        return
    for lock in sorted(following):
        if lock > path[0] and lock not in path:
            yield from _circles_from(graph, (*path, lock), length)
