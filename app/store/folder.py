"""A folder: the directory on disk that holds the recordings and all that belongs to them.

index.sqlite      what is known of each run
logs/<id>.jsonl   the timeline of a run, `.jsonl.gz` once it has ended (of a long one
                  there are further segments in logs/<id>.segments/, and an index of
                  what is in them in logs/<id>.tiles/)
runs/<id>/        rings and definitions while the run lives
owners/<name>     locked by each process that has runs going, so that others can tell
                  a run whose owner was killed from one that another process records
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.store import segments, tiles


class FolderUnusable(Exception):
    """The data folder cannot be made or written to; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of one data folder."""

    path: Path

    @classmethod
    def prepare(cls, path: Path) -> Folder:
        """Make the folder and what is in it, readable by its user alone."""
        folder = cls(path)
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for part in (folder.logs, folder.runs, folder.owners):
                part.mkdir(exist_ok=True, mode=0o700)
            if not os.access(folder.logs, os.W_OK | os.X_OK):
                raise PermissionError(13, "Permission denied")
        except OSError as error:
            raise FolderUnusable(
                f"The data folder {path} cannot be used: {error.strerror or error}. "
                "Choose another with --data DIR or THREADLINE_DATA, or mend its permissions."
            ) from error
        return folder

    @property
    def index(self) -> Path:
        """The index of runs."""
        return self.path / "index.sqlite"

    @property
    def logs(self) -> Path:
        """Where the timelines are."""
        return self.path / "logs"

    @property
    def runs(self) -> Path:
        """Where live runs keep their rings."""
        return self.path / "runs"

    @property
    def owners(self) -> Path:
        """Where processes show that they live."""
        return self.path / "owners"

    def log(self, run: str) -> Path:
        """The log of a run, by the name it has while the run lives."""
        return self.logs / f"{run}.jsonl"

    def bytes_of(self, run: str) -> int:
        """What the log of a run takes on disk, all its segments in whatever form."""
        return segments.bytes_of(self.log(run))

    def forget(self, run: str) -> None:
        """Remove every file of a run."""
        segments.remove(self.log(run))
        tiles.remove(self.log(run))
        shutil.rmtree(self.runs / run, ignore_errors=True)

    def free_bytes(self) -> int:
        """The room left on the disk of this folder."""
        return shutil.disk_usage(self.path).free

    def owner_lives(self, owner: str) -> bool:
        """True while the process that claimed this name has it locked."""
        if not owner:
            return False
        try:
            descriptor = os.open(self.owners / owner, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            (self.owners / owner).unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Be the one process that mends logs; False when another is."""
        descriptor = os.open(self.owners / ".mending", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(descriptor)

    def addresses(self) -> Iterator[str]:
        """Yield where the servers of this folder can be reached right now."""
        for path in self.owners.glob("[!.]*"):
            if self.owner_lives(path.name) and (address := path.read_text()):
                yield address


class Claim:
    """A name this process is known by while it lives.

    A lock on a file and not a pid: the kernel gives it back however the process ends,
    and a number may by then belong to somebody else.
    """

    def __init__(self, folder: Folder) -> None:
        self.owner = secrets.token_hex(8)
        self._path = folder.owners / self.owner
        # Locked before it can be seen, or somebody looking might take it for a dead one's.
        hidden = self._path.with_name("." + self.owner)
        self._descriptor = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        hidden.rename(self._path)

    def announce(self, address: str) -> None:
        """Say where this process serves, for commands in other terminals to tell."""
        os.pwrite(self._descriptor, address.encode(), 0)

    def release(self) -> None:
        """Say that this process has no runs any more; releasing twice does nothing."""
        if self._descriptor >= 0:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = -1
