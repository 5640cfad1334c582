"""Shutdown: a signal ends the streams first, for the web server waits for them.

uvicorn answers SIGTERM and Ctrl-C by waiting until every response is complete, and a
stream never is; the lifespan's own end comes only after that. So the handlers it has
installed are wrapped while the application lives.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def when_told_to_end(act: Callable[[], object]) -> Iterator[None]:
    """Call `act` on the loop when a signal ends the process, then what was installed before."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread only; whoever runs us here ends us otherwise
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def handle(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has been closed
            loop.call_soon_threadsafe(act)
        previous = before[signal.Signals(number)]
        if callable(previous):
            previous(number, frame)
        elif previous == signal.SIG_DFL:
            signal.signal(number, previous)
            signal.raise_signal(number)

    for number in SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)
