"""A run: one execution of a program, from the order to the last line of its log."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import asdict
from time import perf_counter_ns, thread_time_ns
from typing import Any

from app.analysis.finding import Analysis
from app.runs.child import Child
from app.runs.guardian import sweep
from app.runs.intake import Intake
from app.runs.journal import Journal
from app.runs.limits import Limits
from app.runs.naming import Naming
from app.runs.notices import Notices
from app.runs.orders import StartRun
from app.runs.outcome import EXITED, FAILED, LOST, STOPPED, Outcome, outcome_of
from app.runs.output import Allowance, RawOutput
from app.runs.sampler import Sampler
from app.runs.sources import Sources
from app.store.log import StoreFull
from app.store.packing import compress_log
from app.timeline.fold import Fold
from app.timeline.lines import End
from app.timeline.model import InstantKind

EAGER_S = 0.001
EAGER_FOR_NS = 2_000_000_000
TICK_S = 0.040
PACKED_AT_ONCE = 64 << 20
"""Bytes of the log: two seconds that somebody at a terminal waits for their prompt."""


class Run:
    """Everything of one run: `begin`, then `tick` whenever it is due, then `finish`."""

    def __init__(
        self, order: StartRun, child: Child, notices: Notices, analyses: Iterable[Analysis]
    ) -> None:
        self.child = child
        self.fold = Fold()
        self._sources = Sources(order.program_directory)
        self.intake = Intake(order.directory, self._sources, self.fold, child.watch)
        if child.watch.switches is not None:
            self.fold.watch_processors()
        child.before_reaping = self.intake.tally
        allowance = Allowance(order.output_lines)
        self.journal = Journal(order, self.intake, allowance, analyses, notices)
        self.output = [
            RawOutput(child.stdout, allowance, self._say_output),
            RawOutput(child.stderr, allowance, self._say_error),
        ]
        naming = Naming(self.fold, self.intake.decoder)
        self.sampler = Sampler(self.fold, self.intake.now, naming, child.watch)
        self.outcome: Outcome | None = None
        self._order = order
        self._notices = notices
        self._limits = Limits.of(order.limits)
        self._began = perf_counter_ns()
        self._events = 0
        self._last_event = 0
        self._closed = False

    def begin(self) -> None:
        """Give the child its job; while it starts there is time for the header."""
        self.child.give({**self._order.job(), **self.child.watch.handed_on()})
        self._notices.tell({"started": {"pgid": self.child.pgid}})
        self.journal.begin()

    def wait_s(self) -> float:
        """How long nothing has to be done, unless something happens."""
        if self.intake.behind:
            return 0
        new = not self.intake.events and perf_counter_ns() - self._began < EAGER_FOR_NS
        if new or self.intake.held_up:
            return EAGER_S
        return min(max(self.sampler.due - self.intake.now(), 0) / 1e9, TICK_S)

    def tick(self) -> None:
        """Take in what happened; `outcome` is set when the run has to end."""
        began = thread_time_ns()
        known = self.intake.look()
        if self.intake.events != self._events:
            self._events, self._last_event = self.intake.events, known
        if self.intake.begun and known >= self.sampler.due:
            self.sampler.round(began)
            self.journal.sampler_hz = self.sampler.hz
            self.journal.rounds = self.sampler.rounds
        self.intake.count_cores(known)
        self.journal.write(known)
        if not self.notice_exit() and (reason := self._reason_to_stop(known)):
            self.stop(STOPPED, reason)

    def notice_exit(self) -> bool:
        """Return whether the child has ended; then so has the run."""
        if not self.child.ended():
            return False
        self.stop(FAILED if self.child.failure else EXITED, self.child.failure)
        return True

    def stop(self, status: str, reason: str) -> None:
        """Decide the outcome from outside; the first to decide is right."""
        if self.outcome is None:
            self.outcome = Outcome(status, reason)

    def finish(self) -> None:
        """Leave no process, write the last lines, tell the server."""
        assert self.outcome is not None
        now = max(self.intake.now(), self.fold.timeline.now)
        self.end_processes()
        for output in self.output:
            output.drain()
            output.finish()
        while self.intake.begun and not self.intake.drained:
            self.journal.write(min(self.intake.look(over=True), now))
        outcome = self.outcome
        if outcome.status == EXITED and self.child.exit is not None:
            outcome = outcome_of(self.child.exit, self.fold.timeline)
        self.intake.count_cores(now, over=True)
        end = self.journal.end(outcome, now)
        self.close()
        packed = self._compress(outcome)
        self._notices.tell({"ended": {**self._summary(outcome, end), "compressed": packed}})

    def fail(self, sentence: str) -> None:
        """Give up: the log cannot be written any further."""
        self.end_processes()
        with contextlib.suppress(StoreFull, OSError):
            self.journal.give_up(Outcome(FAILED, sentence))
        self.close()
        self._notices.tell({"failed": {"reason": sentence}})

    def _compress(self, outcome: Outcome) -> bool:
        """Nobody waits for a lost run's log to be small, but somebody for us to be gone."""
        if outcome.status == LOST:
            return False
        try:
            compress_log(self._order.log, PACKED_AT_ONCE)
        except (StoreFull, OSError):
            return False
        return True

    def end_processes(self) -> None:
        """End the child and whatever came of it."""
        self.child.kill()
        self.child.wait()
        sweep()

    def close(self) -> None:
        """Let go of the files, and of the rings, which have been read; twice is once."""
        if self._closed:
            return
        self._closed = True
        self.journal.log.close()
        self.intake.close()
        self.sampler.close()
        self.child.close()
        with contextlib.suppress(OSError):
            for path in self._order.directory.iterdir():
                path.unlink()
            self._order.directory.rmdir()

    def _reason_to_stop(self, now: int) -> str | None:
        lasted = perf_counter_ns() - self._began
        intake = self.intake
        return self._limits.exceeded(
            lasted, intake.events, intake.definitions, intake.living
        ) or self._limits.hung(self.fold.timeline, self.journal.standing(), now, self._last_event)

    def _summary(self, outcome: Outcome, end: End) -> dict[str, Any]:
        return {
            "status": outcome.status,
            "reason": outcome.reason,
            "exit": outcome.exit._asdict(),
            "duration": end.duration,
            "counts": dict(end.counts),
            "cost": asdict(self.journal.cost),
            "findings": [
                {"kind": f.kind, "severity": f.severity, "sentence": f.sentence}
                for f in (each.finding for each in self.journal.standing())
            ],
        }

    def _say_output(self, text: str) -> None:
        self.intake.tell(InstantKind.OUTPUT, text)

    def _say_error(self, text: str) -> None:
        self.intake.tell(InstantKind.ERROR, self._sources.shorten_traceback(text))
