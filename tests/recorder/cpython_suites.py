"""CPython's own tests of threading, bare and under the recorder: do they end the same?

    python -m tests.recorder.cpython_suites [PYTHON …]

Takes minutes per Python, so it is no part of the tests. Prints a line per suite and
exits with 1 when one passes bare and fails recorded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from tests.recorder.recording import BOOTSTRAP, interpreters

SUITES = (
    "test_thread",
    "test_threading",
    "test_threading_local",
    "test_threadsignals",
    "test_queue",
    "test_sched",
    "test_contextlib",
    "test_concurrent_futures",
)
LIMIT_S = 900


def bare(python: str, suite: str) -> int:
    """The exit code of a suite."""
    command = [python, "-m", "test", suite]
    return subprocess.run(command, capture_output=True, timeout=LIMIT_S, check=False).returncode


def recorded(python: str, suite: str) -> int:
    """The exit code of a suite that runs under the recorder."""
    with tempfile.TemporaryDirectory() as directory:
        job = {
            "directory": directory,
            "program": {"kind": "module", "name": "test", "argv": [suite]},
            "cwd": directory,
            "capture_output": False,
            "output_lines": 0,
        }
        reading, writing = os.pipe()
        os.write(writing, json.dumps(job).encode() + b"\n")
        os.close(writing)
        command = [python, str(BOOTSTRAP), "--job-fd", str(reading)]
        child = subprocess.run(
            command, pass_fds=(reading,), capture_output=True, timeout=LIMIT_S, check=False
        )
        os.close(reading)
        return child.returncode


def main(pythons: list[str]) -> int:
    """Compare every suite on every Python."""
    worse = 0
    for python in pythons:
        for suite in SUITES:
            before, after = bare(python, suite), recorded(python, suite)
            worse += before == 0 != after
            print(f"{python} {suite}: bare {before}, recorded {after}", flush=True)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [path for path in interpreters().values() if path]))
