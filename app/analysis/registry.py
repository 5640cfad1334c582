"""The analyses there are."""

from __future__ import annotations

from app.analysis.finding import Analysis
from app.analysis.passes.back_pressure import BackPressure
from app.analysis.passes.broken_barrier import BrokenBarrier
from app.analysis.passes.contention import Contention
from app.analysis.passes.deadlock import Deadlock
from app.analysis.passes.livelock import Livelock
from app.analysis.passes.lock_convoy import LockConvoy
from app.analysis.passes.lock_order import LockOrder
from app.analysis.passes.long_hold import LongHold
from app.analysis.passes.lost_signal import LostSignal
from app.analysis.passes.stall import Stall
from app.analysis.passes.starvation import Starvation
from app.analysis.passes.uncaught_exception import UncaughtException

# To add one: write the pass, name it here. The order is the order readers see.
ANALYSES: tuple[Analysis, ...] = (
    Deadlock(),
    Stall(),
    LostSignal(),
    UncaughtException(),
    BrokenBarrier(),
    Livelock(),
    Starvation(),
    LockOrder(),
    LockConvoy(),
    Contention(),
    LongHold(),
    BackPressure(),
)
