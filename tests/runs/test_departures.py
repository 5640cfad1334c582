"""Lanes whose threads are gone end, and those of threads that live do not."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns

import pytest

from app import events as ev
from app.runs import departures, intake
from app.runs.guardian import LINUX
from app.runs.intake import BATCH, Intake
from app.runs.sources import Sources
from app.timeline.fold import Fold
from app.timeline.validation import validate

from .rings import RingWriter

pytestmark = pytest.mark.skipif(not LINUX, reason="only Linux lists the threads of a process")

NO_THREAD = 1 << 23


class Process:
    """This process as one that records, with lanes for threads of any numbers."""

    def __init__(self, folder: Path) -> None:
        stem = folder / f"1-{os.getpid()}"
        self.rows = stem.with_suffix(".defs").open("wb", buffering=0)
        self.ring = RingWriter(stem.with_suffix(".ring"), 1 << 14)
        self.fold = Fold()
        self.intake = Intake(folder, Sources(folder), self.fold)
        self.rows.write(
            b'{"process":{"name":"MainProcess","python":"3","implementation":"CPython","gil":false}}\n'
        )

    def lane(self, number: int, native: int, *, begins: bool = True) -> None:
        row = {"id": number, "name": f"T{number}", "native": native, "daemon": False}
        row |= {"parent": 0, "site": 0, "object": 0}
        self.rows.write(json.dumps({"lane": row}).encode() + b"\n")
        if begins:
            self.ring.write(time=perf_counter_ns(), kind=ev.THREAD_BEGAN, lane=number, value=0)

    def look(self) -> list[int]:
        """Look until everybody who is missed has been, and return the lanes that live."""
        self.intake.look()
        while self.intake.behind:
            self.intake.look()
        self.intake.look()
        self.fold.take_frame(self.intake.now())
        assert validate(self.fold.timeline) == []
        return sorted(self.fold.timeline.open_spans)


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    monkeypatch.setattr(departures, "PERIOD_NS", -1)
    monkeypatch.setattr(intake, "SEARCH_NS", -1)
    process = Process(tmp_path)
    yield process
    process.intake.close()
    process.rows.close()


def test_who_is_listed_lives_and_who_is_not_is_gone(process: Process) -> None:
    release = threading.Event()
    alive = threading.Thread(target=release.wait)
    alive.start()
    process.lane(1, os.getpid())
    process.lane(2, alive.native_id or 0)
    process.lane(3, NO_THREAD)
    process.lane(4, 0)

    try:
        assert process.look() == [1, 2, 4]
    finally:
        release.set()
        alive.join()
    lanes = process.fold.timeline.lanes
    assert lanes[3].end is not None
    assert lanes[3].begin < lanes[3].end


def test_what_the_gone_have_left_unread_is_read_first(process: Process) -> None:
    """All it wrote is in the ring: its end is where it said, not where it was missed."""
    process.lane(1, os.getpid())
    process.lane(2, NO_THREAD)
    for _ in range(3 * BATCH):
        process.ring.write(time=perf_counter_ns(), kind=ev.LOCAL_SET, lane=1, value=0)
    process.ring.write(time=(ended := perf_counter_ns()), kind=ev.THREAD_ENDED, lane=2, value=0)

    assert process.look() == [1]
    assert process.fold.timeline.lanes[2].end == ended - process.intake.decoder.origin


def test_a_number_that_is_used_again_belongs_to_the_latest(process: Process) -> None:
    process.lane(1, os.getpid())
    process.lane(2, os.getpid())

    assert process.look() == [2]


def test_one_of_which_no_event_is_left_is_forgotten(process: Process) -> None:
    process.lane(1, os.getpid())
    process.lane(2, NO_THREAD, begins=False)

    assert process.look() == [1]
    assert [row.id for row in process.fold.unended(1)] == [1]


def test_a_process_whose_threads_go_by_other_numbers_is_left_alone(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departures, "_threads", lambda pid: frozenset({pid + 1}))
    process.lane(1, os.getpid())
    process.lane(2, NO_THREAD)

    assert process.look() == [1, 2]
