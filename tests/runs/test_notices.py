"""Notices never wait for a slow server, and tell it only what still matters."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from app.runs.notices import Notices


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    mouth, feed = os.pipe()
    yield mouth, feed
    os.close(feed)


def told(mouth: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in os.read(mouth, 1 << 20).splitlines()]


def test_notices_come_in_order(pipe: tuple[int, int]) -> None:
    mouth, feed = pipe
    notices = Notices(feed)
    notices.tell({"ready": True})
    notices.appended(1, 80)
    notices.tell({"ended": {}})

    assert told(mouth) == [{"ready": True}, {"appended": {"lines": 1, "bytes": 80}}, {"ended": {}}]
    os.close(mouth)


def test_a_server_that_does_not_read_hears_the_latest_length_in_the_end(
    pipe: tuple[int, int],
) -> None:
    mouth, feed = pipe
    notices = Notices(feed)
    for number in range(20_000):
        notices.appended(number, number)
    notices.tell({"ended": {}})

    heard = told(mouth)
    notices.flush()
    heard += told(mouth)

    assert len(heard) < 20_000
    assert heard[-2:] == [{"appended": {"lines": 19_999, "bytes": 19_999}}, {"ended": {}}]
    os.close(mouth)


def test_a_server_that_is_gone_is_told_nothing_and_harms_nobody(pipe: tuple[int, int]) -> None:
    mouth, feed = pipe
    notices = Notices(feed)
    os.close(mouth)

    notices.tell({"ended": {}})
    notices.finish()

    assert notices.unheard
