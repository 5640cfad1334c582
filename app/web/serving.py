"""Serving: a listening socket, and uvicorn behind it."""

from __future__ import annotations

import asyncio
import errno
import gc
import ipaddress
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

SEND_BUFFER_BYTES = 128 * 1024
"""Of each connection: a stalled viewer would hold 3.9 MB in the kernel otherwise."""
BACKLOG = 2048
GRACE_S = 0.4
"""After a signal, for responses that are under way (streams have been ended by then)."""
PORTS_TRIED = 100


class CannotListen(Exception):
    """The address cannot be had; the message is a sentence for the user."""


def listen(host: str, port: int, *, or_next: bool) -> socket.socket:
    """Return a listening socket, at a later port when that one is taken and any will do."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotListen(
                    f"Cannot listen at {host}:{candidate}: {error.strerror or error}."
                ) from error
            if not or_next:
                raise CannotListen(
                    f"Port {port} is in use. Choose another with --port, "
                    "or leave --port away to get the next free one."
                ) from error
    raise CannotListen(f"All ports from {port} to {port + PORTS_TRIED - 1} are in use.")


def _bound(host: str, port: int) -> socket.socket:
    [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it from the socket that accepts them.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(False)
    return listener


def url_of(listener: socket.socket, host: str, path: str, token: str | None) -> str:
    """Return the address to open in a browser."""
    port = listener.getsockname()[1]
    name = host
    try:
        if ipaddress.ip_address(host).is_unspecified:
            name = socket.gethostname() if token else "127.0.0.1"
    except ValueError:
        pass
    if ":" in name:
        name = f"[{name}]"
    return f"http://{name}:{port}/{path}" + (f"?token={token}" if token else "")


class Protocol(H11Protocol):
    """uvicorn's HTTP protocol; it shows each request its transport.

    Only `transport.abort()` frees a connection whose other end takes nothing.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the transport where a request's scope gets its state from."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Server(uvicorn.Server):
    """uvicorn, telling when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(app: ASGIApp, listener: socket.socket, ready: Callable[[], object]) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    # Declared as whole seconds, but handed to `wait_for`.
    config.timeout_graceful_shutdown = GRACE_S  # type: ignore[assignment]

    # uvicorn raises the signal again when all is done; then it is a clean end.
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    # What is loaded by now lives as long as the process: no collection need look at it.
    gc.freeze()
    try:
        Server(config, ready).run(sockets=[listener])
    finally:
        # Nor the last one, which takes longer than all the rest of ending.
        gc.freeze()
