"""Stays: the waits of one thread in the kernel, followed from look to look.

Two looks at the same place are not one wait if the thread ran in between. The kernel
counts how often a thread came onto a processor and for how long (`schedstat`), so a run
that fell between two looks is told with its true length; where in between it was is not
known, and it is put in the middle. Runs shorter than `LEAST_RUN_NS` between looks at the
same wait (a wake-up for nothing, a disk's next block) are saved up until they are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.events import OP_NONE
from app.runs.kernel import Account, Doing, Look, ThreadView
from app.runs.naming import Naming
from app.timeline.model import Process, Sample, State

LEAST_RUN_NS = 50_000
"""A return from the kernel and the way back to the same call take 5 to 20 µs of Python."""


FORGOTTEN_NS = 80_000_000
"""Who was not looked at for longer than two of the longest periods waited for an event."""


@dataclass(slots=True)
class Stay:
    """A wait that was seen, and when it was seen last."""

    look: Look
    account: Account
    seen: int
    operation: int = OP_NONE
    object: int = 0
    named: bool = False
    ran_ns: int = 0
    """Short runs, saved up."""


class Run(NamedTuple):
    """A thread was seen to run, having run for so long."""

    seen: int
    ran_ns: int


class Stays:
    """Tells the waits of a thread in the kernel, and the runs between them."""

    def __init__(
        self, lane: int, process: Process, view: ThreadView, naming: Naming | None
    ) -> None:
        self._lane = lane
        self._process = process
        self._view = view
        self._naming = naming
        self._stay: Stay | None = None
        self._run: Run | None = None

    def leave(self) -> None:
        """The thread was seen elsewhere."""
        self._stay = self._run = None

    def run(self, now: int) -> None:
        """The thread was seen to run."""
        self._stay, self._run = None, Run(now, self._view.account().ran_ns)

    def samples(self, now: int, look: Look, state: State) -> Iterator[Sample]:
        """Yield what a look at a thread in the kernel says, and what was missed before it."""
        before, account = self._stay, self._view.account()
        if before is not None and now - before.seen > FORGOTTEN_NS:
            before = None
        if before and before.look is look and before.account.turns == account.turns:
            stay = before
            self._name(stay)
        else:
            stay = self._stay = Stay(look, account, now)
            self._name(stay)
            if before is not None:
                yield from self._missed(before, stay, state)
            elif self._run is not None:
                yield from self._since(self._run, stay, state)
        self._run = None
        stay.seen = now
        yield Sample(now, self._lane, state, stay.object, stay.operation)

    def _name(self, stay: Stay) -> None:
        if stay.named or self._naming is None or stay.look.doing is not Doing.WAITING:
            return
        stay.operation = self._naming.operation(stay.look)
        if self._naming.can_afford():
            stay.named = True
            named = self._naming.name(self._process, self._view, stay.look)
            stay.operation, stay.object = named

    def _missed(self, before: Stay, stay: Stay, state: State) -> Iterator[Sample]:
        """Yield the run between two waits, if it is one: it ends where the second begins."""
        stay.ran_ns = before.ran_ns + stay.account.ran_ns - before.account.ran_ns
        same = (before.operation, before.object) == (stay.operation, stay.object)
        between = stay.seen - before.seen
        if (same and stay.ran_ns < LEAST_RUN_NS) or between <= 1:
            return
        ran = min(stay.ran_ns, between - 1)
        begin = before.seen + (between - ran) // 2
        if ran > 0:
            yield Sample(begin, self._lane, State.RUNNING)
        yield Sample(begin + ran, self._lane, state, stay.object, stay.operation)
        stay.ran_ns = 0

    def _since(self, run: Run, stay: Stay, state: State) -> Iterator[Sample]:
        """Yield since when it may have been in the wait: it ran no longer than was counted.

        What it had run when it was seen is counted late, so this is rather too long.
        """
        began = run.seen + stay.account.ran_ns - run.ran_ns
        if stay.seen - run.seen <= FORGOTTEN_NS and began < stay.seen:
            yield Sample(began, self._lane, state, stay.object, stay.operation)
