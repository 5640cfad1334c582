"""How things stand after each line, also of a log that does not say all there is to say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from app.timeline.model import InstantKind
from app.timeline.standing import Standing

OF_BEFORE = {"spans": 40, "holds": 12, "flows": 0, "instants": 1, "counters": 6}


def a_frame(**content: Any) -> dict[str, Any]:
    return {"type": "frame", "now": 900, **content}


@pytest.mark.parametrize("told", [{}, {"spans": 40}, OF_BEFORE])
def test_a_log_that_begins_late_need_not_tell_how_much_came_before(told: dict[str, int]) -> None:
    standing = Standing()
    lock = {"id": 1, "kind": "Lock", "name": "till", "process": 1, "site": 0}

    standing.take(a_frame(begins={"at": 600, "line": 7, **told}, objects=[lock]))

    assert standing.totals() == {
        **dict.fromkeys(("spans", "holds", "flows", "instants", "counters", "lanes"), 0),
        **told,
        "objects": 1,
    }


def test_what_is_named_again_of_what_came_before_is_counted_once() -> None:
    standing = Standing()
    objects = [{"id": number, "kind": "Lock"} for number in (3, 9, 10)]

    standing.take(a_frame(begins={"at": 600, "line": 7, "objects": 9}, objects=objects))

    assert standing.totals()["objects"] == 10


def printed(times: list[int]) -> Standing:
    """A piece of a log in which a line is printed at each time, and a thread ends with an error."""
    standing, kinds = Standing(), [InstantKind.OUTPUT] * len(times) + [InstantKind.EXCEPTION]
    columns = {name: [0] * len(kinds) for name in ("lane", "site", "object")}
    deltas = [b - a for a, b in pairwise([0, *times, times[-1]])]
    rows = {"time": deltas, "kind": kinds, "text": [""] * len(kinds), **columns}
    standing.take(a_frame(instants=rows))
    return standing


def test_of_all_that_was_printed_in_two_pieces_the_first_lines_are_told_and_every_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.timeline.standing.ORDINARY_KEPT", 5)
    early, late = printed([10, 20, 30]), printed([40, 50, 60])

    late.remember_instants(early)

    told = [(time, InstantKind(kind)) for _, time, kind, *_ in late.instants]
    assert [time for time, kind in told if kind is InstantKind.OUTPUT] == [10, 20, 30, 40, 50]
    assert [time for time, kind in told if kind is InstantKind.EXCEPTION] == [30, 60]
    assert late.ordinary == 6
