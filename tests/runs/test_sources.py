"""Sources tell where a file lies in the program and nothing of the machine around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.runs.sources import MAX_TEXT_BYTES, MAX_TEXTS_BYTES, Sources


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/ann/shop/main.py", "main.py"),
        ("/home/ann/shop/parts/till.py", "parts/till.py"),
        (
            "/home/ann/shop/v/lib/python3.12/site-packages/rich/live.py",
            "<packages>/rich/live.py",
        ),
        ("/home/ann/shop/env/lib/python3.12/threading.py", "<stdlib>/threading.py"),
        (
            "/usr/lib/python3.11/json/decoder.py",
            "<stdlib>/json/decoder.py",
        ),
        ("/usr/lib/python3/dist-packages/yaml/loader.py", "<packages>/yaml/loader.py"),
        ("/home/ann/secret-project/tool.py", "<elsewhere>/tool.py"),
        ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap>"),
        ("<string>", "<string>"),
    ],
)
def test_a_path_is_shortened_to_what_concerns_the_program(path: str, shown: str) -> None:
    assert Sources(Path("/home/ann/shop")).shortened(path) == shown


def test_a_traceback_keeps_its_lines_and_loses_its_folders() -> None:
    text = '  File "/home/ann/shop/main.py", line 3, in f\n    g("/home/ann/x")\n'

    shown = Sources(Path("/home/ann/shop")).shorten_traceback(text)

    assert shown == '  File "main.py", line 3, in f\n    g("/home/ann/x")\n'


def test_the_programs_own_text_is_kept_once_and_others_never(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    own, other = tmp_path / "shop" / "main.py", tmp_path / "other.py"
    own.write_bytes(b"# coding: latin-1\r\nname = '\xe9'\r\n")
    other.write_text("secret = 1\n")
    sources = Sources(tmp_path / "shop")

    row, new = sources.row(str(own))

    assert (row.id, row.text, new) == (1, "# coding: latin-1\nname = 'é'\n", True)
    assert sources.row(str(own)) == (row, False)
    assert sources.row(str(other))[0].text is None


def test_a_file_too_large_missing_or_strange_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "large.py").write_bytes(b"#" * (MAX_TEXT_BYTES + 1))
    (tmp_path / "odd.py").write_bytes(b"# coding: klingon\n")
    (tmp_path / "folder.py").mkdir()
    sources = Sources(tmp_path)

    for name in ("large.py", "odd.py", "folder.py", "missing.py"):
        row, _ = sources.row(str(tmp_path / name))
        assert (row.path, row.text) == (name, None)


def test_a_program_of_very_many_files_does_not_fill_the_recording(tmp_path: Path) -> None:
    sources = Sources(tmp_path)
    kept = 0
    for number in range(20):
        path = tmp_path / f"{number}.py"
        path.write_bytes(b"#" * MAX_TEXT_BYTES)
        kept += len(sources.row(str(path))[0].text or "")

    assert kept == MAX_TEXTS_BYTES
