"""The lines of a timeline: its header, its frames and its end, as values.

`docs/format.md` says what each means and how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.timeline.columns import CountColumns, FlowColumns, HoldColumns, SpanColumns
from app.timeline.model import (
    Cost,
    Finding,
    Instant,
    Lane,
    Process,
    Site,
    SourceFile,
    SyncObject,
)

VERSION = 1

HeldRow: TypeAlias = tuple[int, int, int, int, int]
"""An open hold: its object, lane, start, site and certainty."""


@dataclass(slots=True)
class Header:
    """What was run, when, and under which limits."""

    id: str
    created: str
    program: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    recorder: Mapping[str, Any] = field(default_factory=dict)
    machine: Mapping[str, Any] = field(default_factory=dict)
    """`cores`: how many processors the run may use."""
    version: int = VERSION
    """In which the lines were read; they are written in the newest."""


@dataclass(frozen=True, slots=True)
class Begins:
    """Where a timeline begins that has lost its head, and how many rows came before."""

    at: int
    line: int
    spans: int = 0
    holds: int = 0
    flows: int = 0
    instants: int = 0
    counters: int = 0
    lanes: int = 0
    objects: int = 0

    def counts_lane(self, lane: Lane) -> bool:
        """Whether a lane that is told later is one of those before, told again."""
        return lane.begin <= self.at

    def counts_object(self, row: SyncObject) -> bool:
        """The same of an object: ids are given in order, so far as anyone can tell."""
        return row.id <= self.objects


@dataclass(slots=True)
class Frame:
    """What became known since the frame before."""

    now: int
    begins: Begins | None = None
    """Set: it tells how things stood, for what came before is not told."""
    processes: list[Process] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    objects: list[SyncObject] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    spans: SpanColumns = field(default_factory=SpanColumns)
    holds: HoldColumns = field(default_factory=HoldColumns)
    flows: FlowColumns = field(default_factory=FlowColumns)
    instants: list[Instant] = field(default_factory=list)
    counters: CountColumns = field(default_factory=CountColumns)
    open: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cost: Cost | None = None

    @property
    def empty(self) -> bool:
        """Whether it tells nothing but `now` and the cost."""
        return not any(len(getattr(self, name)) for name in FRAME_PARTS)


FRAME_PARTS = (
    "processes",
    "lanes",
    "objects",
    "files",
    "sites",
    "spans",
    "holds",
    "flows",
    "instants",
    "counters",
    "open",
    "held",
    "findings",
)


@dataclass(slots=True)
class End:
    """How the run ended."""

    status: str
    reason: str = ""
    exit_code: int | None = None
    exit_signal: int | None = None
    duration: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
