"""The supervisor: starts runs, hears how they go, and sees that none outlives the server.

One collector is always kept warm, so that a run begins within a millisecond of being
asked for. What a collector tells is written down here: the channel of its run learns
that the log has grown, the index how it ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import sys
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from app.runs import native
from app.runs.collector_client import CollectorClient, collector_command
from app.runs.protocol import ending_told, start_order, stop_order
from app.runs.recovery import seal
from app.settings import Settings
from app.store.follow import Channel, Channels
from app.store.index import Index
from app.store.log import StoreFull
from app.store.run import Run, now
from app.store.store import Store

logger = logging.getLogger("threadline")

STOP_S = 3.0
"""A collector that does not end its run within this time is ended itself."""
CLOSE_S = 0.6
POLL_S = 0.05
SPARE_AFTER_S = 0.25
"""The next spare is made a little later: it would take the processor from the new run."""


def _compile(interpreter: str) -> None:
    try:
        native.make(interpreter)
    except native.NotCompiled as problem:
        logger.info("%s", problem)


class TooManyRuns(Exception):
    """As many runs are going as may; the message is a sentence for the user."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} runs are going already, and that is as many as may.")


class CannotRecord(Exception):
    """A run cannot be started now; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A run that is asked for. `program` is as in the header of a timeline."""

    program: dict[str, Any]
    title: str
    scenario: str | None = None
    interpreter: str | None = None
    """The path of the Python to use, None for our own."""
    interpreter_id: str | None = None


@dataclass(slots=True)
class LiveRun:
    """A run that is going on, and who watches it."""

    run: Run
    collector: CollectorClient
    ended: asyncio.Event


class Supervisor:
    """Starts and ends the runs of one server."""

    def __init__(self, settings: Settings, store: Store, channels: Channels) -> None:
        self._settings = settings
        self._store = store
        self._channels = channels
        self._command = settings.collector or collector_command(settings.root, settings.recorder)
        self._live: dict[str, LiveRun] = {}
        self._spare: asyncio.Task[CollectorClient] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._compiling: set[str] = set()
        self._starting = 0
        self._closing = False
        self.ended = asyncio.Event()
        """Set whenever a run has ended; who waits for it clears it."""

    def keep_warm(self) -> None:
        """Have a collector ready for the next run."""
        if not self._closing and self._spare is None:
            self._spare = asyncio.create_task(self._new_collector())

    async def start(self, order: Order) -> Run:
        """Start a run and return at once; its log grows from here on."""
        if len(self._live) + self._starting >= self._settings.concurrent_runs:
            raise TooManyRuns(self._settings.concurrent_runs)
        folder = self._store.folder
        if folder.free_bytes() < self._settings.free_bytes:
            raise StoreFull(folder.logs)
        run = Run(
            id=secrets.token_hex(16),
            title=order.title,
            scenario=order.scenario,
            interpreter=order.interpreter_id,
            program=order.program,
            created=now(),
            owner=self._store.claim.owner,
        )
        self._starting += 1
        try:
            await self._store.ask(Index.add, run)
            (folder.runs / run.id).mkdir()
            await self._prepare(order.interpreter or sys.executable)
            collector = await self._take_collector()
        except (OSError, CannotRecord) as error:
            await self._store.forget(run.id)
            raise CannotRecord(f"The recorder could not be started: {error}.") from error
        finally:
            self._starting -= 1
        live = LiveRun(run, collector, asyncio.Event())
        self._live[run.id] = live
        self._channels.open(run.id, folder.log(run.id))
        collector.send(start_order(self._settings, folder, run, order.interpreter))
        self._spawn(self._watch(live))
        asyncio.get_running_loop().call_later(SPARE_AFTER_S, self.keep_warm)
        return run

    async def _take_collector(self) -> CollectorClient:
        if self._closing:
            raise CannotRecord("the server is closing down")
        spare, self._spare = self._spare, None
        if spare is not None:
            collector = await spare
            if collector.is_alive:
                return collector
        return await self._new_collector()

    async def _new_collector(self) -> CollectorClient:
        """Start one; its child is warm already, so what records must be known."""
        await self._prepare(sys.executable)
        return await CollectorClient.spawn(self._command)

    async def _prepare(self, interpreter: str) -> None:
        """Have the recorder compiled for a Python: beforehand where it was asked for.

        Else beside the run, which is then recorded by the Python one, and the next by the
        compiled. In a thread that nobody waits for at the end.
        """
        if self._settings.recorder == "compiled":
            try:
                await asyncio.to_thread(native.make, interpreter)
            except native.NotCompiled as problem:
                raise CannotRecord(str(problem).removesuffix(".")) from problem
        elif self._settings.recorder == "auto" and interpreter not in self._compiling:
            self._compiling.add(interpreter)
            threading.Thread(target=_compile, args=(interpreter,), daemon=True).start()

    async def _watch(self, live: LiveRun) -> None:
        """Act on what a collector tells until it is gone, and see to what it left undone."""
        run, ended, reason = live.run, False, "The recorder ended without a word."
        channel = self._channels.open(run.id, self._store.folder.log(run.id))
        async for told in live.collector.notifications():
            match told:
                case {"started": {"pgid": int(group)}}:
                    live.collector.group = group
                case {"appended": _}:
                    channel.advance()
                case {"failed": {"reason": str(why)}}:
                    reason = why
                case {"ended": dict(how)}:
                    ending = ending_told(how, self._store.folder.bytes_of(run.id))
                    await self._store.ask(Index.end, run.id, ending)
                    self._channels.drop(run.id)
                    ended = True
                    live.ended.set()
        live.collector.kill_program()
        if not ended:
            logger.warning("The recorder of run %s was lost: %s", run.id, reason)
            ending = await asyncio.to_thread(seal, self._store.folder, run, reason)
            await self._store.ask(Index.end, run.id, ending)
        self._channels.drop(run.id)
        self._live.pop(run.id, None)
        live.ended.set()
        self.ended.set()
        await self._store.sweep(self._settings.keep_bytes, self._settings.keep_days)
        await live.collector.wait()

    def watch_foreign(self, run: Run) -> Channel:
        """Return the channel of a run that another process records, by looking at its log."""
        channel = self._channels.open(run.id, self._store.folder.log(run.id))
        self._spawn(self._poll(run, channel))
        return channel

    async def _poll(self, run: Run, channel: Channel) -> None:
        while not channel.ended and not self._closing:
            if not channel.advance() and await self._has_ended(run.id):
                break
            await asyncio.sleep(POLL_S)
        self._channels.drop(run.id)

    async def _has_ended(self, run: str) -> bool:
        found = await self._store.ask(Index.get, run)
        return found is None or found.is_complete

    async def stop(self, run: str, reason: str) -> bool:
        """End a run and wait for its end; False when it is not going."""
        live = self._live.get(run)
        if live is None:
            return False
        live.collector.send(stop_order(reason))
        try:
            async with asyncio.timeout(STOP_S):
                await live.ended.wait()
        except TimeoutError:
            live.collector.kill()
            await live.ended.wait()
        return True

    async def close(self) -> None:
        """End all runs and collectors, within a second."""
        self._closing = True
        live = list(self._live.values())
        for each in live:
            each.collector.send(stop_order("The server was stopped."))
        collectors = [each.collector for each in live]
        if self._spare is not None:
            with contextlib.suppress(OSError):  # it could not be started
                spare = await self._spare
                spare.hang_up()
                self._spawn(spare.wait())
                collectors.append(spare)
        if self._tasks and (await asyncio.wait(self._tasks, timeout=CLOSE_S))[1]:
            for collector in collectors:
                collector.kill()
            await asyncio.wait(self._tasks, timeout=CLOSE_S)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("Watching a run failed", exc_info=error)
