"""A thread starves when another takes again and again what it waits for all that time.

Waiting long is not starving: what counts is that the object was free many times and went
to the one that had just had it. So: during a single wait one other lane takes the object
ten times in a row, and the wait lasts for half of the time in which the object is in use
at all. Both are relative to what the program does, not to a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import at_place, duration, lane_name, object_name
from app.events import OP_ACQUIRE
from app.timeline.columns import Hold, Span
from app.timeline.queries import holds_of, waits_for
from app.timeline.timeline import Timeline

TIMES_IN_A_ROW = 10
SHARE_OF_USE = 2
"""One part in so many."""


class Starvation:
    """A wait during which the object was free for others again and again."""

    name: ClassVar[str] = "starvation"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """The worst case of each object."""
        held = timeline.ledger.catch_up(timeline).holds
        wanted = {
            span.object for span in timeline.open_spans.values() if span.operation == OP_ACQUIRE
        }
        for (object_id, _), totals in timeline.ledger.waits.items():
            worst, holds = totals.longest, held.get(object_id)
            if worst and holds and is_half(worst, holds.last_ns - holds.first_ns):
                wanted.add(object_id)
        for object_id in sorted(wanted & held.keys()):
            if held[object_id].count >= TIMES_IN_A_ROW:
                yield from self._of(timeline, object_id)

    def _of(self, timeline: Timeline, object_id: int) -> Iterator[Finding]:
        holds = holds_of(timeline, object_id)
        if not holds:
            return
        first = min(holds[0].start, timeline.ledger.holds[object_id].first_ns)
        use = max(hold.end for hold in holds) - first
        waits = waits_for(timeline, object_id)
        long = [wait for wait in waits if is_half(wait, use)]
        worst = max(long, key=lambda wait: wait.end - wait.start, default=None)
        greedy = worst and greediest(holds, worst)
        if not worst or not greedy:
            return
        yield Finding(
            id=f"{self.name}:{object_id}.{worst.lane}.{worst.start}",
            kind=self.name,
            severity="warning",
            sentence=(
                f"{lane_name(timeline, worst.lane)} waited{at_place(timeline, worst.site)} "
                f"{duration(worst.end - worst.start)} for {object_name(timeline, object_id)}, "
                f"while {lane_name(timeline, greedy[0].lane)} took it {len(greedy)} times in a "
                f"row{at_place(timeline, greedy[0].site)}, each time as soon as it was free."
            ),
            lanes=(worst.lane, greedy[0].lane),
            objects=(object_id,),
            sites=tuple(site for site in (worst.site, greedy[0].site) if site),
            from_ns=worst.start,
            to_ns=worst.end,
        )


def is_half(wait: Span, use: int) -> bool:
    """Whether the wait lasted for a good part of the time in which the object was used."""
    return (wait.end - wait.start) * SHARE_OF_USE >= use


def greediest(holds: list[Hold], wait: Span) -> list[Hold]:
    """The longest row of holds that one other lane took during the wait."""
    during = [hold for hold in holds if wait.start < hold.start < wait.end]
    rows = [list(row) for _, row in groupby(during, key=lambda hold: hold.lane)]
    longest = max(rows, key=len, default=[])
    return longest if len(longest) >= TIMES_IN_A_ROW else []
