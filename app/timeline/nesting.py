"""Nesting: which lock was taken while which other was held, and by whom.

The lock-order graph has an edge from each lock to those taken while it was held. A
circle in it is a deadlock that may happen, if different lanes can be at its edges at the
same time.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from app.timeline.columns import Hold

if TYPE_CHECKING:
    from app.timeline.timeline import Timeline

LONGEST_CIRCLE = 6
"""Circles of more locks are not looked for; their number grows exponentially."""

FOREVER = 1 << 62
NESTINGS_KEPT = 16
"""Of each pair of locks: enough to find two lanes that can meet, and no more."""


CARRIED = 4096
"""A lane may hold a lock for hours and take another a million times; each pair of holds has
been seen when the inner one closed, and only slight disorder makes it worth a second look."""


class Nesting(NamedTuple):
    """A lane took `inner` while it held `outer`, and also held `gates`."""

    outer: Hold
    inner: Hold
    gates: frozenset[int]

    @property
    def lane(self) -> int:
        """Who did it."""
        return self.inner.lane


OrderGraph: TypeAlias = dict[int, dict[int, list[Nesting]]]
"""From the outer lock to the inner: the first nesting of each lane and set of gates."""


@dataclass(slots=True)
class LockOrderGraph:
    """Every order in which two locks were taken, kept up with the rows of a timeline."""

    edges: OrderGraph = field(default_factory=dict)
    _seen: set[tuple[int, int, int, frozenset[int]]] = field(default_factory=set)
    _holds: int = 0
    _carried: list[Hold] = field(default_factory=list)
    """Closed holds that a hold which is still open may enclose or follow."""

    def catch_up(self, timeline: Timeline) -> OrderGraph:
        """Look at the holds that have come since the last time."""
        is_lock = {row.id for row in timeline.objects.values() if row.kind in ("Lock", "RLock")}
        holds = timeline.holds
        first = max(self._holds, holds.first)
        closed = self._carried + [holds[row] for row in range(first, len(holds))]
        self._holds = len(holds)
        open_holds = [
            Hold(hold.object, hold.lane, hold.start, FOREVER, hold.site)
            for held in timeline.open_holds.values()
            for hold in held
        ]
        by_lane: dict[int, list[Hold]] = {}
        for hold in closed + open_holds:
            if hold.object in is_lock:
                by_lane.setdefault(hold.lane, []).append(hold)
        for of_lane in by_lane.values():
            for nesting in _nestings(sorted(of_lane, key=lambda hold: hold.start)):
                self._add(nesting)
        since: dict[int, int] = {}
        for hold in open_holds:
            since[hold.lane] = min(hold.start, since.get(hold.lane, hold.start))
        carried = [hold for hold in closed if hold.end > since.get(hold.lane, hold.end)]
        self._carried = carried[-CARRIED:]
        return self.edges

    def let_go(self, locks: Container[int]) -> None:
        """Locks that have been idle for long."""
        for lock in [lock for lock in self.edges if lock in locks]:
            del self.edges[lock]
        for inner in self.edges.values():
            for lock in [lock for lock in inner if lock in locks]:
                del inner[lock]
        self._seen = {key for key in self._seen if not (key[0] in locks or key[1] in locks)}

    def lanes(self) -> set[int]:
        """Those that took one lock while they held another."""
        return {
            nesting.lane
            for inner in self.edges.values()
            for nestings in inner.values()
            for nesting in nestings
        }

    def _add(self, nesting: Nesting) -> None:
        outer, inner = nesting.outer.object, nesting.inner.object
        key = outer, inner, nesting.lane, nesting.gates
        nestings = self.edges.setdefault(outer, {}).setdefault(inner, [])
        if key not in self._seen and len(nestings) < NESTINGS_KEPT:
            self._seen.add(key)
            nestings.append(nesting)


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
