"""Handlers of signals: programs that have some, and programs that have only Python's."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.runs.handlers import handles_signals

PLAIN = "import faulthandler, threading; faulthandler.enable(); print(flush=True); input()"
HANDLER = "import signal; signal.signal(signal.SIGTERM, print); print(flush=True); input()"


@pytest.mark.parametrize(("program", "handles"), [(PLAIN, False), (HANDLER, True)])
def test_a_programs_own_handlers_are_told_from_pythons(program: str, handles: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()

        assert handles_signals(child.pid) is handles

        child.kill()


def test_a_process_that_is_gone_handles_nothing() -> None:
    assert not handles_signals(2**22 + 1)
