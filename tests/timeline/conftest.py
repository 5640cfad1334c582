"""Hypothesis on a busy machine: no time limit for one example, and a printed way back."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("busy", deadline=None, print_blob=True)
settings.load_profile("busy")
