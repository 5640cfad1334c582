"""A recording: what one process of the run leaves behind, its ring and its definitions."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from app.runs.decoder import Decoder
from app.runs.definitions import DefinitionReader
from app.runs.guardian import Life
from app.runs.processors import ProcessorTime
from app.runs.ring import Record, RingError, RingReader

KIND = itemgetter(6)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was recorded, of how much the program did, and what that cost it."""

    events: int = 0
    dropped: int = 0
    output_dropped: int = 0
    spent_ns: float = 0
    processor_ns: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    @property
    def ns_per_event(self) -> float:
        """What recording one event took of the program's processor time."""
        return self.spent_ns / max(self.events + self.dropped, 1)

    @property
    def share(self) -> float:
        """The part of the program's processor time that its recording was."""
        return min(self.spent_ns / self.processor_ns, 1) if self.processor_ns > 0 else 0


class Recording:
    """The open files of one process, and whether it still lives."""

    def __init__(self, ring: Path, decoder: Decoder) -> None:
        self.path = ring
        self.ring = RingReader(ring)
        self.definitions = DefinitionReader(ring.with_suffix(".defs"))
        self.decoder = decoder.begin(self.ring.pid, self.ring.parent_pid, self.ring.start)
        self._life = Life(self.ring.pid)
        self.dead = False
        self.drained = False
        self.last_time = 0
        self.processor = ProcessorTime(self.ring.pid, self.ring.processor_ns())
        self.events = 0
        self._costs = self.ring.costs()
        self._first_lap_cost = self.ring.first_lap_cost()
        self._spent_ns = 0.0

    def count(self, records: Iterable[Record]) -> None:
        """Reckon what recording these has cost the program."""
        for kind, number in Counter(map(KIND, records)).items():
            self.events += number
            if kind < len(self._costs):
                self._spent_ns += self._costs[kind] * number

    def tally(self) -> Tally:
        """What this process adds to the totals of the run.

        Events that were overwritten have cost as much as others; which they were is not known.
        """
        dropped = self.ring.dropped
        known = max(self.events, 1)
        spent_ns = self._spent_ns * (known + dropped) / known
        spent_ns += self._first_lap_cost * min(self.events + dropped, self.ring.capacity)
        return Tally(
            self.events, dropped, self.ring.output_dropped, spent_ns, self.processor.read()
        )

    def look_after(self, *, over: bool) -> None:
        """Find out whether the process still runs; `over` says that none does."""
        self.dead = self.dead or over or not self._life.goes_on()

    def close(self) -> None:
        """Let go of the files."""
        self.ring.close()
        self.definitions.close()
        self._life.close()


class Recordings:
    """The recordings of a run, found in its directory as processes appear."""

    def __init__(self, directory: Path, decoder: Decoder) -> None:
        self.directory = directory
        self.found: list[Recording] = []
        self.past = Tally()
        """Of processes that are gone and read to their ends."""
        self._decoder = decoder
        self._known: set[str] = set()

    @property
    def begun(self) -> bool:
        """Whether there has been any."""
        return bool(self._known and (self.found or self.past.events))

    def tally(self) -> Tally:
        """The totals of all processes."""
        return sum((each.tally() for each in self.found), self.past)

    def bury(self, recording: Recording) -> None:
        """Let go of one that has been read, of its files and the room they take.

        Not of its definitions: a process that it forked a moment ago may still read them.
        """
        self.found.remove(recording)
        self.past += recording.tally()
        recording.close()
        with contextlib.suppress(OSError):
            recording.path.unlink()

    def look(self) -> list[str]:
        """Find the recordings that have appeared since; return what is wrong with others."""
        unreadable = []
        for name in sorted(self._rings() - self._known):
            self._known.add(name)
            try:
                recording = Recording(self.directory / name, self._decoder)
            except OSError as error:
                unreadable.append(f"The recording of a process cannot be read: {error.strerror}.")
            except RingError as error:
                unreadable.append(f"The recording of a process cannot be read: {error}.")
            else:
                self._replace(recording.ring.pid)
                self.found.append(recording)
        return unreadable

    def _replace(self, pid: int) -> None:
        """A pid that begins again has become another program: the one before is over."""
        for recording in self.found:
            recording.dead = recording.dead or recording.ring.pid == pid

    def close(self) -> None:
        """Let go of all files."""
        for recording in self.found:
            recording.close()

    def _rings(self) -> set[str]:
        # A program may do anything to its own temporary files.
        with contextlib.suppress(FileNotFoundError), os.scandir(self.directory) as entries:
            return {entry.name for entry in entries if entry.name.endswith(".ring")}
        return set()
