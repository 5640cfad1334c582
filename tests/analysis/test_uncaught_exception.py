"""Uncaught exceptions: threads that end in one."""

from __future__ import annotations

from app import events as ev
from app.analysis.passes.uncaught_exception import UncaughtException
from app.analysis.registry import ANALYSES
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Instant, InstantKind, Lane
from app.timeline.text import timeline_from_text


def test_a_thread_that_ends_in_an_exception_is_found() -> None:
    [finding] = UncaughtException().findings(timeline_from_text("one . x"))

    assert finding.sentence == (
        "one ended at program.py:2, 1 ms into the run, in an exception that nothing caught: "
        "ValueError: drawn."
    )
    assert finding.severity == "error"


def test_a_started_thread_ends_alone_and_the_error_is_the_last_line_of_a_traceback() -> None:
    fold = Fold()
    fold.define(Lane(1, 1, "main"))
    fold.define(Lane(2, 1, "worker", parent=1))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    text = 'Traceback (most recent call last):\n  File "x.py", line 1\nKeyError: "a."\n'
    fold.add_instant(Instant(2, 5, InstantKind.EXCEPTION, text=text))

    [finding] = UncaughtException().findings(fold.timeline)

    assert finding.sentence == (
        "worker ended, 5 ns into the run, in an exception that nothing caught: "
        'KeyError: "a."; the program goes on without it, and no join tells of it.'
    )


def test_a_thread_that_just_ends_is_no_finding() -> None:
    assert not list(UncaughtException().findings(timeline_from_text("one . |")))


def test_every_analysis_is_named_once_and_says_nothing_of_an_idle_program() -> None:
    names = [analysis.name for analysis in ANALYSES]
    assert len(set(names)) == len(names) == 12

    timeline = timeline_from_text("""
        where q: Queue
        main     >idle  >w  *q  .   <w  .  |
        w        .      .   .   +q  .   |
        idle&    .      .   ?q
    """)
    for analysis in ANALYSES:
        assert not list(analysis.findings(timeline)), analysis.name
