"""Ending the server: gently within a second, or by SIGKILL without harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from app.runs.guardian import descendants, is_alive
from tests.support.serving import ServerProcess, events_in
from tests.web.test_stream import wait_until

pytestmark = pytest.mark.alone

JSON = "application/json"


def a_second() -> float:
    """A second on an idle machine; more on one so busy that an interpreter starts slowly."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=True)
    return max(1, 15 * (time.monotonic() - began))


LONG = '''"""Long

Lesson 1 of Synchronization, beginner: patience.

Two threads take turns for as long as a run may last.

Watch for nothing.
"""

import threading
import time

EXPECTS = ()


def main() -> None:
    """It has no parameters."""
    turn = threading.Lock()

    def take_turns() -> None:
        for _ in range(10_000):
            with turn:
                time.sleep(0.01)

    for _ in range(2):
        threading.Thread(target=take_turns).start()


if __name__ == "__main__":
    main()
'''
SHORT = LONG.replace("10_000", "3").replace("Long", "Short")


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "long.py").write_text(LONG)
    (folder / "short.py").write_text(SHORT)
    return folder


def start(url: str, scenario: str = "long") -> str:
    """Start a real program and wait until it is recorded."""
    answer = httpx.post(f"{url}api/runs", json={"scenario": scenario}, timeout=20)
    assert answer.status_code == 201, answer.text
    run = str(answer.json()["id"])
    wait_until(lambda: len(lines(url, run)) > 2)
    return run


def lines(url: str, run: str) -> list[str]:
    return httpx.get(f"{url}api/runs/{run}/timeline").text.splitlines()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_server_streams_and_children_within_a_second(
    tmp_path: Path, scenarios: Path, number: int
) -> None:
    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        run = start(server.url)
        connected = threading.Event()
        followed = threading.Thread(target=follow, args=(server.url, run, connected))
        followed.start()
        assert connected.wait(10)
        family = descendants(server.process.pid)
        assert len(family) >= 2  # a collector and its child, and perhaps the next pair
        before, began = a_second(), time.monotonic()

        code = server.end(number)

        assert time.monotonic() - began < max(before, a_second())
        assert code == 0
        wait_until(lambda: not any(map(is_alive, family)), 5)
        followed.join(2)
        assert not followed.is_alive()

    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        found = httpx.get(f"{server.url}api/runs/{run}").json()
        assert (found["status"], found["reason"]) == ("stopped", "The server was stopped.")


def follow(url: str, run: str, connected: threading.Event) -> None:
    """Read a stream until it is ended properly; a broken one raises."""
    with httpx.Client(timeout=30) as client:
        with client.stream("GET", f"{url}api/runs/{run}/events") as answer:
            for _ in events_in(answer.iter_lines()):
                connected.set()


def test_an_idle_server_ends_at_once(tmp_path: Path) -> None:
    with ServerProcess(tmp_path, "--port", "0") as server:
        before, began = a_second(), time.monotonic()

        assert server.end() == 0

        assert time.monotonic() - began < max(before, a_second())


def test_after_sigkill_finished_timelines_are_whole_and_the_interrupted_one_opens(
    tmp_path: Path, scenarios: Path
) -> None:
    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        finished = start(server.url, "short")
        wait_until(lambda: status(server.url, finished) == "finished")
        whole = lines(server.url, finished)
        interrupted = start(server.url)
        seen = lines(server.url, interrupted)
        family = descendants(server.process.pid)

        server.end(signal.SIGKILL)

        wait_until(lambda: not any(map(is_alive, family)), 5)
    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        assert lines(server.url, finished) == whole
        wait_until(lambda: status(server.url, interrupted) == "lost")
        wait_until(lambda: '"type":"end"' in lines(server.url, interrupted)[-1])
        again = lines(server.url, interrupted)
        assert again[: len(seen)] == seen
        assert '"status":"lost"' in again[-1]
        wait_until(lambda: counted(server.url, interrupted))


def status(url: str, run: str) -> str:
    return str(httpx.get(f"{url}api/runs/{run}").json()["status"])


def counted(url: str, run: str) -> bool:
    found = httpx.get(f"{url}api/runs/{run}").json()
    return bool(found["counts"]) and found["duration"] > 0


def test_a_server_killed_together_with_its_recorder_leaves_a_readable_log(
    tmp_path: Path, scenarios: Path
) -> None:
    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        run = start(server.url)
        family = descendants(server.process.pid)
        for pid in [server.process.pid, *family]:
            os.kill(pid, signal.SIGKILL)
        server.process.wait()
    log = tmp_path / "logs" / f"{run}.jsonl"
    with log.open("ab") as torn:
        torn.write(b'{"type":"frame","now":1234567890123,"lan')
    whole = log.read_bytes().splitlines()[:-1]

    with ServerProcess(tmp_path, "--port", "0", scenarios=scenarios) as server:
        assert status(server.url, run) == "lost"
        wait_until(lambda: counted(server.url, run))
        again = lines(server.url, run)

    assert [line.encode() for line in again[:-1]] == whole
    assert '"status":"lost"' in again[-1]
