"""Threadline: see what your Python threads really do."""

VERSION = "0.2.0"
