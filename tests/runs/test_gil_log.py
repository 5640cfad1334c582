"""The GIL log, on real programs: what the preloaded library writes, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter_ns

import pytest

from app import events as ev
from app.runs.gil_log import CAPACITY, ENVIRONMENT, RINGS, GilLog, GilRecord
from app.runs.preloading import VARIABLE, library, preloaded
from app.runs.watch import Watch
from app.timeline.model import Process
from tests.runs.test_watch import TWO_SPINNERS

pytestmark = pytest.mark.skipif(library() is None, reason="there is no C compiler for Linux here")


@pytest.fixture
def log() -> Iterator[GilLog]:
    log = GilLog()
    yield log
    log.close()


def run(log: GilLog, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python that tells the log of its GIL."""
    return subprocess.run(
        [sys.executable, "-c", code], pass_fds=(log.fd,), capture_output=True, text=True,
        check=True, env=log.told_in({**os.environ, **environment}),
    )  # fmt: skip


def records(log: GilLog, pid: int) -> list[GilRecord]:
    ring = log.ring(pid)
    assert ring is not None
    return list(ring.read())


def test_takes_and_drops_alternate_and_never_overlap(log: GilLog) -> None:
    pid = int(run(log, "import os; print(os.getpid())" + TWO_SPINNERS).stdout)

    told = [record for record in records(log, pid) if record.kind != ev.GIL_WANTED]
    kinds = [record.kind for record in told]
    assert set(kinds[::2]) <= {kinds[0]}
    assert set(kinds[1::2]) <= {ev.GIL_TAKEN, ev.GIL_DROPPED} - {kinds[0]}
    times = [record.time for record in told]
    assert times == sorted(times)
    assert len({record.thread for record in told}) == 3


def test_the_program_and_what_it_starts_see_nothing_of_the_library(log: GilLog) -> None:
    look = f"import os; print([os.environ.get(n) for n in ({VARIABLE!r}, {ENVIRONMENT!r})])"
    start = f"; import subprocess, sys; subprocess.run([sys.executable, '-c', {look!r}])"
    files = "; print([f for f in os.listdir('/proc/self/fd') if int(f) > 3])"

    said = run(log, look.replace("print(", "print(", 1) + files + start)

    assert said.stdout.splitlines().count("[None, None]") == 2
    assert "[]" in said.stdout


def test_a_library_that_the_user_preloads_stays(log: GilLog) -> None:
    look = f"import os; print(os.environ.get({VARIABLE!r}))"

    assert run(log, look, **{VARIABLE: "libm.so.6"}).stdout == "libm.so.6\n"
    assert preloaded({}, Path("/x.so")) == {VARIABLE: "/x.so"}


def test_a_program_that_only_starts_the_python_passes_the_library_on(log: GilLog) -> None:
    script = f'exec {sys.executable} -c "import os; print(os.getpid())"'
    said = subprocess.run(
        ["/bin/sh", "-c", script], pass_fds=(log.fd,), capture_output=True, text=True, check=True,
        env=log.told_in(dict(os.environ)),
    )  # fmt: skip

    assert records(log, int(said.stdout))


def test_a_fork_writes_to_a_ring_of_its_own_until_there_is_none_left(log: GilLog) -> None:
    code = f"""
import os, time
for _ in range({RINGS} + 4):
    if os.fork() == 0:
        time.sleep(0.001)
        print(os.getpid(), flush=True)
        os._exit(0)
    os.wait()
"""
    pids = list(map(int, run(log, code).stdout.split()))

    rings = [log.ring(pid) for pid in pids]
    assert [ring is not None for ring in rings] == [True] * (RINGS - 1) + [False] * 5
    for ring, pid in zip(rings, pids, strict=True):
        assert ring is None or {record.thread for record in ring.read()} == {pid}


def test_a_ring_is_for_others_when_its_process_is_over(log: GilLog) -> None:
    """One after the other, any number of processes: each is told of, and nothing of it twice."""
    code = "import os, threading; t = threading.Thread(target=sum, args=([1],))"
    code += "; t.start(); t.join(); print(os.getpid())"
    watch = Watch(log)

    for number in range(1, RINGS + 4):
        pid = int(run(log, code).stdout)
        rows = watch.adopt(Process(number, pid, gil=True), count(number))
        assert [row.gil_watch for row in rows if isinstance(row, Process)] == ["exact"]
        watch.let_go(number)

    told, _ = watch.read(0, perf_counter_ns())
    assert {event.object for event in told} == set(range(1, RINGS + 4))
    assert [event.time for event in told] == sorted(event.time for event in told)


def test_who_never_recorded_keeps_no_ring_when_others_need_one(log: GilLog) -> None:
    pids = [int(run(log, "import os; print(os.getpid())").stdout) for _ in range(RINGS)]
    assert log.ring(int(run(log, "import os; print(os.getpid())").stdout)) is None
    kept = log.ring(pids[0])

    log.free_unread()

    assert log.ring(int(run(log, "import os; print(os.getpid())").stdout)) is not None
    assert log.ring(pids[0]) is kept
    assert log.ring(pids[1]) is None


def test_the_reader_counts_what_was_written_over(log: GilLog) -> None:
    code = f"""
import os, threading
gate, wicket = threading.Semaphore(0), threading.Semaphore(0)
def serve():
    for _ in range({CAPACITY // 3}):
        gate.acquire()
        wicket.release()
thread = threading.Thread(target=serve)
thread.start()
for _ in range({CAPACITY // 3}):
    gate.release()
    wicket.acquire()
thread.join()
print(os.getpid())
"""
    ring = log.ring(int(run(log, code).stdout))
    assert ring is not None

    kept = list(ring.read())
    assert len(kept) <= CAPACITY // 2 + 1
    assert ring.dropped > 0
    assert [record.time for record in kept] == sorted(record.time for record in kept)


def test_a_path_that_leads_nowhere_does_a_program_no_harm() -> None:
    path = library()
    assert path is not None
    code = f"import os; print([os.environ.get(n) for n in ({VARIABLE!r}, {ENVIRONMENT!r})])"
    for memory in ("/no/such/file", os.devnull, __file__):
        environment = {**preloaded(dict(os.environ), path), ENVIRONMENT: memory}
        said = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        )
        assert said.stdout == b"[None, None]\n"
