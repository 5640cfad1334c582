"""Conclusions: the findings that stand for a run while it goes on, and since when.

Analyses are asked again and again, each as often as its own cost allows. A finding is
told anew when it changed, but not many times a second, and withdrawn when its analysis
no longer yields it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from time import perf_counter_ns

from app.analysis.finding import Analysis
from app.timeline.model import Finding
from app.timeline.timeline import Timeline

RETELL_NS = 500_000_000
SLOW_PERIOD_NS = 1_000_000_000
SHARE = 20
"""An analysis may use one part in so many of the time."""


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
                began = perf_counter_ns()
                told += _ask(asked, timeline, now, final=final)
                cost = perf_counter_ns() - began
                period = 0 if asked.analysis.live else SLOW_PERIOD_NS
                asked.due = now + max(period, cost * SHARE)
        return told


def _ask(asked: Asked, timeline: Timeline, now: int, *, final: bool) -> Iterator[Finding]:
    found = {finding.id: finding for finding in asked.analysis.findings(timeline)}
    for gone in asked.standing.keys() - found.keys():
        yield replace(asked.standing.pop(gone).finding, withdrawn=True)
    for number, finding in found.items():
        known = asked.standing.get(number)
        if known is None:
            asked.standing[number] = Standing(finding, now, now)
            yield finding
        elif finding != known.finding and (final or now - known.told >= RETELL_NS):
            known.finding, known.told = finding, now
            yield finding
