"""A collector that follows a script: it speaks the protocol, and nothing is measured.

The run's parameters are the script: how many frames, how large, how fast, and what goes
wrong. The log, the lines in it and the child process are real.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.store.log import LogWriter
from app.store.packing import compress_log
from app.timeline.frames import End, Frame, Header, encode_end, encode_frame, encode_header
from app.timeline.model import Instant, InstantKind, Lane


def tell(**notice: object) -> None:
    sys.stdout.write(json.dumps(notice) + "\n")
    sys.stdout.flush()


class Script:
    """One scripted run."""

    def __init__(self, start: dict[str, Any]) -> None:
        self.start = start
        self.parameters = start["program"]["parameters"]
        self.log = LogWriter(Path(start["log"]))
        self.child = subprocess.Popen(
            ["sleep", "600"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.stop: tuple[str, str] | None = None
        self.buffer = b""

    def append(self, line: str) -> None:
        length = self.log.append(line)
        tell(appended={"lines": self.log.lines, "bytes": length})

    def play(self) -> None:
        tell(started={"pgid": self.child.pid})
        header = {k: v for k, v in self.start["program"].items() if k != "path"}
        self.append(encode_header(Header(self.start["id"], self.start["created"], header)))
        frames = int(self.parameters["frames"])
        text = "x" * int(self.parameters["size"])
        for number in range(frames):
            if self.parameters["fault"] == "die" and number == frames // 2:
                os.kill(os.getpid(), signal.SIGKILL)
            if self.parameters["fault"] == "full" and number == frames // 2:
                tell(failed={"reason": "The disk is full."})
                sys.exit(1)
            self.wait(float(self.parameters["every_s"]))
            if self.stop:
                break
            self.append(encode_frame(self.frame(number, text)))
        while self.parameters["fault"] == "forever" and not self.stop:
            self.wait(1)
        self.end(number + 1)

    def frame(self, number: int, text: str) -> Frame:
        frame = Frame(now=number * 1000)
        if number == 0:
            frame.lanes = [Lane(1, name="MainThread")]
        frame.instants = [Instant(1, number * 1000, InstantKind.OUTPUT, text=f"{number} {text}")]
        return frame

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stop:
            left = max(until - time.monotonic(), 0)
            if not select.select([0], [], [], left)[0]:
                return
            data = os.read(0, 65536)
            if not data:
                self.stop = ("lost", "The server ended while the program ran.")
            elif b'"stop"' in data:
                self.stop = ("stopped", json.loads(data)["stop"]["reason"])

    def end(self, frames: int) -> None:
        self.child.kill()
        self.child.wait()
        status, reason = self.stop or ("finished", "")
        counts = {"spans": 0, "flows": 0, "instants": frames, "lanes": 1, "objects": 0}
        end = End(status, reason, 0, None, frames * 1000, counts)
        self.append(encode_end(end))
        self.log.close()
        compress_log(self.log.path)
        tell(
            ended={
                "status": status,
                "reason": reason,
                "exit": {"code": 0, "signal": None},
                "duration": frames * 1000,
                "counts": counts,
                "cost": {"events": frames},
                "findings": [],
                "compressed": True,
            }
        )


def main() -> None:
    tell(ready=True)
    line = b""
    while not line.endswith(b"\n") and (more := os.read(0, 1)):  # what follows is read later
        line += more
    if line:
        Script(json.loads(line)["start"]).play()


if __name__ == "__main__":
    main()
