"""Waiting for ever: the cycles of the wait-for graph, and programs in which nobody moves.

In the wait-for graph of `timeline.queries` each lane has at most one edge out, so from
any lane there is one way to go, and it ends or runs in a circle.
"""

from __future__ import annotations

from app.events import OP_IDLE, OP_JOIN, OP_START
from app.timeline.model import Certainty, FlowKind, State
from app.timeline.queries import wait_for_graph, waits_open
from app.timeline.timeline import OpenSpan, Timeline


def cycles(graph: dict[int, int]) -> list[tuple[int, ...]]:
    """The circles of a graph with one edge out of each node, each from its least node."""
    found = []
    seen: set[int] = set()
    for start in sorted(graph):
        path: list[int] = []
        node: int | None = start
        while node is not None and node not in seen:
            seen.add(node)
            path.append(node)
            node = graph.get(node)
        if node in path:
            circle = path[path.index(node) :]
            least = circle.index(min(circle))
            found.append((*circle[least:], *circle[:least]))
    return found


def deadlocked(timeline: Timeline) -> list[tuple[int, ...]]:
    """The circles of lanes that wait for each other."""
    return cycles(wait_for_graph(timeline))


def stalled(timeline: Timeline) -> list[OpenSpan]:
    """The open waits of a program in which every lane waits for another to move, oldest
    first; empty while anything may still happen, or when a deadlock explains it.

    What may still happen: a lane runs, sleeps, does I/O or waits with a time limit; a
    lane's state is only a guess; a thread or process was started that has not begun, or has
    ended and is about to be joined; the last threads are daemons or idle workers of a pool,
    which the interpreter ends.
    """
    heads = timeline.open_spans.values()
    for head in heads:
        waits = head.state == State.BLOCKED and head.operation and head.limit == -1
        if not waits or head.certainty != Certainty.EXACT:
            return []
        if head.operation in (OP_START, OP_JOIN) and not _alive(timeline, head.object):
            return []
    if deadlocked(timeline) or not any(holds_up(timeline, head) for head in heads):
        return []
    return waits_open(timeline)


def holds_up(timeline: Timeline, head: OpenSpan) -> bool:
    """Whether the program cannot end before this wait does."""
    return not timeline.lanes[head.lane].daemon and head.operation != OP_IDLE


def roots(timeline: Timeline, waits: list[OpenSpan]) -> list[OpenSpan]:
    """Of waits that hold each other up, the ones to explain: not the joins of threads and
    processes that wait themselves, and no idle workers.
    """
    joined = [
        wait
        for wait in waits
        if wait.operation not in (OP_JOIN, OP_IDLE) or not _alive(timeline, wait.object)
    ]
    told = [wait for wait in joined if wait.operation != OP_IDLE]
    return told or waits


def _alive(timeline: Timeline, started: int) -> bool:
    """Whether a thread or process has begun and not ended; a process is known by the flow
    that leads from its start to its first lane.
    """
    row = timeline.objects.get(started)
    if row is not None and row.kind == "Process":
        return any(
            flow.object == started
            and flow.kind == FlowKind.START
            and flow.to_lane in timeline.open_spans
            for flow in timeline.flows
        )
    return any(lane.object == started and lane.end is None for lane in timeline.lanes.values())
