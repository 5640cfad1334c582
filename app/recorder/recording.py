"""A recording: all that is intercepted, and the two files it goes to."""

from __future__ import annotations

import atexit
import os
import sys
import time
from typing import Any

from . import (
    barrier,
    calibration,
    clocks,
    compiled,
    conditions,
    definitions,
    ending,
    event,
    exceptions,
    executors,
    futures,
    garbage,
    interpreters,
    lanes,
    local,
    locks,
    output,
    pipes,
    process_executors,
    processes,
    queues,
    reaching,
    ring,
    rlocks,
    semaphores,
    semlocks,
    shared_conditions,
    shared_queues,
    signals,
    simple_queue,
    sleep,
    subprocesses,
    threads,
    worker_pools,
)
from .handover import prefix, settings
from .imports import when_imported
from .vocabulary import events

INHERITED = (b'{"object"', b'{"site"')
"""Definitions that stay true in a forked child."""

exit_code = 0
_state = "ready"


def install() -> None:
    """Intercept everything; events go to scratch memory until `start`."""
    import threading

    bare = calibration.measure(threading)
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
    when_imported("concurrent.futures.process", process_executors.install)
    when_imported("concurrent.interpreters", interpreters.install)
    when_imported("signal", signals.install)
    when_imported("multiprocessing.process", _install_process)
    when_imported("multiprocessing.spawn", lambda m: processes.install_spawn(m, _prefix))
    when_imported("multiprocessing.util", lambda m: processes.install_launch(m, _prefix))
    when_imported("multiprocessing.forkserver", processes.install_forkserver)
    when_imported("multiprocessing.popen_forkserver", processes.install_ends)
    when_imported("multiprocessing.connection", pipes.install)
    when_imported("multiprocessing.synchronize", _install_synchronize)
    when_imported("multiprocessing.pool", worker_pools.install)
    when_imported("multiprocessing.queues", shared_queues.install)
    when_imported("subprocess", subprocesses.install)
    when_imported("subprocess", reaching.install_children)
    when_imported("socket", reaching.install_resolving)
    subprocesses.install_os()
    ending.install()
    processes.install_fork(_restart)
    atexit.register(end)
    ring.costs = calibration.costs(bare, calibration.measure(threading))
    ring.first_lap = calibration.first_lap()


def _install_process(module: Any) -> None:
    processes.install_process(module, _begin_named, end)


def _install_synchronize(module: Any) -> None:
    semlocks.install(module)
    shared_conditions.install(module)


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
        if code is None:
            code = exit_code if exit_code != events.EXIT_UNKNOWN else _code_of_last_exception()
        ring.emit(events.PROCESS_ENDED, 0, 0, code)
        ring.close()


def _code_of_last_exception() -> int:
    """Where python itself ran the program: what it keeps of an exception that ended it."""
    error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    if error is None or sys.flags.interactive or hasattr(sys, "ps1"):
        return int(events.EXIT_UNKNOWN)
    exceptions.record(error)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def _restart() -> None:
    """In the child of a fork: files of its own, its thread the only one."""
    global _state
    if _state == "ready" and settings["method"] != "forkserver":
        return
    launches = subprocesses.is_launching()
    ring.leave_file()
    definitions.forget(INHERITED)
    lanes.restart("MainThread")
    output.restart()
    ending.restart()
    semlocks.generation[0] += 1
    subprocesses.launching.clear()
    if launches:
        _state = "ended"  # a moment before it becomes another program: nothing to tell
        return
    if settings["method"] == "forkserver":
        _state = "ready"  # the child is told its name soon: `_begin_named`
        return
    settings["method"], settings["starter"] = "fork", os.getppid()
    settings["name"] = processes.starting[-1][1] if processes.starting else f"fork-{os.getpid()}"
    processes.starting.clear()
    start()


def _begin_named(name: str) -> None:
    if _state == "ready" and settings["method"] == "forkserver":
        settings["name"] = name
        start()
        settings["method"] = "fork"


def _prefix(method: str) -> str:
    return prefix(method, processes.starting[-1][1] if processes.starting else "")


def _define_process() -> None:
    gil = getattr(sys, "_is_gil_enabled", None)
    later = definitions.waiting[:]
    definitions.waiting.clear()
    definitions.define(
        "process",
        {
            "pid": os.getpid(),
            "ppid": os.getppid(),
            "starter": settings["starter"],
            "python": sys.version.split()[0],
            "implementation": sys.implementation.name,
            "gil": gil is None or gil(),
            "clocks": clocks.asked,
            "recorder": "python" if compiled.native is None else "compiled",
            "executable": sys.executable,
            "name": settings["name"],
            "method": settings["method"],
            "clock_ns": time.perf_counter_ns(),
        },
    )
    definitions.waiting.extend(later)
