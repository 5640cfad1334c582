"""Real programs through the whole server: what goes well, and what goes wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.settings import RunLimits, Settings
from tests.support.serving import RunningServer, serving
from tests.web.test_stream import wait_until

HEAD = '''"""{title}

Lesson 1 of Synchronization, beginner: mistakes.

{title}.

Watch for the end.
"""

import os
import threading
import time

EXPECTS = ()


def main() -> None:
    """It has no parameters."""
    {body}


if __name__ == "__main__":
    main()
'''
PROGRAMS = {
    "raising": "raise ValueError('so')",
    "endless": "threading.Thread(target=time.sleep, args=(60,)).start()",
    "flooding": "[print('x' * 50) for _ in range(20_000)]",
    "crashing": "os.kill(os.getpid(), 11)",
    "brief": "time.sleep(0.2)",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    scenarios = tmp_path_factory.mktemp("scenarios")
    for name, body in PROGRAMS.items():
        (scenarios / f"{name}.py").write_text(HEAD.format(title=name.title(), body=body))
    limits = RunLimits(wall_s=4, output_lines=1000, linger_s=0.2)
    settings = Settings(data=tmp_path_factory.mktemp("data"), scenarios=scenarios, limits=limits)
    with serving(settings) as running:
        yield running


def ended(server: RunningServer, scenario: str, **body: Any) -> dict[str, Any]:
    answer = server.client.post("/api/runs", json={"scenario": scenario, **body})
    assert answer.status_code == 201, answer.text
    run = answer.json()["id"]
    wait_until(lambda: server.run(run)["status"] != "running", 40)
    return server.run(run)


def test_a_program_that_raises_fails_and_says_with_what(server: RunningServer) -> None:
    run = ended(server, "raising")

    assert (run["status"], run["exit"]["code"]) == ("failed", 1)
    assert "ValueError: so" in run["reason"]
    assert "Traceback" in "".join(server.timeline(run["id"]))


def test_a_program_that_never_ends_is_stopped_at_the_limit(server: RunningServer) -> None:
    run = ended(server, "endless")

    assert (run["status"], run["reason"]) == ("stopped", "Stopped at the time limit of 4 s.")


def test_a_program_that_floods_its_output_is_cut_and_counted(server: RunningServer) -> None:
    run = ended(server, "flooding")

    assert run["status"] == "finished"
    assert run["cost"]["output_dropped"] == 19_000


def test_a_program_that_crashes_keeps_what_it_recorded(server: RunningServer) -> None:
    run = ended(server, "crashing")

    assert (run["status"], run["exit"]["signal"]) == ("failed", 11)
    assert "SIGSEGV" in run["reason"]
    assert run["lanes"] == 1


def test_a_program_runs_on_the_python_that_was_chosen(server: RunningServer) -> None:
    found = server.client.get("/api/interpreters").json()["interpreters"]
    for interpreter in (found[0], found[-1]):
        run = ended(server, "brief", interpreter=interpreter["id"])

        [_, *frames, _] = map(json.loads, server.timeline(run["id"]))
        process = next(frame["processes"][0] for frame in frames if "processes" in frame)
        assert process["python"] == interpreter["version"]
        assert run["interpreter"] == interpreter["id"]


def test_a_deadlock_is_found_and_stopped(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with serving(replace(settings, limits=replace(settings.limits, linger_s=0.2))) as server:
        run = ended(server, "deadlock")

        assert run["status"] == "stopped"
        assert run["reason"].startswith("Deadlock")
        assert "deadlock" in [finding["kind"] for finding in run["findings"]]
