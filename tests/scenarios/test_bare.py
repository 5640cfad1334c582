"""A scenario without Threadline: an ordinary program that anybody can start."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "app" / "scenarios"

LAST_LINES = {
    "two_threads": "Both threads have finished.",
    "subclassing_thread": "Soyuz lifted off after ",
    "daemon_threads": "",  # a last tick may follow the last page
    "passing_results_back": "Shop 1 is the cheapest.",
    "exception_in_a_thread": "portions in degrees: {4: 90.0, 6: 60.0}",
    "timer": "Dinner is ready.",
    "thread_local_data": "The main thread has a visitor of its own: False",
    "downloads": "in turn ",
    "reading_ahead": "in turn ",
    "one_ear_for_many": "32 reports heard",
    "cpu_bound_under_the_gil": "all at once: ",
    "switch_interval": "interval 1.0 ms: ",
    "threads_and_processes": "processes: ",
    "shared_memory_and_copies": "what it sent: ['apples', 'milk', 'bread']",
    "process_pool": "both times the same: True",
    "queue_between_processes": "10 dishes were served.",
    "lost_update": "careful: 20180 coins, 0 lost",
    "rlock_reentry": "27 coins in the till",
    "semaphore": "All queries are answered.",
    "bounded_semaphore": "2 connections, at most 2 in use at once",
    "starting_gun": "The race is over.",
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

Bare = dict[str, Future[subprocess.CompletedProcess[str]]]

NEVER_ENDING = {"missed_signal", "starved_pool", "deadlock", "dining_philosophers"}


def test_every_scenario_either_ends_or_is_known_not_to() -> None:
    assert LAST_LINES.keys() | NEVER_ENDING == {path.stem for path in FOLDER.glob("[!_]*.py")}


@pytest.mark.parametrize("name", LAST_LINES)
def test_a_scenario_runs_bare_and_says_how_it_ended(name: str, bare: Bare) -> None:
    ended = bare[name].result()
    assert ended.returncode == 0, ended.stderr
    last_line = ended.stdout.splitlines()[-1]
    assert last_line.startswith(LAST_LINES[name]), ended.stdout


@pytest.mark.parametrize("name", sorted(NEVER_ENDING))
def test_a_standstill_never_ends_by_itself(name: str, bare: Bare) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        bare[name].result()


@pytest.mark.parametrize("name", ["two_threads"])
def test_the_two_threads_print_all_their_lines_and_then_the_last_one(name: str, bare: Bare) -> None:
    *lines, last = bare[name].result().stdout.splitlines()
    # Two prints at once may share a line: print writes the text and its end apart.
    printed = "".join(lines)
    assert [each for each in printed if each.isdigit()] == list("12345")
    assert [each for each in printed if each.isalpha()] == list("abcde")
    assert last == "Both threads have finished."


@pytest.mark.parametrize("name", ["lost_update"])
def test_updates_really_get_lost_without_the_lock(name: str, bare: Bare) -> None:
    careless, careful = bare[name].result().stdout.splitlines()
    assert careless.startswith("careless:")
    assert not careless.endswith(" 0 lost")
    assert careful.endswith(" 0 lost")


@pytest.fixture(scope="module")
def bare(request: pytest.FixtureRequest) -> Iterator[Bare]:
    """The scenarios that these tests ask for, run side by side: most of them sleep."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    asked = {call.params.get("name") for call in calls if call is not None}
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield {
            name: pool.submit(run_bare, name, 2 if name in NEVER_ENDING else 60)
            for name in sorted(asked & (LAST_LINES.keys() | NEVER_ENDING))
        }


def run_bare(name: str, timeout: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(FOLDER / f"{name}.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
