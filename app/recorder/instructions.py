"""Instructions: a code object read one by one, on every bytecode from 3.9 on."""

from __future__ import annotations

import sys
from opcode import EXTENDED_ARG, opname
from typing import Any, Iterator, NamedTuple

VERSION = sys.version_info[:2]

FREE_NAMES = {"STORE_DEREF", "LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_FROM_DICT_OR_DEREF"}
FAST_PAIRS = {
    "LOAD_FAST_LOAD_FAST",
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW",
    "STORE_FAST_STORE_FAST",
    "STORE_FAST_LOAD_FAST",
}
LAST_UNIT_JUMPS = (3, 10)
"""From this version on a jump counts instructions of two bytes."""


class Instruction(NamedTuple):
    """One instruction, its argument with extensions, and where the next one begins."""

    offset: int
    name: str
    argument: int
    after: int


def read(code: Any) -> dict[int, Instruction]:
    """All instructions of `code` by offset, inline caches left out, in order."""
    return {one.offset: one for one in _read(code.co_code)}


def _read(raw: bytes) -> Iterator[Instruction]:
    extended = 0
    start = -1
    at = 0
    while at < len(raw):
        operation, argument = raw[at], raw[at + 1] | extended
        if start < 0:
            start = at
        at += 2
        if operation == EXTENDED_ARG:
            extended = argument << 8
            continue
        while at < len(raw) and opname[raw[at]] == "CACHE":
            at += 2
        name = opname[operation]
        yield Instruction(start, name, argument, at)
        if start + 2 < at and extended:
            # f_lasti points at the operation itself, not at its extension.
            yield Instruction(_operation_offset(raw, start), name, argument, at)
        extended, start = 0, -1


def _operation_offset(raw: bytes, start: int) -> int:
    while raw[start] == EXTENDED_ARG:
        start += 2
    return start


def jump_target(instruction: Instruction) -> int | None:
    """Where an instruction jumps to; None when it does not jump."""
    name, argument = instruction.name, instruction.argument
    unit = 2 if VERSION >= LAST_UNIT_JUMPS else 1
    if "JUMP_BACKWARD" in name:
        return instruction.after - argument * unit
    if name in {"JUMP_FORWARD", "FOR_ITER"}:
        return instruction.after + argument * unit
    if name == "JUMP_ABSOLUTE":
        return argument * unit
    return None


def line_start(code: Any, offset: int) -> int:
    """The first instruction of the source line that `offset` belongs to."""
    first, line = 0, None
    for start, end, number in _lines(code):
        if number is not None and number != line:
            first, line = start, number
        if start <= offset < end:
            break
    return first


def _lines(code: Any) -> Iterator[tuple[int, int, int | None]]:
    if hasattr(code, "co_lines"):
        yield from code.co_lines()
        return
    # 3.9: pairs of (bytes, lines) to advance.
    start, line = 0, code.co_firstlineno
    table = code.co_lnotab
    for length, step in zip(table[::2], table[1::2]):  # noqa: B905 - 3.9 has no strict
        if length:
            yield start, start + length, line
        start += length
        line += step - 256 if step > 127 else step
    yield start, len(code.co_code), line


def variable(code: Any, instruction: Instruction) -> str:
    """The name that a LOAD or STORE of a variable, global or attribute speaks of."""
    name, argument = instruction.name, instruction.argument
    if "FAST" in name:
        return str(code.co_varnames[argument] if VERSION < (3, 11) else _fast(code, argument))
    if name in FREE_NAMES:
        if VERSION >= (3, 11):
            return _fast(code, argument)
        return str((code.co_cellvars + code.co_freevars)[argument])
    if name == "LOAD_GLOBAL" and VERSION >= (3, 11):
        argument >>= 1
    if name == "LOAD_ATTR" and VERSION >= (3, 12):
        argument >>= 1
    return str(code.co_names[argument])


def _fast(code: Any, argument: int) -> str:
    cells = tuple(name for name in code.co_cellvars if name not in code.co_varnames)
    return str((code.co_varnames + cells + code.co_freevars)[argument])


def pair(code: Any, instruction: Instruction) -> tuple[str, str]:
    """The two variables of a superinstruction (3.13 on), first the one done first."""
    high, low = instruction.argument >> 4, instruction.argument & 15
    return _fast(code, high), _fast(code, low)
