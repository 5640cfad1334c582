"""Sleep: `time.sleep`, asked for and had."""

from __future__ import annotations

import time
from typing import Any

from .disguise import built_in
from .ring import emit, nanoseconds
from .sites import caller_site
from .vocabulary import events

BEGAN: int = events.SLEEP_BEGAN
ENDED: int = events.SLEEP_ENDED

real = time.sleep


def _sleep(*args: Any) -> None:
    site = caller_site()
    emit(BEGAN, 0, site, nanoseconds(args[0]) if args else 0)
    try:
        real(*args)
    finally:
        emit(ENDED, 0, site)


def install() -> None:
    """Record every sleep from now on."""
    time.sleep = built_in(_sleep, real)
