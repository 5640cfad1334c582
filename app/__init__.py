"""Threadline: see what your Python threads really do."""

VERSION = "0.1.0"
