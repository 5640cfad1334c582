"""The child process: warm before it knows its job, python itself once it does."""

from __future__ import annotations

import sys
from typing import Any

from . import commands, ending, exceptions, handover, job, output, program, recording, shared


def main(descriptor: int, stay: set[str]) -> None:
    """Prepare, wait for the job, run it."""
    recording.install()
    _leave_no_names(stay)
    task = job.read(descriptor)
    if not task:
        return
    task["streams"] = f"{handover.identity(1)} {handover.identity(2)}"
    _start(task)
    try:
        program.run(task["program"], task.get("cwd"))
    except SystemExit as error:
        exceptions.strip(error)
        recording.exit_code = _exit_code(error)
        raise
    except BaseException as error:
        recording.exit_code = 130 if isinstance(error, KeyboardInterrupt) else 1
        program.finish(error)
        raise


def spawned(settings: dict[str, Any], stay: set[str]) -> None:
    """Record an interpreter that a recorded program has started."""
    recording.install()
    _leave_no_names(stay)
    shared.expecting[0] = True
    if settings["method"] == "forkserver":
        # The server itself is no part of the program; its forks are.
        handover.take(settings)
        _wrap_output()
    else:
        _start(settings)


def begun(settings: dict[str, Any], stay: set[str]) -> None:
    """Record a Python that was started by a recorded program, and not by multiprocessing.

    python itself runs what it was asked to: how that ended is known to it alone, but for
    an exception that nobody caught, which it keeps.
    """
    recording.install()
    _leave_no_names(stay)
    settings["name"] = commands.own_name()
    recording.exit_code = ending.UNKNOWN
    _start(settings)


def _start(settings: dict[str, Any]) -> None:
    handover.take(settings)
    _wrap_output()
    recording.start()


def _wrap_output() -> None:
    """Record the lines that go to the run's own streams; all others are for their readers."""
    settings = handover.settings
    names = [
        name
        for descriptor, name in ((1, "stdout"), (2, "stderr"))
        if handover.identity(descriptor) in settings["streams"].split(" ")
    ]
    forward = not settings["capture_output"]
    output.install(names, lines=settings["output_lines"], forward=forward)


def _exit_code(error: SystemExit) -> int:
    if error.code is None:
        return 0
    return error.code & 0xFF if isinstance(error.code, int) else 1


def _leave_no_names(stay: set[str]) -> None:
    """Take out of `sys.modules` what we imported; no program sees it, no exit clears it.

    The program then imports what it would have imported, from where it would have: it
    may have a `typing.py` of its own. And at exit the interpreter empties the modules it
    can reach; a lock released by a finalizer after that must still find what it needs.
    Built-in modules stay (a second `atexit` would forget what the first was told), and
    so does what `threading` needs.
    """
    for name in set(sys.modules) - stay - set(sys.builtin_module_names):
        del sys.modules[name]
