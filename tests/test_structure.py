"""The house: who may import whom, who knows the solver, how large a room may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import portfolio
from tests.conftest import ROOT

# From the ground up; a wing may import the wings before it, and itself.
WINGS = (
    "words",
    "errors",
    "terms",
    "listen",
    "inputs",
    "runs",
    "engine",
    "plan",
    "report",
    "questions",
    "cli",
)
KNOW_THE_SOLVER = {"engine.model", "engine.highs", "engine.search", "engine.warm"}

HOUSE = ROOT / "portfolio"
FILES = sorted(path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py")
IDS = [path.relative_to(HOUSE).as_posix() for path in FILES]


def module_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def wing_of(path: Path) -> str:
    return module_of(path).partition(".")[0]


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports_of(path: Path, whole: bool = True) -> set[str]:
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
    return {name.removeprefix("portfolio.") for name in found}


def house_imports(path: Path) -> set[str]:
    """Modules of the house that a file imports."""
    modules = {module_of(each) for each in FILES}
    return imports_of(path) & modules


# ---- directions -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_imports_point_to_earlier_rooms(path: Path):
    room = wing_of(path)
    assert room in WINGS, f"give {room} a place in WINGS"
    others = {name.partition(".")[0] for name in house_imports(path)} - {room}
    upwards = {other for other in others if WINGS.index(other) > WINGS.index(room)}
    # Until the contract: a question declares its own arguments.
    assert upwards <= ({"cli"} if path.stem == "question" else set())


def test_no_module_imports_itself_by_a_detour():
    graph = {module_of(path): house_imports(path) for path in FILES}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError on a circle
    assert len(order) >= len(FILES)


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_only_these_rooms_know_the_solver(path: Path):
    libraries = {name.partition(".")[0] for name in imports_of(path)}
    assert not libraries & {"pulp", "highspy"} or module_of(path) in KNOW_THE_SOLVER


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("words", set()),
        ("errors", {"words"}),
        ("inputs.columns", {"words"}),
        ("inputs.reconcile", {"words", "errors", "inputs.columns", "inputs.tables"}),
        ("report.labels", {"words"}),
        # What recomputes a plan shares no code with what made it.
        ("plan.verify", {"words", "errors", "inputs.problem", "plan.plan", "terms"}),
    ],
)
def test_some_rooms_know_few_others(module: str, allowed: set[str]):
    path = HOUSE.joinpath(*module.split(".")).with_suffix(".py")
    assert house_imports(path) <= allowed


def test_only_the_reports_draw():
    for path in FILES:
        libraries = {name.partition(".")[0] for name in imports_of(path)}
        drawing = wing_of(path) == "report" or path.stem == "picture" or "pictures" in path.parts
        assert "matplotlib" not in libraries or drawing, path.name


# ---- sizes and names --------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_room_has_a_telling_name_and_is_not_too_large(path: Path):
    assert path.stem not in {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


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
        "heavy = {'numpy', 'pandas', 'scipy', 'pulp', 'highspy', 'matplotlib'};"
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
