"""The journal writes a frame as soon as there is news, and rarely when there is none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest

from app.analysis.finding import Finding
from app.runs.intake import Intake
from app.runs.journal import Journal
from app.runs.notices import Notices
from app.runs.orders import StartRun
from app.runs.outcome import Outcome
from app.runs.output import Allowance
from app.runs.recording import Tally
from app.timeline.fold import Fold
from app.timeline.model import Instant, InstantKind
from app.timeline.timeline import Timeline

MS = 1_000_000


class Asked:
    """An analysis that finds nothing, and remembers up to when it was asked."""

    name: ClassVar[str] = "asked"
    live: ClassVar[bool] = True

    def __init__(self) -> None:
        self.times: list[int] = []

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        self.times.append(timeline.now // MS)
        return iter(())


class Kept:
    """A journal of a program whose every act the test decides, and what it has written."""

    def __init__(self, folder: Path, notices: int) -> None:
        self.fold = Fold()
        self.intake = SimpleNamespace(
            fold=self.fold,
            begun=False,
            behind=False,
            events=0,
            watch=SimpleNamespace(dropped=0),
            tally=lambda: Tally(self.intake.events, spent_ns=250 * self.intake.events),
            now=lambda: self.fold.timeline.now,
        )
        self.log = folder / "run.jsonl"
        program = {"kind": "script", "path": "/home/ann/shop/main.py", "argv": []}
        order = StartRun("1", self.log, folder, None, program, "now", {"wall_s": 30})
        intake = cast(Intake, self.intake)
        self.asked = Asked()
        self.journal = Journal(order, intake, Allowance(10), (self.asked,), Notices(notices))

    def happen(self, at: int) -> None:
        """Something happens, and the program is looked at."""
        self.intake.begun = True
        self.intake.events += 1
        self.fold.add_instant(Instant(1, at * MS, InstantKind.NOTE, text="news"))
        self.journal.write(at * MS)

    def frames(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line for line in lines if line["type"] == "frame"]

    def times(self) -> list[int]:
        return [frame["now"] // MS for frame in self.frames()]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    mouth, feed = os.pipe()
    kept = Kept(tmp_path, feed)
    yield kept
    kept.journal.log.close()
    os.close(mouth)
    os.close(feed)


def test_nothing_is_written_of_a_program_that_has_not_begun(kept: Kept) -> None:
    kept.journal.write(0)
    kept.journal.write(500 * MS)

    assert kept.times() == []


def test_analyses_are_asked_about_the_run_up_to_where_it_is_known(kept: Kept) -> None:
    """Else a thread that has just begun would have lived for less than nothing."""
    kept.happen(3)
    kept.happen(400)
    kept.journal.end(Outcome("finished"), 900 * MS)

    assert kept.asked.times == [3, 400, 900]


def test_the_first_event_is_written_at_once(kept: Kept) -> None:
    kept.happen(3)

    assert kept.times() == [3]


def test_news_is_written_every_40_ms_and_stillness_every_100(kept: Kept) -> None:
    for at in range(0, 200, 10):
        kept.happen(at)
    for at in range(200, 500, 10):
        kept.journal.write(at * MS)

    assert kept.times() == [0, 40, 80, 120, 160, 200, 300, 400]


def test_a_program_that_is_still_for_long_gets_a_frame_a_second(kept: Kept) -> None:
    kept.happen(0)
    for at in range(10_000, 15_000, 40):
        kept.journal.write(at * MS)
    kept.happen(15_000)

    assert kept.times() == [0, 10_000, 11_000, 12_000, 13_000, 14_000, 15_000]


def test_the_cost_is_told_when_it_changed_and_a_few_times_a_second(kept: Kept) -> None:
    for at in range(0, 1000, 10):
        kept.happen(at)
    for at in range(1000, 3000, 10):
        kept.journal.write(at * MS)

    told = [frame["cost"]["events"] for frame in kept.frames() if "cost" in frame]
    assert told[-1] == 100
    assert len(told) <= 6


def test_no_frame_waits_while_more_is_there_to_be_read(kept: Kept) -> None:
    kept.intake.behind = True
    for at in (0, 1, 2):
        kept.happen(at)

    assert kept.times() == [0, 1, 2]


def test_the_header_names_the_program_without_its_folder(kept: Kept) -> None:
    kept.journal.begin()

    header = json.loads(kept.log.read_text())
    assert header["program"] == {"kind": "script", "path": "main.py", "argv": []}
    assert header["limits"] == {"wall_s": 30}
