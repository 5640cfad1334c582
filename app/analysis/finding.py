"""An analysis: one question asked of a timeline, finished or still growing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Protocol

from app.timeline.model import Finding
from app.timeline.timeline import Timeline

__all__ = ["Analysis", "Finding"]


class Analysis(Protocol):
    """One question. What it finds keeps its identity for as long as the case lasts."""

    name: ClassVar[str]
    live: ClassVar[bool]
    """Whether it is cheap enough to be asked at every tick of a running program."""

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """Yield what was found, gravest first."""
        ...
