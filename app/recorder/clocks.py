"""The clocks: for how long each thread had a processor, told where nobody can look at it.

Between two of its events a thread may run or wait, and events cannot say which. Its own
processor clock can say how much of either it was. So before an event that comes long
after the thread's last one, how far that clock went on is told, and that of the process.

Reading them takes two system calls, a microsecond for every event; so it is done only where
the one who started us can see nothing from outside.
"""

from __future__ import annotations

import sys
import time
from _thread import _local
from typing import Any, Callable

from .vocabulary import events

GAP_NS = 160_000_000 if sys.platform == "win32" else 1_000_000
"""What is shorter is not told. The clock of Windows goes on by 16 ms at a time."""

asked: bool = hasattr(time, "thread_time_ns") and getattr(
    sys.modules[__package__], "clocks_asked", False
)
"""Whether it is to be told, as the one who loaded this package says."""


def telling(
    advance: Callable[[], int], tell: Callable[[Callable[[], int], int, int, int, int], None]
) -> Callable[[], int]:
    """Return an `advance`, called once before each event, that has `tell` write the other."""
    if not asked:
        return advance
    clock, of_thread, of_process = time.perf_counter_ns, time.thread_time_ns, time.process_time_ns
    mine: Any = _local()

    def advance_and_tell() -> int:
        before = getattr(mine, "before", None)
        now, ran, all_ran = mine.before = clock(), of_thread(), of_process()
        if before is not None and now - before[0] > GAP_NS:
            gap = now - before[0]
            share = max(all_ran - before[2], 0) * 100 // gap
            tell(advance, now, ran - before[1], gap, min(share, events.OPERATION_MASK))
        return advance()

    return advance_and_tell
