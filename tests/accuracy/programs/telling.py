"""What a program knows of itself: stretches of time, and what it did in them.

Nothing here is taken from the recorder or from the operating system's account of threads,
but for `time.thread_time_ns` where a stretch of C code cannot look at the clock itself.
"""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

CLOCK = time.perf_counter_ns
GAP_NS = 50_000
"""A spinner that misses the clock for longer did not run."""

told: dict[str, list[tuple[int, int, dict[str, int]]]] = {}
"""Of each thread: from when to when, and how long it was in which state."""


def tell(start: int, end: int, states: dict[str, int]) -> None:
    """A stretch of the calling thread is over."""
    told.setdefault(threading.current_thread().name, []).append((start, end, states))


def spin(seconds: float) -> None:
    """Run Python, and look at the clock all the time: where it jumps, something ran instead."""
    stretches = told.setdefault(threading.current_thread().name, [])
    start = last = CLOCK()
    end = start + int(seconds * 1e9)
    while last < end:
        now = CLOCK()
        if now - last > GAP_NS:
            stretches.append((start, last, {"running": last - start}))
            stretches.append((last, now, {"runnable": now - last}))
            start = now
        last = now
    stretches.append((start, last, {"running": last - start}))


def until(start: int, ready: int, back: int, state: str) -> None:
    """In `state` from the start until it was `ready` to go on, and then not at once."""
    ready = min(max(ready, start), back)
    tell(start, ready, {state: ready - start})
    if back - ready > GAP_NS:
        tell(ready, back, {"runnable": back - ready})


def sleep(seconds: float) -> None:
    """Sleep; what is slept longer than asked for is a wait for the GIL or a processor."""
    start = CLOCK()
    time.sleep(seconds)
    until(start, start + int(seconds * 1e9), CLOCK(), "sleeping")


def compute(work: object, *arguments: object) -> None:
    """Call C code, which runs for as much of the time as it got a processor."""
    start, before = CLOCK(), time.thread_time_ns()
    work(*arguments)  # type: ignore[operator]
    ran, end = time.thread_time_ns() - before, CLOCK()
    ran = min(ran, end - start)
    tell(start, end, {"running": ran, "runnable": end - start - ran})


def written_by_a_child(count: int, every: float) -> int:
    """Return a pipe into which another process writes the time at which it writes."""
    read, write = os.pipe()
    if os.fork() == 0:
        for _ in range(count):
            time.sleep(every)
            os.write(write, CLOCK().to_bytes(8, "little"))
        os._exit(0)
    os.close(write)
    return read


def read(pipe: int) -> bool:
    """Read from such a pipe; false at its end."""
    start = CLOCK()
    data = os.read(pipe, 8)
    if data:
        until(start, int.from_bytes(data, "little"), CLOCK(), "io")
    return bool(data)


def run(*threads: threading.Thread) -> None:
    """Run the threads to their ends, and tell what they know."""
    for _ in range(5):
        print("clock", CLOCK(), flush=True)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Path(os.environ["THREADLINE_TRUTH"]).write_text(json.dumps(told), "utf-8")
