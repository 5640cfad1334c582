"""The timeline of a run: rows that grow while the program runs, and how they are made."""
