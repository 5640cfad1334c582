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

FACTOR = 2
"""Between what is claimed and what is measured, either way."""
PAIRS = 5

TIMED = """
    import queue, sys, threading, time

    {made}

    def turns(count):
        for _ in range(count):
            {turn}

    turns(200)
    began = time.process_time_ns()
    turns({count})
    with open({told!r}, "w") as file:
        file.write(str(time.process_time_ns() - began))
"""
WORKLOADS = {
    "semaphore": ("made = threading.Semaphore(1)", "made.acquire(); made.release()", 8000),
    "event": ("made = threading.Event()", "made.set(); made.clear()", 8000),
    "queue": ("made = queue.Queue()", "made.put(1); made.get()", 5000),
    "mixture": (
        "lock, event, made = threading.Lock(), threading.Event(), queue.Queue()",
        "lock.acquire(); lock.release(); event.set(); made.put(1); made.get(); event.clear()",
        4000,
    ),
}


def program(folder: Path, workload: str) -> tuple[str, Path]:
    made, turn, count = WORKLOADS[workload]
    told = folder / "told"
    return TIMED.format(made=made, turn=turn, count=count, told=str(told)), told


def bare(folder: Path, workload: str) -> int:
    source, told = program(folder, workload)
    subprocess.run([sys.executable, "-c", textwrap.dedent(source)], check=True)
    return int(told.read_text())


def recorded(folder: Path, workload: str) -> tuple[int, dict[str, Any]]:
    folder.mkdir()
    source, told = program(folder, workload)
    with Collecting(folder, bare=False) as collecting:
        collecting.start(source, limits={"ring_records": 1 << 17})
        cost: dict[str, Any] = collecting.expect("ended")["cost"]
    return int(told.read_text()), cost


@pytest.mark.parametrize("workload", WORKLOADS)
def test_an_event_costs_what_the_cost_line_claims(tmp_path: Path, workload: str) -> None:
    """Processor time, medians of alternate runs: a busy machine is slow, not wrong."""
    without, within, claims = [], [], []
    for number in range(PAIRS):
        without.append(bare(tmp_path, workload))
        took, cost = recorded(tmp_path / str(number), workload)
        within.append(took)
        claims.append(cost["ns_per_event"] * (cost["events"] + cost["dropped"]))
    measured, claimed = median(within) - median(without), median(claims)

    assert measured / FACTOR < claimed < measured * FACTOR, (without, within, claims)


def test_the_share_is_the_events_part_of_the_programs_processor_time(tmp_path: Path) -> None:
    took, cost = recorded(tmp_path / "run", "queue")

    spent = cost["ns_per_event"] * (cost["events"] + cost["dropped"])
    assert cost["program_cpu"] >= took
    assert cost["share"] == pytest.approx(spent / cost["program_cpu"], rel=0.1)
    assert 0 < cost["sampler_share"] < 1


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
    assert max(count.value for count in values) <= 1100
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
        assert not cores.is_due(now + PERIOD_NS - 1)
        assert fold.timeline.values[9] == busy * 1000

    told = [(count.time // PERIOD_NS, count.value) for count in fold.timeline.counters]
    assert told == [(0, 1000), (2, 2000), (3, 0)]
