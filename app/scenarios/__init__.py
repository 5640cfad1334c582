"""The scenarios: ordinary programs, each of which teaches one thing. Nothing imports them."""
