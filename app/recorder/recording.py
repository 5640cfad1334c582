"""A recording: all that is intercepted, and the two files it goes to."""

from __future__ import annotations

import atexit
import os
import sys
import time
from typing import Any

from . import definitions, exceptions, lanes, locks, output, ring, sleep, threads
from .vocabulary import events

directory = ""
settings: dict[str, Any] = {"ring_records": events.DEFAULT_RING_RECORDS}
exit_code = 0


def install() -> None:
    """Intercept everything; events go to scratch memory until `start`."""
    import threading

    locks.install(threading)
    threads.install(threading)
    sleep.install()
    exceptions.install(threading)
    ring.calibrate()


def start(where: str, *, name: str = "MainProcess", method: str = "main") -> None:
    """Record this process into a pair of files in the directory `where`."""
    global directory
    directory = where
    stem = os.path.join(where, f"{time.perf_counter_ns():020d}-{os.getpid()}")
    _define_process(name, method)
    definitions.open_file(stem + ".defs")
    ring.open_file(stem + ".ring", settings["ring_records"])
    ring.emit(events.PROCESS_BEGAN, 0, 0, os.getpid())
    ring.emit(events.THREAD_BEGAN)
    atexit.register(end)


def end() -> None:
    """The regular end of the process."""
    output.flush_parts()
    ring.emit(events.PROCESS_ENDED, 0, 0, exit_code)
    ring.close()


def _define_process(name: str, method: str) -> None:
    gil = getattr(sys, "_is_gil_enabled", None)
    later = definitions.waiting[:]
    definitions.waiting.clear()
    definitions.define(
        "process",
        {
            "pid": os.getpid(),
            "ppid": os.getppid(),
            "python": sys.version.split()[0],
            "implementation": sys.implementation.name,
            "gil": gil is None or gil(),
            "executable": sys.executable,
            "name": name,
            "method": method,
            "clock_ns": time.perf_counter_ns(),
        },
    )
    definitions.waiting.extend(later)
    lanes.rename(lanes.MAIN, "MainThread")
