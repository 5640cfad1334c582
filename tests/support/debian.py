"""CPythons out of Debian's packages: unpacked into a folder, or built from the source package.

An unpacked one comes with all that it depends on and is run by its own loader, so that it
needs nothing of this machine and does not show in it: a Debian of any age can run that of
any other. Root is needed only to install a compiler and headers where they are absent.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

KEYS = Path("/usr/share/keyrings")
KEYRINGS = ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")
HEADERS = (
    *("gcc", "make", "xz-utils", "libc6-dev", "libffi-dev", "libssl-dev", "zlib1g-dev"),
    *("libbz2-dev", "liblzma-dev", "libsqlite3-dev"),
)
LOADERS = ("usr/lib*/ld-linux*.so.*", "lib*/ld-linux*.so.*", "usr/lib/*/ld-linux*.so.*")
# `--argv0` keeps `sys.executable` and the prefix what they would be without a loader; a
# variable of the environment would be inherited by programs that are started from here.
WRAPPER = '#!/bin/sh\nexec {loader} --argv0 {itself} --library-path {libraries} {python} "$@"\n'


class CannotMake(Exception):
    """The Python cannot be made here; the message says why and what would help."""


@dataclass(frozen=True)
class Recipe:
    """Where Debian has a Python; raise `edition` when the way it is made changes."""

    release: str
    package: str
    free_threaded: bool = False
    edition: int = 2

    @property
    def executable(self) -> str:
        """Where it is in its folder."""
        return "bin/" + self.package + "t" if self.free_threaded else "root/usr/bin/" + self.package

    def make(self, folder: Path) -> None:
        """Make it in an empty folder."""
        if self.free_threaded:
            build(self, folder)
        else:
            unpack(self, folder)
        shutil.rmtree(folder / "apt")


def unpack(recipe: Recipe, folder: Path) -> None:
    """Lay a package, its test suite, its headers and all they depend on into `root`."""
    apt, root = configure_apt(recipe.release, folder / "apt"), folder / "root"
    wanted = [recipe.package, f"lib{recipe.package}-testsuite"]
    run([*apt, "install", "--download-only", "-y", "--no-install-recommends", *wanted])
    archives = folder / "apt" / "archives"
    run([*apt, "download", f"lib{recipe.package}-dev"], archives)  # alone: its headers will do
    for package in sorted(archives.glob("*.deb")):
        run(["dpkg-deb", "-x", str(package), str(root)])
    for header in root.glob("usr/include/*-linux-gnu/*/pyconfig.h"):
        # In its place is one that looks for it among the headers of the system.
        header.replace(root / "usr" / "include" / recipe.package / "pyconfig.h")
    python = folder / recipe.executable
    real = python.rename(python.with_suffix(".real"))
    [loader, *_] = [path for pattern in LOADERS for path in root.glob(pattern)]
    libraries = ":".join(str(path) for path in root.glob("**/lib/*-linux-gnu*") if path.is_dir())
    text = WRAPPER.format(loader=loader, itself=python, libraries=libraries, python=real)
    python.write_text(text)
    python.chmod(0o755)
    library = str(root / "usr" / "lib" / recipe.package)
    run([str(python), "-m", "compileall", "-q", "-x", "/test/", library])


def build(recipe: Recipe, folder: Path) -> None:
    """Build the source package without the GIL; a few minutes on two cores."""
    install_headers()
    apt, source = configure_apt(recipe.release, folder / "apt"), folder / "source"
    source.mkdir()
    run([*apt, "source", "--download-only", recipe.package], source)
    # What CPython released, without Debian's patches: they move folders about.
    [archive] = source.glob("*.orig.tar.xz")
    run(["tar", "-xf", str(archive), "--strip-components=1"], source)
    run(["./configure", "-q", "--disable-gil", f"--prefix={folder}", "--without-ensurepip"], source)
    run(["make", "-s", f"-j{os.cpu_count() or 1}"], source)
    run(["make", "-s", "install"], source)
    shutil.rmtree(source)


def install_headers() -> None:
    """Install what a build needs and is absent, if we may."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}"]
    absent = [each for each in HEADERS if run([*query, each], check=False) != "installed"]
    if absent and os.getuid() != 0:
        raise CannotMake(f"building a Python needs: apt-get install {' '.join(absent)}")
    if absent:
        run(["apt-get", "update", "-q"])
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *absent])


def configure_apt(release: str, folder: Path) -> list[str]:
    """`apt-get` that knows one Debian release, and nothing of what this machine has."""
    for each in ("lists", "state", "archives"):
        (folder / each / "partial").mkdir(parents=True)
    (folder / "status").touch()
    keyring = next((path for each in KEYRINGS if (path := KEYS / each).exists()), None)
    if keyring is None:
        raise CannotMake(f"Debian's keys are not in {KEYS}: install debian-archive-keyring")
    line = f"[signed-by={keyring}] {mirror()} {release} main\n"
    (folder / "sources").write_text(f"deb {line}deb-src {line}")
    settings = {
        "Dir::State": folder / "state", "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status", "Dir::Cache": folder,
        "Dir::Etc::sourcelist": folder / "sources", "Dir::Etc::sourceparts": "-",
        "Acquire::Languages": "none", "APT::Sandbox::User": "",
    }  # fmt: skip
    command = ["apt-get", "-q", *(f"-o{key}={value}" for key, value in settings.items())]
    run([*command, "update", "--error-on=any"])
    return command


def mirror() -> str:
    """Where this machine gets Debian from."""
    sources = run(["apt-get", "update", "--print-uris"])
    # Releases have plain names; updates and security fixes are in `bookworm-updates` and such.
    found = re.search(r"'(\S+)/dists/[a-z]+/InRelease'", sources)
    if found is None:
        raise CannotMake("apt knows no source of Debian's packages")
    return found[1]


def run(command: Sequence[str], folder: Path | None = None, *, check: bool = True) -> str:
    """What a command printed; what it complained of when it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, env=environment
        )
    except FileNotFoundError as problem:
        raise CannotMake(f"{command[0]} is not here: is this a Debian?") from problem
    if check and done.returncode != 0:
        words = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise CannotMake("\n".join((f"{' '.join(command)} failed:", *words)))
    return done.stdout
