"""Handlers of signals: whether a program has any of its own, as the kernel tells it.

Whoever handles a signal may be woken by it, so a program in which every thread waits is not
stuck for good. Python itself handles SIGINT, `faulthandler` the signals of a crash, and the
C library two that threads use among each other; those are no sign of it.
"""

from __future__ import annotations

from pathlib import Path
from signal import Signals

NOT_THE_PROGRAMS = {
    Signals.SIGINT,
    Signals.SIGILL,
    Signals.SIGABRT,
    Signals.SIGBUS,
    Signals.SIGFPE,
    Signals.SIGSEGV,
    32,
    33,
}


def handles_signals(pid: int) -> bool:
    """Whether the process handles signals of its own; False where that cannot be told."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt:0")
    mask = int(caught.removeprefix("SigCgt:"), 16)
    ours = sum(1 << (number - 1) for number in NOT_THE_PROGRAMS)
    return bool(mask & ~ours)
