"""Raw output: what arrives on the child's own stdout or stderr, past the recorder.

`os.write`, C code, programs it starts, the interpreter's last words. It is read whenever
there is any and however much there is, so the program never waits for us; what exceeds
the limit of lines is counted and thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Callable

CHUNK_BYTES = 1 << 16
MAX_LINE_BYTES = 4096
MAX_CHUNKS = 64


class Allowance:
    """How many more lines of output a run may keep, and how many it threw away."""

    def __init__(self, lines: int) -> None:
        self.left = lines
        self.dropped = 0

    def take(self) -> bool:
        """Use up one line, if there is one left."""
        if self.left > 0:
            self.left -= 1
            return True
        self.dropped += 1
        return False


class RawOutput:
    """Splits one pipe into lines and hands those within the allowance to `tell`."""

    def __init__(self, fd: int, allowance: Allowance, tell: Callable[[str], None]) -> None:
        self.fd = fd
        self.ended = False
        self._allowance = allowance
        self._tell = tell
        self._tail = b""

    def drain(self) -> None:
        """Take what is in the pipe now; a flood is left for the next time after 4 MB."""
        for _ in range(MAX_CHUNKS):
            try:
                data = os.read(self.fd, CHUNK_BYTES)
            except BlockingIOError:
                return
            if not data:
                self.finish()
                return
            self._split(data)

    def finish(self) -> None:
        """The writers are gone: the last line may lack its newline."""
        if not self.ended and self._tail:
            self._line(self._tail)
        self._tail = b""
        self.ended = True

    def _split(self, data: bytes) -> None:
        *lines, tail = data.split(b"\n")
        if lines:
            self._line(self._tail + lines[0])
            for line in lines[1:]:
                self._line(line)
            self._tail = b""
        # One byte more than is shown: it tells that the line was cut.
        self._tail = (self._tail + tail)[: MAX_LINE_BYTES + 1]

    def _line(self, line: bytes) -> None:
        if self._allowance.take():
            cut = "…" if len(line) > MAX_LINE_BYTES else ""
            self._tell(line[:MAX_LINE_BYTES].decode("utf-8", "replace").rstrip("\r") + cut)
