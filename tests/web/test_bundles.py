"""Bundles: modules sent as one script do what they do one by one, each of them once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from app.web import bundles
from app.web.bundles import CannotBundle, bundle
from app.web.static import stamp
from tests.support.serving import ROOT, RunningServer

STATIC = ROOT / "static"
OURS = ["js/early.js", "js/main.js", "js/surroundings.js", "js/tiled.js", "js/compare.js"]

SHOP = {
    "js/early.js": (
        'import { say } from "./base/say.js";\n\nsay("early");\nexport const held = [1];\n'
    ),
    "js/main.js": (
        'import {\n  Till as Box,\n  count,\n} from "./model/till.js";\n'
        'import { held } from "./early.js";\nimport { say } from "./base/say.js";\n\n'
        '/** @typedef {import("./later.js").Nothing} Nothing */\n'
        "const box = new Box();\nsay(`main ${box.open()} ${count()} ${held}`);\n"
        'import("./later.js").then(({ late }) => late());\n'
    ),
    "js/later.js": (
        'import { count } from "./model/till.js";\nimport { nap } from "./base/nap.js";\n'
        'import { say } from "./base/say.js";\n\n'
        "export async function late() {\n  await nap();\n  say(`later ${count()}`);\n}\n"
    ),
    "js/base/say.js": "export const say = (...words) => console.log(...words);\n",
    "js/base/nap.js": "export function* naps() {\n  yield 1;\n}\nexport async function nap() {}\n",
    "js/model/till.js": (
        'import { say } from "../base/say.js";\n\nlet opened = 0;\nsay("till");\n\n'
        "export class Till {\n  open() {\n    opened += 1;\n    return opened;\n  }\n}\n\n"
        "export function count() {\n  return opened;\n}\n\nexport {};\n"
    ),
}
SAID = "early\ntill\nmain 1 1 1\nlater 1\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of two scripts, which asks for a third."""
    monkeypatch.setattr(bundles, "PAGES", (("js/early.js", "js/main.js"),))
    return written(tmp_path / "static", SHOP)


def written(folder: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def bundled(folder: Path, path: str) -> str:
    return bundle(folder, stamp(folder), path)


def said(folder: Path, *scripts: str) -> str:
    """What the scripts of a page say, one after the other."""
    (folder / "package.json").write_text('{"type": "module"}')
    page = "".join(f'await import("./{script}");' for script in scripts)
    node = str(compute_driver_executable()[0])
    command = [node, "--input-type=module", "-e", page]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_what_is_bundled_does_what_its_modules_do_each_of_them_once(
    shop: Path, tmp_path: Path
) -> None:
    paths = ["modules.js", "js/early.js", "js/main.js", "js/later.js"]
    sent = written(tmp_path / "sent", {path: bundled(shop, path) for path in paths})

    assert said(shop, "js/early.js", "js/main.js") == SAID
    assert said(sent, "js/early.js", "js/main.js") == SAID


def test_a_bundle_has_what_its_page_has_not_yet(shop: Path) -> None:
    later = bundled(shop, "js/later.js")

    assert 'modules["js/base/nap.js"] ??=' in later
    assert 'modules["js/model/till.js"] ??=' not in later
    assert bundled(shop, "js/main.js").count('modules["js/base/say.js"] ??=') == 0


def test_what_several_pages_ask_for_brings_what_any_of_them_has_not(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(shop, {"js/other.js": 'import("./later.js");\n'})
    monkeypatch.setattr(bundles, "PAGES", (("js/early.js", "js/main.js"), ("js/other.js",)))

    assert 'modules["js/model/till.js"] ??=' in bundled(shop, "js/later.js")


def test_an_edited_module_is_bundled_anew(shop: Path) -> None:
    before = bundled(shop, "js/main.js")

    written(shop, {"js/model/till.js": SHOP["js/model/till.js"].replace('"till"', '"a new till"')})

    assert '"a new till"' not in before
    assert '"a new till"' in bundled(shop, "js/main.js")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('import "./main.js";\n', "imports itself"),
        ('export { say } from "./base/say.js";\n', "js/early.js: export {"),
        ("export default 1;\n", "js/early.js: export default"),
        ("export let count = 1;\n", "js/early.js: export let"),
        ('import * as say from "./base/say.js";\n', r"js/early.js: import \*"),
    ],
)
def test_a_module_that_a_bundle_could_not_keep_is_refused(
    shop: Path, text: str, complaint: str
) -> None:
    written(shop, {"js/early.js": text})

    with pytest.raises(CannotBundle, match=complaint):
        bundled(shop, "js/main.js" if "itself" in complaint else "js/early.js")


@pytest.mark.parametrize("entry", OURS)
def test_a_map_leads_from_each_line_to_the_line_it_was_written_on(entry: str) -> None:
    lines = bundled(STATIC, entry).split("\n")
    told = json.loads(bundled(STATIC, f"{entry}.map"))
    places = decoded(told["mappings"])
    folder = (STATIC / "bundled" / entry).parent

    texts = [(folder / source).resolve().read_text().split("\n") for source in told["sources"]]
    mapped = [(lines[at], texts[source][line]) for at, (source, line) in places.items()]

    # Imports and exports are written otherwise; everything else is as it was.
    assert all(
        there == here or here.startswith(("import", "export", "} from", "  ")) or not there
        for there, here in mapped
    )
    assert len(mapped) > 0.85 * len(lines)
    assert sum(there == here for there, here in mapped) > 0.9 * len(mapped)


def decoded(mappings: str) -> dict[int, tuple[int, int]]:
    """The source and the line of each line that has one."""
    places: dict[int, tuple[int, int]] = {}
    source = line = 0
    for at, text in enumerate(mappings.split(";")):
        if text:
            _, further_source, further_line, _ = numbers(text)
            source, line = source + further_source, line + further_line
            places[at] = (source, line)
    return places


def numbers(text: str) -> list[int]:
    found, value, shift = [], 0, 0
    for letter in text:
        digit = bundles.DIGITS.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found


def test_a_script_lies_beside_its_map_under_the_stamp_of_its_page(server: RunningServer) -> None:
    page = server.client.get("/").text
    address = page.partition('<script type="module"')[2].partition('src="')[2].partition('"')[0]

    script = server.client.get(address)
    told = server.client.get(f"{address}.map")

    assert address.endswith("/bundled/js/catalogue.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    assert script.text.endswith("//# sourceMappingURL=catalogue.js.map\n")
    plain = server.client.get("/static/bundled/js/catalogue.js")
    assert (plain.text, plain.headers["cache-control"]) == (script.text, "no-cache")
    assert told.json()["version"] == 3


@pytest.mark.parametrize(
    "path", ["bundled/js/none.js", "bundled/css/base.css", "bundled/", "bundled/../../README.md"]
)
def test_what_is_no_script_has_no_bundle(server: RunningServer, path: str) -> None:
    assert server.client.get(f"/static/{path}").status_code == 404
