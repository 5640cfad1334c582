"""The journal: how a growing timeline gets into its log, line by line.

A frame is due as soon as the first events are there, then every 40 ms while something
happens and every 100 ms while nothing does, so that "now" moves on the page.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter_ns, process_time_ns

from app import VERSION
from app.analysis.finding import Analysis
from app.runs.conclusions import Conclusions, Standing
from app.runs.intake import Intake
from app.runs.notices import Notices
from app.runs.orders import StartRun
from app.runs.outcome import Outcome
from app.runs.output import Allowance
from app.runs.processors import usable_cores
from app.store.rolling import RollingLog
from app.timeline.encoding import encode_end, encode_frame, encode_header
from app.timeline.lines import End, Frame, Header
from app.timeline.model import Cost
from app.timeline.retelling import Retelling

FRAME_NS = 40_000_000
QUIET_FRAME_NS = 100_000_000
IDLE_NS = 10_000_000_000
IDLE_FRAME_NS = 1_000_000_000
"""A program that does nothing for ten seconds, perhaps for days, gets a frame a second."""
COST_NS = 250_000_000
MS = 1_000_000
RECORDER = {"name": "threadline", "version": VERSION}


class Journal:
    """Writes the header, the frames and the end of one run."""

    def __init__(
        self,
        order: StartRun,
        intake: Intake,
        allowance: Allowance,
        analyses: Iterable[Analysis],
        notices: Notices,
    ) -> None:
        self.log = RollingLog(order.log, order.log_bytes)
        self._retelling: Retelling | None = None
        """Set once the log was cut: what is written must not need what came before."""
        self.cost = Cost()
        self.sampler_hz = 0.0
        self.rounds = 0
        """How often the threads have been looked at."""
        self._own_ns, self._since_ns = process_time_ns(), perf_counter_ns()
        self._order = order
        self._intake = intake
        self._fold = intake.fold
        self._allowance = allowance
        self._conclusions = Conclusions(analyses)
        self._notices = notices
        self._framed = self._costed = -QUIET_FRAME_NS
        self._changed = 0
        self._begun = False

    def begin(self) -> None:
        """Write the header."""
        self._append(self._header())

    def _header(self) -> str:
        order = self._order
        return encode_header(
            Header(
                order.id,
                order.created,
                order.described(),
                dict(order.limits),
                RECORDER,
                {"system": platform.system(), "cores": usable_cores()},
            )
        )

    def standing(self) -> list[Standing]:
        """The findings that hold now."""
        return self._conclusions.standing()

    def write(self, known: int) -> None:
        """Write a frame if one is due; the program is known up to `known`."""
        since = known - self._framed
        first = self._intake.events > 0 and not self._begun
        due = first or self._intake.behind or since >= FRAME_NS
        if not due or not self._intake.begun:
            return
        self._fold.reach(known)
        findings = self._conclusions.update(self._fold.timeline, known)
        frame = self._fold.take_frame(known, findings, self._fresh_cost(known))
        if not frame.empty:
            self._changed = known
        quiet = QUIET_FRAME_NS if known - self._changed < IDLE_NS else IDLE_FRAME_NS
        if first or not frame.empty or since >= quiet:
            self._begun = True
            self._framed = known
            if frame.cost is not None:
                self._costed, self.cost = known, frame.cost
            self._tell(frame)
        self.log.tend(busy=self._intake.behind)

    def end(self, outcome: Outcome, now: int) -> End:
        """Write the last frame and the end."""
        timeline = self._fold.timeline
        self._fold.reach(now)
        findings = self._conclusions.update(timeline, now, final=True)
        self.cost = self._cost()
        frame: Frame = self._fold.end(now, findings, self.cost)
        self._tell(frame)
        end = End(outcome.status, outcome.reason, *outcome.exit, timeline.now, timeline.counts())
        self._append(encode_end(end))
        return end

    def give_up(self, outcome: Outcome) -> None:
        """Try to write an end although the last append failed: a short line may fit."""
        timeline = self._fold.timeline
        end = End(outcome.status, outcome.reason, None, None, timeline.now, timeline.counts())
        self._append(encode_end(end))

    def _tell(self, frame: Frame) -> None:
        """Write a frame; when the segment has grown enough, go on in a new one."""
        if self._retelling is not None:
            self._retelling.complete(frame)
        self._append(encode_frame(frame))
        if self.log.is_full:
            retelling = Retelling(self._fold.timeline)
            findings = [each.finding for each in self.standing()]
            snapshot = retelling.begin(self.log.lines - 1, findings)
            self.log.cut((self._header(), encode_frame(snapshot)), snapshot.now)
            self._retelling = retelling

    def _append(self, line: str) -> None:
        length = self.log.append(line)
        self._notices.appended(self.log.lines, length)

    def _fresh_cost(self, now: int) -> Cost | None:
        """Return the cost if it changed, not more than a few times a second."""
        if now - self._costed < COST_NS:
            return None
        cost = self._cost()
        return cost if _of_program(cost) != _of_program(self.cost) else None

    def _cost(self) -> Cost:
        """Shares with four digits, and times by the millisecond: a cost that does not
        change is not told again.
        """
        tally = self._intake.tally()
        now = max(self._intake.now(), 1)
        return Cost(
            events=tally.events,
            ns_per_event=round(tally.ns_per_event, 1),
            dropped=tally.dropped + self._intake.watch.dropped,
            output_dropped=tally.output_dropped + self._allowance.dropped,
            sampler_hz=self.sampler_hz,
            share=round(tally.share, 4),
            program_cpu=tally.processor_ns // MS * MS,
            sampler_mean_hz=round(self.rounds * 1e9 / now, 1),
            sampler_share=round(self._own_share(), 4),
            dropped_before=self.log.dropped_before,
        )

    def _own_share(self) -> float:
        """Both times from the same moment on, which is before the program's first event: of a
        run that is over at once the share would else be more than there are processors.
        """
        return (process_time_ns() - self._own_ns) / (perf_counter_ns() - self._since_ns)


def _of_program(cost: Cost) -> Cost:
    """The cost without what changes although the program does nothing."""
    return replace(cost, sampler_hz=0, sampler_mean_hz=0, sampler_share=0)
