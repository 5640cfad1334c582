"""An exception that nobody catches ends its thread, and the recorder sees it happen.

Nothing is inferred: the instants of this kind are written by the interpreter's own hooks
for uncaught exceptions. SystemExit is none. In any thread but the first one the program
goes on, and whoever joins the thread does not learn of it: that is worth saying.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import at_place, lane_name, moment
from app.timeline.model import Instant, InstantKind
from app.timeline.timeline import Timeline


class UncaughtException:
    """A thread that ended in an exception."""

    name: ClassVar[str] = "uncaught_exception"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per thread that ended so."""
        for instant in timeline.instants:
            if instant.kind == InstantKind.EXCEPTION:
                yield Finding(
                    id=f"{self.name}:{instant.lane}.{instant.time}",
                    kind=self.name,
                    severity="error",
                    sentence=sentence(timeline, instant),
                    lanes=(instant.lane,) if instant.lane else (),
                    sites=(instant.site,) if instant.site else (),
                    from_ns=instant.time,
                    to_ns=instant.time,
                )


def sentence(timeline: Timeline, instant: Instant) -> str:
    """Who ended, where, in what."""
    lane = timeline.lanes.get(instant.lane)
    who = lane_name(timeline, instant.lane) if lane else "The program"
    first = lane is None or instant.lane == min(
        other.id for other in timeline.lanes.values() if other.process == lane.process
    )
    rest = "" if first else "; the program goes on without it, and no join tells of it"
    return (
        f"{who} ended{at_place(timeline, instant.site)}, {moment(instant.time)}, in an exception "
        f"that nothing caught: {error_line(instant.text)}{rest}."
    )


def error_line(text: str) -> str:
    """`ValueError: …` of a message or of a whole traceback, without its full stop."""
    lines = [line for line in text.strip().splitlines() if line.strip()] or ["an exception"]
    error = lines[0]
    if error.startswith("Traceback"):
        error = next((line for line in reversed(lines) if not line.startswith(" ")), lines[-1])
    return error.strip().rstrip(".")
