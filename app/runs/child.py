"""The child: the process that runs the program, held by its group, its pipes and its end.

It is started warm: interpreter up, recorder imported, waiting for its job on a pipe.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from app.runs.gil_log import GilLog
from app.runs.guardian import LINUX, die_with_parent, kill_group
from app.runs.kernel import can_be_looked_at
from app.runs.switches import Switches
from app.runs.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "app" / "recorder" / "bootstrap.py"
PIPE_BYTES = 1 << 20

Terminal = tuple[int, int, int]
"""Descriptors that are the program's own stdin, stdout and stderr."""


class Exit(NamedTuple):
    """How a process ended: by its own exit code, or by a signal."""

    code: int | None
    signal: int | None


class Child:
    """One warm or running child and the ends of its pipes.

    With a `terminal` it reads and writes there by itself, and the pipes stay empty.
    `compiled` is where its compiled recorder lies, or nothing: then it is the Python one, which
    with `clocks` tells what the threads' own processor clocks say. An interpreter that cannot
    be started makes a child that has ended already, and says why in `failure`.
    """

    def __init__(
        self,
        interpreter: str,
        bootstrap: Path = BOOTSTRAP,
        terminal: Terminal | None = None,
        compiled: str = "",
        *,
        clocks: bool = False,
    ) -> None:
        self.interpreter = interpreter
        self.exit: Exit | None = None
        self.before_reaping: Callable[[], object] = lambda: None
        """Called when it has ended and its accounts can still be read."""
        self.failure = ""
        self.pid = self.pgid = 0
        self.watch = Watch()
        job, self._job = os.pipe()
        self.stdout, stdout = os.pipe()
        self.stderr, stderr = os.pipe()
        command = [interpreter, str(bootstrap), "--job-fd", str(job)]
        if compiled:
            command += ["--compiled", compiled]
        if clocks:
            command += ["--clocks"]
        try:
            self._spawn(command, job, terminal or (subprocess.DEVNULL, stdout, stderr))
        except OSError as error:
            self.exit = Exit(None, None)
            self.failure = f"The interpreter {interpreter} cannot be started: {error.strerror}."
        finally:
            for theirs in (job, stdout, stderr):
                os.close(theirs)
        for pipe in (self.stdout, self.stderr):
            os.set_blocking(pipe, False)
            _widen(pipe)

    def _spawn(self, command: list[str], job: int, terminal: Terminal) -> None:
        parent = os.getpid()
        environment, log = child_environment(), GilLog.of_preloaded()
        if log is not None:
            environment = log.told_in(environment)
        stdin, stdout, stderr = terminal
        self._process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            pass_fds=(job, log.fd) if log else (job,),
            env=environment,
            start_new_session=True,
            # Safe: the collector has one thread. It costs a fork instead of a vfork.
            preexec_fn=lambda: _begin(parent),  # noqa: PLW1509
        )
        self.pid = self.pgid = self._process.pid
        self.watch = Watch(log, Switches.of(self.pid))

    @property
    def can_be_watched(self) -> bool:
        """Whether anything but itself tells when its threads run and when they wait."""
        return self.watch.has_witness or can_be_looked_at(self.pid)

    def give(self, job: dict[str, Any]) -> None:
        """Hand over the job; a child that is dead already will show it by its exit."""
        line = memoryview(json.dumps(job).encode() + b"\n")
        with contextlib.suppress(BrokenPipeError):
            while line:
                line = line[os.write(self._job, line) :]
        os.close(self._job)
        self._job = -1

    def ended(self) -> bool:
        """Return whether the child has ended, and if so, how, in `exit`.

        Its group is killed while the dead leader still holds the number, so it can hit
        nobody else.
        """
        if self.exit is not None:
            return True
        if hasattr(os, "waitid"):
            flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, self.pid, flags) is None:
                return False
            kill_group(self.pgid)
            self.before_reaping()
        code = self._process.poll()
        if code is None:
            return False
        self.exit = _exit(code)
        return True

    def kill(self) -> None:
        """End the child and its group at once."""
        if self.exit is None:
            kill_group(self.pgid)
            # Not Popen.kill: it reaps a child that is dead already, and `ended` finds none.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait for the end of a killed child."""
        if not self.ended():
            self.exit = _exit(self._process.wait())

    def close(self) -> None:
        """Let go of the pipes; a child that still waits for its job then ends."""
        for pipe in (self._job, self.stdout, self.stderr):
            if pipe >= 0:
                os.close(pipe)
        self._job = self.stdout = self.stderr = -1
        self.watch.close()


def _begin(parent: int) -> None:
    """Called in the child before its program."""
    die_with_parent(parent)
    # What we ignore a new program would ignore too, and never see its KeyboardInterrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # When memory runs out, the program that used it up has to go, not the server.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def child_environment() -> dict[str, str]:
    """Return our environment without what only we needed in it.

    The path to our own modules must not leak: the program may have its own `app`.
    """
    environment = dict(os.environ)
    path = environment.pop("PYTHONPATH", "")
    kept = [part for part in path.split(os.pathsep) if part and Path(part).resolve() != ROOT]
    if kept:
        environment["PYTHONPATH"] = os.pathsep.join(kept)
    return environment


def _widen(pipe: int) -> None:
    """Make room so that a flood of output does not wait for us between two ticks."""
    if LINUX:
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _exit(code: int) -> Exit:
    return Exit(code, None) if code >= 0 else Exit(None, -code)
