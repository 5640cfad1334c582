"""A summary: what the index says about a timeline, gathered from its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from app.store.run import Ending
from app.timeline.frames import End, Frame, Header, MalformedLine, decode
from app.timeline.lines import VERSION, Begins
from app.timeline.model import Cost, Finding

NOTHING_BEFORE = Begins(at=-1, line=0)


@dataclass(slots=True)
class Summary:
    """What a timeline holds, up to its last good line."""

    header: Header | None = None
    end: End | None = None
    lines: int = 0
    now: int = 0
    problem: str = ""
    """What is wrong with the first line that is not good; empty when all are."""
    cost: Cost | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    _begins: Begins = NOTHING_BEFORE
    _lanes: set[int] = field(default_factory=set)
    _objects: set[int] = field(default_factory=set)
    _spans: int = 0
    _flows: int = 0
    _instants: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many of each there are, as the end of a timeline tells it."""
        return {
            "spans": self._spans,
            "flows": self._flows,
            "instants": self._instants,
            "lanes": self._begins.lanes + len(self._lanes),
            "objects": self._begins.objects + len(self._objects),
        }

    def add(self, frame: Frame) -> None:
        """Count what a frame brings."""
        self.now = max(self.now, frame.now)
        if frame.begins is not None:
            self._begin(frame.begins)
        begins = self._begins
        self._lanes.update(row.id for row in frame.lanes if not begins.counts_lane(row))
        self._objects.update(row.id for row in frame.objects if not begins.counts_object(row))
        self._spans += len(frame.spans)
        self._flows += len(frame.flows)
        self._instants += len(frame.instants)
        self.findings.update((finding.id, finding) for finding in frame.findings)
        self.cost = frame.cost or self.cost

    def _begin(self, begins: Begins) -> None:
        """What came before is counted there."""
        self._begins = begins
        self._lanes.clear()
        self._objects.clear()
        self._spans, self._flows, self._instants = begins.spans, begins.flows, begins.instants

    def ending(self, status: str, reason: str, size: int) -> Ending:
        """Return how the run ended: as its own end says, else as given."""
        end = self.end or End(status, reason, duration=self.now, counts=self.counts)
        known = end.exit_code is not None or end.exit_signal is not None
        return Ending(
            status=end.status,
            reason=end.reason,
            exit={"code": end.exit_code, "signal": end.exit_signal} if known else None,
            duration=end.duration,
            counts=dict(end.counts) or self.counts,
            cost=asdict(self.cost) if self.cost else None,
            findings=[
                {"kind": each.kind, "severity": each.severity, "sentence": each.sentence}
                for each in self.findings.values()
                if not each.withdrawn
            ],
            bytes=size,
        )


def summarise(lines: Iterable[bytes | str]) -> Summary:
    """Read a timeline up to its end, or to the first line that is not good."""
    summary = Summary()
    version = VERSION
    for number, text in enumerate(lines):
        try:
            match decode(text, version):
                case Header() as header if number == 0:
                    summary.header, version = header, header.version
                case Frame() as frame if number > 0:
                    summary.add(frame)
                case End() as end if number > 0:
                    summary.end = end
                case _:
                    raise MalformedLine("It does not belong there: a header comes first, and once.")
        except MalformedLine as problem:
            summary.problem = f"Line {number + 1}: {problem}"
            break
        summary.lines += 1
        if summary.end is not None:
            break
    return summary
