"""The intake: the recordings of all processes of a run, read, merged and folded.

The order within one look matters: first the heads of the rings, then all definitions
(which are written before the events that use them), then the fold.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from operator import itemgetter
from pathlib import Path
from time import perf_counter_ns
from typing import NamedTuple

from app.events import Event
from app.runs.decoder import Decoder, Definition
from app.runs.departures import Departures
from app.runs.handlers import handles_signals
from app.runs.processors import CoresBusy
from app.runs.recording import Recording, Recordings, Tally
from app.runs.ring import Reading
from app.runs.sources import Sources
from app.runs.watch import Watch
from app.timeline.fold import Fold
from app.timeline.model import Instant, InstantKind, Lane, Process

BATCH = 4096
"""Events folded between two frames at most, so that no frame grows large."""

MOMENTS = 2 * BATCH
"""What the watch tells is let in likewise; three of it make a hand-over."""
MOST_EARLY = 1 << 13
"""Events that wait here for those of other processes, or for the watch; the rest wait in
their rings, where the oldest is overwritten and counted when it waits for too long."""
LIFE_CHECK_NS = 100_000_000
SEARCH_NS = 10_000_000
TIME = itemgetter(0)


class Gathered(NamedTuple):
    """What one look has found, at which time."""

    now: int
    sure: int
    """The clock of the machine up to which the watch has told all."""
    over: bool
    recordings: list[Recording]
    readings: list[tuple[Recording, Reading]]
    full: list[Recording]
    """Those that have more."""


class Intake:
    """Feeds a fold from a run directory."""

    def __init__(
        self, directory: Path, sources: Sources, fold: Fold, watch: Watch | None = None
    ) -> None:
        self.watch = watch or Watch()
        self.decoder = Decoder(sources)
        self.recordings = Recordings(directory, self.decoder)
        self.fold = fold
        self.events = 0
        self.definitions = 0
        self.behind = False
        self._early: list[Event] = []
        self._gathered: Gathered | None = None
        """What waits for its definitions to be read: when there are many, a piece at a time."""
        self._life_checked = self._searched = self._known = self._unheard = 0
        self._departures = Departures(fold, self.watch, self.now)
        self._cores = CoresBusy(fold, partial(next, self.decoder.objects))

    @property
    def begun(self) -> bool:
        """Whether a process has begun to record: only then there is a run time."""
        return self.recordings.begun

    @property
    def held_up(self) -> bool:
        """Whether the next look should not be long in coming: a record is half written."""
        return any(recording.ring.held_up for recording in self.recordings.found)

    @property
    def drained(self) -> bool:
        """Whether all processes are gone and nothing of theirs is left to read."""
        return all(recording.drained for recording in self.recordings.found)

    @property
    def living(self) -> int:
        """How many processes record at present."""
        return sum(not recording.dead for recording in self.recordings.found)

    def tally(self) -> Tally:
        """How much was recorded so far, and what that cost the program."""
        return self.recordings.tally()

    def count_cores(self, known: int, *, over: bool = False) -> None:
        """Reckon how many cores are busy, when that is due, and tell it up to `known`."""
        now = self.now()
        if self.begun and (over or self._cores.is_due(now)):
            self._cores.count(now, self.tally().processor_ns)
        self._cores.tell(now if over else known)

    def now(self) -> int:
        """The time of the run."""
        return self.decoder.origin and max(perf_counter_ns() - self.decoder.origin, 0)

    def look(self, *, over: bool = False) -> int:
        """Fold what has come, and return up to which time the program is now known.

        `over` says that all processes are dead. While `behind` is set there is more.
        """
        gathered = self._gathered = self._gathered or self._gather(over=over)
        if not self._is_defined(gathered):
            self.behind = True
            return self._known
        self._gathered = None
        self._known = self._take(gathered)
        return self._known

    def _gather(self, *, over: bool) -> Gathered:
        """Take what the rings hold, as far as it can be folded soon."""
        now, sure = self._search(over=over), self.watch.sure_until()
        recordings = [each for each in self.recordings.found if not each.drained]
        self._look_after(recordings, now, over=over)
        ahead = [each for each in recordings if self._is_ahead(each)]
        limit = max(BATCH // max(len(recordings), 1), 1)
        readings = [
            (each, each.ring.read(limit, dead=each.dead))
            for each in recordings
            if each not in ahead
        ]
        for recording in recordings:
            recording.definitions.take_aim()
        full = ahead + [each for each, reading in readings if len(reading.records) >= limit]
        return Gathered(now, sure, over, recordings, readings, full)

    def _is_defined(self, gathered: Gathered) -> bool:
        """Read a piece of the definitions; whether all is read that the events may name."""
        for recording in gathered.recordings:
            self._define(recording.decoder.definitions(recording.definitions.read()))
        return not any(recording.definitions.behind for recording in gathered.recordings)

    def _take(self, gathered: Gathered) -> int:
        now, sure, over, recordings, readings, full = gathered
        self.fold.defined_until(now)
        events = self._early
        for recording, reading in readings:
            events += self._translate(recording, reading)
        self.behind = bool(full)
        known = min([now, *(each.last_time for each in full)])
        if self.watch.speaks and not over:
            known = min(known, max(sure - self.decoder.origin, 0))
        until = self.now() if over and not full else known
        moments, until = self.watch.read(self.decoder.origin, until, None if over else MOMENTS)
        if self.watch.dropped != self._unheard:
            self._unheard = self.watch.dropped
            self.fold.lose_sight()
        self.behind = self.behind or (until < known and not over)
        known = min(known, until)
        self.fold.add_moments(moments)
        self._fold(events, known, over=over)
        if not over:
            self._departures.look(recordings, known)
        self._bury(readings, None if over else now)
        return known

    def tell(self, kind: InstantKind, text: str) -> None:
        """Add what the process as a whole said, now."""
        self.fold.add_instant(Instant(0, self.now(), kind, text=text))

    def close(self) -> None:
        """Let go of all files."""
        self.recordings.close()

    def _search(self, *, over: bool) -> int:
        """Find new processes, and return the time before which nothing is unknown.

        A process that begins after it, or while one looks, may do so at any time from then on.
        """
        now, begun = self.now(), self.begun
        if over or not begun or now - self._searched > SEARCH_NS:
            for sentence in self.recordings.look():
                self.tell(InstantKind.DROPPED, sentence)
            # Nothing precedes the first process, and before it there is no time.
            self._searched = now if begun else self.now()
        return self._searched

    def _is_ahead(self, recording: Recording) -> bool:
        """Whether too much waits already, and what this one has to say would wait as well."""
        return len(self._early) >= MOST_EARLY and recording.last_time > self._known

    def _look_after(self, recordings: Iterable[Recording], now: int, *, over: bool) -> None:
        if over or now - self._life_checked > LIFE_CHECK_NS:
            self._life_checked = now
            self.watch.tidy()
            for recording in recordings:
                recording.look_after(over=over)
                if not recording.dead and handles_signals(recording.ring.pid):
                    self.fold.expect_signals(recording.decoder.number)

    def _define(self, definitions: Iterable[Definition]) -> None:
        for row in definitions:
            self.definitions += 1
            match row:
                case Instant():
                    self.fold.add_instant(row)
                case Process():
                    for each in self.watch.adopt(row, self.decoder.objects):
                        self.fold.define(each)
                case Lane():
                    self.watch.know(row.native, row.id)
                    self.fold.define(row)
                case _:
                    self.fold.define(row)

    def _translate(self, recording: Recording, reading: Reading) -> list[Event]:
        """Translate a reading; a loss goes to the fold at once, before what follows it."""
        recording.count(reading.records)
        events = recording.decoder.events(reading.records)
        self._define(self.decoder.adopt())
        self.events += len(events)
        if reading.lost:
            after = events[0].time if events else self.now()
            number = recording.decoder.number
            self.fold.lose(number, recording.last_time, after, reading.lost)
            self._departures.expect()
        if events:
            recording.last_time = max(recording.last_time, events[-1].time)
        return events

    def _fold(self, events: list[Event], known: int, *, over: bool) -> None:
        """Fold in order of time what no other process can precede any more."""
        events.sort(key=TIME)
        self._early = []
        if not over:
            ready = next((i for i, event in enumerate(events) if event.time > known), len(events))
            self._early = events[ready:]
            events = events[:ready]
        self.fold.add_events(events)

    def _bury(self, readings: Iterable[tuple[Recording, Reading]], now: int | None) -> None:
        """End the lanes of processes that are gone and have been read to the end.

        Not those that live as long as the run: what they last did is still to be judged.
        """
        for recording, reading in readings:
            if recording.dead and not reading.records and not reading.lost:
                recording.drained = True
                if now is not None:
                    last = max(now, recording.last_time)
                    self.fold.end_process(recording.decoder.number, last)
                    self.recordings.bury(recording)
                    self.watch.let_go(recording.decoder.number)
