"""A run: one execution of a program, as the index knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

RUNNING = "running"
LOST = "lost"

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is known of one run; `duration` is nanoseconds, None while it is running."""

    id: str
    title: str
    program: JsonObject
    """As in the header of the timeline: kind, name, title, parameters, …"""
    created: str
    owner: str = ""
    """Who records it (`store.folder.Claim`); empty for an imported timeline."""
    scenario: str | None = None
    interpreter: str | None = None
    status: str = RUNNING
    reason: str = ""
    exit: JsonObject | None = None
    duration: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    cost: JsonObject | None = None
    findings: list[JsonObject] = field(default_factory=list)
    pinned: bool = False
    bytes: int = 0
    """Of its log."""
    tiles_bytes: int = 0
    """Of the index of a long one; 0: there is none."""

    @property
    def disk_bytes(self) -> int:
        """What is freed when it is forgotten."""
        return self.bytes + self.tiles_bytes

    @property
    def is_running(self) -> bool:
        """True until the run has an end."""
        return self.status == RUNNING

    @property
    def is_complete(self) -> bool:
        """True when nothing will be added to its log; a lost one has yet to get its end."""
        return not self.is_running and (self.status != LOST or bool(self.counts))

    def is_longer_than(self, spans: int) -> bool:
        """Whether it is complete, and has more spans than that."""
        return self.is_complete and self.counts.get("spans", 0) > spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What becomes known of a run when it ends."""

    status: str
    reason: str = ""
    exit: JsonObject | None = None
    duration: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    cost: JsonObject | None = None
    findings: list[JsonObject] = field(default_factory=list)
    bytes: int = 0


def now() -> str:
    """The present moment, as the timeline's header writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
