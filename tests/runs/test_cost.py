"""The cost line says what an independent measure says: the program's own processor time."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from app.runs.processors import PERIOD_NS, CoresBusy, ProcessorTime, usable_cores
from app.timeline.fold import Fold

from .collecting import Collecting

pytestmark = pytest.mark.alone

FACTOR = 2
"""Between what is claimed and what is measured, either way."""
GOES = 6
PAIRS = 3
BATCHES = 40
TURNS = 200

TIMED = """
    import queue, sys, threading, time

    {made}

    def batch():
        began = time.process_time_ns()
        for _ in range({turns}):
            {turn}
        return time.process_time_ns() - began

    took = [batch() for _ in range({batches})]
    with open({told!r}, "w") as file:
        file.write(str(min(took) / {turns}))
"""
WORKLOADS = {
    "semaphore": ("made = threading.Semaphore(1)", "made.acquire(); made.release()"),
    "event": ("made = threading.Event()", "made.set(); made.clear()"),
    "queue": ("made = queue.Queue()", "made.put(1); made.get()"),
    "mixture": (
        "lock, event, made = threading.Lock(), threading.Event(), queue.Queue()",
        "lock.acquire(); lock.release(); event.set(); made.put(1); made.get(); event.clear()",
    ),
}


def program(folder: Path, workload: str) -> tuple[str, Path]:
    made, turn = WORKLOADS[workload]
    told = folder / "told"
    source = TIMED.format(made=made, turn=turn, turns=TURNS, batches=BATCHES, told=str(told))
    return source, told


def bare(folder: Path, workload: str) -> float:
    """What a turn takes without a recorder, in ns of processor time."""
    source, told = program(folder, workload)
    subprocess.run([sys.executable, "-c", textwrap.dedent(source)], check=True)
    return float(told.read_text())


def recorded(folder: Path, workload: str) -> tuple[float, dict[str, Any]]:
    """What a turn takes under it, and the run's cost line."""
    folder.mkdir()
    source, told = program(folder, workload)
    with Collecting(folder, bare=False) as collecting:
        collecting.start(source, limits={"ring_records": 1 << 17})
        cost: dict[str, Any] = collecting.expect("ended")["cost"]
    return float(told.read_text()), cost


def claimed_ns(cost: dict[str, Any]) -> float:
    """What recording all of the run is said to have taken, in ns of processor time."""
    return float(cost["ns_per_event"] * (cost["events"] + cost["dropped"]))


def claimed_to_measured(folder: Path, workload: str) -> float:
    """The least of many short measures on each side: what a busy machine adds is left out."""
    without, within, claims = [], [], []
    for number in range(PAIRS):
        without.append(bare(folder, workload))
        took, cost = recorded(folder / str(number), workload)
        within.append(took)
        claims.append(claimed_ns(cost) / (BATCHES * TURNS))
    return median(claims) / (min(within) - min(without))


@pytest.mark.parametrize("workload", WORKLOADS)
def test_an_event_costs_what_the_cost_line_claims(tmp_path: Path, workload: str) -> None:
    """A processor whose other half is taken is slower, and may become so between the claim and
    the measure: one of a few goes must be spared that. A wrong claim is wrong in all."""
    ratios: list[float] = []
    while not ratios or not 1 / FACTOR < ratios[-1] < FACTOR:
        assert len(ratios) < GOES, ratios
        folder = tmp_path / str(len(ratios))
        folder.mkdir()
        ratios.append(claimed_to_measured(folder, workload))


def test_the_share_is_the_events_part_of_the_programs_processor_time(tmp_path: Path) -> None:
    took, cost = recorded(tmp_path / "run", "queue")

    assert cost["program_cpu"] >= took * BATCHES * TURNS
    assert cost["share"] == pytest.approx(claimed_ns(cost) / cost["program_cpu"], rel=0.1)
    assert 0 < cost["sampler_share"] <= usable_cores()


def test_the_run_says_how_many_cores_there_are_and_how_many_it_kept_busy(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("""
            import time
            end = time.process_time() + 0.4
            while time.process_time() < end:
                pass
            time.sleep(0.3)
        """)
        cost = collecting.expect("ended")["cost"]
        timeline = collecting.timeline()

    [busy] = [row for row in timeline.objects.values() if row.kind == "Processors"]
    values = [count for count in timeline.counters if count.object == busy.id]
    ends = [count.time for count in values[1:]] + [timeline.now]
    told_ns = sum(
        count.value * (end - count.time) // 1000 for count, end in zip(values, ends, strict=True)
    )
    assert busy.name == "cores busy"
    assert told_ns == pytest.approx(cost["program_cpu"], rel=0.1)
    assert max(count.value for count in values) <= 1500
    assert min(count.value for count in values) < 300
    assert timeline.header is not None
    assert timeline.header.machine == {"system": "Linux", "cores": usable_cores()}


def test_a_process_that_is_gone_keeps_the_time_it_had() -> None:
    spinning = "import time\nwhile time.process_time() < 0.05: pass\ninput()"
    with subprocess.Popen([sys.executable, "-c", spinning], stdin=subprocess.PIPE) as process:
        time = ProcessorTime(process.pid, 0)
        while time.read() < 50_000_000:
            pass
    last = time.ns

    assert time.read() == last >= 50_000_000


def test_a_value_holds_for_the_time_it_was_measured_in_and_is_told_when_it_changes() -> None:
    fold = Fold()
    cores = CoresBusy(fold, lambda: 9)
    for period, busy in enumerate((1, 1, 2, 0, 0), 1):
        now = period * PERIOD_NS
        assert cores.is_due(now)
        fold_total = sum((1, 1, 2, 0, 0)[:period]) * PERIOD_NS
        cores.count(now, fold_total)
        cores.tell(now)
        assert not cores.is_due(now + PERIOD_NS - 1)
        assert fold.timeline.values[9] == busy * 1000

    told = [(count.time // PERIOD_NS, count.value) for count in fold.timeline.counters]
    assert told == [(0, 1000), (2, 2000), (3, 0)]


def test_cores_busy_are_told_when_the_program_is_known_up_to_then() -> None:
    """Else they would push on the counters of queues, whose values come in order of time."""
    fold = Fold()
    cores = CoresBusy(fold, lambda: 9)
    cores.count(PERIOD_NS, 0)
    cores.count(2 * PERIOD_NS, PERIOD_NS)

    cores.tell(PERIOD_NS - 1)
    assert [count.time for count in fold.timeline.counters] == [0]
    fold.timeline.count(1, PERIOD_NS - 1, 5)
    cores.tell(PERIOD_NS)

    told = [(count.object, count.time) for count in fold.timeline.counters]
    assert told == [(9, 0), (1, PERIOD_NS - 1), (9, PERIOD_NS)]
