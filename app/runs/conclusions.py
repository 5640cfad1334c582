"""Conclusions: the findings that stand for a run while it goes on, and since when.

Analyses are asked again and again, each as often as its own cost allows. A finding is
told anew when it changed, but not many times a second, and withdrawn when its analysis
no longer yields it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from time import thread_time_ns

from app.analysis.finding import Analysis
from app.timeline.model import Finding
from app.timeline.timeline import Timeline

RETELL_NS = 500_000_000
SLOW_PERIOD_NS = 1_000_000_000
PAST_KEPT = 1000
"""Findings of each analysis about what has left the window; earlier ones stay in the log."""
SHARE = 20
"""An analysis may use one part in so many of a processor. What it waited for one on a busy machine
does not count: else a finding that changes would be told late there."""


@dataclass(slots=True)
class Standing:
    """A finding, when it was first yielded, and when it was last told."""

    finding: Finding
    since: int
    told: int


@dataclass(slots=True)
class Asked:
    """An analysis, when it is due again, and what it found."""

    analysis: Analysis
    due: int = 0
    standing: dict[str, Standing] = field(default_factory=dict)


class Conclusions:
    """Asks the analyses and remembers their answers."""

    def __init__(self, analyses: Iterable[Analysis]) -> None:
        self._asked = [Asked(analysis) for analysis in analyses]

    def standing(self) -> list[Standing]:
        """What holds now, in the order of the analyses."""
        return [each for asked in self._asked for each in asked.standing.values()]

    def update(self, timeline: Timeline, now: int, *, final: bool = False) -> list[Finding]:
        """Ask the analyses that are due and return what has to be told."""
        told: list[Finding] = []
        for asked in self._asked:
            if final or now >= asked.due:
                began = thread_time_ns()
                told += _ask(asked, timeline, now, final=final)
                cost = thread_time_ns() - began
                period = 0 if asked.analysis.live else SLOW_PERIOD_NS
                asked.due = now + max(period, cost * SHARE)
        return told


def _past(asked: Asked, found: Container[str], timeline: Timeline) -> list[str]:
    """What was found of rows that have left the window, the oldest first.

    It was true when it was found, and nobody can see any more that it should not be. Of
    what is true now alone, a deadlock, the rows are open and never leave.
    """
    if asked.analysis.live:
        return []
    return [
        number
        for number, each in asked.standing.items()
        if number not in found and each.finding.to_ns < timeline.whole_from
    ]


def _ask(asked: Asked, timeline: Timeline, now: int, *, final: bool) -> Iterator[Finding]:
    found = {finding.id: finding for finding in asked.analysis.findings(timeline)}
    past = _past(asked, found, timeline)
    for number in past[:-PAST_KEPT]:
        del asked.standing[number]
    for gone in asked.standing.keys() - found.keys() - set(past):
        yield replace(asked.standing.pop(gone).finding, withdrawn=True)
    for number, finding in found.items():
        known = asked.standing.get(number)
        if known is None:
            asked.standing[number] = Standing(finding, now, now)
            yield finding
        elif finding != known.finding and (final or now - known.told >= RETELL_NS):
            known.finding, known.told = finding, now
            yield finding
