"""Well-known libraries that use threads: do their own tests end the same under the recorder?

    python -m tests.recorder.libraries [--python 3.13t] [NAME …]

Each library is installed from its source archive, which has its tests in it, into an
environment of its own in the cache folder. Compared test by test, as CPython's suites are.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.recorder.comparing import Comparison, Suite, compare, table
from tests.support import pythons


@dataclass(frozen=True)
class Library:
    """A release, what its tests need, and which they are."""

    name: str
    version: str
    uses: str
    tests: tuple[str, ...] = ("tests",)
    needs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """As pip writes it."""
        return f"{self.name}=={self.version}"


PATIENCE_S = 120
LIBRARIES = (
    Library("anyio", "4.16.0", "worker threads, portals", (
        "tests/test_to_thread.py", "tests/test_from_thread.py",
    ), ("trio", "pytest-mock", "psutil", "exceptiongroup", "truststore", "trustme")),
    Library("apscheduler", "3.11.3", "a scheduler's thread and its pools", (
        "tests/test_executors.py", "tests/test_schedulers.py",
    ), ("pytz", "anyio", "pytest-asyncio", "tornado", "twisted", "gevent", "sqlalchemy")),
    Library("cachetools", "8.0.1", "caches behind locks and conditions"),
    Library("huey", "3.5.4", "a consumer's worker threads", ("huey/tests",)),
    Library("janus", "2.0.0", "queues between threads and asyncio", needs=(
        "pytest-asyncio", "pytest-benchmark",
    )),
    Library("pebble", "5.2.3", "pools of threads", (
        "test/test_thread_pool.py", "test/test_concurrent_thread.py",
    )),
    Library("prometheus_client", "0.26.0", "counters behind locks", needs=("asgiref",)),
    Library("pykka", "4.5.0", "actors, a thread each", needs=("pytest-mock",)),
    Library("waitress", "3.0.2", "a web server's pool of threads"),
    Library("watchdog", "7.1.0", "observers, emitters and their queues"),
)  # fmt: skip


def environment(library: Library, name: str, python: str) -> tuple[Path, Path]:
    """The Python of a library's own environment, and the folder of its source."""
    folder = pythons.cache().parent / "libraries" / f"{library.title}-{name}"
    inside, source = folder / "venv" / "bin" / "python", folder / "source"
    done = folder / "installed"
    if not done.exists():
        run(python, "-m", "venv", "--clear", str(folder / "venv"))
        pip = (str(inside), "-m", "pip", "-q", "--disable-pip-version-check")
        run(
            *pip,
            "download",
            "--no-deps",
            "--no-binary",
            library.name,
            "-d",
            str(folder),
            library.title,
        )
        [archive] = folder.glob("*.tar.gz")
        with tarfile.open(archive) as file:
            file.extractall(source, filter="data")
        [unpacked] = source.iterdir()
        run(*pip, "install", "pytest", "pytest-timeout", *library.needs, str(unpacked))
        done.touch()
    [unpacked] = source.iterdir()
    return inside, unpacked


def run(*command: str) -> None:
    """Run a command that must do what it is there for."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def suite(library: Library, name: str, python: str) -> Suite:
    """A library's tests, without whatever plug-ins and options it likes to run them with."""
    inside, source = environment(library, name, python)
    arguments = (
        "-o",
        "addopts=",
        "-p",
        "no:cacheprovider",
        "--timeout",
        "120",
        "-q",
        *library.tests,
    )
    return Suite(
        str(inside), "pytest", arguments, source, lambda report: (f"--junit-xml={report}",)
    )


def compared(library: Library, name: str) -> Comparison:
    """Compare a library's tests on a Python, and say so."""
    found = compare(suite(library, name, pythons.find(name)))
    print(library.title, found.cell, file=sys.stderr, flush=True)
    return found


def main(arguments: Sequence[str]) -> int:
    """Compare the libraries named, or all; print the table and what differs."""
    described = argparse.ArgumentParser(description="Libraries' tests, bare against recorded.")
    described.add_argument("names", nargs="*", metavar="NAME")
    described.add_argument("--python", default="3.13", choices=pythons.NAMES)
    described.add_argument("--at-once", type=int, default=2, metavar="N")
    asked = described.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as in `cpython_suites`
    chosen = [each for each in LIBRARIES if each.name in asked.names or not asked.names]
    with ThreadPoolExecutor(asked.at_once) as pool:
        comparisons = list(pool.map(lambda each: compared(each, asked.python), chosen))
    found = dict(zip((each.title for each in chosen), comparisons, strict=True))
    uses = {each.title: each.uses for each in chosen}
    columns = {"uses": uses.__getitem__, f"on {asked.python}": lambda row: found[row].cell}
    print(table("library", list(found), list(columns), lambda row, column: columns[column](row)))
    for title, comparison in found.items():
        for test, ways in comparison.differ.items():
            print(f"- {title} {test}: {ways}")
        if comparison.differ:
            print(comparison.last)
    return int(any(comparison.differ for comparison in comparisons))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
