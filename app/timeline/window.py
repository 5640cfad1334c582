"""The window: how much of a growing timeline stays in memory while a program runs for hours.

The log has everything. What stays here is what somebody may still ask for: the latest
rows of every kind, whole from one moment on (`Timeline.whole_from`); what is open; and
the totals of the ledger and of the lock-order graph, which count every row that ever
came. So an analysis sees a part of the run that has no holes, and says so when it is not
all of it. Letting go changes nothing that is told: a frame is taken first.

A row of a table goes when nothing in memory names it any more: a lane that has ended, the
Thread or Future of one that is over. A lock may be taken again after an hour, so of idle
objects a great many are kept, the oldest with their names alone; one beyond these that
comes back is told again by its kind.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from itertools import chain

from app.timeline.growth import Growth
from app.timeline.model import FlowKind

ROWS = 1 << 17
"""Rows of a kind that stay; twice as many before the rest is let go. About 60 bytes each
for spans, 50 for holds, 41 for flows, 24 for counters: 46 MB when all are full."""
INSTANTS = 10_000
"""They have texts: lines of output, tracebacks."""
LANES = 2000
"""Lanes that have ended; each takes some four kilobytes with all that is known of it."""
OBJECTS = 2000
"""Idle ones of which more is known than their names: totals, signals, who released them
last. Up to three kilobytes each."""
NAMES = 100_000
"""Idle ones in all; a name takes a quarter of a kilobyte."""
MARK_NS = 100_000_000
CROWD = 1000
"""Tables with fewer rows are not looked through."""
KIN = 4096
"""Flows between parents and children that outlive the window: lock order asks for them."""
TICKETS = 1 << 19
"""Items and tasks that nobody has taken yet; beyond that the oldest have no arrow."""
FINDINGS = 1000

BORN_OR_JOINED = (FlowKind.START, FlowKind.JOIN)
OVER_WHEN_QUIET = frozenset(("Thread", "Timer", "Future"))
"""Kinds of which nobody hears any more once all that happened to them has left: while a
thread lives, or somebody waits for a result, the object is named."""


class Window:
    """Lets go of what a timeline need not keep."""

    def __init__(self, growth: Growth, rows: int = ROWS) -> None:
        self.growth = growth
        self.timeline = growth.timeline
        self.newest = 0
        """The highest number of an object that has been defined."""
        self._marks: deque[tuple[int, int]] = deque()
        """What `newest` was at which time."""
        self._rows = rows
        self._scale = rows / ROWS

    def defined_until(self, time: int) -> None:
        """Objects up to the newest had been defined by this time."""
        if not self._marks or time - self._marks[-1][0] >= MARK_NS:
            self._marks.append((time, self.newest))

    def slide(self) -> None:
        """Make room if there is too much of anything."""
        until = self._surplus_until()
        if until > self.timeline.whole_from:
            self.timeline.ledger.catch_up(self.timeline)
            self.timeline.lock_order.catch_up(self.timeline)
            self._let_rows_go(until)
            ended = len(self.timeline.lanes) - len(self.timeline.open_spans)
            if max(ended, len(self.timeline.objects)) > CROWD:
                self._let_tables_go()
            self._let_findings_go()

    def _surplus_until(self) -> int:
        """Until when rows have to go; 0 when all may stay."""
        timeline = self.timeline
        columns = timeline.spans, timeline.holds, timeline.flows, timeline.counters
        until = max(each.surplus_until(2 * self._rows, self._rows) for each in columns)
        if len(timeline.instants) > 2 * self._few(INSTANTS):
            until = max(until, timeline.instants[-self._few(INSTANTS)].time)
        if len(timeline.lanes) - len(timeline.open_spans) > 2 * self._few(LANES):
            ends = sorted(row.end for row in timeline.lanes.values() if row.end is not None)
            until = max(until, ends[-self._few(LANES)])
        # Lines of output may be known before the events around them are.
        return min(until, timeline.now)

    def _few(self, number: int) -> int:
        """So many rows of other tables, for a window of our size."""
        return max(int(number * self._scale), 1)

    def _let_rows_go(self, until: int) -> None:
        timeline = self.timeline
        self._keep_kin(until)
        columns = timeline.spans, timeline.holds, timeline.flows, timeline.counters
        latest = max(each.forget(until) for each in columns)
        timeline.instants.forget(until)
        timeline.whole_from = max(until, latest)
        _trim(timeline.spans_of.values(), timeline.spans.first)
        _trim(timeline.ledger.wait_rows.values(), timeline.spans.first)
        _trim(timeline.ledger.hold_rows.values(), timeline.holds.first)

    def _keep_kin(self, until: int) -> None:
        timeline = self.timeline
        flows = timeline.flows
        leaving = flows.kind[: flows.count_until(until)]
        for number, kind in enumerate(leaving, flows.first):
            if kind in BORN_OR_JOINED:
                timeline.kin.append(flows[number])
        if surplus := timeline.kin.surplus_until(2 * self._few(KIN), self._few(KIN)):
            timeline.kin_from = max(surplus, timeline.kin.forget(surplus))

    def _let_findings_go(self) -> None:
        timeline = self.timeline
        for finding in [each for each in timeline.findings.values() if each.withdrawn]:
            del timeline.findings[finding.id]
        for number in list(timeline.findings)[:-FINDINGS]:
            del timeline.findings[number]

    def _let_tables_go(self) -> None:
        timeline, growth = self.timeline, self.growth
        self._let_objects_go()
        growth.causes.keep_tickets(TICKETS)
        lanes = self._idle_lanes()
        growth.lanes.let_go(lanes)
        timeline.ledger.let_go_of_lanes(lanes)
        timeline.lanes_gone += len(lanes)

    def _let_objects_go(self) -> None:
        timeline, growth = self.timeline, self.growth
        used = self._used_objects()
        idle = [row for row in timeline.objects.values() if row.id not in used]
        quiet = self._newest_of_old()
        over = {row.id for row in idle if row.kind in OVER_WHEN_QUIET and row.id <= quiet}
        others = [row.id for row in idle if row.id not in over]
        gone = over.union(others[: -self._few(OBJECTS)])
        for part in (growth.holds, growth.waits, growth.causes, timeline.lock_order):
            part.let_go(gone)
        timeline.ledger.let_go_of_objects(gone)
        for table in (timeline.signals, timeline.values):
            for number in [number for number in table if number in gone]:
                del table[number]
        for number in over.union(others[:-NAMES]):
            del timeline.objects[number]
            timeline.objects_gone += 1

    def _newest_of_old(self) -> int:
        """The newest object that is older than the window.

        Definitions are ahead of events: who has just been defined may not be named yet.
        """
        marks, since = self._marks, self.timeline.whole_from
        while len(marks) > 1 and marks[1][0] <= since:
            marks.popleft()
        if not marks:
            return self.newest
        return marks[0][1] if marks[0][0] <= since else 0

    def _used_objects(self) -> set[int]:
        timeline = self.timeline
        columns = timeline.spans, timeline.holds, timeline.flows, timeline.counters
        used = set(chain.from_iterable(each.object for each in columns))
        used.update(head.object for head in timeline.open_spans.values())
        used.update(number for number, held in timeline.open_holds.items() if held)
        used.update(timeline.lanes[lane].object for lane in timeline.open_spans)
        used.update(each.object for each in timeline.instants)
        for task in timeline.tasks.values():
            used.update((task.executor, task.future))
        return used

    def _idle_lanes(self) -> set[int]:
        """The lanes that have ended and that nothing names."""
        timeline = self.timeline
        used = {
            *timeline.open_spans,
            *timeline.spans.lane,
            *timeline.holds.lane,
            *timeline.flows.from_lane,
            *timeline.flows.to_lane,
        }
        used.update(each.lane for each in timeline.instants)
        used.update(hold.lane for held in timeline.open_holds.values() for hold in held)
        used.update(event.lane for events in timeline.signals.values() for event in events)
        used.update(self.growth.causes.lanes())
        used.update(timeline.ledger.lanes_told_of())
        used.update(timeline.lock_order.lanes())
        return {number for number, row in timeline.lanes.items() if row.end is not None} - used


def _trim(rows_of: Iterable[array[int]], first: int) -> None:
    """Drop the numbers of rows that have left."""
    for rows in rows_of:
        if rows and rows[0] < first:
            del rows[: bisect_left(rows, first)]
