"""The audience: everyone who follows a run over server-sent events right now.

A viewer is a cursor and, while it has everything, one parked future. One timer for all
of them sends the heartbeats and cuts off whoever has taken nothing for too long, without
the others noticing: a viewer that waits holds nothing but its own connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

from starlette.types import Receive, Scope, Send

from app.store.follow import Channel, lines_from, sse_event

HEARTBEAT = b": still here\n\n"
BATCH_BYTES = 1 << 16


class Connection:
    """The way to one client: ASGI's `send`, and the transport behind it where it is known.

    `direct` is that transport if a body can be written to it past ASGI: the response must
    be one that HTTP/1.1 frames in chunks. For a thousand viewers at 25 frames a second
    that takes a sixth of a core, where a task and the layers for each take more than one.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        self.send = send
        self.transport: asyncio.Transport | None = scope["state"].get("transport")
        self.direct = self.transport if scope["http_version"] == "1.1" else None


class Viewer:
    """One connection that follows one log. `channel` is None when the run has ended.

    Of the past it gets about the `latest` so many bytes, if it says so.
    """

    def __init__(
        self,
        log: Path,
        channel: Channel | None,
        cursor: int,
        connection: Connection,
        latest: int | None = None,
    ) -> None:
        self._log = log
        self._latest = latest
        self._channel = channel
        self._cursor = cursor
        self._connection = connection
        self._parked: asyncio.Future[None] | None = None
        self._gone = False
        self._heartbeat_due = False
        self._blocked_since: float | None = None
        self._last_sent = time.monotonic()

    async def follow(self) -> None:
        """Send every line from the cursor on, until the end or until the viewer has gone."""
        channel = self._channel
        if channel is None:
            await self._catch_up((0, 0))
            return
        while not self._gone:
            events, self._cursor = channel.ready(self._cursor, BATCH_BYTES)
            if events:
                await self._send(events)
                if self._cursor < channel.next:
                    # A fast connection never makes us wait, and others want their turn.
                    await asyncio.sleep(0)
            elif self._cursor < channel.next:
                await self._catch_up(channel.mark(self._cursor))
            elif channel.ended:
                break
            else:
                await self._park(channel)

    async def _park(self, channel: Channel) -> None:
        """Wait at the head; what comes meanwhile goes out without waking this task."""
        self._parked = asyncio.get_running_loop().create_future()
        channel.listen(self._hear)
        try:
            await self._parked
        finally:
            channel.forget(self._hear)
            self._parked = None
        if self._heartbeat_due and not self._gone:
            self._heartbeat_due = False
            await self._send(HEARTBEAT)

    def _hear(self, first: int, events: bytes, upto: int) -> bool:
        """Send events to a connection that has taken all before; else wake the task.

        A viewer that has just read the log may be ahead of what the channel has told.
        """
        direct = self._connection.direct
        if (
            not events
            or first != self._cursor
            or direct is None
            or direct.is_closing()
            or direct.get_write_buffer_size()
        ):
            self._wake()
            return False
        direct.write(b"%x\r\n%b\r\n" % (len(events), events))
        self._cursor = upto
        self._last_sent = time.monotonic()
        return True

    async def _catch_up(self, mark: tuple[int, int]) -> None:
        """Send what only the log still has, many lines at a time."""
        batch: list[bytes] = []
        size = 0
        with contextlib.closing(lines_from(self._log, self._cursor, mark, self._latest)) as lines:
            for number, line in lines:
                batch.append(sse_event(number, line))
                size += len(line)
                self._cursor = number + 1
                if size >= BATCH_BYTES:
                    await self._send(b"".join(batch))
                    batch, size = [], 0
                    await asyncio.sleep(0)
                if self._gone:
                    return
        await self._send(b"".join(batch))

    async def _send(self, body: bytes) -> None:
        self._blocked_since = self._last_sent = time.monotonic()
        await self._connection.send({"type": "http.response.body", "body": body, "more_body": True})
        self._blocked_since = None

    def leave(self) -> None:
        """End the stream where it is."""
        self._gone = True
        self._wake()

    def look_after(self, now: float, heartbeat_s: float, stalled_s: float) -> None:
        """Send a heartbeat if one is due; cut the viewer off if it has stalled."""
        if self._blocked_since is not None and now - self._blocked_since >= stalled_s:
            self.abort()
        elif self._parked is not None and now - self._last_sent >= heartbeat_s:
            self._heartbeat_due = True
            self._wake()

    def abort(self) -> None:
        """Give the connection up with all that is buffered for it; closing would wait."""
        self.leave()
        if self._connection.transport is not None:
            self._connection.transport.abort()

    @property
    def is_blocked(self) -> bool:
        """True while the connection takes nothing."""
        return self._blocked_since is not None

    def _wake(self) -> None:
        if self._parked is not None and not self._parked.done():
            self._parked.set_result(None)


class Audience:
    """All viewers of one server."""

    def __init__(self, heartbeat_s: float, stalled_s: float) -> None:
        self._heartbeat_s = heartbeat_s
        self._stalled_s = stalled_s
        self._viewers: set[Viewer] = set()
        self._closing = False

    def __len__(self) -> int:
        return len(self._viewers)

    async def serve(self, viewer: Viewer, receive: Receive) -> None:
        """Let a viewer follow until it has all, leaves, or the server closes."""
        if self._closing:
            return
        self._viewers.add(viewer)
        hangs_up = asyncio.ensure_future(_disconnected(receive))
        hangs_up.add_done_callback(lambda _: viewer.leave())
        try:
            await viewer.follow()
        finally:
            self._viewers.discard(viewer)
            hangs_up.cancel()

    async def look_after(self) -> None:
        """Look after the viewers for ever: the one timer."""
        while True:
            await asyncio.sleep(min(self._heartbeat_s, self._stalled_s) / 5)
            now = time.monotonic()
            for viewer in list(self._viewers):
                viewer.look_after(now, self._heartbeat_s, self._stalled_s)

    def close(self) -> None:
        """End all streams; each may be taken up again at the number it had."""
        self._closing = True
        for viewer in list(self._viewers):
            if viewer.is_blocked:
                viewer.abort()
            viewer.leave()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
