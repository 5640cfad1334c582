"""Threads in other interpreters of a process have lanes, and are known to be inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recorder import recording
from tests.support import pythons


@pytest.fixture(params=["3.14", "3.15"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> recording.Recording:
    return recording.record(
        """
        from concurrent import interpreters
        from concurrent.futures import InterpreterPoolExecutor

        with InterpreterPoolExecutor(1) as pool:
            print(pool.submit(abs, -3).result())
        other = interpreters.create()
        thread = other.call_in_thread(print, "in it")
        thread.join()
        try:
            other.exec("1/0")
        except interpreters.ExecutionFailed:
            print("failed")
        other.close()
        """,
        tmp_path,
        python=pythons.wanted(request.param),
    )


def test_a_pool_of_interpreters_has_lanes_tasks_and_who_is_inside(
    run: recording.Recording,
) -> None:
    [process] = run.processes
    worker = "InterpreterPoolExecutor-0_0"
    assert f"{worker} task.began pool" in process.story()
    assert process.names("Interpreter") == ["interpreter 1", "interpreter 2"]
    inside = [line for line in process.story("lock") if "interpreter" in line]
    assert inside == [
        f"{worker} lock.acquired interpreter 1",
        f"{worker} lock.released interpreter 1",
        "Thread-1 (_call) lock.acquired interpreter 2",
        "Thread-1 (_call) lock.released interpreter 2",
        "MainThread lock.acquired interpreter 2",
        "MainThread lock.released interpreter 2",
    ]


def test_calls_into_interpreters_end_as_they_would_alone(run: recording.Recording) -> None:
    assert run.code == 0, run.stderr
    lines = [line.partition(": ")[2] for line in run.main.output()]
    assert lines == ["3", "failed"]
    assert run.stdout == "in it\n"  # what an interpreter prints goes by no stream of ours
