"""Retention: the oldest go first, and only as many as must."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.store.retention import surplus
from app.store.run import Run

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def run(day: int, size: int) -> Run:
    created = f"2026-11-{day:02d}T12:00:00.000Z"
    return Run(id=f"{day}", title="", program={}, created=created, status="finished", bytes=size)


def forgotten(runs: list[Run], total: int, keep_bytes: int = 1000, keep_days: float = 100) -> str:
    gone = surplus(runs, total, keep_bytes=keep_bytes, keep_days=keep_days, at=NOW)
    return " ".join(each.id for each in gone)


def test_nothing_goes_below_the_limits() -> None:
    assert forgotten([run(1, 500), run(2, 500)], 1000) == ""


def test_the_oldest_go_until_the_rest_fits() -> None:
    assert forgotten([run(1, 300), run(2, 300), run(3, 300), run(4, 300)], 1200) == "1"


def test_a_recording_frees_what_its_index_takes_too() -> None:
    first = replace(run(1, 300), tiles_bytes=200)

    assert forgotten([first, run(2, 1000)], 1500) == "1"


def test_what_is_too_old_goes_even_when_there_is_room() -> None:
    assert forgotten([run(1, 1), run(28, 1)], 2, keep_days=7) == "1"


def test_pinned_runs_count_but_are_not_offered() -> None:
    """A pinned gigabyte leaves no room: everything else goes."""
    assert forgotten([run(1, 10), run(2, 10)], 1_000_020) == "1 2"


@given(st.lists(st.integers(0, 500), max_size=28), st.integers(0, 3000))
def test_what_stays_fits_and_nothing_more_than_needed_goes(sizes: list[int], keep: int) -> None:
    runs = [run(day + 1, size) for day, size in enumerate(sizes)]
    gone = list(surplus(runs, sum(sizes), keep_bytes=keep, keep_days=365, at=NOW))

    left = sum(sizes) - sum(each.bytes for each in gone)
    assert left <= keep
    assert gone == runs[: len(gone)]
    assert not gone or left + gone[-1].bytes > keep
