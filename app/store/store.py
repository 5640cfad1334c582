"""The store: a folder of recordings and its index, for use from an event loop.

Everything the index does happens on one thread of the store's own: one writer, no
locks, and a slow disk never holds up the loop that serves the viewers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from app.store.folder import Claim, Folder
from app.store.index import Index
from app.store.retention import surplus
from app.store.run import Run
from app.store.tiles import bytes_of

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """Recordings on disk. `ask` runs a method of the index on the store's thread."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder.prepare(path)
        self.claim = Claim(self.folder)
        self._index = Index(self.folder.index)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def ask(
        self, question: Callable[Concatenate[Index, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do `question` (say `Index.recent`) on the index and return its answer."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread, lambda: question(self._index, *args, **kwargs)
        )

    def ask_now(
        self, question: Callable[Concatenate[Index, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the same without an event loop, waiting for the answer."""
        return self._thread.submit(question, self._index, *args, **kwargs).result()

    async def forget(self, run: str) -> None:
        """Remove a run: its row first, so that no row is left without its log."""
        await self.ask(Index.forget, run)
        await asyncio.to_thread(self.folder.forget, run)

    async def weigh_tiles(self, log: Path) -> None:
        """Enter what the index of a log takes on disk."""
        size = await asyncio.to_thread(bytes_of, log)
        await self.ask(Index.weigh_tiles, log.stem, size)

    async def sweep(self, keep_bytes: int, keep_days: float) -> list[Run]:
        """Forget what is over the limits and return it."""

        def forget_surplus(index: Index) -> list[Run]:
            gone = list(
                surplus(
                    index.disposable(),
                    index.total_bytes(),
                    keep_bytes=keep_bytes,
                    keep_days=keep_days,
                    at=datetime.now(UTC),
                )
            )
            for run in gone:
                index.forget(run.id)
                self.folder.forget(run.id)
            return gone

        return await self.ask(forget_surplus)

    def close(self) -> None:
        """Finish what was asked and let go of everything."""
        self._thread.shutdown(wait=True)
        self._index.close()
        self.claim.release()
