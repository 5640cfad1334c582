"""Reactions to the lives of threads and processes, and to what the interpreter does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from signal import Signals

from app.events import (
    COLLECTION_BEGAN,
    COLLECTION_ENDED,
    EXIT_UNKNOWN,
    LOCAL_SET,
    MARK_SET,
    PROCESS_BEGAN,
    PROCESS_ENDED,
    PROCESS_REAPED,
    PROCESS_REPLACED,
    PROCESS_STARTED,
    SIGNAL_RECEIVED,
    THREAD_BEGAN,
    THREAD_ENDED,
    THREAD_STARTED,
    Event,
)
from app.timeline.growth import Growth, Reaction
from app.timeline.model import Certainty, FlowKind, Instant, InstantKind, Process


class Living:
    """What begins and ends of threads and processes do to a timeline."""

    def __init__(self, growth: Growth, define: Callable[[Process], None]) -> None:
        self.growth = growth
        self.define = define
        self.timeline = growth.timeline
        self.lanes = growth.lanes
        self.waits = growth.waits
        self.causes = growth.causes
        self._process_objects: dict[int, int] = {}
        self._begun: set[int] = set()
        self._collections: dict[int, tuple[int, int]] = {}
        self.reactions: dict[int, Reaction] = {
            THREAD_STARTED: self._thread_started,
            THREAD_BEGAN: self._thread_began,
            THREAD_ENDED: self._thread_ended,
            PROCESS_STARTED: self._process_started,
            PROCESS_BEGAN: self._process_began,
            PROCESS_ENDED: self._process_ended,
            PROCESS_REAPED: self._process_reaped,
            PROCESS_REPLACED: self._process_replaced,
            COLLECTION_BEGAN: self._collection_began,
            COLLECTION_ENDED: self._collection_ended,
            LOCAL_SET: self._local_set,
            SIGNAL_RECEIVED: self._signal_received,
            MARK_SET: self._mark_set,
        }

    def _thread_started(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.remember_ticket(FlowKind.START, event.value, event)
        if event.value not in self.lanes.open:
            self.timeline.starting.add(event.value)

    def _thread_began(self, event: Event) -> None:
        self._enter(event)
        self.causes.draw_ticket(FlowKind.START, event.lane, event)
        self.timeline.starting.discard(event.lane)

    def _enter(self, event: Event) -> None:
        """The lane runs, from the site of its first function on."""
        opened = self.waits.moved_on(event)
        opened.site = event.site or opened.site
        self.lanes.touched[event.lane] = None

    def _thread_ended(self, event: Event) -> None:
        opened = self.waits.moved_on(event)
        self.lanes.end(opened, event.time)
        self.causes.remember(FlowKind.JOIN, event)

    def _process_started(self, event: Event) -> None:
        self.waits.acted(event)
        self._process_objects[event.value] = event.object
        self.causes.remember_ticket(FlowKind.START, -event.value, event)
        if event.value not in self._begun:
            self.timeline.starting.add(-event.value)

    def _process_began(self, event: Event) -> None:
        self._enter(event)
        self.causes.draw_ticket(FlowKind.START, -event.value, event)
        self.timeline.starting.discard(-event.value)
        self._begun.add(event.value)

    def _process_ended(self, event: Event) -> None:
        opened = self.waits.moved_on(event)
        self.lanes.end(opened, event.time)
        process = self.timeline.processes.get(opened.process)
        if process is None:
            return
        if event.value != EXIT_UNKNOWN:
            self.define(replace(process, exit=event.value))
        if process.pid in self._process_objects:
            of_parent = event._replace(object=self._process_objects[process.pid])
            self.causes.remember(FlowKind.JOIN, of_parent)

    def _process_reaped(self, event: Event) -> None:
        """Its parent knows how it ended: until then it may have been killed unseen.

        What its parent does, it goes on doing: most often this is the inside of a wait.
        """
        self.timeline.starting.discard(-event.link)
        for process in reversed(self.timeline.processes.values()):
            if process.pid == event.link:
                self.end_process(process.id, event.time)
                self.define(replace(process, exit=event.value))
                return

    def _process_replaced(self, event: Event) -> None:
        """It goes on as another program, which may begin to tell of itself."""
        self.causes.remember_ticket(FlowKind.START, -event.value, event)
        self.end_process(self.lanes.open[event.lane].process, event.time)

    def end_process(self, process: int, time: int) -> None:
        """The process is gone: so are its lanes, and what they held."""
        alive = [lane for lane in self.lanes.open.values() if lane.process == process]
        for lane in alive:
            self.waits.leave(lane, time)
            self.lanes.end(lane, time)
        self.growth.holds.forget({lane.lane for lane in alive}, time)

    def depart(self, lane: int, time: int) -> None:
        """The thread is over, and its last word is lost; one never heard of is forgotten."""
        self.timeline.starting.discard(lane)
        self.causes.by_ticket.pop((FlowKind.START, lane), None)
        opened = self.lanes.open.get(lane)
        if opened is None:
            self.lanes.forget_unborn(lane)
            self.growth.possession.forget(lane)
        elif not opened.ended:
            end = self.lanes.depart(opened, time)
            self.waits.leave(opened, end)
            self.growth.holds.forget({lane}, end)

    def _collection_began(self, event: Event) -> None:
        self._collections[event.lane] = (event.time, event.value)

    def _collection_ended(self, event: Event) -> None:
        began, generation = self._collections.pop(event.lane, (event.time, event.value))
        text = f"generation {generation}, {(event.time - began) / 1e6:.3f} ms"
        self.timeline.instants.append(
            Instant(event.lane, began, InstantKind.COLLECTION, event.site, 0, text)
        )

    def _local_set(self, event: Event) -> None:
        self.waits.acted(event)
        self.growth.mark(event, InstantKind.NOTE, "set its own event.value")

    def _signal_received(self, event: Event) -> None:
        opened = self.lanes.open[event.lane]
        opened.in_handler = opened.operation != 0 and opened.certainty != Certainty.SAMPLED
        try:
            name = Signals(event.value).name
        except ValueError:
            name = f"signal {event.value}"
        self.timeline.instants.append(
            Instant(event.lane, event.time, InstantKind.SIGNAL, event.site, event.object, name)
        )

    def _mark_set(self, event: Event) -> None:
        """The text of a mark comes by another way and brings the instant with it."""
        self.waits.acted(event)
