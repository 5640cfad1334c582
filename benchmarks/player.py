"""A collector that plays a recording: it speaks the protocol, and appends lines as time goes.

    player.py RECORDING LINES_PER_SECOND

Whatever run it is told to start. The server, the log, the
stream and the page are those of every run; only that the lines are there already differs, so
that the page is measured and not a program that makes 50,000 spans a second beside it.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.store.rolling import RollingLog
from app.timeline.frames import End, Header, encode_end, encode_header

TABLES = ("processes", "lanes", "files", "sites", "objects")


def tell(**notice: object) -> None:
    """Send a notice to the server."""
    sys.stdout.write(json.dumps(notice) + "\n")
    sys.stdout.flush()


def stopped(seconds: float) -> bool:
    """Wait so long; True when the server wants an end or has come to one."""
    return bool(select.select([0], [], [], max(0.0, seconds))[0])


class Playing:
    """The log of a run that is played, cut into segments as a collector's is."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._log = RollingLog(Path(order["log"]))
        program = {**order["program"], "path": ""}
        self._header = encode_header(Header(order["id"], order["created"], program))
        self._tables: dict[str, Any] = {}
        self._spans = 0
        self._append(self._header)

    def play(self, line: str) -> None:
        """Append a frame; begin a new segment where the last one has grown enough."""
        self._append(line)
        frame = json.loads(line)
        self._spans += len(frame.get("spans", {"lane": ()})["lane"])
        self._tables = self._tables or {name: frame[name] for name in TABLES}
        if self._log.is_full:
            begins = {"at": frame["now"], "line": self._log.lines - 1, **self._counts()}
            head = {"type": "frame", "now": frame["now"], "begins": begins, **self._tables}
            snapshot = json.dumps({**head, "open": frame["open"]}, separators=(",", ":"))
            self._log.cut([self._header, snapshot], frame["now"])

    def end(self) -> None:
        """Append an end, as of a run that somebody stopped."""
        counts = self._counts()
        self._append(encode_end(End("stopped", "", 0, None, 0, counts)))
        self._log.close()
        tell(ended={"status": "stopped", "reason": "", "exit": None, "duration": 0,
                    "counts": counts, "cost": {}, "findings": [], "compressed": False})  # fmt: skip

    def _counts(self) -> dict[str, int]:
        tables = {name: len(self._tables[name]) for name in ("lanes", "objects")}
        return {
            "spans": self._spans,
            "holds": 0,
            "flows": 0,
            "instants": 0,
            "counters": 0,
            **tables,
        }

    def _append(self, line: str) -> None:
        length = self._log.append(line)
        tell(appended={"lines": self._log.lines, "bytes": length})


def play(order: dict[str, Any]) -> None:
    """Append the frames of a recording at their pace, then an end."""
    recording, lines_per_s = Path(sys.argv[1]), float(sys.argv[2])
    child = subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL, start_new_session=True)
    tell(started={"pgid": child.pid})
    playing = Playing(order)
    begun = time.monotonic()
    with recording.open() as file:
        frames = (line.rstrip("\n") for line in file if line.startswith('{"type":"frame"'))
        for number, line in enumerate(frames):
            playing.play(line)
            if stopped(begun + (number + 1) / lines_per_s - time.monotonic()):
                break
    child.kill()
    child.wait()
    playing.end()


def main() -> None:
    """Wait for an order and carry it out."""
    tell(ready=True)
    line = sys.stdin.buffer.readline()
    if line:
        play(json.loads(line)["start"])


if __name__ == "__main__":
    main()
