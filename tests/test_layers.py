"""Who may know whom: read from the imports of every module, so that a layer cannot leak unseen."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FORBIDDEN = {
    "transforms": {
        "airflow": "the scheduler belongs in dags/nightly.py and connections in dags/remote/",
        "streamlit": "the screen belongs in dashboard/",
        "plotly": "pictures belong in dashboard/charts",
        "great_expectations": "checks belong in expectations/",
        "sqlalchemy": "checks belong in expectations/",
        "dags": "transforms do not know when they run",
        "dashboard": "transforms know nothing of the screen",
        "expectations": "the night runs the checks, not the transforms",
    },
    "expectations": {
        "airflow": "checks do not know when they run",
        "streamlit": "checks know nothing of the screen",
        "dags": "checks do not know when they run",
        "dashboard": "checks know nothing of the screen",
    },
    "dashboard": {
        "airflow": "the dashboard reads what the night has published",
        "dags": "the dashboard reads what the night has published",
        "great_expectations": "results are in the published tables",
    },
    "dags": {"streamlit": "the dashboard is a process of its own"},
}
ONLY_IN = {
    "duckdb": ("transforms/engines/", "expectations/", "tests/"),
    "airflow": ("dags/nightly.py", "dags/remote/", "tests/"),
}
CLOCKS = re.compile(
    r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(|\brandom\.(random|choice|randint|shuffle)\("
)
NOT_IN_OUR_SQL = re.compile(
    r"\bgroup by all\b|\basof join\b|\bmerge into\b|\bapprox_\w+\(|\bdate_diff\('month', (?!date_trunc)", re.IGNORECASE
)


def modules() -> list[Path]:
    found = [path for folder in FORBIDDEN for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(found) > 60
    return found


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_layer_may_know(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    for imported in imports_of(path):
        top = imported.split(".")[0]
        reason = FORBIDDEN[place.split("/")[0]].get(top)
        assert reason is None, f"{place} imports {imported}: {reason}"
        if top in ONLY_IN:
            assert place.startswith(ONLY_IN[top]), f"{place} imports {imported}, which is for {ONLY_IN[top]}"


@pytest.mark.parametrize(
    "path", [path for path in modules() if "/transforms/" in path.as_posix()], ids=lambda path: path.name
)
def test_transforms_read_no_clock_and_no_unseeded_chance(path: Path) -> None:
    assert not CLOCKS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [path for path in modules() if "/transforms/" in path.as_posix()], ids=lambda path: path.name
)
def test_sql_keeps_to_what_means_the_same_on_both_engines(path: Path) -> None:
    found = NOT_IN_OUR_SQL.search(path.read_text(encoding="utf-8"))
    assert not found, f"{found and found.group(0)}: sqlglot mistranslates it or engines differ"


def test_charts_do_not_know_the_screen() -> None:
    charts = sorted((ROOT / "dashboard" / "charts").glob("*.py"))
    assert len(charts) > 10
    for path in charts:
        assert not any(name.split(".")[0] == "streamlit" for name in imports_of(path)), path.name


def test_no_file_of_ours_has_two_ideas_in_it() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
