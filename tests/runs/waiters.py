"""A program that comes to a standstill in the kernel, and what is told of its wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.events import OPERATIONS
from app.runs.descriptors import Descriptors
from app.runs.kernel import Doing, Look, ThreadView
from app.runs.sources import Sources
from app.runs.waiting import Waiting

PATIENCE_S = 20


@contextmanager
def standing_still(source: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program in a folder of its own; the last thing it prints goes before its wait."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", textwrap.dedent(source)],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # its children too: they have its pipes


def waiting_of(folder: Path, recorded: dict[int, str] | None = None) -> Waiting:
    """What names the waits of programs whose own files lie in the folder."""
    return Waiting(Descriptors(Sources(folder).shortened, lambda: recorded or {}))


def settled(view: ThreadView) -> Look:
    """The look at a thread once it stays in the kernel for good."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        look, turns = view.look(), view.account().turns
        time.sleep(0.02)
        if (
            look is not None
            and look.doing is Doing.WAITING
            and (view.look(), view.account().turns) == (look, turns)
        ):
            return look
    raise AssertionError(f"it does not stand still, but {view.look()}")


def told(process: subprocess.Popen[str], waiting: Waiting) -> str:
    """The wait of a process's main thread in words: `receive Socket 10.0.0.1:80`."""
    view = ThreadView(process.pid, process.pid)
    try:
        operation, thing = waiting.tell(process.pid, settled(view))
    finally:
        view.close()
    return f"{OPERATIONS[operation]} {thing.kind} {thing.name}" if thing else OPERATIONS[operation]


def wait_of(source: str, folder: Path) -> str:
    """What is told of the wait at which a program ends up; `{}` in it is what it printed."""
    with standing_still(source, folder) as process:
        assert process.stdout is not None
        printed = process.stdout.readline().strip()
        words = told(process, waiting_of(folder))
        return words.replace(printed, "{}") if printed else words
