"""A collector process as its server sees it: orders in, notices and a log out."""

from __future__ import annotations

import gzip
import json
import os
import select
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

from app.runs.guardian import is_alive
from app.timeline.model import InstantKind
from app.timeline.reading import read_timeline
from app.timeline.timeline import Timeline

ROOT = Path(__file__).resolve().parents[2]
BARE = Path(__file__).with_name("bare_recorder.py")

WITH_BARE_RECORDER = (
    "from pathlib import Path; from app.runs.collector import main; "
    f"main(bootstrap=Path({str(BARE)!r}))"
)
WITH_RECORDER = "from app.runs.collector import main; main()"
PATIENCE_S = 90


class Collecting:
    """Starts a collector in `folder` and talks to it."""

    def __init__(
        self,
        folder: Path,
        *,
        bare: bool = True,
        interpreter: str | None = None,
        before: str = "",
    ) -> None:
        self.folder = folder
        self.log = folder / "run.jsonl"
        self.directory = folder / "run"
        self.directory.mkdir()
        self.interpreter = interpreter
        self.notices: list[dict[str, Any]] = []
        command = ["-c", before + (WITH_BARE_RECORDER if bare else WITH_RECORDER)]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            bufsize=0,
            start_new_session=True,
        )
        self._unread = b""

    def __enter__(self) -> Collecting:
        self.expect("ready")
        return self

    def __exit__(self, *exc: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE_S)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def send(self, order: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")

    def start(self, source: str, *, limits: dict[str, Any] | None = None, **program: Any) -> None:
        path = self.folder / "program.py"
        path.write_text(textwrap.dedent(source))
        self.start_file(path, limits=limits, **program)

    def start_file(
        self, path: Path, *, limits: dict[str, Any] | None = None, **program: Any
    ) -> None:
        start = {
            "id": "f" * 32,
            "log": str(self.log),
            "directory": str(self.directory),
            "interpreter": self.interpreter,
            "program": {"kind": "script", "path": str(path), "argv": [], "title": "T", **program},
            "created": "2026-11-22T12:00:00Z",
            "limits": {"wall_s": 60, "linger_s": 0.1, **(limits or {})},
        }
        self.send({"start": start})

    def expect(self, kind: str) -> Any:
        """Return the next notice of this kind."""
        while True:
            notice = self.notice()
            if kind in notice:
                return notice[kind]
            assert "failed" not in notice, notice

    def notice(self) -> dict[str, Any]:
        """Return the next notice, whatever it is."""
        deadline = time.monotonic() + PATIENCE_S
        assert self.process.stdout is not None
        while b"\n" not in self._unread:
            readable, _, _ = select.select(
                [self.process.stdout], [], [], deadline - time.monotonic()
            )
            assert readable, f"no notice in time; so far {self.notices[-5:]}"
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, f"the collector ended; so far {self.notices[-5:]}"
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        notice: dict[str, Any] = json.loads(line)
        self.notices.append(notice)
        return notice

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log, also while it grows."""
        packed = self.log.with_name("run.jsonl.gz")
        text = gzip.decompress(packed.read_bytes()) if packed.exists() else self.log.read_bytes()
        return [json.loads(line) for line in text.split(b"\n")[:-1]]

    def timeline(self) -> Timeline:
        return read_timeline([json.dumps(line) for line in self.lines()])

    def output(self) -> list[str]:
        said = (InstantKind.OUTPUT, InstantKind.ERROR)
        return [each.text for each in self.timeline().instants if each.kind in said]

    def pids(self) -> list[int]:
        """The processes that the program has told of in a file."""
        return [int(line) for line in (self.folder / "pids").read_text().split()]

    def hang_up(self) -> None:
        """Do as the kernel does when the server dies."""
        assert self.process.stdin is not None
        self.process.stdin.close()


def gone(pids: list[int]) -> bool:
    """Whether all of these processes end within a moment."""
    deadline = time.monotonic() + 5
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
