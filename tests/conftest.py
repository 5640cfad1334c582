"""Turns of tests: with pytest-xdist they run beside each other, but who measures runs alone.

A test marked `alone` waits until no other test runs, and keeps the others waiting until it is
over: what it measures is time, or the processor's, and a neighbour would take of both.

Hypothesis takes the time that it needs: how long an example lasts says how busy the machine is.
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Here, because what a test is decorated with holds for it: before any test is collected.
settings.register_profile(
    "busy", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy")


class Turns:
    """Who may run now, agreed upon by locks on files: those of a process that dies are free."""

    def __init__(self, folder: Path) -> None:
        self._door, self._room = folder / "door", folder / "room"

    # Outermost: the time that a test may take begins when it has its turn.
    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        alone = item.get_closest_marker("alone") is not None
        with ExitStack() as room:
            # Who waits for the room stands in the door: of those who come later nobody overtakes.
            with locked(self._door, fcntl.LOCK_EX):
                room.enter_context(locked(self._room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
            return (yield)


@contextmanager
def locked(path: Path, how: int) -> Iterator[None]:
    """Hold a lock on a file."""
    with path.open("w") as file:
        fcntl.flock(file, how)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)  # a child that was forked meanwhile has the file, too


class Controller:
    """The process that has others run the tests: it tells them where they agree."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="turns-")

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["turns"] = self._folder.name

    def pytest_unconfigure(self) -> None:
        self._folder.cleanup()


def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.pluginmanager.register(Turns(Path(worker["turns"])))
    elif config.getoption("numprocesses", None):
        config.pluginmanager.register(Controller())
