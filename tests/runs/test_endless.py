"""A program may be recorded for hours: what that takes of memory and disk does not grow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .endless import LOG_BYTES

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[2]
EVENTS = {"workers": 400_000, "requests": 120_000, "flood": 360_000}
PER_REQUEST = 7
BYTES_PER_ID = 8
IDS = 4
"""Of a request: a lane, a thread, a lock and a future, told apart for ever."""
NOISE_BYTES = 3 << 20
"""Of the allocator. Rows that were kept would be six times as much, tables twenty times."""


@pytest.mark.parametrize("stream", list(EVENTS))
def test_memory_and_disk_are_the_same_after_a_third_and_at_the_end(stream: str) -> None:
    command = [sys.executable, "-m", "tests.runs.endless", stream, str(EVENTS[stream])]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)

    assert told["events"] + told["lost"] == EVENTS[stream]
    assert bool(told["lost"]) == (stream == "flood")
    grown = told["end"] - told["third"]
    ids = EVENTS[stream] // PER_REQUEST * IDS * BYTES_PER_ID if stream != "workers" else 0
    assert grown < ids + NOISE_BYTES
    assert told["dropped_before"] > 0
    assert told["log"] < LOG_BYTES * 3 // 2
    assert told["counts"]["spans"] >= told["events"] / 8
