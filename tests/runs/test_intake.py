"""The intake merges the rings of several processes by time and gives losses their place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter_ns

import pytest

from app.events import Event
from app.runs import intake
from app.runs.intake import Intake
from app.runs.sources import Sources
from app.timeline.fold import Fold
from app.timeline.model import InstantKind

from .rings import RingWriter


class Witness(Fold):
    """A fold that remembers what it was given, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def add_events(self, events: Iterable[Event]) -> None:
        events = list(events)
        self.heard += [f"{event.lane}@{event.time}" for event in events]
        super().add_events(events)

    def lose(self, process: int, from_ns: int, to_ns: int, count: int) -> None:
        self.heard.append(f"lost {count} of {process} in {from_ns}..{to_ns}")
        super().lose(process, from_ns, to_ns, count)


class Run:
    """A run directory with one ring per process, all of them this process to the kernel."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = perf_counter_ns()
        self.witness = Witness()
        self.intake = Intake(folder, Sources(folder), self.witness)

    def process(self, number: int, capacity: int = 64) -> RingWriter:
        stem = self.folder / f"{number}-{os.getpid()}"
        stem.with_suffix(".defs").touch()
        return RingWriter(stem.with_suffix(".ring"), capacity, start=self.origin)

    def write(self, ring: RingWriter, *times: int) -> None:
        for time in times:
            ring.write(time=self.origin + time, lane=1)

    def look(self, **how: bool) -> list[str]:
        self.witness.heard.clear()
        self.intake.look(**how)
        return self.witness.heard.copy()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    yield run
    run.intake.close()


def test_events_of_two_processes_are_folded_in_the_order_of_time(run: Run) -> None:
    first, second = run.process(1), run.process(2)
    run.write(first, 10, 30, 50)
    run.write(second, 20, 40)

    assert run.look() == ["1@10", "2@20", "1@30", "2@40", "1@50"]


def test_what_another_process_may_still_precede_waits_for_the_next_look(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second ring is read later than the first, so it may be ahead of it."""
    first, second = run.process(1), run.process(2)
    run.write(first, 10)
    run.write(second, 20, 60)
    monkeypatch.setattr(run.intake, "now", lambda: 50)
    assert run.look() == ["1@10", "2@20"]

    run.write(first, 55)
    monkeypatch.setattr(run.intake, "now", lambda: 100)
    run.intake._searched = -1 << 60

    assert run.look() == ["1@55", "2@60"]


def test_nothing_waits_when_all_is_over(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = run.process(1), run.process(2)
    run.write(first, 10)
    run.write(second, 60)
    monkeypatch.setattr(run.intake, "now", lambda: 50)

    assert run.look(over=True) == ["1@10", "2@60"]


def test_a_process_that_appears_later_gets_the_next_ids(run: Run) -> None:
    first = run.process(1)
    run.write(first, 10)
    assert run.look() == ["1@10"]

    second = run.process(2)
    run.write(second, 20)
    run.intake._searched = -1 << 60

    assert run.look() == ["2@20"]


def test_who_begins_between_two_searches_is_folded_in_its_place(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child answers its parent before anybody has found it."""
    ms = 1_000_000
    monkeypatch.setattr(run.intake, "now", lambda: 1 * ms)
    parent = run.process(1)
    run.write(parent, 10)
    assert run.look() == ["1@10"]

    child = run.process(2)
    run.write(child, 2 * ms)
    run.write(parent, 3 * ms)
    monkeypatch.setattr(run.intake, "now", lambda: 4 * ms)
    assert run.look() == []

    monkeypatch.setattr(run.intake, "now", lambda: 12 * ms)
    assert run.look() == [f"2@{2 * ms}", f"1@{3 * ms}"]


def test_who_begins_while_others_are_found_is_folded_in_its_place(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ms = 1_000_000
    parent = run.process(1)
    run.write(parent, 10)
    assert run.look() == ["1@10"]
    searched = run.intake._searched
    found = run.intake.recordings.look
    now = searched + 20 * ms

    def slowly() -> list[str]:
        nonlocal now
        told = found()
        child = run.process(2)
        run.write(child, now + 2 * ms)
        run.write(parent, now + 3 * ms)
        now += 4 * ms
        return told

    monkeypatch.setattr(run.intake, "now", lambda: now)
    monkeypatch.setattr(run.intake.recordings, "look", slowly)
    assert run.look() == []
    monkeypatch.setattr(run.intake.recordings, "look", found)
    now += 20 * ms

    assert [each.partition("@")[0] for each in run.look()] == ["2", "1"]


def test_a_loss_is_told_between_what_came_before_and_after_it(run: Run) -> None:
    ring = run.process(1, capacity=16)
    run.write(ring, 5)
    assert run.look() == ["1@5"]
    run.write(ring, *range(10, 100))

    heard = run.look(over=True)

    assert heard[0] == "lost 74 of 1 in 5..84"
    assert heard[1:] == [f"1@{time}" for time in range(84, 100)]
    assert run.intake.tally().dropped == 74


def test_a_file_that_is_no_ring_is_told_of_once_and_harms_no_other(run: Run) -> None:
    (run.folder / "0-1.ring").write_bytes(b"rubbish" * 1000)
    (run.folder / "0-1.defs").touch()
    ring = run.process(1)
    run.write(ring, 10)

    assert run.look() == ["1@10"]
    run.look(over=True)
    [told] = run.witness.timeline.instants
    assert told.kind == InstantKind.DROPPED
    assert "0-1.ring is not a ring" in told.text


def test_a_flood_is_folded_in_pieces_and_known_only_as_far_as_it_was(run: Run) -> None:
    ring = run.process(1, capacity=1 << 13)
    run.write(ring, *range(1, 5001))

    known = run.intake.look()

    assert run.intake.behind
    assert known == run.intake.events == 4096
    run.intake.look()
    assert not run.intake.behind
    assert run.intake.events == 5000


def test_a_process_that_is_gone_gives_its_ring_back_and_stays_counted(run: Run) -> None:
    first, second = run.process(1), run.process(2)
    run.write(first, 10)
    run.write(second, 20, 30)
    run.look()
    gone, kept = run.intake.recordings.found
    gone.dead = True

    run.look()

    assert run.intake.recordings.found == [kept]
    assert not first.path.exists()
    assert second.path.exists()
    assert run.intake.tally().events == 3
    assert run.intake.begun


def test_who_is_ahead_of_the_others_waits_in_its_ring(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a program that is faster than its recording is read would fill our memory."""
    monkeypatch.setattr(intake, "MOST_EARLY", 8)
    monkeypatch.setattr(intake, "BATCH", 8)
    slow, fast = run.process(1), run.process(2)
    run.write(slow, *range(1, 41))
    run.write(fast, *range(1001, 1041))

    told: list[str] = []
    while len(told) < 40:
        told += run.look()
        assert len(run.intake._early) <= 8
    while len(told) < 80:
        told += run.look()

    assert told == [f"1@{time}" for time in range(1, 41)] + [f"2@{n}" for n in range(1001, 1041)]
    assert run.intake.tally().dropped == 0
