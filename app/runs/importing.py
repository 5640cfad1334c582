"""Importing: a timeline file from elsewhere becomes a recording of this store."""

from __future__ import annotations

import gzip
import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path

from app.runs.summary import Summary, summarise
from app.store.index import Index
from app.store.log import LogWriter, StoreFull
from app.store.packing import compress_log
from app.store.run import Run, now
from app.store.store import Store
from app.timeline.frames import encode_end
from app.timeline.lines import End

GZIP_MAGIC = b"\x1f\x8b"
CUT_SHORT = "The file ended here, before the recording did."


class CannotImport(Exception):
    """The file is no timeline that can be read; the message is a sentence for the user."""


def import_timeline(store: Store, path: Path) -> Run:
    """Copy a timeline into the store under an id of its own and return its run.

    One that was cut short is taken up to its last good line and gets the end it lacks.
    """
    try:
        summary = summarise(lines_of(path))
    except OSError as error:
        raise CannotImport(f"{path} cannot be read: {error.strerror or error}.") from error
    if summary.header is None:
        what = summary.problem or "It is empty."
        raise CannotImport(f"{path} is not a Threadline timeline. {what}")
    if summary.problem and not _is_tail(path, summary):
        raise CannotImport(f"{path} is damaged. {summary.problem}")
    identity = secrets.token_hex(16)
    log = store.folder.log(identity)
    try:
        _copy(path, log, summary)
        compress_log(log)
    except (StoreFull, OSError) as error:
        store.folder.forget(identity)
        raise CannotImport(str(error)) from error
    return _enter(store, identity, summary)


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a plain or compressed file, up to where it is cut off."""
    with path.open("rb") as plain:
        packed = plain.read(2) == GZIP_MAGIC
        plain.seek(0)
        file = gzip.GzipFile(fileobj=plain) if packed else plain
        try:
            for line in file:
                yield line.rstrip(b"\r\n")
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return


def _is_tail(path: Path, summary: Summary) -> bool:
    """True when the line that is not good is the last one: the file was cut short."""
    return sum(1 for _ in lines_of(path)) == summary.lines + 1


def _copy(path: Path, log: Path, summary: Summary) -> None:
    writer = LogWriter(log)
    try:
        for number, line in enumerate(lines_of(path)):
            if number == summary.lines:
                break
            writer.append(line.decode())
        if summary.end is None:
            end = End("lost", CUT_SHORT, duration=summary.now, counts=summary.counts)
            writer.append(encode_end(end))
    finally:
        writer.close()


def _enter(store: Store, identity: str, summary: Summary) -> Run:
    assert summary.header is not None
    program = dict(summary.header.program)
    title = str(program.get("title") or program.get("name") or program.get("path") or "Timeline")
    run = Run(id=identity, title=title, program=program, created=now())
    store.ask_now(Index.add, run)
    ending = summary.ending("lost", CUT_SHORT, store.folder.bytes_of(identity))
    store.ask_now(Index.end, identity, ending)
    return run
