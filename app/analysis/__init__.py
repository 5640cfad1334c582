"""Questions asked of a timeline, and what is found by them."""
