"""The watch over the GIL and the processors, on real programs: what it tells, what it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import events as ev
from app.runs.gil_log import CAPACITY, ENVIRONMENT, GilLog, GilRecord
from app.runs.preloading import VARIABLE, library, preloaded
from app.runs.switches import Switches
from app.runs.watch import MOST_THREADS, Telling, Watch
from app.timeline.model import Certainty, FlowKind, State
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.accuracy.measuring import NO_LIBRARY
from tests.runs.collecting import Collecting

pytestmark = pytest.mark.skipif(library() is None, reason="there is no C compiler for Linux here")

TWO_SPINNERS = """
import threading, time
def spin():
    end = time.monotonic() + 0.2
    while time.monotonic() < end: pass
threads = [threading.Thread(target=spin, name=name) for name in ("left", "right")]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""

ONE_SPINNER = """
import time
end = time.monotonic() + 0.4
while time.monotonic() < end: pass
"""


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


def collected(folder: Path, source: str, before: str = "pass; ") -> tuple[Timeline, list[str]]:
    with Collecting(folder, bare=False, before=before) as collecting:
        collecting.start(source)
        assert collecting.expect("ended")["status"] == "finished", collecting.output()
        return collecting.timeline(), collecting.output()


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
    code = """
import os, time
for _ in range(20):
    if os.fork() == 0:
        time.sleep(0.001)
        print(os.getpid(), flush=True)
        os._exit(0)
    os.wait()
"""
    pids = list(map(int, run(log, code).stdout.split()))

    rings = [log.ring(pid) for pid in pids]
    assert [ring is not None for ring in rings] == [True] * 15 + [False] * 5
    for ring, pid in zip(rings, pids, strict=True):
        assert ring is None or {record.thread for record in ring.read()} == {pid}


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


def test_threads_that_are_gone_are_let_go() -> None:
    watch, alive, gone = Watch(), os.getpid(), range(1 << 22, (1 << 22) + MOST_THREADS)
    watch.know(alive, 1)
    for lane, thread in enumerate(gone, 2):
        watch.know(thread, lane)

    assert watch.lane(alive) == 1
    assert not any(map(watch.lane, gone))


def test_the_timeline_tells_who_has_the_gil_and_hands_it_on(tmp_path: Path) -> None:
    timeline, _ = collected(tmp_path, TWO_SPINNERS)

    names = {lane.id: lane.name for lane in timeline.lanes.values()}
    [gil] = [row for row in timeline.objects.values() if row.kind == "GIL"]
    [process] = timeline.processes.values()
    assert (process.gil_watch, gil.process) == ("exact", process.id)
    handed = {
        (names[each.from_lane], names[each.to_lane])
        for each in timeline.flows
        if each.kind == FlowKind.GIL and each.object == gil.id
    }
    assert {("left", "right"), ("right", "left")} <= handed
    assert validate(timeline) == []
    waits = [span for span in timeline.spans if span.operation == ev.OP_GIL]
    assert {(span.state, span.object, span.certainty) for span in waits} == {
        (State.RUNNABLE, gil.id, Certainty.EXACT)
    }


def test_without_the_library_the_gil_is_looked_at(tmp_path: Path) -> None:
    timeline, _ = collected(tmp_path, TWO_SPINNERS, NO_LIBRARY)

    [process] = timeline.processes.values()
    [gil] = [row.id for row in timeline.objects.values() if row.kind == "GIL"]
    held = [hold for hold in timeline.holds if hold.object == gil]
    assert process.gil_watch == "sampled"
    assert {hold.certainty for hold in held} == {Certainty.SAMPLED}
    assert validate(timeline) == []


def test_who_runs_without_a_doubt_is_seen_to_have_the_gil_all_the_while(tmp_path: Path) -> None:
    timeline, _ = collected(tmp_path, ONE_SPINNER, NO_LIBRARY)

    [gil] = [row.id for row in timeline.objects.values() if row.kind == "GIL"]
    held = sum(hold.end - hold.start for hold in timeline.holds if hold.object == gil)
    ran = sum(each.end - each.start for each in timeline.spans if each.state == State.RUNNING)
    assert held > 0.7 * ran


@pytest.mark.skipif(Switches.of(os.getpid()) is None, reason="the kernel tells no switches here")
def test_the_kernel_tells_when_threads_come_and_go(tmp_path: Path) -> None:
    source = """
        import os, threading, time
        mouth, feed = os.pipe()
        def read():
            os.read(mouth, 1)
            began = time.thread_time()
            end = time.monotonic() + 0.1
            while time.monotonic() < end: pass
            print(time.thread_time() - began)
        thread = threading.Thread(target=read, name="reader")
        thread.start()
        time.sleep(0.1)
        os.write(feed, b"x")
        thread.join()
    """
    timeline, output = collected(tmp_path, source)

    [lane] = [row.id for row in timeline.lanes.values() if row.name == "reader"]
    spans = [span for span in timeline.spans if span.lane == lane]
    ran = sum(span.end - span.start for span in spans if span.state == State.RUNNING)
    waited = sum(span.end - span.start for span in spans if span.state == State.IO)
    assert ran == pytest.approx(float(output[-1]) * 1e9, rel=0.25)
    assert waited > 90_000_000


def test_no_more_is_listened_to_than_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left in the rings is overwritten and counted; here it would fill memory."""
    monkeypatch.setattr("app.runs.watch.MOST_LATE", 10)
    heard: list[int] = []

    class Talkative(Watch):
        def _read_all(self) -> Iterator[Telling]:
            start = len(heard) * 20
            heard.append(start)
            yield from (Telling(start + n, 7, ev.PROCESSOR_LEFT, 0) for n in range(20))

    watch = Talkative()
    watch.know(7, 1)

    assert watch.read(0, 19, limit=6)[1] == 6
    assert len(watch._late) > 10
    assert watch.read(0, 999, limit=100)[1] == 19
    assert heard == [0]
    assert watch.read(0, 999, limit=100)[1] == 999
    assert heard == [0, 20]
