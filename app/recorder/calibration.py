"""Calibration: what recording an event takes of the program's processor time, measured.

Writing the record is the least of it: there is the wrapper around the operation, and the
way to the place in the source. So some operations are timed twice, before anything is
intercepted and after: what they take longer, their events cost. Whatever is in use is
measured, the compiled recorder or the one in Python.

A round is short and the least of several counts: whatever else the machine does only
adds. And each time a reference is timed beside, words that nothing intercepts: where the
processor has become faster or slower in between, as it does when its other half is taken, both
have. It all takes a few milliseconds of a child that waits for its job, and leaves nothing
behind: the events go to scratch memory, what was defined is forgotten.
"""

from __future__ import annotations

import mmap
import sys
import time
from typing import Any, Callable

from . import definitions
from .vocabulary import events

ROUNDS = 12
TURNS = 12
NEW_BYTES = 1 << 16

WITH = """
def operation(turns):
    for _ in turns:
        with made:
            pass
"""
SET = """
def operation(turns):
    for _ in turns:
        made.set()
        made.clear()
"""
NOTIFY = """
def operation(turns):
    for _ in turns:
        with made:
            made.notify()
"""
REFERENCE = """
def operation(turns):
    for _ in turns:
        made[0] = made.get(0, 1) + len(made)
"""
# Of no file that is passed over: its places are found at the first look, as a program's are.
FILE = "<calibration>"

OPERATIONS = {
    "lock": ("made = threading.Lock()", WITH),
    "semaphore": ("made = threading.Semaphore(1)", WITH),
    "event": ("made = threading.Event()", SET),
    "condition": ("made = threading.Condition()", NOTIFY),
    "reference": ("made = {}", REFERENCE),
}
EVENTS_PER_TURN = 2
QUEUE_PER_SEMAPHORE = 1.7
"""The modules of queues and pools are the program's to import, so theirs cannot be timed
here. They are built as a semaphore is, around a condition, and cost so many times as much:
1.5 in Python, 1.9 with the compiled recorder."""


def measure(threading: Any) -> dict[str, float]:
    """Nanoseconds that each operation takes now."""
    defined = len(definitions.waiting)
    timed = [(name, _timed(threading, *source)) for name, source in OPERATIONS.items()]
    least = dict.fromkeys(OPERATIONS, 1 << 62)
    for _ in range(ROUNDS):
        for name, once in timed:
            least[name] = min(least[name], once())
    del definitions.waiting[defined:]
    return {name: ns / TURNS for name, ns in least.items()}


def costs(bare: dict[str, float], recorded: dict[str, float]) -> bytes:
    """The table in the ring's header: by kind, nanoseconds x 1000 of one event."""
    pace = recorded["reference"] / max(bare["reference"], 1)
    more = {name: int(max(recorded[name] - bare[name] * pace, 0) * 1000) for name in bare}
    lock = more["lock"] // EVENTS_PER_TURN
    semaphore = more["semaphore"] // EVENTS_PER_TURN
    table = [int(semaphore * QUEUE_PER_SEMAPHORE)] * events.COSTS
    for first, last, cost in (
        (events.WAIT_BEGAN, events.LOCK_REFUSED, lock),
        (events.SEMAPHORE_ACQUIRED, events.SEMAPHORE_REFUSED, semaphore),
        (events.CONDITION_NOTIFIED, events.CONDITION_NOTIFIED, more["condition"] - 2 * lock),
        (events.EVENT_SET, events.EVENT_CLEARED, more["event"] // EVENTS_PER_TURN),
    ):
        table[first : last + 1] = [max(cost, 0)] * (last + 1 - first)
    return b"".join(cost.to_bytes(8, sys.byteorder) for cost in table)


def first_lap() -> int:
    """Nanoseconds x 1000 that a record costs more where no record was: its memory is new."""
    records = bytes(NEW_BYTES)
    least = 1 << 62
    for _ in range(ROUNDS):
        memory = mmap.mmap(-1, NEW_BYTES)
        start = time.perf_counter_ns()
        memory[:] = records
        written = time.perf_counter_ns()
        memory[:] = records
        least = min(least, max(2 * written - start - time.perf_counter_ns(), 0))
        memory.close()
    thousandths: int = least * 1000 * events.RECORD_SIZE // NEW_BYTES
    return thousandths


def _timed(threading: Any, make: str, source: str) -> Callable[[], int]:
    namespace: dict[str, Any] = {"threading": threading}
    exec(compile(make + source, FILE, "exec"), namespace)  # noqa: S102 - our own words
    operation = namespace["operation"]

    def once() -> int:
        start = time.perf_counter_ns()
        operation(range(TURNS))
        return time.perf_counter_ns() - start

    return once
