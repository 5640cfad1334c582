"""A Chromium for the browser tests: found on this machine, or fetched; never done without.

Looked for in this order: $THREADLINE_CHROMIUM, an installed browser, one that Playwright
keeps. Fetched in this order: Playwright's headless shell, Debian's package when we are
root, the tarball of npm's `@sparticuz/chromium`. A machine where all of that fails gets an
error that lists every attempt: a browser test that skips itself tests nothing.

A headless shell comes first: it draws the same, but a page of it opens no browser window.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import playwright
from playwright.sync_api import sync_playwright

INSTALLED = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SPARTICUZ = "@sparticuz/chromium@153.0.0"
FETCH_S = 600

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Chromium refuses to run its sandbox as root, and a container has no user namespaces.
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
)


class NoChromium(Exception):
    """No browser could be found or fetched; the message says what was tried."""


@functools.cache
def chromium() -> str:
    """Return the path of a Chromium that starts."""
    attempts: list[str] = []
    ways: tuple[Callable[[], str | None], ...] = (
        _given,
        _installed,
        _kept_by_playwright,
        _playwright_installs,
        _debian_installs,
        _npm_tarball,
    )
    for way in ways:
        try:
            path = way()
        except (OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            attempts.append(f"{way.__name__[1:]}: {error}")
            continue
        if path and (problem := _problem_of(path)):
            attempts.append(f"{way.__name__[1:]}: {path} does not start: {problem}")
        elif path:
            return path
        else:
            attempts.append(f"{way.__name__[1:]}: none")
    raise NoChromium(
        "The browser tests need Chromium, and none could be found or fetched. Install one "
        "(or name it in THREADLINE_CHROMIUM) and run the tests again. Tried:\n  "
        + "\n  ".join(attempts)
    )


def _problem_of(path: str) -> str:
    """Say why this browser does not start; "" when it does."""
    try:
        subprocess.run(
            [path, *ARGUMENTS, "--headless", "--version"],
            capture_output=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return ""


def _given() -> str | None:
    return os.environ.get("THREADLINE_CHROMIUM")


def _installed() -> str | None:
    return next((found for name in INSTALLED if (found := shutil.which(name))), None)


def _kept_by_playwright() -> str | None:
    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    if Path(path).exists():
        return path
    shells = Path(path).parents[2].glob("chromium_headless_shell-*/*/*headless*shell*")
    return next((str(shell) for shell in sorted(shells) if os.access(shell, os.X_OK)), None)


def _playwright_installs() -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell"]
    subprocess.run(command, check=True, timeout=FETCH_S)
    return _kept_by_playwright()


def _debian_installs() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", INSTALLED[0]]):
        subprocess.run(command, check=True, timeout=FETCH_S, env=environment)
    return _installed()


def _npm_tarball() -> str | None:
    """Unpack a Chromium that brings its system libraries along; it ships brotli-packed."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "threadline-chromium"
    browser = folder / "browser"
    if browser.exists():
        return str(browser)
    if not shutil.which("npm"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", SPARTICUZ, "--pack-destination", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=FETCH_S)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        package.extractall(folder, filter="data")
    packed = folder / "package" / "bin"
    _unpack(packed / "chromium.br", folder / "chromium")
    _unpack(packed / "al2023.tar.br", folder / "libraries.tar")
    with tarfile.open(folder / "libraries.tar") as libraries:
        libraries.extractall(folder, filter="data")
    browser.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={folder}/lib exec {folder}/chromium "$@"\n')
    browser.chmod(0o755)
    return str(browser)


def _unpack(packed: Path, plain: Path) -> None:
    """Undo brotli, which Python cannot: Playwright brings a Node that can."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    script = (
        "const {readFileSync, writeFileSync} = require('fs');"
        "writeFileSync(process.argv[2], require('zlib').brotliDecompressSync("
        "readFileSync(process.argv[1])), {mode: 0o755});"
    )
    command = [str(node), "-e", script, str(packed), str(plain)]
    subprocess.run(command, check=True, timeout=FETCH_S)
