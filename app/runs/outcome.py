"""The outcome of a run: its status, and in one sentence why."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from app.runs.child import Exit
from app.timeline.model import InstantKind
from app.timeline.timeline import Timeline

FINISHED, FAILED, STOPPED, LOST = "finished", "failed", "stopped", "lost"
EXITED = ""
"""Not a status yet: the exit code will say which."""
NO_EXIT = Exit(None, None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    status: str
    reason: str = ""
    exit: Exit = NO_EXIT


def outcome_of(exit: Exit, timeline: Timeline) -> Outcome:  # noqa: A002 - the word of the format
    """Return the outcome of a program that ended by itself."""
    if exit.signal is not None:
        return Outcome(FAILED, f"The program was ended by {_signal(exit.signal)}.", exit)
    if exit.code == 0:
        return Outcome(FINISHED, "", exit)
    return Outcome(FAILED, _last_words(timeline) or f"The program exited with {exit.code}.", exit)


def _signal(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    description = signal.strsignal(number)
    return f"{name} ({description.lower()})" if description else name


def _last_words(timeline: Timeline) -> str:
    """Return the exception that ended the main thread, if one did."""
    if not timeline.instants:
        return ""
    last = next((i for i in reversed(timeline.instants) if i.kind == InstantKind.EXCEPTION), None)
    if last is None or (lane := timeline.lanes.get(last.lane)) is None or lane.parent:
        return ""
    return f"Uncaught in {lane.name}: {last.text.partition(chr(10))[0]}"
