"""Conclusions are told when they are new or changed, and withdrawn when they no longer hold."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from app.runs.conclusions import RETELL_NS, SLOW_PERIOD_NS, Conclusions
from app.timeline.model import Finding
from app.timeline.timeline import Timeline

DEADLOCK = Finding("deadlock:1-2", "deadlock", "error", "Two threads wait for each other.")


class Oracle:
    """An analysis that finds what it is told to find."""

    name = "oracle"

    def __init__(self, *, live: bool = True, takes_s: float = 0, kept_waiting_s: float = 0) -> None:
        self.live = live
        self.finds: list[Finding] = []
        self.asked = 0
        self._takes_s = takes_s
        self._kept_waiting_s = kept_waiting_s

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        self.asked += 1
        time.sleep(self._kept_waiting_s)
        until = time.thread_time() + self._takes_s
        while time.thread_time() < until:
            pass
        yield from self.finds


def test_a_finding_is_told_once_while_it_stays_the_same() -> None:
    oracle = Oracle()
    conclusions = Conclusions([oracle])
    oracle.finds = [DEADLOCK]

    assert conclusions.update(Timeline(), 1_000_000_000) == [DEADLOCK]
    assert conclusions.update(Timeline(), 9_000_000_000) == []
    [standing] = conclusions.standing()
    assert (standing.finding, standing.since) == (DEADLOCK, 1_000_000_000)


def test_a_changing_finding_is_not_told_at_every_tick() -> None:
    oracle = Oracle()
    conclusions = Conclusions([oracle])
    tick = RETELL_NS // 5
    told = 0
    for number in range(11):
        oracle.finds = [replace(DEADLOCK, to_ns=number)]
        told += len(conclusions.update(Timeline(), number * tick))

    assert told == 3


def test_the_last_word_is_told_at_the_end_however_recent_the_one_before() -> None:
    oracle = Oracle()
    conclusions = Conclusions([oracle])
    oracle.finds = [DEADLOCK]
    conclusions.update(Timeline(), 0)
    oracle.finds = [replace(DEADLOCK, to_ns=5)]

    assert conclusions.update(Timeline(), 1, final=True) == oracle.finds


def test_a_finding_that_no_longer_holds_is_withdrawn() -> None:
    oracle = Oracle()
    conclusions = Conclusions([oracle])
    oracle.finds = [DEADLOCK]
    conclusions.update(Timeline(), 0)
    oracle.finds = []

    told = conclusions.update(Timeline(), SLOW_PERIOD_NS)

    assert told == [replace(DEADLOCK, withdrawn=True)]
    assert conclusions.standing() == []


def test_an_analysis_that_is_not_live_is_asked_once_a_second_and_at_the_end() -> None:
    oracle = Oracle(live=False)
    conclusions = Conclusions([oracle])
    for now in range(0, 2 * SLOW_PERIOD_NS, SLOW_PERIOD_NS // 10):
        conclusions.update(Timeline(), now)
    assert oracle.asked == 2

    conclusions.update(Timeline(), 0, final=True)

    assert oracle.asked == 3


def test_a_slow_analysis_is_asked_the_less_often_the_more_it_costs() -> None:
    oracle = Oracle(takes_s=0.01)
    conclusions = Conclusions([oracle])
    for now in range(0, 1_000_000_000, 10_000_000):
        conclusions.update(Timeline(), now)

    assert oracle.asked <= 1 + 1_000_000_000 / (0.01 * 20 * 1e9)


def test_an_analysis_that_was_kept_waiting_is_asked_as_often_as_ever() -> None:
    oracle = Oracle(kept_waiting_s=0.01)
    conclusions = Conclusions([oracle])
    for now in range(0, 1_000_000_000, 100_000_000):
        conclusions.update(Timeline(), now)

    assert oracle.asked == 10
