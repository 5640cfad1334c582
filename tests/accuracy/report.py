"""Measures how true timelines are, on every Python at hand and in every way, and says so.

    python -m tests.accuracy.report [--rounds 3] [--write]

With `--write` the result becomes docs/accuracy.md. Do that on a machine with nothing else
to do: what a thread waits for a processor is told less well than anything else.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from tests.accuracy.confusion import Confusion, as_rows
from tests.accuracy.measuring import PROGRAMS_MEASURED, WAYS, measure
from tests.support.pythons import NAMES, find

DOCS = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
MARK = "<!-- measured -->\n"
MEANING = {
    "exact": "the GIL told by the preloaded library, processors by the kernel",
    "no switches": "the kernel tells no switches (containers, `perf_event_paranoid` above 2)",
    "no library": "nothing preloaded (no compiler)",
    "outside": "neither: looks from outside only",
    "clocks": "nothing from outside at all: threads tell the time of their own processor clocks",
}

Table = dict[tuple[str, str, str], list[Confusion]]


def measured(rounds: int) -> Table:
    """Every program on every Python in every way, in turn."""
    tables: Table = {}
    for number in range(rounds):
        for version, way, program in product(filter(find, NAMES), WAYS, PROGRAMS_MEASURED):
            table = measure(program, find(version), way)
            tables.setdefault((version, way, program), []).append(table)
            print(f"{number + 1} {version} {way} {program}: {table.right:.2%}", flush=True)
    return tables


def report(tables: Table) -> Iterator[str]:
    """The measured part of the document."""
    when = datetime.now(UTC).date().isoformat()
    release = ".".join(platform.release().split(".")[:2])
    system = f"{platform.system()} {release}, {os.cpu_count()} processors"
    yield f"Measured on {when} on {system}, load at the end {os.getloadavg()[0]:.1f}."
    yield "Each cell: `spinners` / `waits` / `mixed`. A load far above the number of processors"
    yield "makes this harder, not easier.\n"
    yield "| Python | " + " | ".join(WAYS) + " |"
    yield "|---|" + "---:|" * len(WAYS)
    for version in dict.fromkeys(version for version, _, _ in tables):
        cells = [_summary(tables, version, way) for way in WAYS]
        yield f"| {version} | " + " | ".join(cells) + " |"
    for way, meaning in MEANING.items():
        yield f"\n**{way}**: {meaning}. All Pythons and programs together, of all time:\n"
        together = Confusion()
        for (_, each, _), several in tables.items():
            if each == way:
                for table in several:
                    together += table
        yield from as_rows(together)


def _summary(tables: Table, version: str, way: str) -> str:
    """The median over the rounds for each program: spinners / waits / mixed."""
    medians = (
        statistics.median(table.right for table in tables[version, way, program])
        for program in PROGRAMS_MEASURED
    )
    return " / ".join(f"{right:.1%}" for right in medians)


def main() -> None:
    """Measure, print, and perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    text = "\n".join(report(measured(asked.rounds))) + "\n"
    print(text)
    if asked.write:
        before = DOCS.read_text("utf-8").partition(MARK)[0]
        DOCS.write_text(before + MARK + "\n" + text, "utf-8")


if __name__ == "__main__":
    main()
