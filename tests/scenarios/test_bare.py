"""A scenario without Threadline: an ordinary program that anybody can start."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "app" / "scenarios"

LAST_LINES = {
    "two_threads": "Both threads have finished.",
    "subclassing_thread": "Soyuz lifted off after ",
    "daemon_threads": "page 4 of 4 is saved",
    "passing_results_back": "Shop 1 is the cheapest.",
    "exception_in_a_thread": "portions in degrees: {4: 90.0, 6: 60.0}",
    "timer": "Dinner is ready.",
    "thread_local_data": "The main thread has a visitor of its own: False",
    "downloads": "in turn ",
    "cpu_bound_under_the_gil": "all at once: ",
    "switch_interval": "interval 1.0 ms: ",
    "threads_and_processes": "processes: ",
    "shared_memory_and_copies": "what it sent: ['apples', 'milk', 'bread']",
    "lost_update": "careful: 20180 coins, 0 lost",
    "rlock_reentry": "27 coins in the till",
    "semaphore": "All queries are answered.",
    "bounded_semaphore": "2 connections, at most 2 in use at once",
    "starting_gun": "latecomer is in",
    "bounded_buffer": "The kitchen is closed.",
    "if_instead_of_while": "There was one crumb.",
    "barrier_phases": "All have arrived.",
    "producers_and_consumers": "Everything is sold.",
    "priority_queue": "The waiting room is empty.",
    "simple_queue": "worker ",
    "thread_pool_map": "All pictures are small.",
    "futures": "The pool is closed.",
    "readers_and_writers": "now in force: timetable 4",
    "deadlock_cured": "savings 100, current 100",
    "lock_convoy": "60 lines in ",
    "livelock": "Both are still hungry.",
    "starvation": "",  # the last glass and the last bucket race for it
    "hot_lock": "the longest wait of an urgent order: ",
}

NEVER_ENDING = {"missed_signal", "starved_pool", "deadlock", "dining_philosophers"}


def test_every_scenario_either_ends_or_is_known_not_to() -> None:
    assert LAST_LINES.keys() | NEVER_ENDING == {path.stem for path in FOLDER.glob("[!_]*.py")}


@pytest.mark.parametrize("name", LAST_LINES)
def test_a_scenario_runs_bare_and_says_how_it_ended(name: str) -> None:
    ended = run_bare(name, timeout=30)
    assert ended.returncode == 0, ended.stderr
    last_line = ended.stdout.splitlines()[-1]
    assert last_line.startswith(LAST_LINES[name]), ended.stdout


@pytest.mark.parametrize("name", sorted(NEVER_ENDING))
def test_a_deadlock_never_ends_by_itself(name: str) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_bare(name, timeout=2)


def test_the_two_threads_print_all_their_lines_and_then_the_last_one() -> None:
    *lines, last = run_bare("two_threads", timeout=30).stdout.splitlines()
    assert [line for line in lines if line.isdigit()] == ["1", "2", "3", "4", "5"]
    assert [line for line in lines if line.isalpha()] == ["a", "b", "c", "d", "e"]
    assert last == "Both threads have finished."


def test_updates_really_get_lost_without_the_lock() -> None:
    careless, careful = run_bare("lost_update", timeout=30).stdout.splitlines()
    assert careless.startswith("careless:")
    assert not careless.endswith(" 0 lost")
    assert careful.endswith(" 0 lost")


def run_bare(name: str, timeout: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(FOLDER / f"{name}.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
