"""The cost of recording: six workloads bare, recorded, and under VizTracer, side by side.

Recorded by the compiled recorder and by the Python one, which record the same events.

    .venv/bin/python benchmarks/recorder_cost.py [--rounds 7] [--python PATH]

Every round runs each workload in every way, in a new order, in a process of its own; a
ratio is formed within the round and the median of the ratios is printed. CPU and wall
time are those of the work alone: neither start-up nor the writing of a result file counts,
for anyone. VizTracer runs with its defaults, and once more with --ignore_c_function.
The recorder's ring is read by nobody here: what the server half costs is another process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.events import RECORD, RECORD_SIZE, RING_HEADER_SIZE  # noqa: E402
from app.runs import native  # noqa: E402

WORKLOADS = ("hot_lock", "queue_pipe", "pool", "calls", "mixed", "ping_pong")
NO_OP_PROFILER = (
    "import runpy, sys, threading; sys.path.insert(0, sys.argv[1].rpartition('/')[0]); "
    "hook = lambda *event: None; threading.setprofile(hook); sys.setprofile(hook); "
    "runpy.run_path(sys.argv[1], run_name='__main__')"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a workload took, in nanoseconds, and how many events were recorded."""

    cpu: int
    wall: int
    events: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run leaves its files, and the interpreter it runs on."""

    folder: Path
    python: str
    workload: Path

    def run(self, command: list[str], stdin: int | None = None) -> None:
        """Run a command that measures itself into the result file; raise when it fails."""
        environment = {**os.environ, "WORKLOAD_RESULT": str(self.folder / "result.json")}
        subprocess.run(
            command, check=True, env=environment, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            pass_fds=() if stdin is None else (stdin,),
        )  # fmt: skip

    def cost(self, events: int) -> Cost:
        """The measure the workload wrote."""
        result = json.loads((self.folder / "result.json").read_text("utf-8"))
        return Cost(result["cpu"], result["wall"], events)


def bare(place: Place) -> Cost:
    """The workload alone."""
    place.run([place.python, str(place.workload)])
    return place.cost(0)


def compiled(place: Place) -> Cost:
    """The workload under Threadline's compiled recorder."""
    return recorded(place, native.make(place.python))


def recorded(place: Place, compiled_at: str = "") -> Cost:
    """The workload under Threadline's recorder, the Python one unless a compiled one is given."""
    job = {
        "directory": str(place.folder),
        "program": {"kind": "script", "path": str(place.workload), "argv": []},
        "cwd": None, "ring_records": 1 << 17, "capture_output": False, "output_lines": 1000,
    }  # fmt: skip
    reader, writer = os.pipe()
    os.write(writer, json.dumps(job).encode() + b"\n")
    os.close(writer)
    bootstrap = ROOT / "app" / "recorder" / "bootstrap.py"
    try:
        place.run(
            [place.python, str(bootstrap), "--job-fd", str(reader), "--compiled", compiled_at],
            reader,
        )
    finally:
        os.close(reader)
    return place.cost(sum(events_in(ring) for ring in place.folder.glob("*.ring")))


def events_in(ring: Path) -> int:
    """The highest sequence number in a ring: how many events were written to it."""
    data = ring.read_bytes()[RING_HEADER_SIZE:]
    whole = len(data) // RECORD_SIZE * RECORD_SIZE
    return max((record[-1] for record in RECORD.iter_unpack(data[:whole])), default=0)


def viztracer(*options: str) -> Callable[[Place], Cost]:
    """The workload under VizTracer."""

    def run(place: Place) -> Cost:
        output = place.folder / "viztracer.json"
        place.run(
            [place.python, "-m", "viztracer", "--quiet", *options, "-o", str(output),
             str(place.workload)]
        )  # fmt: skip
        return place.cost(output.read_bytes().count(b'"ph"'))

    return run


def profiled(place: Place) -> Cost:
    """The workload under a profile hook that does nothing: the floor of every profiler."""
    place.run([place.python, "-c", NO_OP_PROFILER, str(place.workload)])
    return place.cost(0)


WAYS: dict[str, Callable[[Place], Cost]] = {
    "bare": bare,
    "Threadline, compiled": compiled,
    "Threadline, Python": recorded,
    "VizTracer": viztracer(),
    "VizTracer, no C functions": viztracer("--ignore_c_function"),
    "no-op profiler": profiled,
}


def measure(workload: str, rounds: int, python: str) -> dict[str, list[Cost]]:
    """Run one workload in every way, `rounds` times, in a shuffled order each time."""
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in random.sample(list(WAYS), len(WAYS)):
            with tempfile.TemporaryDirectory() as folder:
                path = ROOT / "benchmarks" / "workloads" / f"{workload}.py"
                costs[way].append(WAYS[way](Place(Path(folder), python, path)))
    return costs


def ratio(costs: dict[str, list[Cost]], way: str, measure_of: Callable[[Cost], int]) -> float:
    """Median over the rounds of this way's cost to the bare one's."""
    pairs = zip(costs[way], costs["bare"], strict=True)
    return statistics.median(measure_of(one) / measure_of(base) for one, base in pairs)


def per_event(costs: dict[str, list[Cost]], way: str) -> str:
    """Median CPU nanoseconds an event costs, or a dash where too few were recorded to tell."""
    pairs = zip(costs[way], costs["bare"], strict=True)
    each = [(one.cpu - base.cpu) / one.events for one, base in pairs if one.events > 1000]
    return f"{statistics.median(each):.0f}" if each else "–"


def row(workload: str, costs: dict[str, list[Cost]]) -> str:
    """One line of the table: CPU ratio / wall ratio for each way, then ns per event."""
    cells = [
        f"{ratio(costs, way, lambda c: c.cpu):.2f} / {ratio(costs, way, lambda c: c.wall):.2f}"
        for way in WAYS
        if way != "bare"
    ]
    events = statistics.median_low([cost.events for cost in costs["Threadline, compiled"]])
    told = ("Threadline, compiled", "Threadline, Python", "VizTracer")
    each = " / ".join(per_event(costs, way) for way in told)
    return f"| {workload} | {' | '.join(cells)} | {events:,} | {each} |"


def main() -> None:
    """Measure all workloads and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--workload", choices=WORKLOADS, action="append")
    options = parser.parse_args()
    print(f"CPU / wall time to bare, medians of {options.rounds} rounds;", end=" ")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    ways = [way for way in WAYS if way != "bare"]
    told = "ns per event: compiled / Python / VizTracer"
    print(f"| workload | {' | '.join(ways)} | events | {told} |")
    print("|---" * (len(ways) + 3) + "|")
    for workload in options.workload or WORKLOADS:
        print(row(workload, measure(workload, options.rounds, options.python)), flush=True)


if __name__ == "__main__":
    main()
