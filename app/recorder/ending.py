"""Ending: how child processes ended, known exactly when their parent learns it.

A process cannot tell of its own death by a signal, nor what it passed to `os._exit`; the
parent that waits for it is told. All ways to wait go through the five functions of `os`,
which are replaced before anybody binds them.
"""

from __future__ import annotations

import os
from typing import Any, Callable

from .disguise import built_in
from .ring import emit
from .sites import caller_site
from .vocabulary import events

REAPED: int = events.PROCESS_REAPED
UNKNOWN: int = events.EXIT_UNKNOWN

objects_of: dict[int, int] = {}
"""Pid -> the object of a child that was started and whose end is not yet known."""


def reaped(pid: int, code: int, site: int = 0) -> None:
    """A child has ended, and its exit code is known; minus the signal that killed it."""
    emit(REAPED, objects_of.pop(pid, 0), site, code, pid)


def _told(original: Any, read: Callable[[Any], tuple[int, int]]) -> Any:
    def wait(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        pid, status = read(result)
        if pid > 0 and (os.WIFEXITED(status) or os.WIFSIGNALED(status)):
            reaped(pid, _code(status), caller_site())
        return result

    return built_in(wait, original)


def _code(status: int) -> int:
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _waitid(original: Any) -> Any:
    def waitid(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if result is not None and result.si_code in ENDS:
            code = result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
            reaped(result.si_pid, code, caller_site())
        return result

    return built_in(waitid, original)


ENDS = {getattr(os, name, None) for name in ("CLD_EXITED", "CLD_KILLED", "CLD_DUMPED")} - {None}


def restart() -> None:
    """After a fork: the parent's children are not ours."""
    objects_of.clear()


def install() -> None:
    """Record the ends of children from now on."""
    if not hasattr(os, "WIFEXITED"):
        return  # pragma: no cover - Windows, where no status tells more than a code
    for name in ("wait", "waitpid", "wait3", "wait4"):
        if hasattr(os, name):
            setattr(os, name, _told(getattr(os, name), lambda result: result[:2]))
    if hasattr(os, "waitid"):
        os.waitid = _waitid(os.waitid)
