"""The child half: records what the threads of one program do, and is not noticed.

Loaded by path as a private package named `_threadline` (see `bootstrap.py`), never as
part of `app`: the recorded program may have a package of that name. Standard library
only, CPython 3.9 and later.
"""
