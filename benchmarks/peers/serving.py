"""Serving: the peers' own files and the converted recordings, from a local server."""

from __future__ import annotations

import contextlib
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CHUNK_BYTES = 1 << 20


class Files(BaseHTTPRequestHandler):
    """Sends files of folders, by the first part of the path; nothing is compressed for anyone."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folders: Mapping[str, Path], *arguments: object) -> None:
        self._folders = folders
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send one file, or say that it is not there."""
        first, _, rest = self.path.split("?")[0].lstrip("/").partition("/")
        folder = self._folders.get(first)
        path = (folder / rest).resolve() if folder else None
        if not (path and folder and path.is_relative_to(folder.resolve()) and path.is_file()):
            self.send_error(404)
            return
        self.send_response(200)
        kind = "application/wasm" if path.suffix == ".wasm" else mimetypes.guess_type(path.name)[0]
        self.send_header("Content-Type", kind or "application/octet-stream")
        self.send_header("Content-Length", str(path.stat().st_size))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with path.open("rb") as file, contextlib.suppress(ConnectionError):
            while chunk := file.read(CHUNK_BYTES):
                self.wfile.write(chunk)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[str]:
    """Serve folders under their names; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, folders))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
