"""The fast part of CPython's own tests of threading ends the same bare and recorded.

The whole of them, on every Python, takes an hour: `python -m tests.recorder.cpython_suites`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.runs import native
from tests.recorder.comparing import Suite, compare
from tests.recorder.conftest import COMPILED, OURS
from tests.support import pythons

SUITES = ("test_thread", "test_threading", "test_threading_local", "test_queue", "test_sched")
CHOSEN = (
    *("test.test_thread.*", "test.test_threading_local.*", "test.test_queue.*"),
    *("test.test_sched.*", "*TimerTests*", "*ExceptHookTests*", "*AtexitTests*"),
    *("*LockTests*", "*ConditionTests*", "*EventTests*", "*SemaphoreTests*", "*BarrierTests*"),
)
LEFT_OUT = ("*many_threads*", "*forkinthread*", "*TestForkInThread*")
"""They take seconds each."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [OURS + COMPILED, "3.13t"])
def test_they_end_the_same(name: str, tmp_path: Path) -> None:
    python = pythons.wanted(name.removesuffix(COMPILED))
    patterns = [word for pattern in CHOSEN for word in ("-m", pattern)]
    patterns += [word for pattern in LEFT_OUT for word in ("-i", pattern)]

    found = compare(
        Suite(
            python, "test", ("-v", "--timeout", "200", *patterns, *SUITES), tmp_path,
            lambda report: ("--junit-xml", str(report)),
            native.make(python) if name.endswith(COMPILED) else "",
        )
    )  # fmt: skip

    assert found.tests > 200
    assert not found.differ, found.last
