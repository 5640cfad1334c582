"""Notices: what a collector tells its server, one JSON object per line of its stdout.

A server that is slow to read must not hold up the recording, so nothing here waits:
what the pipe does not take is kept, and of several `appended` only the last counts.
"""

from __future__ import annotations

import json
import os
from typing import Any


class Notices:
    """Writes notices to a pipe without ever blocking."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._waiting = b""
        self._appended: bytes | None = None
        self.unheard = False
        """Nobody reads them any more; telling goes on without effect."""
        os.set_blocking(fd, False)

    def tell(self, notice: dict[str, Any]) -> None:
        """Send one notice, after those that were told before it."""
        self._waiting += self._take_appended() + _line(notice)
        self.flush()

    def appended(self, lines: int, length: int) -> None:
        """The log has grown to so many lines and bytes."""
        self._appended = _line({"appended": {"lines": lines, "bytes": length}})
        self.flush()

    def flush(self) -> None:
        """Send what the pipe takes."""
        try:
            while self._waiting or self._appended:
                self._waiting = self._waiting or self._take_appended()
                self._waiting = self._waiting[os.write(self._fd, self._waiting) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self.unheard = True
            self._waiting = b""
            self._appended = None

    def finish(self) -> None:
        """Send all that is left, waiting for the server if need be."""
        os.set_blocking(self._fd, True)
        self.flush()

    def _take_appended(self) -> bytes:
        line, self._appended = self._appended or b"", None
        return line


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
