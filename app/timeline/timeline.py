"""A timeline: everything known of one run, finished or still growing.

The same class is filled by the fold from events and by the reader from frames; queries
and analyses cannot tell which. Only the fold knows what the format does not carry: time
limits of open waits, signals that woke nobody, tasks in a pool's queue.
"""

from __future__ import annotations

from array import array
from collections import deque
from dataclasses import dataclass, field

from app.events import Event
from app.timeline.columns import CountColumns, FlowColumns, HoldColumns, SpanColumns
from app.timeline.instants import Instants
from app.timeline.ledger import Ledger
from app.timeline.lines import Begins, End, Header
from app.timeline.model import (
    Certainty,
    Cost,
    Finding,
    Lane,
    Process,
    Site,
    SourceFile,
    State,
    SyncObject,
)
from app.timeline.nesting import LockOrderGraph

UNKNOWN_LIMIT = -2
"""The time limit of an open wait that was read from frames, which do not tell it."""

SIGNALS_KEPT = 64
"""Of each object. What an analysis says of signals is about the latest ones."""


@dataclass(slots=True)
class OpenSpan:
    """What a living lane does now, since `start`.

    `limit` is the time limit of a wait in nanoseconds, -1 for none.
    """

    lane: int
    start: int
    state: int = State.RUNNING
    object: int = 0
    site: int = 0
    operation: int = 0
    certainty: int = Certainty.INFERRED
    limit: int = -1

    def row(self) -> tuple[int, int, int, int, int, int, int]:
        """The row of the format's `open` list."""
        return (
            self.lane,
            self.start,
            self.state,
            self.object,
            self.site,
            self.operation,
            self.certainty,
        )


@dataclass(slots=True)
class OpenHold:
    """A possession that has not ended."""

    object: int
    lane: int
    start: int
    site: int = 0
    certainty: int = Certainty.EXACT
    ended: bool = False


@dataclass(slots=True)
class Task:
    """A call given to an executor; `lane` is 0 until a worker begins it."""

    ticket: int
    executor: int
    future: int
    submitter: int
    submitted: int
    site: int
    lane: int = 0


@dataclass(slots=True)
class Timeline:
    """Tables by id, columns of closed rows, and what is open now."""

    processes: dict[int, Process] = field(default_factory=dict)
    lanes: dict[int, Lane] = field(default_factory=dict)
    objects: dict[int, SyncObject] = field(default_factory=dict)
    files: dict[int, SourceFile] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)
    spans: SpanColumns = field(default_factory=SpanColumns)
    holds: HoldColumns = field(default_factory=HoldColumns)
    flows: FlowColumns = field(default_factory=FlowColumns)
    counters: CountColumns = field(default_factory=CountColumns)
    instants: Instants = field(default_factory=Instants)
    open_spans: dict[int, OpenSpan] = field(default_factory=dict)
    open_holds: dict[int, list[OpenHold]] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    signals: dict[int, deque[Event]] = field(default_factory=dict)
    values: dict[int, int] = field(default_factory=dict)
    """The latest value of each counter."""
    starting: set[int] = field(default_factory=set)
    """Lanes, and negative pids of processes, that were started and have not begun."""
    signalled: set[int] = field(default_factory=set)
    """Processes that handle signals themselves: somebody outside may wake their lanes."""
    tasks: dict[int, Task] = field(default_factory=dict)
    spans_of: dict[int, array[int]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    lock_order: LockOrderGraph = field(default_factory=LockOrderGraph)
    cost: Cost | None = None
    now: int = 0
    whole_from: int = 0
    """Rows that ended before are not here; of those that ended later none is missing."""
    kin: FlowColumns = field(default_factory=FlowColumns)
    """Flows from before `whole_from` that say which threads were born of which, and joined."""
    kin_from: int = 0
    """Of such flows none is missing that was drawn later."""
    begins: Begins | None = None
    """Where it begins, if it was read from a log that had lost its head."""
    lanes_gone: int = 0
    objects_gone: int = 0
    """Rows of tables that are here no more."""
    header: Header | None = None
    end: End | None = None

    def counts(self) -> dict[str, int]:
        """The totals that an `end` line tells."""
        return {
            "spans": len(self.spans),
            "flows": len(self.flows),
            "instants": self.instants.total,
            "lanes": self.lanes_gone + len(self.lanes),
            "objects": self.objects_gone + len(self.objects),
        }

    def count(self, object_id: int, time: int, value: int) -> None:
        """Note the new value of an object's counter; the times of counters never go back."""
        self.values[object_id] = value
        times = self.counters.time
        self.counters.append((object_id, max(time, times[-1]) if times else time, value))

    def keep_signal(self, event: Event) -> None:
        """Remember what somebody told the others by an object, the latest few of each."""
        self.signals.setdefault(event.object, deque(maxlen=SIGNALS_KEPT)).append(event)

    def holders(self, object_id: int) -> list[OpenHold]:
        """Who possesses the object now, oldest first; several only for a semaphore."""
        return self.open_holds.get(object_id, [])
