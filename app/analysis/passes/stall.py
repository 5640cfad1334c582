"""When every lane waits without a time limit for another lane to move, nobody ever will.

What wakes a wait for a queue, an event, a condition, a barrier, a semaphore or a future
is an act of another thread. If no lane of any process of the run does anything but wait,
no such act can come; no look at who could have woken whom is needed. `waiting.stalled`
says what is excluded, for it may still move: lanes that run, sleep, do I/O or wait with
a limit (a Timer, too, waits with a limit), lanes whose state is a guess because it was
sampled or events were lost, and programs of which only daemons and idle workers are left.
A cycle of locks is `deadlock`'s.

So are processes that handle signals themselves, where that is known. A caller confirms a
stall by asking twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.waiting import roots, stalled
from app.analysis.wording import (
    at_place,
    counted,
    lane_name,
    lane_names,
    listed,
    moment,
    object_name,
)
from app.events import OP_BARRIER, OP_GET, OP_JOIN, OP_PUT, OP_RESULT, OP_SHUTDOWN, OP_WAIT
from app.timeline.timeline import OpenSpan, Timeline

HOPES = {
    OP_GET: "an item of",
    OP_PUT: "room in",
    OP_RESULT: "the result of",
    OP_BARRIER: "the others at",
    OP_JOIN: "the end of",
    OP_SHUTDOWN: "the end of",
}
"""What a lane hopes for that waits by this operation."""


class Stall:
    """Every thread waits, and nothing can wake one."""

    name: ClassVar[str] = "stall"
    live: ClassVar[bool] = True

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding for the whole program."""
        waits = stalled(timeline)
        if not waits:
            return
        told = roots(timeline, waits)
        lanes = tuple(wait.lane for wait in waits)
        yield Finding(
            id=f"{self.name}:{'-'.join(f'{wait.lane}.{wait.start}' for wait in waits)}",
            kind=self.name,
            severity="error",
            sentence=sentence(timeline, waits, told),
            lanes=lanes,
            objects=tuple(dict.fromkeys(wait.object for wait in told if wait.object)),
            sites=tuple(dict.fromkeys(wait.site for wait in told if wait.site)),
            from_ns=max(wait.start for wait in waits),
            to_ns=timeline.now,
        )


def sentence(timeline: Timeline, waits: list[OpenSpan], told: list[OpenSpan]) -> str:
    """Who waits for what, and why it cannot come."""
    reasons = starved_pool(timeline, told) or listed(clauses(timeline, told))
    since = moment(max(wait.start for wait in waits))
    every = "Its only thread" if len(waits) == 1 else f"Each of {counted(len(waits), 'thread')}"
    return f"{every} has waited since {since}, and none is left to wake another: {reasons}."


def clauses(timeline: Timeline, told: list[OpenSpan]) -> Iterator[str]:
    """One clause for all lanes that wait for the same in the same way."""
    groups: dict[tuple[int, int, int], list[OpenSpan]] = {}
    for wait in told:
        groups.setdefault((wait.object, wait.operation, wait.site), []).append(wait)
    for (object_id, operation, site), group in groups.items():
        who = lane_names(timeline, [wait.lane for wait in group])
        verb = "waits" if len(group) == 1 else "wait"
        hope = f"{HOPES[operation]} " if operation in HOPES else ""
        what = f"{hope}{object_name(timeline, object_id)}"
        yield f"{who} {verb}{at_place(timeline, site)} for {what}{why(timeline, group[0])}"


def why(timeline: Timeline, wait: OpenSpan) -> str:
    """Why what the lane waits for does not come, as far as it is known."""
    holders = timeline.holders(wait.object)
    gone = [hold.lane for hold in holders if hold.lane not in timeline.open_spans]
    if gone:
        return f", which {lane_name(timeline, gone[0])} did not release before it ended"
    if holders:
        names = lane_names(timeline, [hold.lane for hold in holders])
        return f", which {names} {'holds' if len(holders) == 1 else 'hold'}"
    if wait.operation == OP_GET:
        return ", into which nobody puts any more"
    if wait.operation == OP_PUT:
        return ", from which nobody takes any more"
    if wait.operation == OP_WAIT and any(
        signal.time < wait.start for signal in timeline.signals.get(wait.object, ())
    ):
        return ", whose signal came before it waited"
    return ""


def starved_pool(timeline: Timeline, told: list[OpenSpan]) -> str:
    """Workers of a pool wait for tasks in that pool's queue, behind themselves."""
    queued = {task.future: task for task in timeline.tasks.values() if not task.lane}
    running = {task.lane: task.executor for task in timeline.tasks.values() if task.lane}
    workers = [
        wait
        for wait in told
        if wait.operation == OP_RESULT
        and wait.object in queued
        and running.get(wait.lane) == queued[wait.object].executor
    ]
    if not workers:
        return ""
    pool = object_name(timeline, running[workers[0].lane])
    names = lane_names(timeline, [wait.lane for wait in workers])
    return (
        f"{names} of {pool} wait{'s' * (len(workers) == 1)}{at_place(timeline, workers[0].site)} "
        f"for {counted(len(workers), 'task')} that the same pool has in its queue, and no "
        f"worker of it is free to begin one"
    )
