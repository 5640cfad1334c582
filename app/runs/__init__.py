"""Runs: starting a program, watching it from outside, and stopping it."""
