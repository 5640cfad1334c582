"""A confusion table: for how long threads were in one state and were said to be in another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.timeline.model import InstantKind, State
from app.timeline.queries import shares
from app.timeline.timeline import Timeline

STATES = tuple(state.label for state in State if state is not State.FINISHED)


@dataclass(slots=True)
class Confusion:
    """Nanoseconds by true state and told state."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How much time was told of by both."""
        return self.cells.total()

    @property
    def right(self) -> float:
        """Which share of it was told right."""
        same = sum(ns for (true, said), ns in self.cells.items() if true == said)
        return same / self.total if self.total else 0.0

    def add(self, true: dict[str, int], said: dict[str, int]) -> None:
        """Add a stretch: what both say agrees, the rest is confused in proportion."""
        true, said = Counter(true), Counter(said)
        for state in STATES:
            same = min(true[state], said[state])
            self.cells[state, state] += same
            true[state] -= same
            said[state] -= same
        left = said.total()
        for state, ns in true.items():
            for other, wrong in said.items():
                self.cells[state, other] += ns * wrong // left if left else 0

    def __iadd__(self, other: Confusion) -> Confusion:
        self.cells.update(other.cells)
        return self


def compare(timeline: Timeline, truth: str) -> Confusion:
    """What the timeline says, held against what the program itself has told."""
    table, offset = Confusion(), clock_offset(timeline)
    lanes = {lane.name: lane.id for lane in timeline.lanes.values()}
    for name, stretches in json.loads(truth).items():
        for start, end, true in stretches:
            said = shares(timeline, lanes[name], start + offset, end + offset)
            table.add(true, dict(zip(STATES, said, strict=False)))
    return table


def clock_offset(timeline: Timeline) -> int:
    """From the machine's clock to the run's: the program has printed the former."""
    return min(
        instant.time - int(instant.text.split()[1])
        for instant in timeline.instants
        if instant.kind == InstantKind.OUTPUT and instant.text.startswith("clock ")
    )


def as_rows(table: Confusion) -> Iterator[str]:
    """The table in Markdown: one row per true state, in per cent of all time."""
    yield "| it was … and the timeline says | " + " | ".join(STATES) + " |"
    yield "|---|" + "---:|" * len(STATES)
    for true in STATES:
        cells = (f"{table.cells[true, said] / table.total:.2%}" for said in STATES)
        yield f"| {true} | " + " | ".join(cells) + " |"
