"""A collector client: this side's end of one collector process.

Commands go down its stdin and notifications come up its stdout, a JSON object per line.
The collector notices by the end of its stdin that we are gone, however we went.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from app.runs.module_command import module_command

NOTIFICATION_BYTES = 1 << 22


def collector_command(root: Path, recorder: str = "auto") -> list[str]:
    """Return the command that starts a collector."""
    asked = ["--python-recorder"] if recorder == "python" else []
    return module_command(root, "app.runs.collector", *asked)


class CollectorClient:
    """One collector process. Make it with `spawn`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.group: int | None = None
        """The process group of the recorded program, once it is known."""

    @classmethod
    async def spawn(cls, command: Sequence[str]) -> CollectorClient:
        """Start a collector, warm and waiting for its run.

        In a session of its own: a Ctrl-C in our terminal is for us to act on. From the
        loop's thread, which lives as long as we do: the kernel ends a child that asked
        for PR_SET_PDEATHSIG when the thread that made it ends.
        """
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=NOTIFICATION_BYTES,
            start_new_session=True,
        )
        return cls(process)

    @property
    def is_alive(self) -> bool:
        """True until the process has ended."""
        return self._process.returncode is None

    def send(self, command: dict[str, Any]) -> None:
        """Give a command; a collector that is gone is noticed by who reads from it."""
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(json.dumps(command).encode() + b"\n")

    async def notifications(self) -> AsyncIterator[dict[str, Any]]:
        """Yield what the collector tells, until it ends."""
        assert self._process.stdout is not None
        with contextlib.suppress(ConnectionError):
            async for line in self._process.stdout:
                # Cut off in the middle of a line: it was killed.
                with contextlib.suppress(ValueError):
                    yield json.loads(line)

    def hang_up(self) -> None:
        """Close its stdin: it ends its run, if it has one, and itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def kill(self) -> None:
        """End it and the program it watches, now."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self.kill_program()

    def kill_program(self) -> None:
        """End the program's process group; what is left of it when its watcher is dead."""
        if self.group is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.group, signal.SIGKILL)

    async def wait(self) -> None:
        """Return when the process has ended."""
        await self._process.wait()
