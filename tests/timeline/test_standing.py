"""How things stand after each line, also of a log that does not say all there is to say."""

from __future__ import annotations

from typing import Any

import pytest

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
