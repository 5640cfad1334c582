"""An event: one past fact of a recorded program, and its place in the ring.

The vocabulary that both halves share. The child half (`recorder`) loads this file
by path on any CPython from 3.9 on, so it imports the standard library only, needs
no newer syntax and builds nothing at import but tuples and one compiled `Struct`.

Units: every time is an integer number of nanoseconds of `time.perf_counter_ns`
(CLOCK_MONOTONIC on Linux: one clock for all processes of a machine). Ids are small
integers given in order of appearance and never reused; 0 means "none".
"""

from __future__ import annotations

import struct
from typing import NamedTuple

SCHEMA_VERSION = 1
"""Version of the ring layout and of the kinds below; both halves must agree."""

# --- kinds ---------------------------------------------------------------------
# `noun.past_participle`, by code. To add one: append it (codes are never reused)
# and describe it in docs/recorder.md; a test compares the two.

KINDS: dict[int, str] = {
    1: "thread.started",
    2: "thread.began",
    3: "thread.ended",
    4: "process.started",
    5: "process.began",
    6: "process.ended",
    10: "wait.began",
    11: "wait.ended",
    12: "sleep.began",
    13: "sleep.ended",
    20: "lock.acquired",
    21: "lock.released",
    22: "lock.refused",
    25: "semaphore.acquired",
    26: "semaphore.released",
    27: "semaphore.refused",
    30: "condition.notified",
    35: "event.set",
    36: "event.cleared",
    40: "barrier.passed",
    41: "barrier.broken",
    45: "queue.put",
    46: "queue.got",
    47: "queue.refused",
    48: "queue.task_done",
    50: "task.submitted",
    51: "task.began",
    52: "task.ended",
    53: "task.cancelled",
    54: "future.resolved",
    55: "future.called_back",
    60: "collection.began",
    61: "collection.ended",
    65: "local.set",
    66: "signal.received",
    67: "mark.set",
    70: "gil.wanted",
    71: "gil.taken",
    72: "gil.dropped",
    73: "processor.taken",
    74: "processor.left",
    75: "processor.used",
    80: "process.reaped",
    81: "process.replaced",
    82: "message.sent",
    83: "message.received",
}

THREAD_STARTED = 1
"""`lane` called `Thread.start`; `object` the thread, `value` the new lane."""
THREAD_BEGAN = 2
"""First event of a lane."""
THREAD_ENDED = 3
"""Last event of a lane; `value` 1 when an exception ended it; `object` the thread."""
PROCESS_STARTED = 4
"""`lane` started a child process; `value` its pid; `object` the process."""
PROCESS_BEGAN = 5
"""First event of the main lane of a child process; `value` its pid."""
PROCESS_ENDED = 6
"""Last event of the main lane of a process; `value` the exit code, or EXIT_UNKNOWN."""
EXIT_UNKNOWN = 256
"""The process itself is not told how it ends, if python runs its program: its parent is."""
WAIT_BEGAN = 10
"""`lane` blocks on `object`; `flags` the operation, `value` the time limit in ns or -1."""
WAIT_ENDED = 11
"""The wait is over; `flags` the outcome, `link` the ticket of the event that woke it, or 0."""
SLEEP_BEGAN = 12
"""`time.sleep`; `value` the nanoseconds asked for."""
SLEEP_ENDED = 13
LOCK_ACQUIRED = 20
"""`value` the depth now held (1 for a Lock); `flags` WAITED when it ends a wait."""
LOCK_RELEASED = 21
"""Stamped before the release takes effect; `value` the depth still held."""
LOCK_REFUSED = 22
"""A non-blocking or timed acquire that failed; `flags` TIMED_OUT or 0. Ends a wait."""
SEMAPHORE_ACQUIRED = 25
"""`value` the counter after."""
SEMAPHORE_RELEASED = 26
"""`value` the counter after; `link` how many were released."""
SEMAPHORE_REFUSED = 27
CONDITION_NOTIFIED = 30
"""`value` how many waiters were woken; `link` the ticket, one event per waiter woken.

With nobody waiting one event with `value` 0 is recorded: a lost signal."""
EVENT_SET = 35
"""`value` how many were waiting."""
EVENT_CLEARED = 36
BARRIER_PASSED = 40
"""The last party has come; `value` the number of parties."""
BARRIER_BROKEN = 41
QUEUE_PUT = 45
"""`value` the length after, `link` the ticket of the item."""
QUEUE_GOT = 46
"""`value` the length after, `link` the ticket of the item."""
QUEUE_REFUSED = 47
"""`queue.Full` or `queue.Empty`; `flags` the operation, plus TIMED_OUT."""
QUEUE_TASK_DONE = 48
"""`value` the unfinished tasks left."""
TASK_SUBMITTED = 50
"""`object` the executor, `link` the ticket, `value` the object id of the future."""
TASK_BEGAN = 51
TASK_ENDED = 52
"""`value` 1 when the task raised."""
TASK_CANCELLED = 53
FUTURE_RESOLVED = 54
"""`object` the future: its result or exception is set. `link` its ticket."""
FUTURE_CALLED_BACK = 55
COLLECTION_BEGAN = 60
"""A garbage collection; `value` the generation."""
COLLECTION_ENDED = 61
LOCAL_SET = 65
"""A thread-local attribute was assigned; `object` the local."""
SIGNAL_RECEIVED = 66
"""`value` the signal number."""
MARK_SET = 67
GIL_WANTED = 70
"""`lane` has to wait for the GIL. Of these three, `value` is the processor time the lane
had since its event before of these three, -1 where that was not asked for."""
GIL_TAKEN = 71
GIL_DROPPED = 72
"""It goes on without the GIL: into the kernel, or in C code that needs none."""
PROCESSOR_TAKEN = 73
"""`lane` came onto a processor."""
PROCESSOR_LEFT = 74
"""`value` 1 when it would have gone on: the processor was given to another thread."""
PROCESSOR_USED = 75
"""Where nobody can look at threads, before an event: of the `link` nanoseconds since its
event before, `lane` had a processor for `value`. `flags` the time that all threads of its
process had meanwhile, in hundredths of a processor, at most OPERATION_MASK."""
PROCESS_REAPED = 80
"""`lane` learned that a child ended: `link` its pid, `value` its exit code, or minus the
signal that killed it; `object` the process, 0 when the child was not seen to start."""
PROCESS_REPLACED = 81
"""The process is about to become another program (`exec`): all its lanes end. `value` its
pid: if what it becomes is recorded, that begins under the same one."""
MESSAGE_SENT = 82
"""`lane` begins to write a message of `value` bytes into `object`, a pipe or what has one
inside; `link` the ticket of the item in it, or 0. Messages come out in the order they went in."""
MESSAGE_RECEIVED = 83
"""`lane` has read a message of `value` bytes from `object`."""

# --- flags ---------------------------------------------------------------------

OPERATIONS = (
    "none",
    "acquire",
    "wait",
    "join",
    "get",
    "put",
    "result",
    "barrier",
    "enter",
    "idle",
    "shutdown",
    "start",
    "sleep",
    "send",
    "receive",
    "read",
    "write",
    "connect",
    "accept",
    "poll",
    "resolve",
    "process",
    "gil",
    "cpu",
)
"""What a lane was doing to the object when it blocked; the code is the index.

`enter` is the wait for an object's own inner lock (two threads inside one queue);
`idle` is a pool's worker waiting for work; `start` is `Thread.start` waiting for
the new thread to report. From `send` on they are what a lane does in the kernel, or
what it lacks to go on: `resolve` looks up a network name, `process` waits for a child,
`gil` and `cpu` say what a runnable lane waits for."""
OP_NONE, OP_ACQUIRE, OP_WAIT, OP_JOIN, OP_GET, OP_PUT, OP_RESULT = range(7)
OP_BARRIER, OP_ENTER, OP_IDLE, OP_SHUTDOWN, OP_START, OP_SLEEP = range(7, 13)
OP_SEND, OP_RECEIVE, OP_READ, OP_WRITE, OP_CONNECT, OP_ACCEPT = range(13, 19)
OP_POLL, OP_RESOLVE, OP_PROCESS, OP_GIL, OP_CPU = range(19, 24)
OPERATION_MASK = 0x00FF

WAITED = 0x0100
"""The acquisition ends the lane's wait on the same object."""
TIMED_OUT = 0x0200
INTERRUPTED = 0x0400
"""The wait was ended by an exception (KeyboardInterrupt, BrokenBarrierError, …)."""
FOREIGN = 0x0800
"""A lock released by another thread than the one that acquired it."""
BEFORE = 0x1000
"""The object existed before the recorder: its creation was not seen."""
SINCE_DROP = 0x2000
"""The lane has wanted the GIL since it dropped it: it was made to."""
SEEN = 0x4000
"""Seen from outside, not told by who did it."""
SHARED = 0x2000
"""The ticket is one of the object's own, the same in every process that knows the object."""

# --- objects -------------------------------------------------------------------

OBJECT_KINDS = (
    "Lock",
    "RLock",
    "Condition",
    "Semaphore",
    "BoundedSemaphore",
    "Event",
    "Barrier",
    "Queue",
    "LifoQueue",
    "PriorityQueue",
    "SimpleQueue",
    "Thread",
    "Timer",
    "Future",
    "Executor",
    "local",
    "Process",
    "GIL",
    "Pipe",
    "Socket",
    "File",
    "Terminal",
    "Poll",
    "Name",
    "Interpreter",
    "Processors",
)

# --- the ring ------------------------------------------------------------------

RECORD = struct.Struct("@QqQIIIHHQ")
"""time, value, link, lane, object, site, kind, flags, sequence number (from 1).

The sequence number is the last field: a record whose number is not the expected
one is still being written, or was overwritten by a later lap of the ring."""
RECORD_SIZE = RECORD.size
assert RECORD_SIZE == 48

RING_MAGIC = b"THRDLINE"
RING_HEADER = struct.Struct("@8sIIQQQQQQQQ")
"""magic, schema version, record size, capacity (records, a power of two), pid,
parent pid, start (perf_counter_ns), start (unix time_ns), what the first record in each
place costs more than a later one in ns x 1000 (its memory is new), output lines dropped,
closed (1 at exit)."""
RING_HEADER_SIZE = 4096
"""Records begin here."""
RING_COST_OFFSET = 8 + 4 + 4 + 8 * 5
RING_OUTPUT_DROPPED_OFFSET = RING_COST_OFFSET + 8
RING_CLOSED_OFFSET = RING_COST_OFFSET + 16
DEFAULT_RING_RECORDS = 1 << 17

RING_PROCESSOR_OFFSET = RING_CLOSED_OFFSET + 8
"""The processor time that the process had had at its start, in nanoseconds."""
RING_COSTS_OFFSET = 1024
COSTS = 128
"""At that offset so many numbers of eight bytes: by kind, what recording one event of it
takes, in ns x 1000."""


class Event(NamedTuple):
    """One record, as the server half handles it: ids of the whole run, run time.

    `time` is nanoseconds since the run began. The meaning of `object`, `value`,
    `link` and `flags` stands beside each kind above.
    """

    time: int
    kind: int
    lane: int
    object: int = 0
    site: int = 0
    value: int = 0
    link: int = 0
    flags: int = 0
