"""The child process: warm before it knows its job, python itself once it does."""

from __future__ import annotations

import sys
from typing import Any

from . import exceptions, job, output, program, recording


def main(descriptor: int) -> None:
    """Prepare, wait for the job, run it."""
    recording.install()
    _leave_no_names()
    task = job.read(descriptor)
    if not task:
        return
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


def spawned(settings: dict[str, Any]) -> None:
    """Record an interpreter that a recorded program has started."""
    recording.install()
    _leave_no_names()
    if settings["method"] == "forkserver":
        # The server itself is no part of the program; its forks are.
        recording.settings.update(settings)
        _wrap_output()
    else:
        _start(settings)


def _start(settings: dict[str, Any]) -> None:
    for key in recording.settings:
        if settings.get(key) is not None:
            recording.settings[key] = settings[key]
    _wrap_output()
    recording.start()


def _wrap_output() -> None:
    settings = recording.settings
    output.install(lines=settings["output_lines"], forward=not settings["capture_output"])


def _exit_code(error: SystemExit) -> int:
    if error.code is None:
        return 0
    return error.code & 0xFF if isinstance(error.code, int) else 1


def _leave_no_names() -> None:
    """Take our modules out of `sys.modules`: no program sees them, no exit clears them.

    At exit the interpreter empties the modules it can reach; a lock released by a
    finalizer after that must still find what it needs.
    """
    for name in [name for name in sys.modules if name.startswith("_threadline")]:
        del sys.modules[name]
