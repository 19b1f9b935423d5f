"""The house: who may import whom, who knows the solver, how large a room may be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import portfolio
from portfolio.cli.main import questions
from tests.conftest import ROOT

# From the ground up; a wing may import the wings before it, and itself.
WINGS = (
    *("words", "errors", "terms", "listen"),
    *("inputs", "runs", "engine", "plan", "report", "questions", "cli"),
)
# Who may import which solver.
PULP = {"engine.program", "engine.solvers", "engine.pulp_bridge"}
HIGHS = {"engine.patience", "engine.highs"}
# What questions may take from beside their own folder.
SHARED = {
    *("questions.contract", "questions.numbers", "questions.options", "questions.usual"),
    *("questions.facts", "questions.run", "questions.documents", "questions.account"),
    "questions.results",
}
# A plan made anew leaves the report of a plan, so its answer takes that report's tables and lines.
ALSO = {
    "questions.adjust": {
        *("questions.plan.answer", "questions.plan.cash", "questions.plan.statements.make"),
    },
    "questions.replan": {"questions.plan.answer", "questions.plan.statements.make"},
    "questions.assess": {"questions.plan.statements.make"},
    "questions.extract": {
        *("questions.plan.part", "questions.plan.pictures.gantt"),
        "questions.plan.statements.make",
    },
}
DRAWN = {"picture", "pictures", "page"}  # rooms that a study knows nothing of

HOUSE = ROOT / "portfolio"
FILES = sorted(path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py")
IDS = [path.relative_to(HOUSE).as_posix() for path in FILES]


def module_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = frozenset(map(module_of, FILES))


def wing_of(path: Path) -> str:
    return module_of(path).partition(".")[0]


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@cache
def imports_of(path: Path, whole: bool = True) -> frozenset[str]:
    """
    Modules that a file imports when it runs; `whole=False`: already when it is loaded.

    Modules of the house come without `portfolio.`: `report.text`.
    """
    found: set[str] = set()
    ahead: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.stmt) and is_for_types(node):
            continue
        if not whole and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            module = str(node.module)
            below = HOUSE.parent.joinpath(*module.split("."))
            for alias in node.names:
                inner = (below / f"{alias.name}.py").exists()
                found.add(f"{module}.{alias.name}" if inner else module)
        ahead += ast.iter_child_nodes(node)
    return frozenset(name.removeprefix("portfolio.") for name in found)


def house_imports(path: Path) -> frozenset[str]:
    """Modules of the house that a file imports."""
    return imports_of(path) & MODULES


# ---- directions -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_imports_point_to_earlier_wings(path: Path):
    wing = wing_of(path)
    assert wing in WINGS, f"give {wing} a place in WINGS"
    others = {name.partition(".")[0] for name in house_imports(path)} - {wing}
    assert {other for other in others if WINGS.index(other) > WINGS.index(wing)} == set()


def test_no_module_imports_itself_by_a_detour():
    graph = {module_of(path): house_imports(path) for path in FILES}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError on a circle
    assert len(order) >= len(FILES)


def reached_from(module: str) -> set[str]:
    """All modules of the house that a module imports, by any path."""
    graph = {module_of(path): house_imports(path) for path in FILES}
    reached: set[str] = set()
    ahead = [module]
    while ahead:
        new = graph[ahead.pop()] - reached
        reached |= new
        ahead += new
    return reached


def test_what_verifies_a_plan_reaches_no_room_that_made_it():
    reached = reached_from("plan.verify")
    assert {"plan.plan", "inputs.problem"} <= reached
    assert {name for name in reached if name.startswith("engine.")} == set()
    assert not reached & {"plan.make", "plan.prices", "plan.reasons", "plan.shortfall"}
    assert house_imports(HOUSE / "plan" / "verify.py") <= {
        *("words", "errors", "terms"),
        *("inputs.problem", "plan.plan", "plan.shares", "plan.certificate", "plan.progress"),
    }


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_only_these_rooms_know_a_solver(path: Path):
    libraries = {name.partition(".")[0] for name in imports_of(path)}
    assert "pulp" not in libraries or module_of(path) in PULP
    assert "highspy" not in libraries or module_of(path) in HIGHS


def test_one_place_makes_and_configures_the_solver():
    made = [module_of(path) for path in FILES if "highspy.Highs()" in path.read_text("utf-8")]
    assert made == ["engine.highs"]


def test_the_bridge_takes_the_public_way():
    for path in FILES:
        assert not re.search(r"pulp\._|from pulp\.\w*_", path.read_text("utf-8")), path.name


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("words", set()),
        ("errors", {"words"}),
        ("inputs.columns", {"words", "inputs.codes", "inputs.limits"}),
        ("inputs.limits", {"words"}),
        ("inputs.files", {"words", "inputs.limits"}),
        (
            "inputs.reconcile",
            {
                "words",
                "errors",
                "inputs.codes",
                "inputs.columns",
                "inputs.kinds",
                "inputs.layouts",
                "inputs.places",
                "inputs.purses",
                "inputs.sheet",
                "inputs.tables",
            },
        ),
        ("report.plain", set()),
    ],
)
def test_some_rooms_know_few_others(module: str, allowed: set[str]):
    path = HOUSE.joinpath(*module.split(".")).with_suffix(".py")
    assert house_imports(path) <= allowed


def test_only_reports_and_pictures_draw():
    for path in FILES:
        libraries = {name.partition(".")[0] for name in imports_of(path)}
        drawing = wing_of(path) == "report" or {path.stem, path.parent.name} & DRAWN
        assert "matplotlib" not in libraries or drawing, path.name


# ---- questions --------------------------------------------------------------------------------

ROOMS = [path for path in FILES if len(path.relative_to(HOUSE).parts) > 2]
ROOMS = [path for path in ROOMS if wing_of(path) == "questions"]


def folder_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize("path", ROOMS, ids=[path.relative_to(HOUSE).as_posix() for path in ROOMS])
def test_a_question_knows_no_other(path: Path):
    own = folder_of(module_of(path))
    others = {name for name in house_imports(path) if name.startswith("questions.")}
    assert {name for name in others if folder_of(name) != own} <= SHARED | ALSO.get(own, set())


@pytest.mark.parametrize("path", ROOMS, ids=[path.relative_to(HOUSE).as_posix() for path in ROOMS])
def test_a_study_knows_no_page_and_no_picture(path: Path):
    if path.stem in {"answer", "question"} or {path.stem, path.parent.name} & DRAWN:
        return
    for name in house_imports(path):
        assert not set(name.split(".")) & DRAWN, f"{module_of(path)} imports {name}"


def test_a_question_is_its_folder_its_command_and_its_page():
    folders = sorted(path.parent.name for path in HOUSE.glob("questions/*/question.py"))
    assert sorted(each.name for each in questions()) == folders
    for each in questions():
        assert (ROOT / "docs" / "questions" / f"{each.name}.zh.md").is_file()
        names = [option.name for option in each.options]
        assert len(names) == len(set(names))
        for option in each.options:
            assert all(option.help)
            assert all(option.allowed)


# ---- sizes and names --------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_room_has_a_telling_name_and_is_not_too_large(path: Path):
    assert path.stem not in {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_package_exports_ten_to_fifteen_names_that_resolve():
    assert 10 <= len(portfolio.__all__) <= 15
    assert portfolio.__all__ == sorted(portfolio.__all__)
    # Twice, and after every module is loaded: a module of the same name must not hide a function.
    for path in FILES:
        import_module(f"portfolio.{module_of(path)}")
    for name in [*portfolio.__all__, *portfolio.__all__]:
        each = getattr(portfolio, name)
        assert callable(each), f"portfolio.{name} is {each!r}"
        assert each.__name__ == name
    with pytest.raises(AttributeError, match="module 'portfolio' has no attribute 'nothing'"):
        _ = portfolio.nothing


def test_the_command_line_loads_no_heavy_library():
    script = (
        "import sys, portfolio.cli.main; portfolio.cli.main.build_parser().format_help();"
        "heavy = {'numpy', 'pandas', 'scipy', 'pulp', 'highspy'};"
        "heavy |= {'matplotlib', 'pydantic', 'jinja2'};"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (answer.stdout, answer.stderr) == ("\n", "")
