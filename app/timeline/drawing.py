"""A drawing: a program's threads as rows of text, one column per step of a millisecond.

    where ready: Event, work: Queue
    left    +A   ?B   .
    right   +B   .    ?A

    .      nothing               ?A     asks for A and waits      +A   gets A
    -A     releases A            !A     gives up waiting for A    ?A:5 asks, for at most 5 ms
    >t     starts the thread t   <t     joins it                  |    ends
    ?t     waits until it runs   +t     has waited for that
    *e     sets an event, notifies a condition, is the last to come to a barrier,
           puts into a queue, resolves a future
    /e     clears an event       ?*q    waits to put into a full queue
    ~      sleeps until its next step, of which `^` is the one that only wakes
    *p.f   submits the task of future f to the executor p
    +p.f   begins that task      -p.f   ends it, which resolves f
    x      raises and ends       =io    is seen from outside in a state
    a,b    both, in this order

What `where` does not declare is a row's Thread, else a Lock; `S: Semaphore(2)` gives the
first value. A row named `helper&` is a daemon, `child@2` belongs to process 2. Rows that
nobody starts are there from the first column. Within a column what releases, sets, puts
or starts comes first, for causes come before their effects. The site of a step is the
line of its column's number in `program.py`, in a function named like its row.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

from app.timeline.model import Lane, Process, Site, SourceFile, SyncObject

ROW = re.compile(r"(?P<name>\w+)(?P<daemon>&?)(?:@(?P<process>\d+))?")
DECLARATION = re.compile(r"(?P<name>\w+): (?P<kind>\w+)(?:\((?P<count>\d+)\))?")
STEP = re.compile(
    r"(?P<sign>\?\*|[-?+*!/<>=~^|x])(?P<name>\w*)(?:\.(?P<task>\w+))?(?::(?P<limit>\d+))?"
)

Definition: TypeAlias = Process | Lane | SyncObject | Site | SourceFile


class BadDrawing(ValueError):
    """A drawing, or a step of one, that means nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one thread does in one column."""

    sign: str
    name: str
    task: str
    limit: int
    """In nanoseconds, -1 for none."""


@dataclass(slots=True)
class Row:
    """A thread of the drawing: its steps by column, and what it is doing."""

    lane: int
    name: str
    steps: list[list[Step]]
    object: int
    started: bool = False
    sleeping: bool = False
    waits_for: int = 0
    joins: str = ""
    ended: bool = False


@dataclass(slots=True)
class Thing:
    """A sync object of the drawing: how it stands, and who waits for it."""

    id: int
    kind: str
    count: int = 0
    tickets: deque[int] = field(default_factory=deque)
    waiting: deque[int] = field(default_factory=deque)


class Drawing:
    """What a drawing says, read but not yet played."""

    def __init__(self, text: str) -> None:
        self.definitions: list[Definition] = [SourceFile(1, "program.py")]
        self.rows: dict[str, Row] = {}
        self.things: dict[str, Thing] = {}
        lines = [line.split() for line in text.splitlines() if line.strip()]
        for line in lines:
            if line[0] != "where":
                self._add_row(line[0], line[1:])
        for line in lines:
            if line[0] == "where":
                self._declare(" ".join(line[1:]))
        for row in self.rows.values():
            for step in (step for steps in row.steps for step in steps):
                if step.sign == ">":
                    self.row(step.name).started = True

    @property
    def columns(self) -> int:
        """How many steps the longest row has."""
        return max((len(row.steps) for row in self.rows.values()), default=0)

    def row(self, name: str) -> Row:
        """The row of this name."""
        if name not in self.rows:
            raise BadDrawing(f"There is no row {name!r}.")
        return self.rows[name]

    def thing(self, name: str, kind: str = "Lock") -> Thing:
        """The sync object of this name."""
        if name not in self.things:
            thing = self.things[name] = Thing(len(self.things) + 1, kind)
            self.definitions.append(SyncObject(thing.id, kind, name, process=1))
        return self.things[name]

    def site(self, row: Row, column: int) -> int:
        """The site of a row's step, counted from column 1."""
        site = (row.lane << 10) + column
        row_site = Site(site, 1, column, row.name)
        if row_site not in self.definitions:
            self.definitions.append(row_site)
        return site

    def _add_row(self, label: str, texts: list[str]) -> None:
        match = ROW.fullmatch(label)
        if match is None:
            raise BadDrawing(f"{label!r} is no name of a row.")
        number, name, lane = int(match["process"] or 1), match["name"], len(self.rows) + 1
        process = Process(number, number, name=f"process {number}")
        if process not in self.definitions:
            self.definitions.append(process)
        thread = self.thing(name, "Thread").id
        self.rows[name] = Row(lane, name, [read_steps(text) for text in texts], thread)
        self.definitions.append(
            Lane(lane, number, name, daemon=bool(match["daemon"]), object=thread)
        )

    def _declare(self, text: str) -> None:
        for declaration in text.split(","):
            match = DECLARATION.fullmatch(declaration.strip())
            if match is None:
                raise BadDrawing(f"{declaration!r} declares nothing.")
            self.thing(match["name"], match["kind"]).count = int(match["count"] or 0)


def read_steps(text: str) -> list[Step]:
    """The steps of one row in one column."""
    steps = []
    for part in text.split(","):
        match = STEP.fullmatch(part)
        if match is not None:
            limit = int(match["limit"]) * 1_000_000 if match["limit"] else -1
            steps.append(Step(match["sign"], match["name"], match["task"] or "", limit))
        elif part != ".":
            raise BadDrawing(f"{part!r} is no step.")
    return steps
