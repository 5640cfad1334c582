"""The tilings: which long recordings are indexed, and those that are being indexed now.

Indexing is another program's work (`app.runs.tiling`), one recording at a time, so that it
takes nothing from those who look at others. What is known of it here is how far it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.runs.module_command import module_command
from app.store.segments import segments_of
from app.store.tiles import TileReader, remove
from app.timeline.tiles import VERSION

READERS = 8
"""Indexes kept open: a few hundred kilobytes each."""


class CannotIndex(Exception):
    """A recording could not be indexed; the message is a sentence for the user."""


class Tilings:
    """The indexes of long recordings. For the event loop's thread only."""

    def __init__(self, root: Path, on_found: Callable[[Path], Awaitable[None]]) -> None:
        """`on_found` is told of each log of which there is an index from now on."""
        self._root = root
        self._on_found = on_found
        self._readers: OrderedDict[Path, TileReader] = OrderedDict()
        self._work: dict[Path, asyncio.Task[None]] = {}
        self._done: dict[Path, float] = {}
        self._failed: set[Path] = set()
        self._prepared: set[Path] = set()
        """Looked at once without being asked: not again."""
        self._turn = asyncio.Lock()

    async def open(self, log: Path) -> TileReader | None:
        """Return the index of a log, if there is one."""
        reader = self._readers.pop(log, None)
        if reader is None or not reader.overview.exists():
            try:
                reader = await asyncio.to_thread(TileReader, log, VERSION)
            except (FileNotFoundError, ValueError):  # damaged: it is made anew
                return None
        self._readers[log] = reader
        while len(self._readers) > READERS:
            self._readers.popitem(last=False)
        return reader

    async def progress(self, log: Path) -> float:
        """Have a log indexed, and return how much of that is done.

        CannotIndex: it was tried, and did not work. Who asks again has it tried again.
        """
        if log in self._failed:
            self._failed.discard(log)
            raise CannotIndex("This recording is long, and could not be prepared to be shown.")
        if log not in self._work:
            self._work[log] = asyncio.create_task(self._index(log))
        return self._done.get(log, 0)

    async def prepare(self, log: Path) -> None:
        """Have a log indexed that is not yet, before somebody asks."""
        if log in self._prepared or log in self._work:
            return
        self._prepared.add(log)
        if await self.open(log) is not None:
            await self._on_found(log)
        elif log not in self._work:
            self._work[log] = asyncio.create_task(self._index(log))

    async def _index(self, log: Path) -> None:
        try:
            async with self._turn:
                if not await self._run(log):
                    self._failed.add(log)
                if not segments_of(log):  # it was deleted meanwhile
                    await asyncio.to_thread(remove, log)
                await self._on_found(log)
        finally:
            self._work.pop(log, None)
            self._done.pop(log, None)

    async def _run(self, log: Path) -> bool:
        """Run the indexing program; False when it failed."""
        process = await asyncio.create_subprocess_exec(
            *module_command(self._root, "app.runs.tiling", str(log)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                self._done[log] = json.loads(line)["done"]
            return await process.wait() == 0
        finally:
            # Its helpers too, however it came to its end.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def close(self) -> None:
        """End what is going on; it is begun anew when somebody asks again."""
        for task in self._work.values():
            task.cancel()
        await asyncio.gather(*self._work.values(), return_exceptions=True)
