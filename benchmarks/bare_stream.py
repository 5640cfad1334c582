"""The bare peer of viewers.py: an ASGI application that sends recorded lines at their pace."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]


def recorded() -> list[tuple[float, bytes]]:
    """Each line as server-sent bytes, with the second of the run it belongs to."""
    chunks, now = [], 0.0
    for number, line in enumerate(Path(os.environ["STREAM_LINES"]).read_text("utf-8").split("\n")):
        value = json.loads(line)
        now = value.get("now", now * 1e9) / 1e9
        chunks.append((now, f"event: {value['type']}\nid: {number}\ndata: {line}\n\n".encode()))
    return chunks


CHUNKS = recorded() if "STREAM_LINES" in os.environ else []


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Awaitable[None]]
) -> None:
    """Answer every request with the whole stream; /healthz at once."""
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] != "/healthz":
        begun = time.perf_counter()
        for due, chunk in CHUNKS:
            await asyncio.sleep(max(0.0, due - (time.perf_counter() - begun)))
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
