"""The parts of the recorder that need no child, stated as properties."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recorder import definitions, exceptions, job, ring, sites

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_a_job_is_what_json_says(value):
    assert job.decode(json.dumps(value)) == value


@given(st.dictionaries(st.text("abc", min_size=1), st.none() | st.booleans() | st.integers()
                       | st.text()))  # fmt: skip
def test_definitions_are_json_that_anyone_can_read(row):
    definitions.waiting.clear()
    definitions.define("thing", row)
    [line] = definitions.waiting
    definitions.waiting.clear()

    assert json.loads(line) == {"thing": row}
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1


def test_a_lone_surrogate_is_no_text():
    definitions.waiting.clear()
    definitions.define("thing", {"text": "a\udcffb"})
    [line] = definitions.waiting
    definitions.waiting.clear()

    assert json.loads(line) == {"thing": {"text": "a?b"}}


@pytest.mark.parametrize(
    ("limit", "nanoseconds"),
    [(None, -1), (0, 0), (-3, 0), (1, 10**9), (0.25, 250_000_000), ("soon", -1), ([], -1),
     (float("inf"), -1), (float("nan"), -1)],
)  # fmt: skip
def test_time_limits_of_any_kind_become_nanoseconds(limit, nanoseconds):
    assert ring.nanoseconds(limit) == nanoseconds


def test_a_counter_gives_no_number_twice():
    advance = ring.make_counter()

    assert [advance() for _ in range(3)] == [1, 2, 3]


def test_a_place_has_one_site_and_two_places_have_two():
    definitions.waiting.clear()
    frame = sys._getframe()
    numbers = {sites.site_of(frame) for _ in range(3)}
    numbers.add(sites.caller_site(1))
    rows = [json.loads(line)["site"] for line in definitions.waiting]
    definitions.waiting.clear()

    assert len(numbers) == len(rows)
    assert {row["file"] for row in rows} == {__file__}
    assert all(row["user"] for row in rows)


def test_the_text_of_a_traceback_is_what_python_prints():
    import traceback

    try:
        try:
            json.loads("{")
        except ValueError as error:
            raise LookupError("no such thing") from error
    except LookupError as error:
        text, expected = exceptions.text(error), "".join(traceback.format_exception(error))

    # The carets under a line are python's from 3.11 on, and not ours.
    expected = "\n".join(line for line in expected.splitlines() if set(line) - set(" ^~"))
    assert "\n".join(line for line in text.splitlines() if line) == expected
