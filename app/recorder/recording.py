"""A recording: all that is intercepted, and the two files it goes to."""

from __future__ import annotations

import atexit
import os
import sys
import time
from typing import Any

from . import (
    barrier,
    conditions,
    definitions,
    event,
    exceptions,
    executors,
    futures,
    garbage,
    lanes,
    local,
    locks,
    output,
    processes,
    queues,
    ring,
    rlocks,
    semaphores,
    signals,
    simple_queue,
    sleep,
    threads,
)
from .imports import when_imported
from .vocabulary import events

INHERITED = (b'{"object"', b'{"site"')
"""Definitions that stay true in a forked child."""

settings: dict[str, Any] = {
    "directory": "",
    "ring_records": events.DEFAULT_RING_RECORDS,
    "output_lines": 10_000,
    "capture_output": True,
    "method": "main",
    "name": "MainProcess",
}
"""What a spawned child must be told."""

exit_code = 0
_state = "ready"


def install() -> None:
    """Intercept everything; events go to scratch memory until `start`."""
    import threading

    threads.install(threading)
    locks.install(threading)
    rlocks.install(threading)
    conditions.install(threading)
    semaphores.install(threading)
    event.install(threading)
    barrier.install(threading)
    local.install(threading)
    sleep.install()
    garbage.install()
    exceptions.install(threading)
    when_imported("queue", queues.install)
    when_imported("queue", simple_queue.install)
    when_imported("concurrent.futures._base", futures.install)
    when_imported("concurrent.futures.thread", executors.install)
    when_imported("signal", signals.install)
    when_imported("multiprocessing.process", _install_process)
    when_imported("multiprocessing.spawn", lambda m: processes.install_spawn(m, _prefix))
    when_imported("multiprocessing.util", lambda m: processes.install_launch(m, _prefix))
    when_imported("multiprocessing.forkserver", processes.install_forkserver)
    processes.install_fork(_restart)
    atexit.register(end)
    ring.calibrate()


def _install_process(module: Any) -> None:
    processes.install_process(module, _begin_named, end)


def start() -> None:
    """Record this process into a pair of files in the run's directory."""
    global _state
    _state = "recording"
    stem = os.path.join(settings["directory"], f"{time.perf_counter_ns():020d}-{os.getpid()}")
    _define_process()
    definitions.open_file(stem + ".defs")
    ring.open_file(stem + ".ring", settings["ring_records"])
    ring.emit(events.PROCESS_BEGAN, 0, 0, os.getpid())
    ring.emit(events.THREAD_BEGAN)


def end(code: int | None = None) -> None:
    """The regular end of the process."""
    global _state
    if _state == "recording":
        _state = "ended"
        garbage.uninstall()
        output.flush_parts()
        ring.emit(events.PROCESS_ENDED, 0, 0, exit_code if code is None else code)
        ring.close()


def _restart() -> None:
    """In the child of a fork: files of its own, its thread the only one."""
    global _state
    if _state == "ready" and settings["method"] != "forkserver":
        return
    ring.leave_file()
    definitions.forget(INHERITED)
    lanes.restart("MainThread")
    output.restart()
    if settings["method"] == "forkserver":
        _state = "ready"  # the child is told its name soon: `_begin_named`
        return
    settings["method"] = "fork"
    settings["name"] = processes.starting[-1][1] if processes.starting else f"fork-{os.getpid()}"
    processes.starting.clear()
    start()


def _begin_named(name: str) -> None:
    if _state == "ready" and settings["method"] == "forkserver":
        settings["name"] = name
        start()
        settings["method"] = "fork"


def _prefix(method: str) -> str:
    """Source text that makes a new interpreter load the recorder before anything else."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap.py")
    told = dict(settings, method=method)
    if processes.starting:
        told["name"] = processes.starting[-1][1]
    return (
        f"exec(compile(open({path!r}, 'rb').read(), {path!r}, 'exec'), "
        f"{{'__name__': '_threadline_spawned', '__file__': {path!r}, 'settings': {told!r}}}); "
    )


def _define_process() -> None:
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
            "name": settings["name"],
            "method": settings["method"],
            "clock_ns": time.perf_counter_ns(),
        },
    )
    definitions.waiting.extend(later)
