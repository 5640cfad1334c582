"""The uninterrupted start: a function that signal handlers cannot precede.

CPython looks for signals when a function starts. A handler that raises there would end
`__exit__` before its first statement, and the lock would stay locked for ever; the real
`__exit__` is C and has no such moment. From 3.11 on the look is part of the `RESUME`
instruction, which leaves it out when its argument says that it resumes an `await` (2 or
more); so the argument is changed. In 3.9 and 3.10 no look is taken when the function's
first instruction enters a `try`.
"""

from __future__ import annotations

import sys
from typing import Any, Callable, TypeVar

AFTER_YIELD_FROM = 2

F = TypeVar("F", bound=Callable[..., Any])


def uninterrupted_start(function: F) -> F:
    """Let `function`, whose body is one `try`, begin without a look for signals."""
    if sys.version_info >= (3, 11):
        from opcode import opmap

        code: Any = function.__code__
        instructions = bytearray(code.co_code)
        for at in range(0, len(instructions), 2):
            if instructions[at] == opmap["RESUME"]:
                instructions[at + 1] = AFTER_YIELD_FROM
                break
        function.__code__ = code.replace(co_code=bytes(instructions))
    return function
