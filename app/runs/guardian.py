"""The guardian: no process of a run outlives it, however it was started.

Three nets, each for what slips through the one before: the child's process group; on
Linux, adoption of orphans (PR_SET_CHILD_SUBREAPER), so that a daemon which left the
group by `setsid` still has us for an ancestor; and, should we die ourselves, the
child's own PR_SET_PDEATHSIG.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
SWEEP_PATIENCE_S = 5.0
LINUX = sys.platform == "linux"


def _prctl() -> Callable[..., int] | None:
    if not LINUX:
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None


_PRCTL = _prctl()


def adopt_orphans() -> bool:
    """Make this process the parent of all its descendants' orphans, where possible."""
    return _PRCTL is not None and _PRCTL(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def die_with_parent(parent: int) -> None:
    """Called in the child before its program: end when `parent` ends.

    The signal comes when the spawning *thread* ends, so spawn from the main thread.
    """
    if _PRCTL is not None:
        _PRCTL(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def kill_group(pgid: int) -> None:
    """End a whole process group; one that is gone already is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, signal.SIGKILL)


def sweep() -> int:
    """End and reap all descendants of this process; return how many were left at the end.

    Killing a parent makes its children ours, so it goes round until nobody is left. All
    are stopped before any is killed: a program that forks faster than we kill would
    otherwise win.
    """
    deadline = time.monotonic() + SWEEP_PATIENCE_S
    while True:
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in descendants(os.getpid()):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
        left = _reap()
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.001)


def descendants(root: int) -> list[int]:
    """Return the processes below `root`, parents first; zombies are not among them."""
    children: dict[int, list[int]] = {}
    for pid, parent, state in _processes():
        if state not in "ZX":
            children.setdefault(parent, []).append(pid)
    found = list(children.get(root, ()))
    for pid in found:
        found += children.get(pid, ())
    return found


def is_alive(pid: int) -> bool:
    """Return whether a process runs: a zombie does not."""
    return (_stat(pid) or (0, "X"))[1] not in "ZX" if LINUX else _exists(pid)


class Life:
    """Whether one process still runs, asked often; a zombie does not."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._fd = -1
        self._ended = False
        try:
            # A file that becomes readable at the end costs less to ask than /proc, and
            # cannot take another process of the same number for this one.
            self._fd = os.pidfd_open(pid) if LINUX else -1
        except ProcessLookupError:
            self._ended = True
        except OSError:
            self._fd = -1
        if self._fd >= 0:
            self._poll = select.poll()
            self._poll.register(self._fd, select.POLLIN)

    def goes_on(self) -> bool:
        """Return whether it has not ended."""
        if not self._ended:
            if self._fd >= 0:
                self._ended = bool(self._poll.poll(0))
            else:
                self._ended = not is_alive(self._pid)
        return not self._ended

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reap() -> int:
    """Collect the dead; return how many children still live."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if not pid:
            return max(len(descendants(os.getpid())), 1)


def _processes() -> Iterator[tuple[int, int, str]]:
    if not LINUX:
        return
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (row := _stat(int(entry.name))) is not None:
            yield int(entry.name), *row


def _stat(pid: int) -> tuple[int, str] | None:
    """Return a process's parent and state letter."""
    try:
        text = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    # The name in parentheses may hold anything, even a parenthesis.
    state, parent = text[text.rindex(b")") + 2 :].split(b" ", 2)[:2]
    return int(parent), state.decode()
