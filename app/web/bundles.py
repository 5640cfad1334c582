"""Bundles: the modules that a page brings with it, sent as one script.

A module costs the page some milliseconds for being asked for, however small it is, and a page
has two hundred of them. So under `bundled/` a script comes with all that it imports. Each module
stays as it is written, line by line, in a function of its own; a map beside the bundle leads a
debugger back to the files. There is no build step: a bundle is made when it is first asked for,
and again when any file has changed.

Modules may be written as ours are: named imports from relative paths, exports where a thing is
declared, none of them assigned to again, and no circles. Anything else is refused, in a test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

FOLDER = "bundled/"
REGISTRY = "modules.js"
PAGES = (("js/early.js", "js/main.js"), ("js/compare.js",), ("js/catalogue.js",))
"""Which scripts each page begins with, in their order; `import()` may bring more."""

IMPORT = re.compile(
    r'^import\s*(?:\{(?P<names>[^}]*)\}\s*from\s*)?"(?P<of>\.[^"]+)";', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (?P<thing>(?:async )?(?:function\*?|class|const) (?P<name>[\w$]+))", re.MULTILINE
)
NOTHING = re.compile(r"^export \{\};$", re.MULTILINE)
UNREAD = re.compile(r"^(?:export\b|import\b(?!\()).*$", re.MULTILINE)
LATER = re.compile(r'(?P<comment>/\*\*.*?\*/)|\bimport\("(?P<of>\.[^"]+)"\)', re.DOTALL)
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class CannotBundle(Exception):
    """A module is written in a way that a bundle cannot keep; the message says which, and how."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module as it is written, and what it brings: now, and when it asks for it later."""

    path: str
    text: str
    imported: tuple[str, ...]
    later: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path, path: str) -> Module:
        """Read one. Raises FileNotFoundError."""
        text = (folder / path).read_text("utf-8")
        return cls(
            path,
            text,
            tuple(_resolved(path, match["of"]) for match in IMPORT.finditer(text)),
            tuple(_resolved(path, match["of"]) for match in LATER.finditer(text) if match["of"]),
        )

    @property
    def names(self) -> list[str]:
        """What it exports."""
        return [match["name"] for match in EXPORT.finditer(self.text)]

    def wrapped(self, entry: str) -> str:
        """Return it as a function that runs once, for the bundle of an entry.

        All its lines are there, after one more.
        """
        text = IMPORT.sub(lambda match: _taken(self.path, match), self.text)
        text = NOTHING.sub("", EXPORT.sub(lambda match: match["thing"], text))
        if unread := UNREAD.search(text):
            raise CannotBundle(f"{self.path}: {unread[0]}")
        text = LATER.sub(lambda match: match["comment"] or self._asked(entry, match["of"]), text)
        given = f"return {{ {', '.join(self.names)} }};\n" if self.names else "return {};\n"
        return f"modules[{json.dumps(self.path)}] ??= (() => {{\n{text}{given}}})();\n"

    def _asked(self, entry: str, name: str) -> str:
        return f'import("{_from(entry, _resolved(self.path, name))}")'


@lru_cache(maxsize=64)
def bundle(folder: Path, stamped: str, path: str) -> str:
    """Return what lies at a path under `bundled/`: a script, its map, or what all scripts share.

    It is made once under each stamp. Raises FileNotFoundError, and CannotBundle.
    """
    if path == REGISTRY:
        return (
            "/** What the scripts of a page have brought so far. */\nexport const modules = {};\n"
        )
    if path.endswith(".js.map"):
        return _graph(folder, stamped).map(path.removesuffix(".map"))
    if path.endswith(".js"):
        return _graph(folder, stamped).script(path)
    raise FileNotFoundError(path)


@lru_cache(maxsize=8)
def _graph(folder: Path, _stamped: str) -> Graph:
    return Graph(folder)


class Graph:
    """The modules of a folder, each read once, and what brings what."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Module] = {}

    def script(self, entry: str) -> str:
        """Return a module with all that it brings and its page has not yet."""
        registry = _from(entry, REGISTRY)
        lines = [f'import {{ modules }} from "{registry}";\n']
        lines += [f'import "{_from(entry, before)}";\n' for before in self._before(entry)]
        lines += [module.wrapped(entry) for module in self._parts(entry)]
        if names := self._module(entry).names:
            # For who imports it; all else is taken from the modules.
            lines.append(f'export const {{ {", ".join(names)} }} = modules["{entry}"];\n')
        lines.append(f"//# sourceMappingURL={entry.rpartition('/')[2]}.map\n")
        return "".join(lines)

    def map(self, entry: str) -> str:
        """Return its source map (ECMA-426): which line of which file each of its lines is."""
        parts = self._parts(entry)
        mappings = [""] * (1 + len(self._before(entry)))
        source, line = 0, 0
        for number, module in enumerate(parts):
            mappings.append("")
            for at in range(module.text.count("\n")):
                # Of column 0: the file, the line and the column in it, each as a difference.
                mappings.append(f"A{_digits(number - source)}{_digits(at - line)}A")
                source, line = number, at
            mappings += ["", ""]
        sources = [_from(FOLDER + entry, module.path) for module in parts]
        return json.dumps(
            {"version": 3, "sources": sources, "names": [], "mappings": ";".join(mappings)}
        )

    def _module(self, path: str) -> Module:
        if path not in self._read:
            self._read[path] = Module.read(self._folder, path)
        return self._read[path]

    def _parts(self, entry: str) -> list[Module]:
        """What the bundle of an entry is made of, each after what it imports."""
        known = [set(self._brought(*before)) for before in self._contexts(entry)]
        spared = set.intersection(*known) if known else set()
        return [self._module(path) for path in self._brought(entry) if path not in spared]

    def _before(self, entry: str) -> tuple[str, ...]:
        """The scripts of its page that it comes after."""
        for page in PAGES:
            if entry in page:
                return page[: page.index(entry)]
        return ()

    def _contexts(self, entry: str) -> Iterator[tuple[str, ...]]:
        """With what a page already has, in each of the ways that an entry may come."""
        if any(entry in page for page in PAGES):
            yield self._before(entry)
            return
        for page in PAGES:
            if entry in self._later(page):
                yield page

    def _later(self, entries: tuple[str, ...]) -> set[str]:
        """All that a page may ask for later."""
        asked: set[str] = set()
        unread = set(entries)
        while unread:
            brought = self._brought(*unread)
            asked |= unread
            unread = {each for path in brought for each in self._module(path).later} - asked
        return asked - set(entries)

    def _brought(self, *entries: str) -> dict[str, None]:
        """The modules that come with these, each after what it imports."""
        done: dict[str, None] = {}
        for entry in entries:
            self._visit(entry, done, [])
        return done

    def _visit(self, path: str, done: dict[str, None], way: list[str]) -> None:
        if path in way:
            raise CannotBundle(f"{path} imports itself: {' → '.join([*way, path])}")
        if path in done:
            return
        for imported in self._module(path).imported:
            self._visit(imported, done, [*way, path])
        done[path] = None


def _resolved(path: str, name: str) -> str:
    return normpath(join(dirname(path), name))


def _from(path: str, other: str) -> str:
    """How a module names another by its place."""
    name = relpath(other, dirname(path) or ".")
    return name if name.startswith(".") else f"./{name}"


def _taken(path: str, match: re.Match[str]) -> str:
    """An import as a constant, on as many lines."""
    lines = "\n" * match[0].count("\n")
    if match["names"] is None:
        return lines
    named = [name.strip().replace(" as ", ": ") for name in match["names"].split(",")]
    names = ", ".join(filter(None, named))
    return f'const {{ {names} }} = modules["{_resolved(path, match["of"])}"];{lines}'


def _digits(number: int) -> str:
    """A number as the base 64 of source maps: the sign last, five bits a digit."""
    rest = abs(number) << 1 | (number < 0)
    digits = ""
    while True:
        digit, rest = rest & 31, rest >> 5
        digits += DIGITS[digit | 32 if rest else digit]
        if not rest:
            return digits
