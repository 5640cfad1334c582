"""The analyses there are."""

from __future__ import annotations

from app.analysis.finding import Analysis
from app.analysis.passes.deadlock import Deadlock
from app.analysis.passes.stall import Stall

# To add one: write the pass, name it here. The order is the order readers see.
ANALYSES: tuple[Analysis, ...] = (Deadlock(), Stall())
