"""Turns: tests run beside each other, but for those that run alone."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.conftest import Turns


class Test:
    """A test of a worker process, begun in a thread of its own and ended when told to."""

    __test__ = False

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        item: Any = SimpleNamespace(get_closest_marker=lambda _: alone or None)
        self._turn = Turns(folder).pytest_runtest_protocol(item)
        self.runs = threading.Event()
        self._thread = threading.Thread(target=self._begin)
        self._thread.start()

    def _begin(self) -> None:
        next(self._turn)
        self.runs.set()

    def end(self) -> None:
        assert self.runs.wait(20)
        self._thread.join()
        self._turn.close()


def stands_in_the_door(folder: Path) -> bool:
    with (folder / "door").open("w") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_most_tests_run_beside_each_other(tmp_path: Path) -> None:
    tests = [Test(tmp_path) for _ in range(3)]
    assert all(test.runs.wait(20) for test in tests)
    for test in tests:
        test.end()


def test_who_runs_alone_waits_for_the_others_and_keeps_those_who_come_later(tmp_path: Path) -> None:
    first = Test(tmp_path)
    assert first.runs.wait(20)
    alone = Test(tmp_path, alone=True)
    while not stands_in_the_door(tmp_path):
        assert not alone.runs.is_set()
    later = Test(tmp_path)
    assert not alone.runs.is_set()
    assert not later.runs.is_set()

    first.end()
    assert alone.runs.wait(20)
    assert not later.runs.is_set()

    alone.end()
    later.end()
