"""Threadline: see what your Python threads really do."""
