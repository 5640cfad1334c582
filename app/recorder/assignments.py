"""Assignments: what becomes of a value that an instruction has just made.

The instructions that follow are followed with a stack of descriptions, until the value
is stored under a name, put into a container that is, or lost from sight. Sources are
not looked at: they may be missing, and parsing them would cost the program milliseconds.
The answer is a recipe, since parts of a name (`forks[i]`) are known only when it runs.
"""

from __future__ import annotations

from typing import Any

from . import effects, instructions
from .instructions import FAST_PAIRS, VERSION, Instruction, jump_target, pair, variable
from .values import OURS, UNKNOWN, Lost, Piece, Recipe, Value, subscript

FARTHEST = 300
"""Instructions to follow at most."""


class Follower:
    """Follows one value of one code object."""

    def __init__(self, code: Any, offset: int) -> None:
        self.code = code
        self.made_at = offset
        self.all = instructions.read(code)
        self.stack: list[Value] = []
        self.suffix: list[Piece] = []
        self.seen = False
        self.iterated = False

    def recipe(self) -> Recipe:
        """Run to the end."""
        at = instructions.line_start(self.code, self.made_at)
        for _ in range(FARTHEST):
            one = self.all.get(at)
            if one is None:
                raise Lost
            at = one.after
            if one.offset == self.made_at or (self._is_extended(one) and not self.seen):
                found = self._make(one)
            elif not self.seen:
                self._before(one)
                found = None
            else:
                found, at = self._after(one)
            if found is not None:
                return found
        raise Lost

    def _is_extended(self, one: Instruction) -> bool:
        return one.offset < self.made_at < one.after

    # --- the stack ---

    def pop(self) -> Value:
        return self.stack.pop() if self.stack else UNKNOWN

    def pop_many(self, count: int) -> list[Value]:
        values = [self.pop() for _ in range(count)]
        values.reverse()
        return values

    def _make(self, one: Instruction) -> Recipe | None:
        """The instruction that makes the value, or calls what makes it."""
        self.seen = True
        if one.name in {"BINARY_SUBSCR", "BINARY_OP"}:
            # A mapping with a default factory: the name is how it was asked for.
            key, base = self.pop(), self.pop()
            if base.kind == "unknown" or key.kind == "unknown":
                raise Lost
            return Recipe((Piece("text", base.text), *subscript(key)))
        if one.name == "FOR_ITER":
            # A generator gave it: 3.14 makes `tuple(… for …)` a loop of this code object.
            self.iterated = True
        else:
            effects.apply(self, one)
            if self.stack:
                self.stack.pop()
        self.stack.append(OURS)
        return None

    def _before(self, one: Instruction) -> None:
        if "JUMP" in one.name or one.name in {"FOR_ITER", "RETURN_VALUE"}:
            self.stack.clear()
            return
        if one.name == "STORE_FAST_LOAD_FAST":
            self.pop()
            self.stack.append(Value("variable", pair(self.code, one)[1]))
            return
        if one.name.startswith("STORE"):
            count = 3 if one.name == "STORE_SUBSCR" else 2 if one.name == "STORE_ATTR" else 1
            self.pop_many(count)
            return
        effects.apply(self, one)

    def _after(self, one: Instruction) -> tuple[Recipe | None, int]:
        target = jump_target(one)
        if one.name.startswith("STORE"):
            return self._store(one), one.after
        if one.name in {"RETURN_VALUE", "YIELD_VALUE"}:
            if self.pop() is not OURS:
                raise Lost
            counted = one.name == "YIELD_VALUE"
            pieces = [*self.suffix]
            if counted:
                pieces.append(Piece("count", self.loop_variable()))
            return Recipe(tuple(pieces), returned=True), one.after
        if target is not None and one.name != "FOR_ITER":
            return None, self._jump(target)
        effects.apply(self, one)
        return None, one.after

    def _jump(self, target: int) -> int:
        """Go where a jump goes; from the end of a loop's body, out of the loop."""
        loop = self.all.get(target)
        if loop is None or loop.name != "FOR_ITER":
            return target
        leave = jump_target(loop)
        if leave is None:
            raise Lost
        ending = self.all.get(leave)
        if ending is not None and ending.name == "END_FOR":
            leave = ending.after
        if VERSION <= (3, 12):
            self.pop()
        return leave

    def _store(self, one: Instruction) -> Recipe | None:
        if one.name == "STORE_ATTR":
            owner, value = self.pop(), self.pop()
            if value is OURS:
                if owner.kind == "unknown":
                    raise Lost
                return self._named(f"{owner.text}.{variable(self.code, one)}")
        elif one.name == "STORE_SUBSCR":
            key, owner, value = self.pop(), self.pop(), self.pop()
            if value is OURS:
                if owner.kind == "unknown" or key.kind == "unknown":
                    raise Lost
                self.suffix[:0] = subscript(key)
                return self._named(owner.text)
        elif one.name in FAST_PAIRS:
            first, second = pair(self.code, one)
            if self.pop() is OURS:
                return self._named(first)
            if one.name == "STORE_FAST_LOAD_FAST":
                self.stack.append(Value("variable", second))
            elif self.pop() is OURS:
                return self._named(second)
        elif self.pop() is OURS:
            return self._named(variable(self.code, one))
        return None

    def _named(self, text: str) -> Recipe:
        if self.iterated:
            raise Lost  # a variable of a loop: it will soon name another
        return Recipe((Piece("text", text), *self.suffix))

    def loop_variable(self) -> str:
        """The variable of the innermost loop around the value: it tells its turns apart."""
        name = ""
        for offset, one in self.all.items():
            if offset >= self.made_at:
                break
            if one.name == "FOR_ITER":
                after = self.all.get(one.after)
                if after is not None and after.name == "UNPACK_SEQUENCE":
                    after = self.all.get(after.after)
                if after is not None and after.name.startswith("STORE"):
                    name = (
                        pair(self.code, after)[0]
                        if after.name in FAST_PAIRS
                        else variable(self.code, after)
                    )
        return name
