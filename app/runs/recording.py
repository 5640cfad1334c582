"""A recording: what one process of the run leaves behind, its ring and its definitions."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from app.runs.decoder import Decoder
from app.runs.definitions import DefinitionReader
from app.runs.guardian import Life
from app.runs.ring import RingError, RingReader


class Recording:
    """The open files of one process, and whether it still lives."""

    def __init__(self, ring: Path, decoder: Decoder) -> None:
        self.ring = RingReader(ring)
        self.definitions = DefinitionReader(ring.with_suffix(".defs"))
        self.decoder = decoder.begin(self.ring.pid, self.ring.parent_pid, self.ring.start)
        self._life = Life(self.ring.pid)
        self.dead = False
        self.drained = False
        self.last_time = 0

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
        self._decoder = decoder
        self._known: set[str] = set()

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
