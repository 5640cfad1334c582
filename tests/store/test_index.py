"""The index: what is known of each run, for several processes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.store.index import STEPS, Index, IndexUnusable
from app.store.run import Ending, Run
from app.timeline import tiles

FIRST_WEIGHED_VERSION = 2
"""Of tiles, when it began to be known what they take on disk."""
RUN = Run(
    id="a" * 32,
    title="Deadlock",
    scenario="deadlock",
    program={"kind": "scenario", "name": "deadlock", "parameters": {"näme": 1}},
    created="2026-11-22T12:00:00.000Z",
    owner="me",
)
ENDING = Ending(
    status="stopped",
    reason="Deadlock: …",
    exit={"code": None, "signal": 9},
    duration=5_000_000_000_000,
    counts={"spans": 3},
    cost={"events": 7},
    findings=[{"kind": "deadlock", "severity": "error", "sentence": "“a” waits for “b”."}],
    bytes=1234,
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path / "index.sqlite")
    yield index
    index.close()


def run(number: int, **changes: object) -> Run:
    created = f"2026-11-22T12:00:{number:02d}.000Z"
    return replace(RUN, id=f"{number:032x}", created=created, **changes)  # type: ignore[arg-type]


def test_what_was_entered_is_found_again(index: Index) -> None:
    index.add(RUN)

    assert index.get(RUN.id) == RUN
    assert index.get("b" * 32) is None


def test_an_ended_run_is_found_as_it_ended(index: Index) -> None:
    index.add(RUN)

    index.end(RUN.id, ENDING)

    found = index.get(RUN.id)
    assert found is not None
    assert not found.is_running
    for name in Ending.__slots__:
        assert getattr(found, name) == getattr(ENDING, name)


def test_long_complete_runs_without_an_index_are_found(index: Index) -> None:
    for number in range(5):
        index.add(run(number))
    for number, spans in enumerate([30, 40, 20, 50]):
        index.end(run(number).id, replace(ENDING, counts={"spans": spans}))
    index.end(run(4).id, replace(ENDING, status="lost", counts={}))
    index.weigh_tiles(run(1).id, 9)

    assert [each.id for each in index.unindexed(20)] == [run(n).id for n in (3, 0)]


def test_an_index_counts_with_its_recording(index: Index) -> None:
    index.add(run(1))
    index.end(run(1).id, ENDING)

    index.weigh_tiles(run(1).id, 66)

    found = index.get(run(1).id)
    assert found is not None
    assert found.bytes == ENDING.bytes
    assert found.disk_bytes == index.total_bytes() == ENDING.bytes + 66


def test_pinned_runs_come_first_then_the_newest(index: Index) -> None:
    for number in range(4):
        index.add(run(number))
    index.pin(run(1).id, True)

    assert [each.id for each in index.recent(3)] == [run(n).id for n in (1, 3, 2)]


def test_only_ended_and_unpinned_runs_are_disposable(index: Index) -> None:
    for number in range(3):
        index.add(run(number))
    index.end(run(1).id, ENDING)
    index.end(run(2).id, ENDING)
    index.pin(run(2).id, True)

    assert [each.id for each in index.disposable()] == [run(1).id]
    assert [each.id for each in index.unfinished()] == [run(0).id]
    assert index.total_bytes() == 2 * ENDING.bytes


def test_two_processes_see_each_others_rows(index: Index, tmp_path: Path) -> None:
    other = Index(tmp_path / "index.sqlite")
    index.add(RUN)

    assert other.get(RUN.id) == RUN
    other.forget(RUN.id)
    assert index.get(RUN.id) is None
    other.close()


def test_an_index_of_an_older_threadline_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    older = sqlite3.connect(path)
    older.executescript(STEPS[0])
    values = ("finished", "", "{}", "[]", 0, 5)
    older.execute(
        "INSERT INTO run (id, title, program, created, owner, status, reason, counts, findings,"
        " pinned, bytes) VALUES ('a', 'A', '{}', '2026', '', ?, ?, ?, ?, ?, ?)",
        values,
    )
    older.execute("PRAGMA user_version = 1")
    older.commit()
    older.close()

    index = Index(path)

    found = index.get("a")
    assert found is not None
    assert (found.bytes, found.tiles_bytes) == (5, 0)
    index.close()


def test_tiles_of_a_new_version_are_looked_for_again() -> None:
    resets = [step for step in STEPS if "UPDATE run SET tiles_bytes = 0" in step]

    assert FIRST_WEIGHED_VERSION + len(resets) == tiles.VERSION


def test_an_index_of_a_newer_threadline_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    newer.close()

    with pytest.raises(IndexUnusable, match="made by a newer Threadline"):
        Index(path)


def test_a_beginning_of_an_id_is_no_pattern(index: Index) -> None:
    index.add(RUN)

    assert index.starting_with("aaa") == [RUN]
    assert index.starting_with("%") == index.starting_with("_") == []
