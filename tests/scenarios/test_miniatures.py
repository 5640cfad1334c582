"""The miniatures: one for every scenario, coloured by the page's tokens and nothing else."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.catalog import load
from tests.support.recorded import ROOT, SCENARIOS

FOLDER = ROOT / "static" / "miniatures"
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
SHAPE = {"d", "fill", "opacity", "stroke", "stroke-linecap", "stroke-width", "vector-effect"}
SVG = "{http://www.w3.org/2000/svg}"

each_picture = pytest.mark.parametrize(
    "picture", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem
)


def test_every_scenario_has_its_miniature_and_no_other_lies_about() -> None:
    drawn = {path.stem for path in FOLDER.glob("*.svg")}
    assert drawn == {scenario.name for scenario in load(SCENARIOS)}


@each_picture
def test_a_miniature_holds_shapes_only(picture: Path) -> None:
    """Neither style nor script nor text: a strict policy has nothing to refuse."""
    root = ElementTree.parse(picture).getroot()
    assert root.tag == f"{SVG}svg"
    assert {element.tag for element in root} == {f"{SVG}path"}
    for element in root:
        assert element.attrib.keys() <= SHAPE


@each_picture
def test_a_miniature_takes_its_colours_from_the_tokens(picture: Path) -> None:
    for element in ElementTree.parse(picture).getroot():
        colours = {element.attrib["fill"], element.attrib.get("stroke", "none")} - {"none"}
        for colour in colours:
            used = re.fullmatch(r"var\((--[a-z-]+), (#[0-9a-f]{6})\)", colour)
            assert used, colour
            # The fallback, for a file opened alone, is the light theme's value.
            assert f"{used[1]}: {used[2]};" in TOKENS


@each_picture
def test_a_miniature_is_small(picture: Path) -> None:
    assert picture.stat().st_size < 16_000
