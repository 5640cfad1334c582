"""Waiting for ever: the cycles of the wait-for graph, and programs in which nobody moves.

In the wait-for graph of `timeline.queries` each lane has at most one edge out, so from
any lane there is one way to go, and it ends or runs in a circle.
"""

from __future__ import annotations

from app.events import EVENT_SET, OP_ACQUIRE, OP_GET, OP_IDLE, OP_JOIN, OP_SHUTDOWN, Event
from app.timeline.model import Certainty, State
from app.timeline.queries import wait_for_graph, waits_open
from app.timeline.timeline import OpenSpan, Timeline

SETTLED_NS = 50_000_000
"""Ten switch intervals of the GIL: a thread that was woken says so sooner, as a rule."""


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

    What may still happen: a thread or process that was started begins; a lane runs, sleeps,
    does I/O or waits with a time limit; a process handles signals, which come from outside;
    a lane's state is only a guess; what a lane waits for is there already, or was there a
    moment ago; the last threads are daemons or idle workers of a pool, which the
    interpreter ends.
    """
    heads = timeline.open_spans.values()
    if timeline.starting or any(may_move(timeline, head) for head in heads):
        return []
    if deadlocked(timeline) or not any(holds_up(timeline, head) for head in heads):
        return []
    return waits_open(timeline)


def may_move(timeline: Timeline, head: OpenSpan) -> bool:
    """Whether the lane may go on by itself."""
    waits = head.state == State.BLOCKED and head.operation and head.limit == -1
    if not waits or head.certainty != Certainty.EXACT:
        return True
    if timeline.lanes[head.lane].process in timeline.signalled:
        return True
    return timeline.now - head.start < SETTLED_NS or is_there(timeline, head)


def is_there(timeline: Timeline, wait: OpenSpan) -> bool:
    """Whether what the lane waits for has come: it will say so when it has the GIL."""
    row = timeline.objects.get(wait.object)
    kind = row.kind if row else ""
    if wait.operation in (OP_JOIN, OP_SHUTDOWN) and kind in ("Thread", "Timer"):
        return not _living(timeline, wait.object)
    if kind == "Process":
        own = timeline.lanes[wait.lane].process
        return all(timeline.lanes[lane].process == own for lane in timeline.open_spans)
    if kind in ("Lock", "RLock"):
        return not timeline.holders(wait.object)
    if kind == "Event":
        return any(signal.kind == EVENT_SET for signal in latest(timeline, wait.object))
    if wait.operation in (OP_GET, OP_ACQUIRE):
        return timeline.values.get(wait.object, 0) > 0
    return False


def latest(timeline: Timeline, object_id: int) -> list[Event]:
    """The latest signal by the object, if there was one."""
    return list(timeline.signals.get(object_id, ()))[-1:]


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
        if wait.operation not in (OP_JOIN, OP_SHUTDOWN, OP_IDLE)
        or not _alive(timeline, wait.object)
    ]
    told = [wait for wait in joined if wait.operation != OP_IDLE]
    return sorted(told or waits, key=lambda wait: wait.lane)


def _alive(timeline: Timeline, thread: int) -> bool:
    row = timeline.objects.get(thread)
    return (row is not None and row.kind == "Process") or _living(timeline, thread)


def _living(timeline: Timeline, thread: int) -> bool:
    return any(timeline.lanes[lane].object == thread for lane in timeline.open_spans)
