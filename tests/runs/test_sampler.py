"""The sampler tells truly what threads do that no event tells of: programs with known truth."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.events import THREAD_BEGAN, Event
from app.runs.sampler import LONGEST_NS, Sampler
from app.timeline.fold import Fold
from app.timeline.model import Lane, Process, State

from .collecting import Collecting

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc"),
]

OTHERS = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
PYTHONS = [str(path) for path in OTHERS if int(path.parts[-3].split(".")[1]) >= 9]

Shares = Callable[..., dict[State, float]]


@pytest.fixture
def shares(tmp_path: Path) -> Shares:
    """Run a program and return the part of each state in the life of one of its lanes."""

    def run(source: str, lane: str, interpreter: str | None = None) -> dict[State, float]:
        with Collecting(tmp_path, bare=False, interpreter=interpreter) as collecting:
            collecting.start(source)
            ended = collecting.expect("ended")
            assert ended["status"] == "finished", collecting.output()
            return shares_of(collecting, lane)

    return run


def shares_of(collecting: Collecting, name: str) -> dict[State, float]:
    timeline = collecting.timeline()
    [lane] = [row.id for row in timeline.lanes.values() if row.name == name]
    spent: Counter[State] = Counter()
    for span in timeline.spans:
        if span.lane == lane:
            spent[State(span.state)] += span.end - span.start
    return {state: spent[state] / spent.total() for state in State}


def in_thread(body: str) -> str:
    return f"""
import threading
def work():
    {body}
thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
"""


def test_a_thread_that_spins_runs_whenever_it_has_a_processor(tmp_path: Path) -> None:
    spin = "import time; end = time.monotonic() + 0.4\n    while time.monotonic() < end: pass"
    told = "\n    print(time.thread_time() / 0.4)"
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(in_thread(spin + told))
        collecting.expect("ended")

        worker, truth = shares_of(collecting, "worker"), float(collecting.output()[-1])
        assert worker[State.RUNNING] == pytest.approx(truth, abs=0.1)
        assert worker[State.RUNNING] + worker[State.RUNNABLE] > 0.95


def test_a_thread_in_a_select_of_nothing_sleeps(shares: Shares) -> None:
    sleep = "import select; select.select([], [], [], 0.4)"

    assert shares(in_thread(sleep), "worker")[State.SLEEPING] > 0.8


def test_a_thread_that_reads_an_empty_pipe_is_in_io(shares: Shares) -> None:
    source = """
        import os, threading, time
        mouth, feed = os.pipe()
        thread = threading.Thread(target=os.read, args=(mouth, 1), name="worker")
        thread.start()
        time.sleep(0.4)
        os.write(feed, b"x")
        thread.join()
    """

    assert shares(source, "worker")[State.IO] > 0.8


def test_a_thread_that_waits_for_a_child_process_is_in_io(shares: Shares) -> None:
    wait = "import subprocess; subprocess.run(['sleep', '0.4'], check=True)"

    assert shares(in_thread(wait), "worker")[State.IO] > 0.6


SHARED_GIL = """
import threading, time
end = time.monotonic() + 0.8
rounds, processor = {}, {}
def spin(name):
    rounds[name] = 0
    while time.monotonic() < end:
        rounds[name] += 1
    processor[name] = time.thread_time() / 0.8
threads = [threading.Thread(target=spin, args=(name,), name=name) for name in ("left", "right")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(processor["left"], processor["right"])
"""


@pytest.mark.parametrize("interpreter", PYTHONS or [sys.executable])
def test_two_spinning_threads_take_turns_with_the_gil(tmp_path: Path, interpreter: str) -> None:
    """The truth is how much of a processor each of them got."""
    with Collecting(tmp_path, bare=False, interpreter=interpreter) as collecting:
        collecting.start(SHARED_GIL)
        collecting.expect("ended")
        left, right = shares_of(collecting, "left"), shares_of(collecting, "right")
        truth = map(float, collecting.output()[-1].split())

    for lane, got in zip((left, right), truth, strict=True):
        assert lane[State.RUNNING] + lane[State.RUNNABLE] > 0.95
        assert lane[State.RUNNING] == pytest.approx(got, abs=0.1)


def test_c_code_that_gave_up_the_gil_runs_beside_python_code(tmp_path: Path) -> None:
    source = """
        import hashlib, threading, time
        def spin():
            global spun
            began = time.monotonic(), time.thread_time()
            while busy:
                pass
            spun = (time.thread_time() - began[1]) / (time.monotonic() - began[0])
        def work():
            global cpu
            began = time.monotonic(), time.thread_time()
            hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 400_000)
            cpu = (time.thread_time() - began[1]) / (time.monotonic() - began[0])
        busy = True
        spinner = threading.Thread(target=spin, name="spinner")
        worker = threading.Thread(target=work, name="worker")
        spinner.start()
        worker.start()
        worker.join()
        busy = False
        spinner.join()
        print(cpu, spun)
    """
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(source)
        collecting.expect("ended")

        truth = map(float, collecting.output()[-1].split())
        for name, got in zip(("worker", "spinner"), truth, strict=True):
            assert shares_of(collecting, name)[State.RUNNING] == pytest.approx(got, abs=0.1)


def test_exact_waits_are_left_alone_and_cost_no_sampling(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("import time\ntime.sleep(1.2)")
        ended = collecting.expect("ended")

        assert ended["cost"]["sampler_hz"] == 0
        assert shares_of(collecting, "MainThread")[State.SLEEPING] > 0.9


def test_a_run_that_was_looked_at_only_now_and_then_is_not_called_unsampled() -> None:
    fold = Fold()
    fold.define(Process(1, os.getpid(), 0, "MainProcess", "3.11", "cpython", gil=False))
    fold.define(Lane(1, 1, "MainThread", native=threading.get_native_id()))
    now = 10 * LONGEST_NS
    sampler = Sampler(fold, lambda: now)
    sampler.round(time.thread_time_ns())
    assert sampler.hz == 0

    fold.add_events([Event(now, THREAD_BEGAN, 1)])
    sampler.round(time.thread_time_ns())

    assert sampler.hz == 25
    sampler.close()
