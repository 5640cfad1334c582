"""A terminal run: a program started by its own user, recorded where it stands.

The terminal stays the program's: it reads the keyboard and writes to the screen itself,
gets the Ctrl-C, and its exit code is handed on.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

from app.runs import native
from app.runs.collector_client import collector_command
from app.runs.interpreters import CannotRecord, choose
from app.runs.protocol import ending_told, start_order
from app.runs.recovery import seal
from app.settings import Settings
from app.store.index import Index
from app.store.run import Ending, Run, now
from app.store.store import Store

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
KILLED = 128
"""Added to a signal's number: the exit code a shell gives a program that a signal ended."""


class CannotRun(Exception):
    """The program cannot be started; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run that was recorded, how it ended, and where a running server shows it."""

    run: Run
    ending: Ending
    address: str | None

    @property
    def code(self) -> int:
        """The exit code of the program."""
        how = self.ending.exit or {}
        if how.get("signal"):
            return KILLED + int(how["signal"])
        return int(how["code"]) if how.get("code") is not None else 1


def record(
    settings: Settings, name: str, argv: Sequence[str], *, module: bool, python: str | None
) -> Recorded:
    """Run a script or module to its end."""
    program = _program(name, argv, module)
    interpreter = _interpreter(python)
    _prepare(settings.recorder, interpreter)
    store = Store(settings.data)
    try:
        run = Run(
            id=secrets.token_hex(16),
            title=program["title"],
            program=program,
            created=now(),
            owner=store.claim.owner,
        )
        store.ask_now(Index.add, run)
        (store.folder.runs / run.id).mkdir()
        ending = _attend(settings, store, run, interpreter)
        store.ask_now(Index.end, run.id, ending)
        return Recorded(run, ending, next(iter(store.folder.addresses()), None))
    finally:
        store.close()


def _program(name: str, argv: Sequence[str], module: bool) -> dict[str, Any]:
    described = {
        "argv": list(argv),
        "cwd": str(Path.cwd()),
        "capture_output": False,
        "parameters": {},
        "expects": [],
    }
    if module:
        return described | {"kind": "module", "name": name, "title": f"python -m {name}"}
    path = Path(name).absolute()
    if not path.is_file():
        raise CannotRun(f"There is no program {name}: give the path of a script, or -m MODULE.")
    return described | {
        "kind": "script",
        "name": path.name,
        "title": path.name,
        "path": str(path),
    }


def _interpreter(python: str | None) -> str:
    """Find the Python the user would have typed: it has the packages the program needs."""
    environment = os.environ.get("VIRTUAL_ENV")
    own = str(Path(environment, "bin", "python")) if environment else "python3"
    try:
        return choose(python or shutil.which(own) or sys.executable).path
    except CannotRecord as problem:
        raise CannotRun(str(problem)) from problem


def _prepare(recorder: str, interpreter: str) -> None:
    """Compile the recorder for that Python before its first run: it takes about a second."""
    if recorder == "python" or native.ready(interpreter):
        return
    try:
        native.make(interpreter)
    except native.NotCompiled as problem:
        if recorder == "compiled":
            raise CannotRun(str(problem)) from problem


def _attend(settings: Settings, store: Store, run: Run, interpreter: str) -> Ending:
    """Start a collector and see its run to the end."""
    terminal = [os.dup(number) for number in (0, 1, 2)]
    command = collector_command(settings.root, settings.recorder)
    command += ["--interpreter", interpreter]
    command += ["--terminal", *map(str, terminal)]
    try:
        collector = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=terminal,
            start_new_session=True,
        )
    finally:
        for number in terminal:
            os.close(number)
    with collector, _forwarding() as forward:
        assert collector.stdin is not None
        assert collector.stdout is not None
        order = start_order(settings, store.folder, run, interpreter)
        collector.stdin.write(json.dumps(order).encode() + b"\n")
        collector.stdin.flush()
        ending, reason = _hear(collector.stdout, store, run, forward)
        collector.stdin.close()
    return ending or seal(store.folder, run, reason)


def _hear(
    notices: IO[bytes], store: Store, run: Run, forward: Forward
) -> tuple[Ending | None, str]:
    ending, reason = None, "The recorder ended without a word."
    for line in notices:
        match json.loads(line):
            case {"started": {"pgid": int(group)}}:
                forward.group = group
            case {"failed": {"reason": str(why)}}:
                reason = why
            case {"ended": dict(how)}:
                ending = ending_told(how, store.folder.bytes_of(run.id))
    return ending, reason


class Forward:
    """Hands signals on to the program, which decides what they mean."""

    def __init__(self) -> None:
        self.group: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        if self.group is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.group, number)


@contextlib.contextmanager
def _forwarding() -> Iterator[Forward]:
    forward = Forward()
    before = {number: signal.signal(number, forward) for number in FORWARDED}
    try:
        yield forward
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
