"""The sampler: what threads do between their events, seen from outside.

Only lanes in doubt are looked at: not those in a wait or sleep that an event has begun
and an event will end, nor those of which the watch tells all there is to tell. A GIL that
nobody tells of is looked at for as long as anybody has it. The rate follows the cost: at
most a twentieth of a processor.

A thread that wants to run is not always one that runs. It may hold the GIL, run C code
without it, or stand between being woken and getting the GIL or a processor. The last two
look alike at one glance, and only the processor time it gets tells them apart; so the
verdict on such a thread waits for a later look.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from app.events import OP_CPU, OP_GIL
from app.runs.gil import Gil, Holding
from app.runs.holders import Holders
from app.runs.kernel import Account, Doing, Look, ThreadView
from app.runs.naming import Naming
from app.runs.stays import Stays
from app.runs.watch import Watch
from app.timeline.fold import Fold
from app.timeline.model import Certainty, Sample, State
from app.timeline.timeline import OpenSpan

SHARE = 0.05
"""Of one processor, at most."""
SHORTEST_NS = 1_000_000
LONGEST_NS = 40_000_000
WAKE_NS = 20_000
"""What waking up for a round costs beside the round."""
ACCOUNT_NS = 8_000_000
"""The kernel's account of processor time is late by a clock tick; this is two long ones."""
QUEUED_NS = 200_000
"""A shorter wait for a processor, between two looks, is not worth a span of its own."""
MOST_THREADS = 200
"""Each costs two open files."""

STATES = {Doing.LOCKED: State.BLOCKED, Doing.SLEEPING: State.SLEEPING, Doing.WAITING: State.IO}
STAYS = frozenset({Doing.SLEEPING, Doing.WAITING})


class Watched:
    """A thread, and the looks at it whose verdict is still open."""

    def __init__(
        self, lane: int, view: ThreadView, stays: Stays, gil: Gil | None, number: int
    ) -> None:
        self.lane = lane
        self.stays = stays
        self.view = view
        self.gil = gil
        self._gil_object = number
        self._open: list[int] = []
        self._turn: tuple[int, Account] | None = None
        """When it was last seen to be about to run, and what it had got by then."""
        self._processor_ns = 0
        self._switches = 0

    def samples(self, now: int, look: Look, holding: Holding | None) -> Iterator[Sample]:
        """Yield what this look, and perhaps earlier ones, turn out to mean."""
        if self._open and now - self._open[-1] > 2 * LONGEST_NS:
            self._open.clear()
        plain = look.doing is not Doing.RUNNING
        if plain or holding is None or holding.thread in (0, self.view.tid):
            yield from self._verdict(now, holding)
            yield from self._waiting(now, look) if plain else self._running(now)
            return
        self.stays.leave()
        self._turn = None
        if not self._open:
            self._processor_ns = self.view.processor_ns()
            self._switches = holding.switches
        self._open.append(now)
        if now - self._open[0] >= ACCOUNT_NS:
            yield from self._verdict(now, holding)

    def _waiting(self, now: int, look: Look) -> Iterator[Sample]:
        self._turn = None
        if look.doing in STAYS:
            yield from self.stays.samples(now, look, STATES[look.doing])
            return
        self.stays.leave()
        if self.gil is not None and self.gil.is_waited_for_at(look.address):
            yield Sample(now, self.lane, State.RUNNABLE, self._gil_object, OP_GIL)
        else:
            yield Sample(now, self.lane, STATES[look.doing])

    def _running(self, now: int) -> Iterator[Sample]:
        """It would run, and the kernel knows how long it had no processor since the last look.

        Not when: that is put in the middle. Who got none at all for long has none now.
        """
        self.stays.run(now)
        account, before = self.view.account(), self._turn
        if before is not None and now - before[0] <= 2 * LONGEST_NS:
            seen, since = before
            queued = account.queued_ns - since.queued_ns
            if account == since:
                if now - seen >= ACCOUNT_NS:
                    yield Sample(seen + 1, self.lane, State.RUNNABLE, operation=OP_CPU)
                return
            if QUEUED_NS < queued < now - seen:
                start = seen + (now - seen - queued) // 2
                yield Sample(start, self.lane, State.RUNNABLE, operation=OP_CPU)
                yield Sample(start + queued, self.lane, State.RUNNING)
        self._turn = now, account
        yield Sample(now, self.lane, State.RUNNING)

    def _verdict(self, now: int, holding: Holding | None) -> Iterator[Sample]:
        """It ran at the open looks if it had a processor for most of the time since.

        For nearly all of it, if the GIL has changed hands: it may have had that in between.
        """
        if not self._open:
            return
        got = self.view.processor_ns() - self._processor_ns
        kept = holding is not None and holding.switches == self._switches
        ran = got >= (now - self._open[0]) * (0.5 if kept else 0.8)
        for time_ns in self._open:
            yield Sample(time_ns, self.lane, State.RUNNING if ran else State.RUNNABLE)
        self._open.clear()


class Sampler:
    """Looks at the threads of one run in rounds."""

    def __init__(
        self,
        fold: Fold,
        clock: Callable[[], int],
        naming: Naming | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._fold = fold
        self._clock = clock
        self._naming = naming
        self._watch = watch or Watch()
        self._holders = Holders(self._watch)
        self._watched: dict[int, Watched] = {}
        self._unseen: set[int] = set()
        self._period = SHORTEST_NS
        self._due = 0
        self._last = 0
        self._gap = 0.0
        self.rounds = 0
        """How many have looked at anything."""

    @property
    def due(self) -> int:
        """The time of the run at which the next round is due."""
        return self._due

    @property
    def hz(self) -> int:
        """Rounds per second, lately, while anything was in doubt; 0 if nothing ever was.

        Doubts too short for two rounds tell no rate: each was looked for at the slowest.
        """
        return round(1e9 / (self._gap or LONGEST_NS)) if self._last else 0

    def round(self, began: int) -> None:
        """Look once at every thread whose state is in doubt, and every GIL whose holder is.

        All we have done since `began` (of `time.thread_time_ns`) was for this round.
        """
        now = self._clock()
        in_doubt = self._in_doubt()
        self._forget()
        holdings = {process: gil.holding() for process, gil in self._watch.seen.items()}
        held = any(holding and holding.thread for holding in holdings.values())
        if not (in_doubt or held or self._holders.saw_any):
            self._period = min(self._period * 2, LONGEST_NS)
            self._due = now + self._period
            return
        self._fold.add_moments(self._holders.moments(now, holdings))
        samples: list[Sample] = []
        for watched, process in in_doubt:
            if look := watched.view.look():
                samples += watched.samples(self._clock(), look, holdings.get(process))
        self._fold.add_samples(samples)
        cost = time.thread_time_ns() - began + WAKE_NS
        self._period = min(max(SHORTEST_NS, int(cost / SHARE)), LONGEST_NS)
        self._due = now + self._period
        self.rounds += 1
        gap, self._last = now - self._last, now
        if gap <= 2 * LONGEST_NS:
            self._gap += (gap - self._gap) * (0.05 if self._gap else 1)

    def close(self) -> None:
        """Let go of all files."""
        for watched in self._watched.values():
            watched.view.close()

    def _in_doubt(self) -> list[tuple[Watched, int]]:
        found = []
        for lane, span in self._fold.timeline.open_spans.items():
            if not _is_exact_wait(span) and (watched := self._look_after(lane, span)):
                found.append((watched, self._fold.timeline.lanes[lane].process))
        return found

    def _look_after(self, lane: int, span: OpenSpan) -> Watched | None:
        """Return how to look at the lane's thread, if that could tell anything new."""
        named_since = span.start if span.object and span.certainty == Certainty.SAMPLED else None
        thread = self._fold.timeline.lanes[lane].native
        return self._view_of(lane) if self._watch.in_doubt(thread, named_since) else None

    def _view_of(self, lane: int) -> Watched | None:
        known = self._watched.get(lane)
        if known is not None or lane in self._unseen:
            return known
        row = self._fold.timeline.lanes[lane]
        process = self._fold.timeline.processes.get(row.process)
        if process is None or not row.native:
            return None
        if len(self._watched) >= MOST_THREADS:
            return None
        try:
            view = ThreadView(process.pid, row.native)
        except OSError:
            self._unseen.add(lane)
            return None
        stays = Stays(lane, process, view, self._naming)
        gil, number = self._watch.seen.get(process.id), self._watch.gils.get(process.id, 0)
        watched = self._watched[lane] = Watched(lane, view, stays, gil, number)
        return watched

    def _forget(self) -> None:
        """Close the files of lanes that have ended."""
        for lane in self._watched.keys() - self._fold.timeline.open_spans.keys():
            self._watched.pop(lane).view.close()
        if len(self._unseen) > MOST_THREADS:
            self._unseen.intersection_update(self._fold.timeline.open_spans)


def _is_exact_wait(span: OpenSpan) -> bool:
    waits = span.state in (State.BLOCKED, State.SLEEPING, State.IO)
    return waits and span.certainty == Certainty.EXACT
