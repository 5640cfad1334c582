"""The compiled recorder is made once, for one Python, by nobody else, and never needed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest

from app import events
from app.runs import compiler, native


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    return tmp_path / "recorder"


@pytest.fixture
def fake_python(tmp_path):
    """A Python that says it is another build, whose headers are not here."""

    def make(text):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_it_is_compiled_once_and_then_ready(cache):
    assert native.ready(sys.executable) == ""

    made = native.make(sys.executable)
    state = Path(made).stat()

    assert native.ready(sys.executable) == made
    assert native.make(sys.executable) == made
    assert Path(made).stat() == state
    assert cache.stat().st_mode & 0o777 == 0o700
    assert {path.suffix for path in cache.iterdir()} == {".so", ".json"}, "no scraps are left"


def test_two_who_compile_at_once_get_the_same_file(cache):
    with ThreadPoolExecutor(2) as pool:
        paths = set(pool.map(native.make, [sys.executable] * 2))

    assert len(paths) == 1
    assert Path(paths.pop()).exists()


def test_without_a_compiler_it_says_so(cache, monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(compiler, "NAMES", ("no-such-compiler",))

    with pytest.raises(native.NotCompiled, match="no C compiler was found"):
        native.make(sys.executable)
    assert native.ready(sys.executable) == ""


def test_without_headers_it_says_so(cache, fake_python):
    python = fake_python("""echo '{"suffix": ".so", "hexversion": 1, "includes": ["/nowhere"]}'""")

    with pytest.raises(native.NotCompiled, match=r"has no headers here \(Python.h"):
        native.make(python)


@pytest.mark.parametrize("text", ["exit 3", "echo hello", "echo '{}'"])
def test_a_python_that_does_not_say_what_it_is_gets_none(cache, fake_python, text):
    with pytest.raises(native.NotCompiled):
        native.make(fake_python(text))


def test_what_failed_is_not_tried_again_at_every_run(cache, monkeypatch, tmp_path):
    tries = tmp_path / "tries"
    compiler = tmp_path / "compiler"
    compiler.write_text(f"#!/bin/sh\necho x >> {tries}\necho 'error: no' >&2\nexit 1\n")
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", str(compiler))

    for _ in range(3):
        with pytest.raises(native.NotCompiled, match="error: no"):
            native.make(sys.executable)

    assert tries.read_text().count("x") == len(native.WAYS)


def test_a_compiler_whose_work_cannot_be_loaded_makes_none(cache, monkeypatch, tmp_path):
    compiler = tmp_path / "compiler"
    compiler.write_text('#!/bin/sh\nfor out; do :; done\necho "no library" > "$out"\n')
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", str(compiler))

    with pytest.raises(native.NotCompiled):
        native.make(sys.executable)
    assert native.ready(sys.executable) == ""


def test_nothing_is_loaded_from_where_others_may_write(cache):
    cache.mkdir()
    cache.chmod(0o777)

    with pytest.raises(native.NotCompiled, match="Others may write"):
        native.make(sys.executable)
    assert native.ready(sys.executable) == ""


def test_a_python_that_was_replaced_is_asked_again(cache, fake_python):
    answer = """echo '{"suffix": ".so", "hexversion": %d, "includes": ["/nowhere"]}'"""
    python = fake_python(answer % 1)
    with pytest.raises(native.NotCompiled):
        native.make(python)
    fake_python(answer % 23456)
    with pytest.raises(native.NotCompiled):
        native.make(python)

    assert len(list(cache.glob("*.json"))) == 2


def test_the_vocabulary_of_c_is_that_of_python():
    assert f"#define LOCK_ACQUIRED {events.LOCK_ACQUIRED}\n" in native.vocabulary()
    assert f"#define WAITED {events.WAITED}\n" in native.vocabulary()


def test_public_headers_do_where_private_ones_do_not_fit(cache, tmp_path):
    native.make(sys.executable)  # notes what this Python is
    build = native._remembered(cache, sys.executable)
    out = tmp_path / f"public{build.suffix}"
    (tmp_path / "vocabulary.h").write_text(native.vocabulary())

    line = native.command(["cc"], build, native.WAYS[1], out)
    subprocess.run(line, check=True)
    subprocess.run([sys.executable, "-c", native.TRY, str(out)], check=True)


def test_the_sources_compile_without_a_warning(cache, tmp_path):
    native.make(sys.executable)
    build = native._remembered(cache, sys.executable)
    (tmp_path / "vocabulary.h").write_text(native.vocabulary())
    line = native.command(["cc"], build, (), tmp_path / "strict.so")
    line[line.index("-w")] = "-Wall"
    # Python's own headers are not ours to warn of.
    line = [part.replace("-I", "-isystem", 1) if part.startswith("-I/") and "tmp" not in part
            else part for part in line]  # fmt: skip

    made = subprocess.run([*line, "-Wextra", "-Wno-unused-parameter",
                           "-Wno-missing-field-initializers", "-Wno-cast-function-type"],
                          capture_output=True, text=True, check=True)  # fmt: skip

    assert made.stderr == ""
