"""CPython's own tests of threading, bare and under the recorder: do they end the same?

    python -m tests.recorder.cpython_suites RESULTS [--compiled] [--pythons 3.11 3.13t]

Compares test by test and keeps what it found in the folder RESULTS, one file for each Python
and suite; what is there already is not run again, so that the hour a full run takes can be had
in parts. Prints the table, and exits with 1 where a test differs.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from app.runs import native
from tests.recorder.comparing import LIMIT_S, Comparison, Suite, compare, table
from tests.support import pythons

THREADS_OF_MULTIPROCESSING = ("-m", "WithThreads*", "-m", "*TestQueue*", "-m", "*TestPool*")
"""Pools and queues run on threads; the rest of those suites is processes alone."""
SUITES: dict[str, tuple[str, ...]] = {
    "test_thread": (),
    "test_threading": (),
    "test_threading_local": (),
    "test_threadsignals": (),
    "test_threadedtempfile": (),
    "test_queue": (),
    "test_sched": (),
    "test_contextlib": (),
    "test_logging": (),
    "test_socketserver": ("-u", "network"),
    "test_asyncio.test_threads": (),
    "test_asyncio.test_futures": (),
    "test_asyncio.test_runners": (),
    "test_asyncio.test_base_events": ("-m", "*executor*", "-m", "*threadsafe*"),
    "test_asyncio.test_events": ("-m", "*executor*", "-m", "*threadsafe*", "-m", "*signal*"),
    "test_asyncio.test_tasks": (
        "-m",
        "RunCoroutineThreadsafeTests*",
    ),
    "test_concurrent_futures": (),
    "test_multiprocessing_fork": THREADS_OF_MULTIPROCESSING,
    "test_multiprocessing_spawn": THREADS_OF_MULTIPROCESSING,
    "test_multiprocessing_forkserver": THREADS_OF_MULTIPROCESSING,
}


def suite(python: str, name: str, *, compiled: bool) -> Suite:
    """A suite of regrtest; one that hangs tells where."""
    return Suite(
        python,
        "test",
        ("-v", "--timeout", str(LIMIT_S - 60), *SUITES[name], name),
        Path.cwd(),
        lambda report: ("--junit-xml", str(report)),
        native.make(python) if compiled else "",
    )


def result(folder: Path, python: str, name: str) -> Path:
    """Where the comparison of a suite on a Python is kept."""
    return folder / f"{python}-{name}.json"


def compare_and_keep(folder: Path, python: str, name: str, compiled: bool) -> None:
    """Compare a suite unless it was before."""
    kept = result(folder, python, name)
    if kept.exists():
        return
    found = compare(suite(pythons.find(python), name, compiled=compiled))
    kept.write_text(json.dumps(asdict(found), indent=1))
    print(f"{python} {name}: {found.cell} {found.differ or ''}", file=sys.stderr, flush=True)


def kept(folder: Path, python: str, name: str) -> Comparison:
    """Read a comparison; one of no tests where there is none."""
    try:
        return Comparison(**json.loads(result(folder, python, name).read_text()))
    except FileNotFoundError:
        return Comparison(0)


def main(arguments: Sequence[str]) -> int:
    """Compare, then print the table and what differs."""
    asked = parser().parse_args(arguments)
    asked.results.mkdir(parents=True, exist_ok=True)
    # A shell ignores it for what runs in the background; children would inherit that, and some
    # tests interrupt themselves.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    names = [python for python in asked.pythons if pythons.find(python)]
    with ThreadPoolExecutor(asked.at_once) as pool:
        running = [
            pool.submit(compare_and_keep, asked.results, python, name, asked.compiled)
            for name in asked.suites
            for python in names
        ]
        for comparison in running:
            comparison.result()
    found = {
        (name, python): kept(asked.results, python, name)
        for name in asked.suites
        for python in names
    }
    print(table("suite", asked.suites, names, lambda *key: found[key].cell))
    for (name, python), comparison in found.items():
        for test, ways in comparison.differ.items():
            print(f"- {python} `{name}` {test}: {ways}")
    return int(any(comparison.differ for comparison in found.values()))


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    described = argparse.ArgumentParser(description="CPython's suites, bare against recorded.")
    described.add_argument("results", type=Path, metavar="RESULTS")
    described.add_argument("--pythons", nargs="+", default=pythons.NAMES, metavar="NAME")
    described.add_argument("--suites", nargs="+", default=list(SUITES), choices=SUITES)
    described.add_argument("--compiled", action="store_true", help="by the compiled recorder")
    described.add_argument("--at-once", type=int, default=2, metavar="N")
    return described


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
