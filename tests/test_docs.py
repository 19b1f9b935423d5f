"""The documents: links, examples and figures hold; what they list is complete."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest

from portfolio import plan_problem, read_problem
from portfolio.cli import main as cli
from portfolio.cli.main import questions
from portfolio.engine.constraints import CONSTRAINTS
from portfolio.inputs.keys import key_paths
from portfolio.inputs.schema import ScenarioKeys
from portfolio.questions.plan import answer as files

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("reports/README.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
GUIDE = ROOT / "docs" / "guide.zh.md"
QUESTIONS = sorted((ROOT / "docs" / "questions").glob("*.zh.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE = ROOT / "docs" / "make.py"


def each(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """The text of a page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def headings(page: Path) -> list[tuple[int, str]]:
    found = re.findall(r"^(#+) (.+)$", prose(page), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def anchors(page: Path) -> set[str]:
    """Anchors as GitHub makes them: lower case, no punctuation, hyphens for spaces."""
    words = [re.sub(r"[^\w\- ]", "", heading.lower()) for _, heading in headings(page)]
    return {word.replace(" ", "-") for word in words}


# ---- links and structure ------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_relative_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            broken.append(target)
    assert broken == []


def test_the_two_readmes_are_built_alike():
    english, chinese = READMES
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    blocks = [[kind for kind, _ in FENCE.findall(page.read_text("utf-8"))] for page in READMES]
    assert blocks[0] == blocks[1]
    rows = [len(re.findall(r"^\|", prose(page), re.MULTILINE)) for page in READMES]
    assert rows[0] == rows[1]
    pictures = [re.findall(r"!\[[^]]*\]\(([^)]+)\)", prose(page)) for page in READMES]
    assert pictures[0] == pictures[1]
    assert "](README.zh.md)" in prose(english)
    assert "](README.md)" in prose(chinese)


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_make_targets_exist(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert named <= targets
    if page in READMES:
        assert {"plan", "test"} <= named


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").glob("*.png")}
    assert set(sizes) == {"gantt.png", "cash_flow.png", "purses.png", "indicators.png"}
    assert max(sizes.values()) < 600_000


def test_dependencies_are_explained():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.partition("\ndependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'"([a-z0-9-]+)', block)
    assert names
    for page in READMES:
        listed = re.findall(r"^\| ([\w-]+) \|", page.read_text("utf-8"), re.MULTILINE)
        assert set(names) <= {name.lower() for name in listed}


# ---- the command line ---------------------------------------------------------------------------


def test_cli_page_is_up_to_date():
    """`make docs` writes it anew."""
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    now = runpy.run_path(str(MAKE))["reference"]()
    assert page.split() == now.split()  # Python versions break lines in other places


def made_pages() -> list[Path]:
    return [page for page in PAGES if "<!-- made: " in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", made_pages(), ids=each)
def test_what_is_taken_from_the_code_is_up_to_date(page):
    """`make docs` writes it anew."""
    assert runpy.run_path(str(MAKE))["made"](page) == page.read_text(encoding="utf-8")


def test_formulas_fields_and_files_are_taken_from_the_code():
    text = "".join(page.read_text(encoding="utf-8") for page in made_pages())
    blocks = re.findall(r"<!-- made: (\w+) ?(\w*)", text)
    families = [family.__name__ for family in CONSTRAINTS]
    assert {name for kind, name in blocks if kind == "formula"} >= set(families)
    assert {name for kind, name in blocks if kind == "fields"} == {q.name for q in questions()}
    assert [kind for kind, _ in blocks].count("files") == 3  # two READMEs and the question's page


def command_names() -> list[str]:
    return [name for name, _ in runpy.run_path(str(MAKE))["commands"](cli.build_parser("en"))]


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_commands_that_are_named_exist(page):
    named = re.findall(r"`(?:\.venv/bin/)?portfolio (\w+)", prose(page))
    assert set(named) <= set(command_names())


def test_every_command_has_an_example():
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    names = command_names()
    assert names
    for name in names:
        section = page.partition(f"## `portfolio {name}`\n")[2].partition("\n## ")[0]
        assert f"\n  portfolio {name}" in section.partition("\nexamples:")[2]


# ---- completeness -------------------------------------------------------------------------------


def test_model_page_has_every_row_family():
    page = ROOT / "docs" / "model.md"
    families = [family.__name__ for family in CONSTRAINTS]
    assert {f"`{name}`" for name in families} <= {words for _, words in headings(page)}
    assert [name for name in families if f"`tests/lp/{name}.lp`" not in prose(page)] == []


def test_guide_describes_every_scenario_key():
    guide = prose(GUIDE)
    project = "projects.*."  # the columns of a project have a table of their own
    listed = [key.removeprefix(project) for key in key_paths(ScenarioKeys)]
    assert [key for key in listed if f"`{key}`" not in guide] == []


def test_guide_names_every_assumption():
    numbers = re.findall(r"^\| A(\d+) \|", (ROOT / "docs" / "data.md").read_text("utf-8"), re.M)
    cells = re.findall(r"^\| [^|]+ \| A(\d+)(?:–A(\d+))? \|", prose(GUIDE), re.MULTILINE)
    told = {n for low, high in cells for n in range(int(low), int(high or low) + 1)}
    assert told == set(map(int, numbers))


# ---- examples that run --------------------------------------------------------------------------


@pytest.fixture
def sandbox(tmp_path, monkeypatch):
    """A working folder as in the repository, and one with mistakes in its tables."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    shutil.copytree(ROOT / "data", tmp_path / "data_try")
    mistakes = {
        "projects.csv": [
            ("P04", "fiscal,17254", 'fiscal,"17,254"'),
            ("P06", "3.3", "３．３"),
            ("P07", "planned", "立项"),
        ],
        "contributions.csv": [("P01", "S05", "S50")],
    }
    for name, edits in mistakes.items():
        path = tmp_path / "data_try" / name
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for project, right, wrong in edits:
            at = next(n for n, line in enumerate(lines) if line.startswith(f"{project},"))
            assert right in lines[at]
            lines[at] = lines[at].replace(right, wrong, 1)
        path.write_text("\n".join(lines), encoding="gb18030")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, progress: bool = True) -> tuple[str, int]:
    """What `.venv/bin/portfolio ...` shows on a terminal, and its exit code."""
    shown = io.StringIO()
    errors = shown if progress else io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(errors):
        try:
            code = cli.main(shlex.split(command.removeprefix(".venv/bin/portfolio ")))
        except SystemExit as stop:
            code = int(stop.code or 0)
    return shown.getvalue(), code


def like(expected: str) -> re.Pattern:
    """A line `...` stands for any number of lines, `...` within a line for any text."""
    lines = []
    for line in expected.splitlines(keepends=True):
        if line.strip() == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(re.escape(line).replace(r"\.\.\.", ".*"))
    return re.compile("".join(lines))


@pytest.mark.parametrize(
    "page",
    [READMES[0], *(pytest.param(page, marks=pytest.mark.slow) for page in (*READMES[1:], GUIDE))],
    ids=each,
)
def test_examples_print_what_the_page_says(page, sandbox, monkeypatch):
    monkeypatch.setattr(files, "report_pictures", lambda *_: {"gantt": lambda: None})
    assert compare(page, sandbox) > 2


@pytest.mark.slow
@pytest.mark.parametrize("page", QUESTIONS, ids=each)
def test_questions_answer_what_their_page_says(page, sandbox):
    votes = {"M02": 268, "M08": 262, "M04": 255, "M05": 247, "M01": 240, "M13": 236, "M06": 231}
    votes |= {"M07": 226, "M10": 226, "M11": 226, "M09": 214, "M03": 203, "M12": 198, "M14": 190}
    rows = ["matter_id,votes", *(f"{matter},{count}" for matter, count in votes.items())]
    (sandbox / "votes.csv").write_text("\n".join(rows), encoding="utf-8")
    sides = {matter: (count, 290 - count, 10) for matter, count in votes.items()}
    sides |= {"M12": (90, 30, 10), "M14": (120, 150, 20)}
    rows = ["matter_id,for,against,abstain"]
    rows += [",".join(map(str, (matter, *each))) for matter, each in sides.items()]
    (sandbox / "ballots.csv").write_text("\n".join(rows), encoding="utf-8")
    (sandbox / "second.csv").write_text("matter_id,votes\nM07,150\nM10,170\nM11,140", "utf-8")
    rows = ["task_id,month,done,paid,note", "M09_4,1,20,3,", "M09_4,2,50,8,", "M11_3,2,5,2,招标中"]
    (sandbox / "progress.csv").write_text("\n".join([*rows, "M05_4,2,300,,"]), encoding="utf-8")
    assert compare(page, sandbox, progress=False) > 0


def compare(page: Path, sandbox: Path, progress: bool = True) -> int:
    """TOML blocks become files, console and csv blocks are compared, Python blocks are doctests."""
    compared = 0
    for kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == "toml":
            name = body.partition("\n")[0].removeprefix("# ")
            if name.endswith(".toml"):
                (sandbox / name).write_text(body, encoding="utf-8")
        elif kind == "console":
            code = 0
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.M):
                if command == "echo $?":
                    shown = f"{code}\n"
                else:
                    shown, code = run(command, progress)
                assert like(expected).fullmatch(shown), f"{command}\n{shown}"
                compared += 1
        elif kind == "csv":
            name, _, lines = body.partition("\n")
            table = (sandbox / name).read_text(encoding="utf-8-sig").splitlines()
            for line in lines.splitlines():
                assert any(like(line).fullmatch(row) for row in table), f"{name}: {line}"
            compared += 1
        elif kind == "python":
            test = doctest.DocTestParser().get_doctest(body, {}, page.name, page.name, 0)
            assert test.examples
            assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
            compared += 1
    return compared


def test_the_table_of_files_is_complete(sandbox):
    run("plan base")
    made = {path.name for path in (sandbox / "reports" / "base").glob("[!.]*")}
    assert json.loads((sandbox / "reports" / "base" / "plan.json").read_text("utf-8"))["score"] > 0
    for page in READMES:
        cells = re.findall(r"^\| (`[^|]+`) \|", page.read_text("utf-8"), re.MULTILINE)
        listed = {name for cell in cells for name in re.findall(r"`([^`]+\.\w+)`", cell)}
        assert listed == made | {"shortfall.csv"}  # where no plan exists
    guide = prose(GUIDE)
    assert [name for name in made if f"`{name}`" not in guide and not name.endswith(".svg")] == []


def test_guide_names_every_column_of_the_report(sandbox, monkeypatch):
    monkeypatch.setattr(files, "report_pictures", lambda *_: {"gantt": lambda: None})
    run("plan base --no-documents")
    columns = set()
    for path in (sandbox / "reports" / "base").glob("*.csv"):
        columns |= set(path.read_text(encoding="utf-8-sig").partition("\n")[0].split(","))
    guide = prose(GUIDE)
    assert sorted(name for name in columns if f"`{name}`" not in guide) == []


def shipped() -> dict[str, list[str]]:
    """The table of shipped scenarios: score, funded, in part, promoted."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", READMES[0].read_text("utf-8"), re.M)
    return {name: numbers.split(" | ") for name, numbers in rows}


def test_every_shipped_scenario_is_in_the_table():
    assert sorted(shipped()) == sorted(path.stem for path in (ROOT / "scenarios").glob("*.toml"))
    for name, numbers in shipped().items():
        row = rf"^\| `{name}` \| [^|]+ \| {re.escape(' | '.join(numbers))} \|$"
        assert re.search(row, READMES[1].read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_give_these_numbers(name):
    problem = read_problem(str(ROOT / "scenarios" / f"{name}.toml"))
    plan = plan_problem(problem)
    if plan.mode.all_or_nothing:  # any plan within the gap is as good
        told = float(shipped()[name][0])
        assert plan.score == pytest.approx(told, rel=2 * problem.scenario.gap)
        return
    counts = (plan.carried_out.sum(), plan.in_part.sum(), plan.promoted.sum())
    assert [f"{plan.score:.4f}", *map(str, counts)] == shipped()[name]
