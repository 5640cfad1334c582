"""The folder of scenarios: every file keeps the promises the catalogue makes for it."""

import ast
import sys
from pathlib import Path

import pytest

from app.analysis.registry import ANALYSES
from app.catalog import GROUPS, Scenario, load

FOLDER = Path(__file__).resolve().parents[2] / "app" / "scenarios"
SCENARIOS = load(FOLDER)

FINDING_KINDS = {analysis.name for analysis in ANALYSES}

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)


def test_the_folder_is_the_registry() -> None:
    assert {scenario.name for scenario in SCENARIOS} == {
        path.stem for path in FOLDER.glob("[!_]*.py")
    }


@pytest.mark.parametrize("group", GROUPS)
def test_the_lessons_of_a_group_are_numbered_without_gaps(group: str) -> None:
    orders = [scenario.order for scenario in SCENARIOS if scenario.group == group]
    assert orders == list(range(1, len(orders) + 1))


def test_no_two_scenarios_share_a_title() -> None:
    assert len({scenario.title for scenario in SCENARIOS}) == len(SCENARIOS)


@each_scenario
def test_a_scenario_imports_the_standard_library_only(scenario: Scenario) -> None:
    for node in ast.walk(ast.parse(scenario.source)):
        if isinstance(node, ast.Import):
            imported = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a scenario stands alone"
            imported = {(node.module or "").partition(".")[0]}
        else:
            continue
        assert imported <= sys.stdlib_module_names


@each_scenario
def test_a_scenario_compiles_on_python_3_9(scenario: Scenario) -> None:
    ast.parse(scenario.source, feature_version=(3, 9))


@each_scenario
def test_a_scenario_is_short_enough_to_be_read(scenario: Scenario) -> None:
    assert 20 <= len(lines_of_code(scenario.source)) <= 60


@each_scenario
def test_a_scenario_ends_in_the_run_guard(scenario: Scenario) -> None:
    """The recorder hands the parameters to exactly this call."""
    guard = ast.parse(scenario.source).body[-1]
    assert ast.unparse(guard) == "if __name__ == '__main__':\n    main()"


@each_scenario
def test_a_scenario_expects_findings_that_exist(scenario: Scenario) -> None:
    assert set(scenario.expects) <= FINDING_KINDS


@each_scenario
def test_a_bug_is_explained_once_and_where_it_is_made(scenario: Scenario) -> None:
    explanations = scenario.source.count("The mistake: ")
    accidents = {"deadlock", "livelock", "lost_signal", "stall", "starvation", "uncaught_exception"}
    if accidents & set(scenario.expects) and scenario.name != "dining_philosophers":
        assert explanations == 1
    else:
        assert explanations == 0


@each_scenario
def test_no_lane_sleeps_for_longer_than_a_person_watches(scenario: Scenario) -> None:
    """Defaults in milliseconds stay moderate; how long the whole takes is tested for real."""
    for parameter in scenario.parameters:
        if parameter.name.endswith("_ms"):
            assert isinstance(parameter.default, int | float)
            assert parameter.default <= 400 or parameter.name == "cake_ms"


def lines_of_code(source: str) -> list[str]:
    """Return the lines that are neither blank nor part of a docstring."""
    words: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            docstring = node.body[0]
            words.update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    lines = enumerate(source.splitlines(), 1)
    return [line for number, line in lines if line.strip() and number not in words]
