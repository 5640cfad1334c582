"""Timelines are true: programs that know what their threads did agree with what was told.

The bounds leave room for a machine that is busy with other things; docs/accuracy.md says
what was measured on one that was not.
"""

from __future__ import annotations

import sys

import pytest

from app.runs.preloading import library
from tests.accuracy.confusion import STATES, Confusion, as_rows
from tests.accuracy.measuring import PROGRAMS_MEASURED, measure

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="it is watched on Linux only"),
]


@pytest.mark.skipif(library() is None, reason="there is no C compiler here")
@pytest.mark.parametrize("program", PROGRAMS_MEASURED)
def test_nearly_all_time_is_put_in_the_right_state(program: str) -> None:
    table = measure(program)

    assert table.right > 0.9, "\n".join(as_rows(table))


def test_waits_are_told_without_any_help_from_inside() -> None:
    table = measure("waits", way="outside")

    assert table.right > 0.85, "\n".join(as_rows(table))


def test_a_table_counts_what_agrees_and_shares_out_the_rest() -> None:
    table = Confusion()
    table.add({"running": 60, "runnable": 40}, {"running": 80, "io": 20})

    assert table.right == 0.6
    assert table.cells["runnable", "running"] == 20
    assert table.cells["runnable", "io"] == 20
    rows = list(as_rows(table))
    assert len(rows) == 2 + len(STATES)
    assert "60.00%" in rows[2]
