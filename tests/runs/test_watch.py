"""The watch over the GIL and the processors, on real programs: what it tells, what it leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns

import pytest

from app import events as ev
from app.runs.preloading import library
from app.runs.switches import Switches
from app.runs.watch import MOST_THREADS, Telling, Watch
from app.timeline.model import Certainty, FlowKind, State
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.accuracy.measuring import NO_LIBRARY
from tests.runs.collecting import Collecting
from tests.support import pythons

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(library() is None, reason="there is no C compiler for Linux here"),
]

TWO_SPINNERS = """
import threading, time
last, turns = [""], {"left": 0, "right": 0}
end = time.monotonic() + 0.2
def spin(name):
    while time.monotonic() < end or min(turns.values()) < 4:
        if last[0] != name:
            last[0] = name
            turns[name] += 1
threads = [threading.Thread(target=spin, args=(name,), name=name) for name in turns]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
"""Each sees that the other has run, several times, on however busy a machine."""

ONE_SPINNER = """
import time
end = time.monotonic() + 0.4
while time.monotonic() < end: pass
"""


def collected(folder: Path, source: str, before: str = "pass; ") -> tuple[Timeline, list[str]]:
    with Collecting(folder, bare=False, before=before) as collecting:
        collecting.start(source)
        assert collecting.expect("ended")["status"] == "finished", collecting.output()
        return collecting.timeline(), collecting.output()


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


FAMILY = """
    import multiprocessing, os, subprocess, sys, threading

    def look():
        thread = threading.Thread(target=sum, args=([1],))
        thread.start()
        thread.join()
        print([name for name in os.environ if name in ("LD_PRELOAD", "THREADLINE_GIL")])

    if __name__ == "__main__":
        for method in ("fork", "spawn", "forkserver"):
            process = multiprocessing.get_context(method).Process(target=look, name=method)
            process.start()
            process.join()
        ours = "n[:4] in ('LD_P', 'THRE') and n != 'THREADLINE_TEST_PYTHONS'"
        program = f"import os; print([n for n in os.environ if {ours}])"
        subprocess.run([sys.executable, "-c", program])
        subprocess.run(f'{sys.executable} -c "{program}"; true', shell=True)
        print([name for name in os.environ if name.startswith(("LD_P", "THREADLINE_G"))])
"""


@pytest.mark.parametrize("name", [name for name in pythons.TESTED if not name.endswith("t")])
def test_every_python_that_the_program_starts_tells_of_its_gil(name: str, tmp_path: Path) -> None:
    """Forked or started anew, by multiprocessing, by itself or by a shell; and no one sees how."""
    with Collecting(tmp_path, bare=False, interpreter=pythons.wanted(name)) as collecting:
        collecting.start(FAMILY)
        assert collecting.expect("ended")["status"] == "finished", collecting.output()
        timeline, said = collecting.timeline(), collecting.output()

    told = {process.name: process.gil_watch for process in timeline.processes.values()}
    assert {"MainProcess", "fork", "spawn", "forkserver", "python -c"} == told.keys()
    assert len(timeline.processes) == 6
    assert set(told.values()) == {"exact"}
    assert said == ["[]"] * 6
    gils = {row.process for row in timeline.objects.values() if row.kind == "GIL"}
    assert gils == timeline.processes.keys()
    assert validate(timeline) == []


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
            yield from (Telling(origin + start + n, 7, ev.PROCESSOR_LEFT, 0) for n in range(20))

    watch, origin = Talkative(), perf_counter_ns()
    watch.know(7, 1)

    assert watch.read(origin, 19, limit=6)[1] == 6
    assert len(watch._late) > 10
    assert watch.read(origin, 10**12, limit=100)[1] < 10**12, "of what comes later nothing is known"
    assert heard == [0]
    assert watch.read(origin, 10**12, limit=100)[1] == 10**12
    assert heard == [0, 20]


def test_who_is_far_behind_catches_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was listened to is complete up to that moment, however little of it may be told."""
    monkeypatch.setattr("app.runs.watch.MOST_LATE", 10)
    origin = perf_counter_ns()

    class Talkative(Watch):
        def _read_all(self) -> Iterator[Telling]:
            yield from (Telling(origin + n, 7, ev.PROCESSOR_LEFT, 0) for n in range(1000, 1020))

    watch = Talkative()
    watch.know(7, 1)
    while watch.sure_until() < origin + 2000:
        pass

    assert watch.read(origin, 5, limit=100)[1] == 5
    assert watch.read(origin, 2000, limit=100)[1] == 2000
    assert not watch._late
