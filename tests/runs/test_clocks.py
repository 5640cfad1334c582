"""Where nobody may look at threads, their own processor clocks tell how long they ran."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.runs.kernel import can_be_looked_at
from app.runs.preloading import library
from app.timeline.model import Certainty, State
from app.timeline.queries import shares
from app.timeline.timeline import Timeline
from tests.accuracy.measuring import NO_LOOKS, NO_SWITCHES, NOT_WATCHED
from tests.runs.collecting import Collecting

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform == "win32", reason="its clock is too coarse"),
]

PROGRAM = """
import os, subprocess, sys, threading, time

def spin():
    before, end = time.thread_time(), time.monotonic() + 0.4
    while time.monotonic() < end:
        pass
    print("spun", time.thread_time() - before)

def read():
    os.read(output, 1)

def sleep():
    time.sleep(0.4)

output, far_end = os.pipe()
late = subprocess.Popen(
    [sys.executable, "-I", "-S", "-c", "import os, time; time.sleep(0.4); os.write(1, b'x')"],
    stdout=far_end,
)
threads = [threading.Thread(target=each, name=each.__name__) for each in (spin, read, sleep)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
late.wait()
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, float]:
    """The timeline of the program, and for how long its spinner says that it ran."""
    folder: Path = tmp_path_factory.mktemp("clocks")
    with Collecting(folder, bare=False, before=NOT_WATCHED) as collecting:
        collecting.start(PROGRAM)
        ended = collecting.expect("ended")
        assert ended["status"] == "finished", collecting.output()
        [spun] = [line for line in collecting.output() if line.startswith("spun")]
        return collecting.timeline(), float(spun.split()[1])


def lane_of(timeline: Timeline, name: str) -> int:
    [lane] = [row.id for row in timeline.lanes.values() if row.name == name]
    return lane


def share(timeline: Timeline, name: str, state: State) -> float:
    lane = lane_of(timeline, name)
    spent = shares(timeline, lane, 0, timeline.now)
    return spent[state] / sum(spent)


def test_a_thread_that_spins_has_run_for_as_long_as_its_clock_went_on(
    recorded: tuple[Timeline, float],
) -> None:
    timeline, spun = recorded

    assert share(timeline, "spin", State.RUNNING) == pytest.approx(spun / 0.4, abs=0.2)


def test_a_thread_in_a_read_is_not_said_to_run(recorded: tuple[Timeline, float]) -> None:
    assert share(recorded[0], "read", State.IO) > 0.6


def test_what_an_event_has_told_is_left_alone(recorded: tuple[Timeline, float]) -> None:
    timeline, _ = recorded
    sleeps = [span for span in timeline.spans if span.lane == lane_of(timeline, "sleep")]

    assert share(timeline, "sleep", State.SLEEPING) > 0.6
    assert {span.certainty for span in sleeps if span.state == State.SLEEPING} == {Certainty.EXACT}


def test_all_else_is_inferred_and_said_to_come_from_clocks(
    recorded: tuple[Timeline, float],
) -> None:
    timeline, _ = recorded
    certainties = {
        span.certainty
        for span in timeline.spans
        if span.lane in {lane_of(timeline, "spin"), lane_of(timeline, "read")}
    }

    assert certainties == {Certainty.INFERRED}
    process = timeline.processes[1]
    assert (process.gil_watch, process.recorder, process.clocks) == ("none", "python", True)


def test_what_the_program_starts_is_told_to_read_clocks_too(tmp_path: Path) -> None:
    source = """
import multiprocessing, subprocess, sys

if __name__ == "__main__":
    for method in ("fork", "spawn"):
        process = multiprocessing.get_context(method).Process(target=print)
        process.start()
        process.join()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
"""
    with Collecting(tmp_path, bare=False, before=NOT_WATCHED) as collecting:
        collecting.start(source)
        assert collecting.expect("ended")["status"] == "finished", collecting.output()
        processes = collecting.timeline().processes.values()

    assert len(processes) >= 4
    assert {(each.clocks, each.recorder) for each in processes} == {(True, "python")}


@pytest.mark.skipif(sys.platform != "linux", reason="there are looks on Linux only")
def test_where_threads_can_be_looked_at_no_clock_is_read(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(
            "import time\nend = time.monotonic() + 0.1\nwhile time.monotonic() < end: pass"
        )
        collecting.expect("ended")
        assert not collecting.timeline().processes[1].clocks


def test_a_process_that_is_not_there_cannot_be_looked_at() -> None:
    assert not can_be_looked_at(1 << 30)


@pytest.mark.skipif(library() is None, reason="there is no C compiler here")
def test_where_the_library_tells_of_the_gil_no_clock_is_read(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False, before=NO_SWITCHES + NO_LOOKS) as collecting:
        collecting.start("print('hello')")
        collecting.expect("ended")
        assert not collecting.timeline().processes[1].clocks
