"""Sources: the files that the sites of a run lie in, told of no further than needed.

A recording is made to be shared, so a path says where a file lies within the program,
the standard library or an installed package, and nothing of the machine's own folders.
The text is kept of the program's own files only: those under its directory.
"""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path, PurePath

from app.timeline.model import SourceFile

MAX_TEXT_BYTES = 256 * 1024
MAX_TEXTS_BYTES = 4 * 1024 * 1024
PACKAGES = re.compile(r".*[/\\](?:site|dist)-packages[/\\](.+)", re.DOTALL)
LIBRARY = re.compile(r".*[/\\]lib(?:64)?[/\\](?:python|pypy)\d[\w.]*[/\\](.+)", re.DOTALL)
QUOTED = re.compile(r'(?<=File ")[^"\n]+(?=", line \d)')


class Sources:
    """Gives each file its id, its short path, and the text it had when first named."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._rows: dict[str, SourceFile] = {}
        self._room = MAX_TEXTS_BYTES

    def row(self, path: str) -> tuple[SourceFile, bool]:
        """Return the row of a file and whether it is new."""
        known = self._rows.get(path)
        if known is not None:
            return known, False
        row = SourceFile(len(self._rows) + 1, self.shortened(path), self._text(path))
        self._rows[path] = row
        return row, True

    def shortened(self, path: str) -> str:
        """Return the path as strangers may see it."""
        if path.startswith("<") or not PurePath(path).is_absolute():
            return path
        if own := self._own(path):
            return own
        if match := PACKAGES.fullmatch(path):
            return f"<packages>/{match[1]}"
        if match := LIBRARY.fullmatch(path):
            return f"<stdlib>/{match[1]}"
        return f"<elsewhere>/{PurePath(path).name}"

    def shorten_traceback(self, text: str) -> str:
        """Return a traceback, or a line of one, with its paths shortened."""
        return QUOTED.sub(lambda match: self.shortened(match[0]), text)

    def _own(self, path: str) -> str | None:
        """Return the path within the program, if the file belongs to it.

        A virtual environment or an interpreter may lie in the program's directory.
        """
        try:
            inside = PurePath(path).relative_to(self.directory).as_posix()
        except ValueError:
            return None
        foreign = PACKAGES.fullmatch("/" + inside) or LIBRARY.fullmatch("/" + inside)
        return None if foreign else inside

    def _text(self, path: str) -> str | None:
        if not self._own(path):
            return None
        try:
            file = Path(path)
            if not file.is_file() or file.stat().st_size > min(MAX_TEXT_BYTES, self._room):
                return None
            data = file.read_bytes()[:MAX_TEXT_BYTES]
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            text = data.decode(encoding, "replace")
        except (OSError, SyntaxError, LookupError):
            return None
        self._room -= len(data)
        return text.replace("\r\n", "\n")
