"""Effects: what each instruction does to the stack that `assignments` follows."""

from __future__ import annotations

from typing import Any

from .instructions import FAST_PAIRS, VERSION, Instruction, pair, variable
from .values import OURS, UNKNOWN, Found, Lost, Piece, Value, subscript

try:
    from _opcode import stack_effect  # type: ignore[import-not-found]
except ImportError:  # pragma: no cover
    from dis import stack_effect

from opcode import HAVE_ARGUMENT, opmap

GROWING_CALLS = {"append", "add", "appendleft"}


def apply(self: Any, one: Instruction) -> None:
    """Do to the stack of `self` what `one` does to the interpreter's."""
    name = one.name
    if name.startswith("LOAD_FAST") or name in {
        "LOAD_NAME", "LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_GLOBAL",
    }:  # fmt: skip
        _load(self, one)
    elif name in {"LOAD_ATTR", "LOAD_METHOD"}:
        _load_attribute(self, one)
    elif name == "LOAD_CONST":
        self.stack.append(Value("constant", repr(self.code.co_consts[one.argument])))
    elif name == "LOAD_SMALL_INT":
        self.stack.append(Value("constant", repr(one.argument)))
    elif name.startswith(("CALL", "PRECALL")):
        _call(self, one)
    elif name in {"BUILD_LIST", "BUILD_TUPLE", "BUILD_SET"}:
        _build(self, self.pop_many(one.argument))
    elif name == "BUILD_MAP":
        entries = self.pop_many(2 * one.argument)
        _build_map(self, entries[::2], entries[1::2])
    elif name == "BUILD_CONST_KEY_MAP":
        self.pop()
        _build_map(
            self, [UNKNOWN] * one.argument, self.pop_many(one.argument), _constant_before(self, one)
        )
    elif name in {"LIST_APPEND", "SET_ADD"}:
        if self.pop() is OURS:
            # What a generator gave was counted there.
            count = [] if self.iterated else [Piece("count", self.loop_variable())]
            self.iterated = False
            _collected(self, one.argument, count)
    elif name == "MAP_ADD":
        value, key = self.pop(), self.pop()
        if value is OURS:
            if key.kind == "unknown":
                raise Lost
            _collected(self, one.argument, list(subscript(key)))
    elif name in {"BEFORE_WITH", "SETUP_WITH", "LOAD_SPECIAL"}:
        _enter(self, one)
    elif name == "UNPACK_SEQUENCE":
        _unpack(self, one.argument)
    elif name in {"SWAP", "ROT_TWO", "ROT_THREE", "COPY", "DUP_TOP"}:
        _shuffle(self, one)
    else:
        _other(self, one)


def _load(self: Any, one: Instruction) -> None:
    if one.name in FAST_PAIRS:
        self.stack += [Value("variable", text) for text in pair(self.code, one)]
        return
    if one.name == "LOAD_GLOBAL" and VERSION >= (3, 11) and one.argument & 1:
        null_last = VERSION >= (3, 13)
        value = Value("variable", variable(self.code, one))
        self.stack += [value, UNKNOWN] if null_last else [UNKNOWN, value]
        return
    self.stack.append(Value("variable", variable(self.code, one)))


def _load_attribute(self: Any, one: Instruction) -> None:
    owner = self.pop()
    if owner is OURS:
        raise Lost
    text = f"{owner.text}.{variable(self.code, one)}" if owner.kind != "unknown" else ""
    value = Value("text", text) if text else UNKNOWN
    method = one.name == "LOAD_METHOD" or (VERSION >= (3, 12) and one.argument & 1)
    self.stack += [value, UNKNOWN] if method else [value]


def _call(self: Any, one: Instruction) -> None:
    name, count = one.name, one.argument
    if name in {"PRECALL", "CALL_INTRINSIC_1"}:
        return
    if name in {"CALL_FUNCTION_EX", "CALL_INTRINSIC_2"}:
        _other(self, one)
        return
    keywords: tuple[str, ...] = ()
    if name in {"CALL_KW", "CALL_FUNCTION_KW"}:
        self.pop()
        keywords = _constant_before(self, one)
    elif name == "CALL" and VERSION < (3, 13):
        keywords = _keyword_names(self, one)
    arguments = self.pop_many(count)
    below = self.pop_many(1 if name in {"CALL_FUNCTION", "CALL_FUNCTION_KW"} else 2)
    if OURS in below:
        self.stack.append(OURS)  # our `__enter__`, by LOAD_SPECIAL
        return
    if OURS not in arguments:
        self.stack.append(UNKNOWN)
        return
    _passed(self, arguments, keywords, next((v.text for v in below if v.text), ""))


def _enter(self: Any, one: Instruction) -> None:
    """A `with` statement; what our objects enter as is themselves."""
    entered = self.pop()
    self.stack += [UNKNOWN, entered]


def _passed(self: Any, arguments: list[Value], keywords: tuple[str, ...], function: str) -> None:
    """Our value is an argument of a call."""
    position = arguments.index(OURS)
    base, _, method = function.rpartition(".")
    keyword = position - (len(arguments) - len(keywords))
    if base and method in GROWING_CALLS:
        raise Found([Piece("text", base), Piece("length", base)])
    if base and method == "setdefault" and position == 1:
        raise Found([Piece("text", base), *subscript(arguments[0])])
    if self.suffix:
        raise Lost
    if keyword >= 0:
        self.suffix[:0] = [Piece("text", f".{keywords[keyword]}")]
    elif method == "Condition":
        self.suffix[:0] = [Piece("text", "._lock")]
    else:
        raise Lost
    self.stack.append(OURS)


def _build(self: Any, entries: list[Value]) -> None:
    if OURS in entries:
        self.suffix[:0] = [Piece("text", f"[{entries.index(OURS)}]")]
        self.stack.append(OURS)
    else:
        self.stack.append(UNKNOWN)


def _build_map(
    self: Any, keys: list[Value], values: list[Value], names: tuple[Any, ...] = ()
) -> None:
    if OURS not in values:
        self.stack.append(UNKNOWN)
        return
    at = values.index(OURS)
    if names:
        self.suffix[:0] = [Piece("text", f"[{names[at]!r}]")]
    elif keys[at].kind != "unknown":
        self.suffix[:0] = subscript(keys[at])
    else:
        raise Lost
    self.stack.append(OURS)


def _collected(self: Any, depth: int, piece: list[Piece]) -> None:
    """Our value went into the collection at `depth`: that is what we follow now."""
    while len(self.stack) < depth:
        self.stack.insert(0, UNKNOWN)
    self.stack[-depth] = OURS
    self.suffix[:0] = piece


def _unpack(self: Any, count: int) -> None:
    if self.pop() is OURS and self.suffix and self.suffix[0].text.startswith("["):
        at = int(self.suffix.pop(0).text[1:-1])
        self.stack += [OURS if count - 1 - n == at else UNKNOWN for n in range(count)]
    else:
        self.stack += [UNKNOWN] * count


def _shuffle(self: Any, one: Instruction) -> None:
    depth = {"ROT_TWO": 2, "ROT_THREE": 3, "DUP_TOP": 1}.get(one.name, one.argument)
    while len(self.stack) < depth:
        self.stack.insert(0, UNKNOWN)
    if one.name in {"COPY", "DUP_TOP"}:
        self.stack.append(self.stack[-depth])
    elif one.name == "ROT_THREE":
        self.stack[-3:] = [self.stack[-1], self.stack[-3], self.stack[-2]]
    else:
        self.stack[-1], self.stack[-depth] = self.stack[-depth], self.stack[-1]


def _other(self: Any, one: Instruction) -> None:
    code = opmap[one.name]
    argument = one.argument if code >= HAVE_ARGUMENT or VERSION >= (3, 13) else None
    try:
        change = stack_effect(code, argument)
    except ValueError:
        try:
            change = stack_effect(code)
        except ValueError:
            raise Lost from None
    if change < 0:
        if OURS in self.pop_many(-change):
            raise Lost
    else:
        self.stack += [UNKNOWN] * change
    # Most of the others replace what they take: the top is not what it was.
    if self.stack and change <= 0 and one.name.startswith(("BINARY", "UNARY", "COMPARE", "FORMAT")):
        if self.stack[-1] is OURS:
            raise Lost
        self.stack[-1] = UNKNOWN


def _constant_before(self: Any, one: Instruction) -> tuple[Any, ...]:
    """The constant tuple that the instruction before `one` has loaded."""
    before = max((at for at in self.all if at < one.offset), default=-1)
    load = self.all.get(before)
    if load is None or load.name != "LOAD_CONST":
        raise Lost
    return tuple(self.code.co_consts[load.argument])


def _keyword_names(self: Any, one: Instruction) -> tuple[str, ...]:
    """3.11 and 3.12: KW_NAMES stands before the call, PRECALL may stand between."""
    for at in sorted((at for at in self.all if at < one.offset), reverse=True)[:2]:
        if self.all[at].name == "KW_NAMES":
            return tuple(self.code.co_consts[self.all[at].argument])
        if self.all[at].name != "PRECALL":
            break
    return ()
