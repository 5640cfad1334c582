"""Limits end a run that goes on for too long, and one in which nothing will happen."""

from __future__ import annotations

from app.runs.conclusions import Standing
from app.runs.limits import STABLE_NS, Limits
from app.timeline.model import Finding, State
from app.timeline.timeline import OpenSpan, Timeline

LIMITS = Limits(wall_s=30, events=1000, linger_s=1)
PATIENCE = STABLE_NS + 1_000_000_000
SENTENCE = "left and right wait for each other."


def timeline(*states: State) -> Timeline:
    timeline = Timeline()
    for number, state in enumerate(states, 1):
        timeline.open_spans[number] = OpenSpan(number, 0, state)
    return timeline


def standing(since: int = 0, kind: str = "deadlock") -> list[Standing]:
    return [Standing(Finding(kind, kind, "error", SENTENCE), since, since)]


def test_within_its_limits_a_run_goes_on() -> None:
    assert LIMITS.exceeded(29_000_000_000, 999) is None


def test_each_limit_says_which_it_was() -> None:
    assert LIMITS.exceeded(30_000_000_000, 0) == "Stopped at the time limit of 30 s."
    assert LIMITS.exceeded(0, 1000) == "Stopped at the limit of 1,000 events."
    assert LIMITS.exceeded(0, 0, 100) == (
        "Stopped at the limit of 100 threads, sync objects and lines of output."
    )
    assert LIMITS.exceeded(0, 0, 0, 101) == "Stopped at the limit of 100 processes at a time."
    assert LIMITS.exceeded(0, 0, 0, 100) is None
    assert Limits.of({"wall_s": 2.5}) == Limits(wall_s=2.5)


def test_a_deadlock_that_stands_ends_the_run_after_a_while() -> None:
    blocked = timeline(State.BLOCKED, State.BLOCKED)

    assert LIMITS.hung(blocked, standing(), PATIENCE - 1, 0) is None
    assert LIMITS.hung(blocked, standing(), PATIENCE, 0) == f"Deadlock: {SENTENCE}"


def test_a_stall_ends_the_run_and_other_findings_do_not() -> None:
    blocked = timeline(State.BLOCKED)

    assert LIMITS.hung(blocked, standing(kind="stall"), PATIENCE, 0) == f"Stall: {SENTENCE}"
    assert LIMITS.hung(blocked, standing(kind="contention"), PATIENCE, 0) is None


def test_a_deadlock_beside_which_something_still_happens_does_not_end_the_run() -> None:
    blocked = timeline(State.BLOCKED, State.BLOCKED)

    assert LIMITS.hung(blocked, standing(), 9 * PATIENCE, 8 * PATIENCE + 1) is None


def test_a_deadlock_beside_a_thread_that_computes_does_not_end_the_run() -> None:
    for state in (State.RUNNING, State.RUNNABLE):
        assert LIMITS.hung(timeline(State.BLOCKED, state), standing(), PATIENCE, 0) is None
