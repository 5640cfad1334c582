"""The decoder: what processes say in ids and clocks of their own, told in those of the run.

Every process numbers its lanes, objects and sites from 1, and its tickets too; all read
the same clock. In the run, ids are given in order of appearance, tickets are set apart
by process, and time counts from the start of the first process.

What several processes have in common, a lock or a pipe between them, each defines for itself
with the same `shared` keys: it is one object of the run, and the row of who was first.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count, repeat
from operator import itemgetter
from sys import intern
from typing import Any

from app.events import (
    CONDITION_NOTIFIED,
    FUTURE_RESOLVED,
    MESSAGE_SENT,
    PROCESS_REPLACED,
    PROCESS_STARTED,
    QUEUE_GOT,
    QUEUE_PUT,
    SHARED,
    TASK_BEGAN,
    TASK_CANCELLED,
    TASK_ENDED,
    TASK_SUBMITTED,
    THREAD_STARTED,
    WAIT_ENDED,
    Event,
)
from app.runs.definitions import Row
from app.runs.ring import Record
from app.runs.sources import Sources
from app.timeline.model import Instant, InstantKind, Lane, Process, Site, SourceFile, SyncObject

Definition = Process | Lane | SyncObject | Site | SourceFile | Instant

WITH_TICKET = frozenset(
    {
        WAIT_ENDED,
        CONDITION_NOTIFIED,
        QUEUE_PUT,
        QUEUE_GOT,
        TASK_SUBMITTED,
        TASK_BEGAN,
        TASK_ENDED,
        TASK_CANCELLED,
        FUTURE_RESOLVED,
        MESSAGE_SENT,
    }
)
WITH_VALUE = frozenset({THREAD_STARTED, TASK_SUBMITTED, PROCESS_STARTED, PROCESS_REPLACED})
"""Kinds whose `value` is an id to translate, or tells who started which process."""

TICKET_BITS = 48
"""Tickets of one process stay below 2**48; even one per ns takes three days to get there."""

SHARED_TICKETS = 1 << 62
"""Tickets that an object has given out itself lie beyond those of 16,000 processes."""

LATEST_IDS = 1 << 14
FARTHEST_ID = 1 << 20
"""No process gives out so many ids before we hear of the first of them: this is none."""

MAIN_LANE = 1
TIME = itemgetter(0)

TEXT_KINDS = {
    "note": InstantKind.NOTE,
    "mark": InstantKind.MARK,
    "signal": InstantKind.SIGNAL,
    "dropped": InstantKind.DROPPED,
}


class Ids(dict[int, int]):
    """Ids of the run for the ids of one process; 0 stays 0.

    A process counts its own from 1, so an array has what was given to which: eight bytes
    of each thread, lock or future there ever was. The dictionary, ten times as large and
    the faster to ask, has only the latest.
    """

    def __init__(self, fresh: Iterator[int]) -> None:
        super().__init__({0: 0})
        self._fresh = fresh
        self._given = array("Q")

    def __missing__(self, local: int) -> int:
        self[local] = given = self._known(local) or next(self._fresh)
        return given

    def __setitem__(self, local: int, given: int) -> None:
        if len(self) > LATEST_IDS:
            self.clear()
            super().__setitem__(0, 0)
        super().__setitem__(local, given)
        if 0 < local < len(self._given) + FARTHEST_ID:
            self._given.extend(repeat(0, local + 1 - len(self._given)))
            self._given[local] = given

    def _known(self, local: int) -> int:
        return self._given[local] if 0 <= local < len(self._given) else 0


class Decoder:
    """Gives out the ids of one run."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.origin = 0
        self.lanes, self.objects, self.sites = count(1), count(1), count(1)
        self.starters: dict[int, int] = {}
        self.main_lanes: dict[int, Lane] = {}
        self.shared: dict[str, tuple[int, int]] = {}
        """Key -> the object of the run, and the process whose row describes it."""
        self._processes: dict[int, int] = {}
        self._numbers = count(1)

    def begin(self, pid: int, parent_pid: int, start: int) -> ProcessDecoder:
        """Take up a process; the first one sets the time of the run.

        A pid that begins again is a process that has become another program.
        """
        number = next(self._numbers)
        if number == 1:
            self.origin = start
        parent = self._processes.get(pid) or self._processes.get(parent_pid, 0)
        self._processes[pid] = number
        return ProcessDecoder(self, number, pid, parent)

    def number_of(self, pid: int) -> int:
        """Return the process that has this pid, 0 if it is not recorded."""
        return self._processes.get(pid, 0)

    def adopt(self) -> list[Lane]:
        """Return the main lanes of child processes whose starter has become known."""
        known = sorted(self.main_lanes.keys() & self.starters.keys())
        return [replace(self.main_lanes.pop(pid), parent=self.starters[pid]) for pid in known]


class ProcessDecoder:
    """Translates the rows and records of one process."""

    def __init__(self, run: Decoder, number: int, pid: int, parent: int) -> None:
        self.number = number
        self.malformed = 0
        self.name = "MainProcess"
        self._run = run
        self._pid = pid
        self._parent = parent
        self._lanes = Ids(run.lanes)
        self._objects = Ids(run.objects)
        self._sites = Ids(run.sites)
        self._tickets = (number - 1) << TICKET_BITS
        self._nouns: dict[str, Callable[[dict[str, Any]], Iterable[Definition]]] = {
            "process": self._process,
            "lane": self._lane,
            "object": self._object,
            "site": self._site,
            "output": self._output,
            "exception": self._exception,
            "text": self._text,
        }

    def events(self, records: Iterable[Record]) -> list[Event]:
        """Translate records, in the order of their times."""
        lanes, objects, sites, origin = self._lanes, self._objects, self._sites, self._run.origin
        new = tuple.__new__  # a third faster than `Event(…)`, for millions of events
        events: list[Event] = []
        for time, raw, ticket, lane, object_, site, kind, flags, _ in records:
            value = self._value(kind, raw, lanes[lane]) if kind in WITH_VALUE else raw
            local = lanes[lane], objects[object_], sites[site]
            link = ticket
            if ticket and kind in WITH_TICKET:
                of_object = SHARED_TICKETS + (local[1] << TICKET_BITS)
                link = ticket + (of_object if flags & SHARED else self._tickets)
            events.append(new(Event, (time - origin, kind, *local, value, link, flags)))
        events.sort(key=TIME)
        return events

    def definitions(self, rows: Iterable[Row]) -> list[Definition]:
        """Translate definitions; what makes no sense is passed over and counted."""
        found: list[Definition] = []
        for row in rows:
            for noun, columns in row.items():
                try:
                    found += self._nouns[noun](columns)
                except (KeyError, TypeError, ValueError):
                    self.malformed += 1
        return found

    def time(self, raw: int) -> int:
        """Translate a reading of the clock."""
        return max(raw - self._run.origin, 0)

    def _value(self, kind: int, value: int, lane: int) -> int:
        if kind == THREAD_STARTED:
            return self._lanes[value]
        if kind == TASK_SUBMITTED:
            return self._objects[value]
        self._run.starters[value] = lane
        return value

    def _process(self, row: dict[str, Any]) -> Iterable[Definition]:
        self.name = str(row["name"])
        yield Process(
            self.number,
            self._pid,
            self._parent or self._run.number_of(int(row.get("starter", 0))),
            self.name,
            str(row["python"]),
            str(row["implementation"]),
            bool(row["gil"]),
            str(row.get("recorder", "")),
            clocks=bool(row.get("clocks")),
        )

    def _lane(self, row: dict[str, Any]) -> Iterable[Definition]:
        lane = Lane(
            self._lanes[row["id"]],
            self.number,
            str(row["name"]),
            int(row["native"] or 0),
            bool(row["daemon"]),
            self._lanes[row["parent"]],
            self._sites[row["site"]],
            object=self._objects[row["object"]],
        )
        if row["id"] == MAIN_LANE and self.number > 1:
            self._run.main_lanes[self._pid] = lane
        yield lane

    def _object(self, row: dict[str, Any]) -> Iterable[Definition]:
        name = row["name"]
        if (keys := row.get("shared")) and not self._is_first(row["id"], str(keys).split()):
            return
        yield SyncObject(
            self._objects[row["id"]],
            intern(str(row["kind"])),
            name if name is None else intern(str(name)),
            self._sites[row["site"]],
            self.number,
        )

    def _is_first(self, local: int, keys: list[str]) -> bool:
        """Give a shared object its number of the run; whether this process describes it."""
        shared = self._run.shared
        known = next((shared[key] for key in keys if key in shared), None)
        if known is None:
            known = (self._objects[local], self.number)
        else:
            self._objects[local] = known[0]
        for key in keys:
            shared.setdefault(key, known)
        return known[1] == self.number

    def _site(self, row: dict[str, Any]) -> Iterable[Definition]:
        file, new = self._run.sources.row(str(row["file"]))
        if new:
            yield file
        yield Site(self._sites[row["id"]], file.id, int(row["line"]), str(row["function"]))

    def _output(self, row: dict[str, Any]) -> Iterable[Definition]:
        text = str(row["text"])
        if row["stream"] == "stderr":
            text = self._run.sources.shorten_traceback(text)
            yield self._instant(row, InstantKind.ERROR, text)
        else:
            yield self._instant(row, InstantKind.OUTPUT, text)

    def _exception(self, row: dict[str, Any]) -> Iterable[Definition]:
        traceback = self._run.sources.shorten_traceback(str(row["traceback"]))
        text = f"{row['type']}: {row['message']}\n{traceback}"
        yield self._instant(row, InstantKind.EXCEPTION, text)

    def _text(self, row: dict[str, Any]) -> Iterable[Definition]:
        yield self._instant(row, TEXT_KINDS[row["kind"]], str(row["text"]))

    def _instant(self, row: dict[str, Any], kind: InstantKind, text: str) -> Instant:
        lane, site = self._lanes[row["lane"]], self._sites[row.get("site", 0)]
        return Instant(lane, self.time(int(row["time"])), kind, site, 0, text)
