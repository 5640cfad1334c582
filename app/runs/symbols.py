"""A symbol: where a variable of a C program lies in the memory of a running process.

The dynamic symbol table of an ELF file gives the address as linked; the process's memory
map says where the file was loaded. Stripped interpreters keep that table, since their
extension modules need it.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ELF_64_LITTLE = b"\x7fELF\x02\x01"
SECTION = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")
PROGRAM = struct.Struct("<IIQQQQQQ")
DYNAMIC_SYMBOLS = 11
LOADED = 1
PAGE = 4096


class Region(NamedTuple):
    """Addresses from `start` to before `end`."""

    start: int
    end: int


def find_variable(pid: int, name: str) -> Region | None:
    """Return where the variable lies in the process, None if that cannot be told."""
    try:
        for path, start in _loaded_files(pid):
            found = _linked(path, name)
            if found is not None:
                return Region(start + found.start, start + found.end)
    except (OSError, struct.error, ValueError):
        return None
    return None


def _loaded_files(pid: int) -> Iterator[tuple[str, int]]:
    """Yield the interpreter and its library, and the lowest address of each."""
    seen = set()
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) < 6 or fields[5] in seen or not fields[5].startswith("/"):
            continue
        seen.add(fields[5])
        if len(seen) == 1 or "libpython" in fields[5]:
            yield fields[5], int(fields[0].partition("-")[0], 16)


@lru_cache(maxsize=16)
def _linked(path: str, name: str) -> Region | None:
    """Return the variable's place relative to the start of the loaded file."""
    with (
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        if data[: len(ELF_64_LITTLE)] != ELF_64_LITTLE:
            return None
        programs_at, sections_at = struct.unpack_from("<QQ", data, 32)
        _, _, programs, _, sections = struct.unpack_from("<HHHHH", data, 52)
        headers = [
            SECTION.unpack_from(data, sections_at + i * SECTION.size) for i in range(sections)
        ]
        parts = [PROGRAM.unpack_from(data, programs_at + i * PROGRAM.size) for i in range(programs)]
        base = min(address for kind, _, _, address, *_ in parts if kind == LOADED)
        base -= base % PAGE
        for _, kind, _, _, at, size, link, *_ in headers:
            if kind == DYNAMIC_SYMBOLS:
                names = data[headers[link][4] : headers[link][4] + headers[link][5]]
                return _symbol(data[at : at + size], names, name, base)
    return None


def _symbol(symbols: bytes, names: bytes, name: str, base: int) -> Region | None:
    """Search by bytes: an interpreter exports ten thousand symbols."""
    wanted = names.find(b"\0" + name.encode() + b"\0") + 1
    at = symbols.find(wanted.to_bytes(4, "little")) if wanted else -1
    while at >= 0 and at % SYMBOL.size:
        at = symbols.find(wanted.to_bytes(4, "little"), at + 1)
    if at < 0:
        return None
    _, _, _, _, value, length = SYMBOL.unpack_from(symbols, at)
    return Region(value - base, value - base + length)


def _table(data: mmap.mmap, row: struct.Struct, at: int, rows: int) -> list[tuple[int, ...]]:
    return list(row.iter_unpack(data[at : at + rows * row.size]))
