"""Recovery: runs whose recording process is gone get an end.

Whoever was killed left a log that is whole to its last line. It is given the end it
lacks, with status `lost`, so that it opens like any other timeline.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator

from app.runs.summary import Summary, summarise
from app.store.folder import Folder
from app.store.follow import lines_from
from app.store.index import Index
from app.store.log import LogWriter, StoreFull
from app.store.packing import compress_log
from app.store.run import LOST, Ending, Run
from app.store.segments import newest_files, segments_of
from app.store.store import Store
from app.timeline.frames import End, Header, encode_end, encode_header

CUT_OFF = "Threadline was ended while this was recorded; this is everything up to that moment."
QUIET_S = 1.0
PATIENCE_S = 8.0


async def recover(store: Store) -> list[str]:
    """Mark every run of a process that is gone as lost, at once; then mend their logs."""
    with store.folder.alone() as alone:
        if not alone:
            return []
        unfinished = await store.ask(Index.unfinished)
        lost = [run for run in unfinished if not store.folder.owner_lives(run.owner)]
        for run in lost:
            await store.ask(Index.end, run.id, Ending(status=LOST, reason=CUT_OFF))
        for run in lost:
            await _settled(store.folder, run.id)
            ending = await asyncio.to_thread(seal, store.folder, run, CUT_OFF)
            await store.ask(Index.end, run.id, ending)
    return [run.id for run in lost]


async def _settled(folder: Folder, run: str) -> None:
    """Wait until nobody writes a log any more.

    The collector outlives a killed server by some moments, in which it ends the program
    and writes the end itself.
    """
    log = folder.log(run)
    patience = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience:
        ages = []
        for path in newest_files(log):
            with contextlib.suppress(FileNotFoundError):
                ages.append(time.time() - path.stat().st_mtime)
        if not ages or min(ages) > QUIET_S:
            return
        await asyncio.sleep(QUIET_S / 5)


def seal(folder: Folder, run: Run, reason: str) -> Ending:
    """Give a log the end it lacks, compress it, and say how the run ended.

    A disk that is full leaves the log as it is: it can be read without its end.
    """
    log = folder.log(run.id)
    with contextlib.suppress(StoreFull):
        segments = segments_of(log)
        if not segments or segments[-1].path.exists():
            with contextlib.closing(LogWriter(log)) as writer:
                _finish(writer, run, summarise(_lines(folder, run.id)), reason)
        compress_log(log)
    summary = summarise(_lines(folder, run.id))
    return summary.ending(LOST, reason, folder.bytes_of(run.id))


def _finish(writer: LogWriter, run: Run, summary: Summary, reason: str) -> None:
    if summary.header is None:
        writer.append(encode_header(Header(run.id, run.created, run.program)))
    if summary.end is None:
        end = End(LOST, reason, duration=summary.now, counts=summary.counts)
        writer.append(encode_end(end))


def _lines(folder: Folder, run: str) -> Iterator[bytes]:
    """The newest segment alone: it tells what came before it in its head."""
    with contextlib.suppress(FileNotFoundError):
        for _, line in lines_from(folder.log(run), 0, latest=0):
            yield line
