"""Who has the GIL, and who waits for it, can be told from outside on every CPython."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.runs.gil import Gil
from app.runs.kernel import CALLS, X86_64, Doing, ThreadView, _classified
from app.runs.symbols import find_variable

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc"),
]

OTHERS = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
PYTHONS = [str(path) for path in OTHERS if int(path.parts[-3].split(".")[1]) >= 9]

SPIN = """
import os, threading
def spin():
    os.write(1, b"%d\\n" % threading.get_native_id())
    while True:
        pass
threading.Thread(target=spin, daemon=True).start()
threading.Event().wait()
"""
RACE = SPIN.replace("threading.Event().wait()", "spin()")


class Program:
    """A running program that has said the ids of its spinning threads."""

    def __init__(self, interpreter: str, source: str, threads: int) -> None:
        self.process = subprocess.Popen([interpreter, "-c", source], stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        self.spinners = [int(self.process.stdout.readline()) for _ in range(threads)]

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *exc: object) -> None:
        assert self.process.stdout is not None
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def look_until(there: Callable[[], bool]) -> None:
    """Look until something is there: others may have the processors meanwhile."""
    deadline = time.monotonic() + 20
    while not there():
        assert time.monotonic() < deadline


@pytest.mark.parametrize("interpreter", PYTHONS or [sys.executable])
def test_the_only_thread_that_runs_is_the_holder_and_stays_it(interpreter: str) -> None:
    with Program(interpreter, SPIN, 1) as program:
        gil = Gil.of(program.process.pid)
        assert gil is not None
        [spinner] = program.spinners

        look_until(lambda: (holding := gil.holding()) is not None and holding.thread == spinner)

        assert len({gil.holding() for _ in range(100)}) == 1
        gil.close()


@pytest.mark.parametrize("interpreter", PYTHONS or [sys.executable])
def test_threads_that_compete_are_seen_to_hold_and_to_wait_in_turn(interpreter: str) -> None:
    with Program(interpreter, RACE, 2) as program:
        gil = Gil.of(program.process.pid)
        assert gil is not None
        views = [ThreadView(program.process.pid, tid) for tid in program.spinners]
        seen: set[tuple[str, int]] = set()

        def both_were_seen_at_both() -> bool:
            if holding := gil.holding():
                seen.add(("holds", holding.thread))
            for view in views:
                look = view.look()
                if look and look.doing is Doing.LOCKED and gil.is_waited_for_at(look.address):
                    seen.add(("waits", view.tid))
            return seen >= {(what, tid) for what in ("holds", "waits") for tid in program.spinners}

        look_until(both_were_seen_at_both)
        for view in views:
            view.close()
        gil.close()


def test_a_process_that_is_gone_or_no_python_has_no_gil() -> None:
    process = subprocess.Popen(["sleep", "100"])
    assert Gil.of(process.pid) is None
    process.kill()
    process.wait()

    assert Gil.of(process.pid) is None
    assert find_variable(process.pid, "_PyRuntime") is None


@pytest.mark.parametrize(
    ("line", "doing"),
    [
        (b"202 0x7f00 0x189 0x0 0x0 0x0 0xffffffff 0x7f 0x7f", Doing.LOCKED),
        (b"230 0x1 0x1 0x7f 0x0 0x0 0x0 0x7f 0x7f", Doing.SLEEPING),
        (b"270 0x0 0x0 0x0 0x0 0x7f 0x0 0x7f 0x7f", Doing.SLEEPING),
        (b"270 0x5 0x7f 0x0 0x0 0x7f 0x0 0x7f 0x7f", Doing.WAITING),
        (b"7 0x7f00 0x0 0x64 0x0 0x0 0x0 0x7f 0x7f", Doing.SLEEPING),
        (b"7 0x7f00 0x2 0x64 0x0 0x0 0x0 0x7f 0x7f", Doing.WAITING),
        (b"0 0x3 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f", Doing.WAITING),
        (b"-1 0x7ffd 0x7f00", Doing.WAITING),
    ],
)
def test_a_system_call_says_what_a_thread_waits_for(line: bytes, doing: Doing) -> None:
    look = _classified(line, X86_64)

    assert look is not None
    assert look.doing is doing


@pytest.mark.skipif(CALLS is None, reason="the calls of this machine have other numbers")
def test_a_thread_of_our_own_is_seen_at_what_it_does() -> None:
    """It waits for a lock of ours, which is a word in memory, and not the GIL's."""
    gate = threading.Lock()
    gate.acquire()
    thread = threading.Thread(target=gate.acquire)
    thread.start()
    assert thread.native_id is not None
    view = ThreadView(threading.get_native_id(), thread.native_id)
    look_until(lambda: (look := view.look()) is not None and look.doing is Doing.LOCKED)

    view.close()
    gate.release()
    thread.join()
