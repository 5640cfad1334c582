"""A test suite, run bare and under the recorder: which of its tests end otherwise?

Suites are compared test by test, by the JUnit files that regrtest and pytest write. Tests of
threads are rarely all steady, so a test that ends otherwise is asked again, both ways:
only one that never ends recorded as it did bare *differs*; the others are told as unsteady.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tests.recorder.recording import BOOTSTRAP

LIMIT_S = 900
POLL_S = 0.05
COMPLAINTS = 20_000
RING_RECORDS = 4096
"""Enough: what was recorded is not read, and some suites start hundreds of processes."""
TRIES = 3


@dataclass(frozen=True)
class Suite:
    """A module that runs tests, its arguments, and how it is told to write a JUnit file."""

    python: str
    module: str
    arguments: tuple[str, ...]
    folder: Path
    junit: Callable[[Path], Sequence[str]]
    compiled: str = ""
    """The compiled recorder to use; without one, the Python recorder."""


@dataclass
class Outcome:
    """How each test of a suite ended, and the suite itself."""

    tests: dict[str, str]
    code: int | str
    seconds: float
    """Of processors: the tests sleep and wait for most of their time."""
    last: str

    @property
    def ids(self) -> set[tuple[str, str]]:
        """Tests with their results, and the exit code as one of them."""
        return {*self.tests.items(), ("(exit code)", str(self.code))}


@dataclass
class Comparison:
    """What came of one suite."""

    tests: int
    differ: dict[str, str] = field(default_factory=dict)
    unsteady: list[str] = field(default_factory=list)
    slower: float = 1.0
    last: str = ""

    @property
    def cell(self) -> str:
        """As a cell of the table."""
        if not self.tests:
            return "–"
        told = [f"{self.tests} ({self.slower:.1f}×)"]
        told += [f"**{len(self.differ)} differ**"] if self.differ else []
        told += [f"{len(self.unsteady)} unsteady"] if self.unsteady else []
        return ", ".join(told)


def compare(suite: Suite) -> Comparison:
    """Run a suite both ways, and again where its tests end otherwise."""
    bare, recorded = [run(suite, "bare")], [run(suite, "recorded")]
    while len(bare) < TRIES and differing(bare, recorded):
        bare.append(run(suite, "bare"))
        recorded.append(run(suite, "recorded"))
    differ = differing(bare, recorded)
    first = bare[0].ids ^ recorded[0].ids
    return Comparison(
        max(len(each.tests) for each in bare),
        {name: told(name, bare, recorded) for name in sorted(differ)},
        sorted({name for name, _ in first} - differ),
        recorded[0].seconds / bare[0].seconds,
        recorded[0].last if first or not bare[0].tests else "",
    )


def differing(bare: Sequence[Outcome], recorded: Sequence[Outcome]) -> set[str]:
    """Tests that no recorded run ended as some bare run did."""
    before = set().union(*(each.ids for each in bare))
    after = set().union(*(each.ids for each in recorded))
    agreed = {name for name, _ in before & after}
    return {name for name, _ in before | after} - agreed


def told(name: str, bare: Sequence[Outcome], recorded: Sequence[Outcome]) -> str:
    """How a test ended both ways, in a few words."""

    def ways(outcomes: Sequence[Outcome]) -> str:
        found = [dict(each.ids).get(name, "absent") for each in outcomes]
        return "/".join(dict.fromkeys(found))

    return f"bare {ways(bare)}, recorded {ways(recorded)}"


def run(suite: Suite, how: str) -> Outcome:
    """Run a suite once, and end whatever it leaves behind."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report, log = folder / "junit.xml", folder / "output"
        arguments = [*suite.arguments, *suite.junit(report)]
        with log.open("wb") as output:
            start = start_bare if how == "bare" else start_recorded
            child = start(suite, arguments, folder, output)
        try:
            code, seconds = wait(child)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        last = log.read_bytes()[-COMPLAINTS:].decode(errors="replace")
        return Outcome(results(report), code, seconds, last)


def wait(child: subprocess.Popen[bytes]) -> tuple[int | str, float]:
    """The exit code of a child, and the processor seconds it and its children used."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage.ru_utime + usage.ru_stime
        time.sleep(POLL_S)
    return "hung", math.nan


def start_bare(
    suite: Suite, arguments: Sequence[str], _folder: Path, output: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a suite as anyone would."""
    return launch([suite.python, "-m", suite.module, *arguments], suite.folder, output)


def start_recorded(
    suite: Suite, arguments: Sequence[str], folder: Path, output: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a suite under the recorder, as the collector does."""
    job = {
        "directory": str(folder),
        "program": {"kind": "module", "name": suite.module, "argv": list(arguments)},
        "cwd": str(suite.folder),
        "capture_output": False,
        "output_lines": 0,
        "ring_records": RING_RECORDS,
    }
    reading, writing = os.pipe()
    os.write(writing, json.dumps(job).encode() + b"\n")
    os.close(writing)
    try:
        command = [suite.python, str(BOOTSTRAP), "--job-fd", str(reading)]
        command += ["--compiled", suite.compiled]
        return launch(command, suite.folder, output, (reading,))
    finally:
        os.close(reading)


def launch(
    command: Sequence[str], folder: Path, output: IO[bytes], pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a group of processes that can be ended together."""
    return subprocess.Popen(
        command, cwd=folder, pass_fds=pass_fds, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
    )  # fmt: skip


def results(report: Path) -> dict[str, str]:
    """Read a JUnit file: a test has its worst result, `passed` when it has none."""
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    found: dict[str, str] = {}
    for case in root.iter("testcase"):
        name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
        tags = {child.tag for child in case}
        result = next((tag for tag in ("error", "failure", "skipped") if tag in tags), "passed")
        if found.get(name, "passed") in ("passed", "skipped"):
            found[name] = result
    return found


def table(
    title: str, rows: Sequence[str], columns: Sequence[str], cell: Callable[[str, str], str]
) -> str:
    """A Markdown table."""
    head = [title, *columns]
    lines = [[f"`{row}`", *(cell(row, column) for column in columns)] for row in rows]
    ruled = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled)
