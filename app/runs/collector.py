"""The collector: the process that runs one program, watches it and writes its timeline.

`python -m app.runs.collector` gets orders on stdin and gives notices on stdout. It is a
process of its own so that folding never takes the interpreter lock from the event loop
that serves viewers, and so that somebody is there to end the program and to close its
log when the server is killed: the end of stdin says so.

One thread, one selector. It must stay so: the child's PR_SET_PDEATHSIG is bound to the
thread that spawned it.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import perf_counter

from app.analysis.finding import Analysis
from app.analysis.registry import ANALYSES
from app.runs import native
from app.runs.child import BOOTSTRAP, Child, Terminal
from app.runs.guardian import LINUX, adopt_orphans, sweep
from app.runs.notices import Notices
from app.runs.orders import StartRun, StopRun, order_of
from app.runs.outcome import LOST, STOPPED
from app.runs.output import RawOutput
from app.runs.run import Run
from app.store.log import StoreFull

SERVER_GONE = "The server ended while the program ran."
CHUNK_BYTES = 1 << 16


class Collector:
    """Waits for an order, carries it out, and is done."""

    def __init__(
        self,
        orders: int,
        notices: int,
        analyses: Iterable[Analysis] = ANALYSES,
        bootstrap: Path = BOOTSTRAP,
        *,
        interpreter: str = sys.executable,
        terminal: Terminal | None = None,
        compiled: bool = True,
    ) -> None:
        self._orders = orders
        self._unread = b""
        self._server_gone = False
        self._notices = Notices(notices)
        self._analyses = analyses
        # Few files and short waits: epoll and poll round a wait up to whole milliseconds.
        self._selector = selectors.SelectSelector()
        self._bootstrap = bootstrap
        self._terminal = terminal
        self._compiled = compiled
        self._warm = self._child(interpreter)
        self._run: Run | None = None

    def _child(self, interpreter: str) -> Child:
        """A child with the compiled recorder, if one was made for that Python.

        Whether it can be watched shows when it is there; if not, it must record otherwise.
        """
        if LINUX:
            compiled = native.ready(interpreter) if self._compiled else ""
            child = Child(interpreter, self._bootstrap, self._terminal, compiled)
            if child.failure or child.can_be_watched:
                return child
            _discard(child)
        return Child(interpreter, self._bootstrap, self._terminal, clocks=True)

    def serve(self) -> None:
        """Wait for the order to start, run the program to its end, and return."""
        os.set_blocking(self._orders, False)
        self._watch(self._orders, self._read_orders)
        self._notices.tell({"ready": True, "pid": os.getpid()})
        while self._run is None and not self._server_gone:
            self._wait(None)
        if self._run is not None:
            self._attend(self._run)
        self._notices.finish()

    def _attend(self, run: Run) -> None:
        try:
            run.begin()
            while run.outcome is None:
                self._wait_until(perf_counter() + run.wait_s(), run)
                run.tick()
                self._notices.flush()
            run.finish()
        except StoreFull as error:
            run.fail(str(error))
        except OSError as error:
            run.fail(f"The recording cannot be written: {error.strerror}.")
        except Exception as error:
            # A fault of ours must not leave a program without a guardian.
            traceback.print_exc()
            run.fail(f"The recorder itself failed: {error!r}.")

    def _wait_until(self, due: float, run: Run) -> None:
        """See to whatever happens until then, and at least to what has happened already."""
        self._wait(0)
        while run.outcome is None and (rest := due - perf_counter()) > 0:
            self._wait(rest)

    def _wait(self, seconds: float | None) -> None:
        """Wait for whatever happens first and see to it."""
        for key, _ in self._selector.select(seconds):
            key.data()

    def _watch(self, fd: int, react: Callable[[], object]) -> None:
        self._selector.register(fd, selectors.EVENT_READ, react)

    def _read_orders(self) -> None:
        data = os.read(self._orders, CHUNK_BYTES)
        if not data:
            self._selector.unregister(self._orders)
            self._server_gone = True
            if self._run is not None:
                self._run.stop(LOST, SERVER_GONE)
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            self._obey(line)

    def _obey(self, line: bytes) -> None:
        try:
            order = order_of(line)
        except ValueError as error:
            self._notices.tell({"failed": {"reason": f"The order cannot be read: {error}."}})
            return
        match order:
            case StartRun() if self._run is None:
                self._start(order)
            case StopRun() if self._run is not None:
                self._run.stop(STOPPED, order.reason)

    def _start(self, order: StartRun) -> None:
        """Take the warm child if it is of the interpreter that was asked for."""
        child = self._warm
        if order.interpreter not in (None, child.interpreter):
            _discard(child)
            child = self._child(str(order.interpreter))
        try:
            self._run = run = Run(order, child, self._notices, self._analyses)
        except OSError as error:
            reason = f"The recording cannot be written: {error.strerror}."
            self._notices.tell({"failed": {"reason": reason}})
            self._server_gone = True
            return
        for output in run.output:
            self._watch(output.fd, partial(self._drain, output))
        if hasattr(os, "pidfd_open") and child.pid:
            with contextlib.suppress(OSError):
                self._watch(os.pidfd_open(child.pid), run.notice_exit)

    def _drain(self, output: RawOutput) -> None:
        output.drain()
        if output.ended:
            self._selector.unregister(output.fd)

    def terminate(self, *_: object) -> None:
        """Somebody asks us to go: as if the server had."""
        if self._run is None:
            raise SystemExit
        self._run.stop(LOST, SERVER_GONE)


def _discard(child: Child) -> None:
    child.kill()
    child.wait()
    child.close()


def main(analyses: Iterable[Analysis] = ANALYSES, bootstrap: Path = BOOTSTRAP) -> None:
    """Serve one run on stdin and stdout."""
    adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    notices = os.dup(1)
    os.dup2(2, 1)  # whatever prints by mistake must not break the protocol
    arguments = sys.argv[1:]
    compiled = arguments[:1] != ["--python-recorder"]
    interpreter, terminal = _asked(arguments if compiled else arguments[1:])
    collector = Collector(
        0, notices, analyses, bootstrap,
        interpreter=interpreter, terminal=terminal, compiled=compiled,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, collector.terminate)
    try:
        collector.serve()
    finally:
        sweep()


def _asked(arguments: list[str]) -> tuple[str, Terminal | None]:
    """Who starts a program in a terminal knows beforehand what it will run on, and where.

    `[--python-recorder] --interpreter PATH --terminal STDIN STDOUT STDERR`; by hand, because
    a spare collector starts while a program runs, and `argparse` would be a tenth of its start.
    """
    match arguments:
        case ["--interpreter", interpreter, "--terminal", stdin, stdout, stderr]:
            return interpreter, (int(stdin), int(stdout), int(stderr))
        case []:
            return sys.executable, None
    raise SystemExit(
        "usage: collector [--python-recorder] [--interpreter PATH --terminal STDIN STDOUT STDERR]"
    )


if __name__ == "__main__":
    main()
