"""A scenario under Threadline: every one is run for real and must show what it promises."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from app.catalog import Scenario, load
from tests.support.recorded import SCENARIOS, Recorded, record

ALL = {scenario.name: scenario for scenario in load(SCENARIOS)}

STANDSTILLS = {"deadlock", "stall"}
LONGEST_NS = 30_000_000_000
"""What a run may take by default. On an idle machine none takes half of it, but a busy one makes
what computes many times as long."""


def kinds(recorded: Recorded, *severities: str) -> set[str]:
    return {
        finding.kind
        for finding in recorded.timeline.findings.values()
        if not finding.withdrawn and (not severities or finding.severity in severities)
    }


def lane_names(recorded: Recorded) -> list[str]:
    lanes = recorded.timeline.lanes
    return [lanes[number].name for number in sorted(lanes)]


def may_be(scenario: Scenario) -> set[str]:
    """Where threads fight for one lock all the time, the machine may let one of them lose."""
    return {"starvation"} if "contention" in scenario.expects else set()


@pytest.fixture(scope="module")
def recordings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Recorded]]]:
    """The scenarios that these tests ask for, a few at a time: most of them sleep."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    asked = {call.params.get("scenario") for call in calls if call is not None}
    folder = tmp_path_factory.mktemp("recordings")
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield {
            scenario.name: pool.submit(record, scenario, folder)
            for scenario in ALL.values()
            if scenario in asked
        }


@pytest.mark.parametrize("scenario", ALL.values(), ids=lambda each: each.name)
def test_what_a_scenario_expects_is_found_and_no_other_fault(
    scenario: Scenario, recordings: dict[str, Future[Recorded]]
) -> None:
    recorded = recordings[scenario.name].result()

    found = {each.kind: each.sentence for each in recorded.timeline.findings.values()}
    assert set(scenario.expects) <= kinds(recorded), found
    assert kinds(recorded, "error", "warning") <= set(scenario.expects) | may_be(scenario), found
    stands_still = STANDSTILLS & set(scenario.expects)
    assert recorded.ended["status"] == ("stopped" if stands_still else "finished"), recorded.ended
    if not stands_still:
        assert recorded.ended["duration"] < LONGEST_NS


def test_the_two_threads_have_their_lanes_and_all_lines_are_kept(tmp_path: Path) -> None:
    recorded = record(ALL["two_threads"], tmp_path)

    assert lane_names(recorded) == ["MainThread", "numbers", "letters"]
    assert [line for line in recorded.output if line.isdigit()] == ["1", "2", "3", "4", "5"]
    assert [line for line in recorded.output if len(line) == 1 and line.isalpha()] == list("abcde")
    assert recorded.output[-1] == "Both threads have finished."


def test_the_form_reaches_the_program(tmp_path: Path) -> None:
    recorded = record(ALL["semaphore"], tmp_path, {"clients": 3, "connections": 3, "query_ms": 10})

    assert lane_names(recorded) == ["MainThread", "client 1", "client 2", "client 3"]
    assert "contention" not in kinds(recorded)


@pytest.mark.parametrize("seating", ["ordered", "waiter"])
def test_both_ways_out_let_the_philosophers_dine(seating: str, tmp_path: Path) -> None:
    recorded = record(ALL["dining_philosophers"], tmp_path, {"seating": seating, "meals": 2})

    assert recorded.ended["status"] == "finished"
    assert kinds(recorded, "error") == set()
    assert recorded.output[-1] == "Dinner is over."


def test_a_thread_that_locks_a_plain_lock_twice_deadlocks_with_itself(tmp_path: Path) -> None:
    recorded = record(ALL["rlock_reentry"], tmp_path, {"kind": "Lock"})

    assert recorded.ended["status"] == "stopped"
    assert "deadlock" in kinds(recorded)


def test_nobody_complains_about_a_plain_semaphore_given_back_twice(tmp_path: Path) -> None:
    recorded = record(ALL["bounded_semaphore"], tmp_path, {"kind": "Semaphore"})

    assert kinds(recorded, "error") == set()
    assert recorded.output[-1] == "2 connections, at most 3 in use at once"


def test_the_processes_have_lanes_beside_the_threads(tmp_path: Path) -> None:
    recorded = record(ALL["threads_and_processes"], tmp_path, {"below": 20_000})

    timeline = recorded.timeline
    assert len(timeline.processes) >= 3
    names = {process.name for process in timeline.processes.values()}
    assert {"process 1", "process 2"} <= names
    pids = {process.pid for process in timeline.processes.values()}
    assert len(pids) == len(timeline.processes)
