"""The report: pictures that are the same each time, and a folder that is whole or not there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from conftest import DATA, ROOT, SCENARIOS, Make
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from portfolio.errors import InputError, PortfolioError
from portfolio.inputs.columns import LISTS
from portfolio.inputs.kinds import Kind
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.plan.plan import Plan
from portfolio.questions.plan.answer import report_pictures
from portfolio.questions.plan.money import Money
from portfolio.questions.plan.pictures.cash_flow import draw_cash_flow
from portfolio.questions.plan.pictures.gantt import draw_gantt
from portfolio.questions.plan.pictures.indicators import draw_indicators
from portfolio.questions.plan.pictures.schedule import MOST_ROWS, lay_out
from portfolio.questions.plan.words import label
from portfolio.report import style
from portfolio.report.folder import MADE, check_folder, write_folder
from portfolio.report.labels import SHARED, Labels
from portfolio.report.legend import Legend
from portfolio.report.sheet import figure_of, new_sheet
from portfolio.report.table import Table
from portfolio.terms import Mode, Status
from portfolio.words import LANGUAGES, Words

DRAW = {"gantt": draw_gantt, "cash_flow": draw_cash_flow, "indicators": draw_indicators}


def plan_by_hand(problem: Problem, spent: list[list[float]], mode: str = "shares") -> Plan:
    """Return a plan whose work is begun and finished as it is paid, without any solver."""
    done = np.array(spent)
    so_far = done.cumsum(axis=1)
    # A whole project is begun at once and finished when all of it is paid.
    begun = (so_far > 0) * 1.0 if mode == "whole" else so_far
    finished = (so_far > 1 - 1e-9) * 1.0 if mode == "whole" else so_far
    plan = Plan(problem, Mode(mode), Status.OPTIMAL, 0.0, done, begun, finished)
    return replace(plan, bound=plan.score)


def small_problem(make: Make, **keywords: object) -> Problem:
    """A school, a hospital that needs it, and a library; each costs 100; two years of 100."""
    projects = {
        "A": {"name": "甲学校", "list": "planned", "plan_investment": 100, "adds": {"S": 10}},
        "B": {
            "name": "乙医院",
            "domain": "health",
            "funding": "state_company",
            "requires": "A",
            "land": 30,
            "adds": {"T": 30},
        },
        "C": {"name": "丙图书馆", "domain": "culture_sport", "funding": "private"},
    }
    indicators = {
        "S": {"name": "学位", "group": "学有所教", "need": 20, "need_unit": "个"},
        "T": {"name": "床位", "group": "病有所医", "need": 10, "need_unit": "张"},
    }
    path = make(projects, indicators, land=(30, 0), **keywords)
    return read_problem(str(path))


@pytest.fixture
def small(make: Make) -> Plan:
    """A over both years, B in the second to 3/4, C left out: 50 of 100, then 125 of 100."""
    return plan_by_hand(small_problem(make), [[0.5, 0.5], [0, 0.75], [0, 0]])


@pytest.fixture(scope="module")
def real() -> Plan:
    """The 88 published projects: every third in full over two years, every fifth to 40 %."""
    problem = read_problem(str(SCENARIOS / "base.toml"))
    spent = np.zeros((88, 5))
    for p in range(0, 88, 3):
        spent[p, p % 4 : p % 4 + 2] = 0.5
    spent[::5] = [0, 0.1, 0.3, 0, 0]
    return plan_by_hand(problem, spent.tolist())


def words(axes: Axes) -> list[str]:
    """Every text on the axes and on the panels within them."""
    return [text.get_text() for text in texts(axes)]


def texts(axes: Axes) -> list[Text]:
    found = [text for text in axes.findobj(Text) if text.get_text() and text.get_visible()]
    shown = (*axes.texts, *(text for panel in axes.child_axes for text in panel.texts))
    ticks = [tick for panel in axes.child_axes for tick in panel.get_yticklabels()]
    return [text for text in found if text in shown or text in ticks]


# ---- labels and font ----------------------------------------------------------------------------


def test_every_list_has_a_name_in_both_languages() -> None:
    for lang in LANGUAGES:
        for kind in LISTS:
            assert label(f"list.{kind}", lang)


def test_kinds_without_a_colour_take_the_next_free_one_of_the_palette() -> None:
    # The first colour of the palette is taken by b; there are eight, so a tenth begins anew.
    kinds = {name: Kind(name, Words(name, name)) for name in "acdefghij"}
    kinds["b"] = Kind("b", Words("b", "b"), style.PALETTE[0])
    found = style.colours_of(kinds)
    assert found["b"] == style.PALETTE[0]
    assert [found[name] for name in "acdefgh"] == list(style.PALETTE[1:])
    assert found["i"] == style.PALETTE[1]


def test_both_languages_of_a_label_ask_for_the_same_values() -> None:
    # A placeholder in one language alone would be a KeyError, or a number that is not shown.
    def asked(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    for key, both in every_label().items():
        assert all(both), key
        assert asked(both.zh) == asked(both.en), key


OWN_WORDS = {"words.py", "labels.py"}


def write_pictures(plan: Plan, folder: Path, lang: str = "zh") -> list[Path]:
    files: list[Path] = []
    for name, draw in report_pictures(plan, lang).items():
        files += style.save(figure_of(draw()), folder / name)
    return files


def folders_of_labels() -> dict[str, Labels]:
    names = [path.parent.name for path in ROOT.glob("portfolio/questions/*/words.py")]
    return {name: import_module(f"portfolio.questions.{name}.words").label for name in names}


def every_label() -> dict[str, Words]:
    folders = folders_of_labels().values()
    return SHARED | {key: both for each in folders for key, both in each.own.items()}


def test_every_folder_says_its_own_keys() -> None:
    said = [*SHARED, *(key for each in folders_of_labels().values() for key in each.own)]
    assert len(said) == len(set(said))


def test_every_label_is_used() -> None:
    # By its whole key, or by its beginning before a part that is put in: f"domain.{key}".
    files = [*(ROOT / "portfolio").rglob("*.py")]
    used = "".join(path.read_text("utf-8") for path in files if path.name not in OWN_WORDS)
    used = used.replace("'", '"')
    unused = []
    for key in every_label():
        beginnings = [f"{key[:at]}{{" for at in range(len(key)) if key[at - 1] in "._"]
        if not any(f'"{each}' in used for each in [f'{key}"', *beginnings]):
            unused.append(key)
    assert unused == []


def test_the_font_has_every_character_of_labels_tables_and_scenarios() -> None:
    # `printable` replaces what the font cannot show, so text that it leaves alone is complete.
    files = [*DATA.glob("*.csv"), *SCENARIOS.glob("*.toml")]
    everything = [file.read_text(encoding="utf-8-sig") for file in files]
    everything += [text for both in every_label().values() for text in both]
    for text in everything:
        assert style.printable(text) == " ".join(text.split())


def test_a_character_without_a_glyph_is_shown_as_such_and_warns_nobody(make: Make) -> None:
    # Warnings are errors here, and matplotlib warns of a glyph that it misses. Dollars in a name
    # are not mathematics, and a tab is a space.
    name = "学校😀$a$\t二期"
    projects = {"A": {"name": name, "adds": {"S": 1}}}
    problem = read_problem(str(make(projects, {"S": {"need": 1}})))
    axes = draw_gantt(plan_by_hand(problem, [[1, 0]]))
    axes.figure.canvas.draw()
    assert "学校〓$a$ 二期" in words(axes)


def test_text_that_does_not_fit_shrinks_and_then_ends_in_dots() -> None:
    # Ten square characters at 8 pt are 10 * 8 pt = 28.2 mm wide, at 6 pt 21.2 mm.
    text = "河" * 10
    assert style.width_of(text, 8) == pytest.approx(10 * 8 * 25.4 / 72, rel=1e-3)
    assert style.fit(text, 30, 8) == (text, 8)
    shrunk, size = style.fit(text, 25, 8)
    assert shrunk == text
    assert size == pytest.approx(8 * 25 / 28.22, abs=0.06)
    # Nine characters and the dots are again ten: too wide for 20 mm; eight and the dots are not.
    assert style.fit(text, 20, 8) == ("河" * 8 + "…", 6.0)


def test_importing_labels_and_folder_does_not_load_matplotlib() -> None:
    code = (
        "import sys, portfolio.report.labels, portfolio.report.folder;"
        "import portfolio.questions.plan.answer, portfolio.questions.plan.words;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# ---- all pictures -------------------------------------------------------------------------------


def test_pictures_have_the_same_bytes_twice(small: Plan, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        files = write_pictures(small, folder)
        assert sorted(file.name for file in files) == sorted(os.listdir(folder))
        contents.append({file.name: file.read_bytes() for file in files})
    assert contents[0] == contents[1]
    expected = {f"{name}.{kind}" for name in DRAW for kind in ("png", "svg")}
    assert set(contents[0]) == expected
    for name, content in contents[0].items():
        # Neither the moment nor the machine is in the file; letters are outlines, not text.
        assert b"<text" not in content
        assert b"Date" not in content or name.endswith(".png")
        assert b"Software" not in content


def test_a_machine_s_own_settings_do_not_show(small: Plan, tmp_path: Path) -> None:

    plain = style.save(figure_of(draw_cash_flow(small)), tmp_path / "plain")
    odd = {
        "font.size": 30,
        "axes.facecolor": "red",
        "savefig.bbox": "tight",
        "svg.fonttype": "none",
    }
    with mpl.rc_context(odd):
        before = dict(mpl.rcParams)
        other = style.save(figure_of(draw_cash_flow(small)), tmp_path / "other")
        assert dict(mpl.rcParams) == before  # and ours do not stay behind
    assert [file.read_bytes() for file in plain] == [file.read_bytes() for file in other]


@pytest.mark.parametrize("name", DRAW)
def test_drawing_saves_nothing_and_takes_axes(
    small: Plan, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Figure, "savefig", lambda *_, **__: pytest.fail("a draw function saved"))
    own = DRAW[name](small)
    figure = Figure(figsize=(12, 4))
    given = figure.subplots(1, 2)[1]
    assert DRAW[name](small, "zh", given) is given
    assert words(given) == words(own)
    # In a sixth of the room the letters are smaller too.
    assert given.texts[0].get_fontsize() < own.texts[0].get_fontsize()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAW)
def test_no_text_leaves_the_sheet_is_too_small_or_overlaps(
    real: Plan, name: str, lang: str
) -> None:
    axes = DRAW[name](real, lang)
    figure = figure_of(axes)
    shown = texts(axes)
    assert min(text.get_fontsize() for text in shown) >= style.SMALLEST
    renderer = figure.canvas.get_renderer()
    boxes = np.array([text.get_window_extent(renderer).extents for text in shown])
    assert boxes[:, :2].min() >= 0
    assert boxes[:, 2].max() <= figure.bbox.width
    assert boxes[:, 3].max() <= figure.bbox.height
    # A box is as high as a line with its spacing; the letters fill about the middle half of it.
    slack = 0.3 * (boxes[:, 3] - boxes[:, 1])
    left, right = boxes[:, 0] + 0.5, boxes[:, 2] - 0.5
    low, high = boxes[:, 1] + slack, boxes[:, 3] - slack
    across = (left[:, None] < right) & (left < right[:, None])
    along = (low[:, None] < high) & (low < high[:, None])
    pairs = np.argwhere(np.triu(across & along, k=1))
    assert [(shown[i].get_text(), shown[j].get_text()) for i, j in pairs] == []


# ---- the schedule -------------------------------------------------------------------------------


def test_gantt_says_who_is_built_and_to_what_share(small: Plan) -> None:
    said = words(draw_gantt(small))
    # A is planned and full, 50 % a year; B is a promoted reserve project of which 75 % are built
    # in the second year; C is left out. The land of B, 0.75 * 30 亩, is released with its work.
    assert {"甲学校", "乙医院", "丙图书馆"} <= set(said)
    assert said.count("50%") == 2
    assert said.count("75%") == 1
    assert "◐ 75.0%" in said
    assert said.count("★") == 2  # in the legend and beside B
    assert said.count("未列入") == 1
    assert "▲22.5" in said
    # Without a table of domains their ids are their names.
    assert "education：1 / 1 个项目" in said
    assert "culture_sport：0 / 1 个项目" in said
    # The sums: 50 in the first year, 50 + 75 in the second.
    assert {"50.00", "125.00", "175.00"} <= set(said)


def test_gantt_of_whole_projects_draws_one_bar_and_an_arrow(make: Make) -> None:
    problem = small_problem(make)
    shares = draw_gantt(plan_by_hand(problem, [[0.5, 0.5], [0, 1], [0, 0]]))
    whole = draw_gantt(plan_by_hand(problem, [[0.5, 0.5], [0, 1], [0, 0]], "whole"))

    def arrows(axes: Axes) -> int:
        return sum(1 for each in axes.texts if getattr(each, "arrow_patch", None) is not None)

    # B needs A, and both are built: one arrow in the legend and one between the two.
    assert (arrows(shares), arrows(whole)) == (0, 2)
    assert label("gantt.span", "zh") in words(whole)
    # A runs over both years: one frame of two years' width (less 0.35 mm of air at each end).
    layout = lay_out(plan_by_hand(problem, [[0.5, 0.5], [0, 1], [0, 0]], "whole"))
    widths = [path.get_extents().width for each in whole.collections for path in each.get_paths()]
    assert any(width == pytest.approx(2 * layout.year - 0.7) for width in widths)


def test_gantt_of_many_projects_draws_the_largest_and_says_so(make: Make) -> None:
    # 200 projects of 1, 2, ... 200; the first 50 and the last 20 are left out. The largest 120
    # of the 130 others are those of 61 to 180.
    projects = {
        f"P{i:03d}": {"total_investment": i, "adds": {"S": 1}, "domain": f"domain_{i % 5}"}
        for i in range(1, 201)
    }
    problem = read_problem(str(make(projects, {"S": {"need": 1}})))
    taken = [[float(50 < i <= 180), 0] for i in range(1, 201)]
    plan = plan_by_hand(problem, taken)
    drawn = {problem.ids[p] for _, p in lay_out(plan).lines()}
    assert drawn == {f"P{i:03d}" for i in range(61, 181)}
    assert len(drawn) == MOST_ROWS
    axes = draw_gantt(plan, "en")
    assert words(axes)[0].endswith("(the 120 largest of 200 projects by investment)")
    assert min(text.get_fontsize() for text in axes.texts if text.get_text() != "▲") >= 6


# ---- the money ----------------------------------------------------------------------------------


def test_cash_flow_marks_the_year_that_spends_too_much(small: Plan) -> None:
    # 50 of 100 in 2021, 125 of 100 in 2022: without carry-over the second year is 25 over.
    axes = draw_cash_flow(small)
    said = {text.get_text(): text.get_color() for text in texts(axes)}
    assert said["投资 50"] == style.INK
    assert said["投资 125"] == style.WARNING
    assert said["-25.00"] == style.WARNING
    assert said["2022 年超出可用资金"] == style.WARNING
    assert "投资合计 175.00 万元，预算合计 200.00 万元，结余 25.00 万元" in said
    bars = axes.child_axes[0]
    assert said["超出 25"] == style.WARNING
    # Red stands behind the bar and on both sides of it, from the budget to its top: no source of
    # the stack is hatched or framed as the one that is over.
    framed = [each for each in bars.collections if has_edge(each, style.WARNING)]
    (over,) = framed
    extents = over.get_paths()[0].get_extents()
    assert (extents.y0, extents.y1) == (100, 125)
    assert (extents.x0, extents.x1) == pytest.approx((1.08, 1.92))
    stack = [each for each in bars.collections if has_face(each, Money(small).colours["fiscal"])]
    assert over.get_zorder() < stack[0].get_zorder()
    assert not any(each.get_hatch() for each in bars.collections)
    assert "超出预算（各来源合计）" in said


def has_edge(drawn, colour: str) -> bool:
    edges = drawn.get_edgecolor()
    return len(edges) > 0 and to_hex(edges[0], keep_alpha=False) == colour.lower()


def has_face(drawn, colour: str) -> bool:
    faces = drawn.get_facecolor()
    return len(faces) > 0 and to_hex(faces[0], keep_alpha=False) == colour.lower()


def test_cash_flow_with_carry_over_shows_what_is_carried_in(make: Make) -> None:
    # The 50 that 2021 leaves pay for the 25 that 2022 lacks; 25 remain.
    problem = small_problem(make, budget_table={"carry_over": True})
    plan = plan_by_hand(problem, [[0.5, 0.5], [0, 0.75], [0, 0]])
    money = Money(plan)
    assert money.carried_in.tolist() == [0, 50]
    assert money.available.tolist() == [100, 150]
    assert money.balance.tolist() == [50, 25]
    axes = draw_cash_flow(plan, "en")
    assert {"Carried in", "Carried forward", "spent 125", "budget 100"} <= set(words(axes))
    assert style.WARNING not in {text.get_color() for text in texts(axes)}


def test_cash_flow_stacks_the_sources_and_adds_up(small: Plan) -> None:
    # Fiscal pays A (50, 50), the state company pays B (0, 75), private money is not used.
    money = Money(small)
    assert {key: each.tolist() for key, each in money.by_source.items()} == {
        "fiscal": [50, 50],
        "state_company": [0, 75],
    }
    assert sum(each for each in money.by_source.values()).tolist() == [50, 125]


def test_cash_flow_names_the_ceiling_of_a_source(make: Make) -> None:
    funding = {"funding": {"private": {"by_year": [10, 20]}}}
    problem = small_problem(make, budget_table=funding)
    said = words(draw_cash_flow(plan_by_hand(problem, [[1, 0], [0, 1], [0, 0]]), "en"))
    assert {"private", "private, ceiling", "30.00"} <= set(said)


def test_amounts_are_never_cut_however_many_years(make: Make) -> None:
    years = 30
    projects = {"A": {"total_investment": 98765432.1, "adds": {"S": 1}}}
    even = [1 / years] * years
    path = make(
        projects,
        {"S": {"need": 1}},
        years=(2021, 2020 + years),
        budget=[4e6] * years,
        land=[0] * years,
        year_weights=even,
    )
    plan = plan_by_hand(read_problem(str(path)), [even])
    # 98,765,432.1 / 30 = 3,292,181.07 in every year.
    said = words(draw_cash_flow(plan))
    assert said.count("3,292,181.07") >= years
    assert not any("…" in text for text in [*said, *words(draw_gantt(plan))])


def test_a_number_has_no_negative_zero_and_gives_up_decimals_first() -> None:
    assert style.number(-1e-9) == "0.00"
    assert style.number(1234567.891) == "1,234,567.89"
    assert style.number(1234567.891, width=1) == "1,234,568"


# ---- the indicators -----------------------------------------------------------------------------


def test_indicators_show_need_met_and_what_lies_beyond(make: Make) -> None:
    # A adds 10 of the 20 of S: 50 %. 3/4 of B add 22.5 of the 10 of T: 225 %, drawn up to 200 %.
    # Each is worth 50 points. S: 50 * (0.25 / 2 + 0.5 / 2) = 18.75, half of A being finished in
    # the first year; T: 50 * 0.5 * (1 + 0.3 * 1.25) = 34.375. Together 53.125.
    plan = plan_by_hand(small_problem(make), [[0.5, 0.5], [0, 0.75], [0, 0]])
    axes = draw_indicators(plan)
    said = words(axes)
    assert {"50.0%", "» 225.0%", "10 / 20 个", "22.5 / 10 张"} <= set(said)
    assert {"18.75 / 50.00", "34.38 / 50.00", "53.12 / 100.00"} <= set(said)
    assert said.index("学有所教") < said.index("学位") < said.index("病有所医") < said.index("床位")
    hatched = [each for each in axes.collections if each.get_hatch()]
    assert len(hatched) == 2  # in the legend and behind the 100 % of T


def test_indicators_of_a_plan_that_can_earn_nothing(make: Make) -> None:
    path = make({"A": {"adds": {"S": 1}}}, {"S": {"need": 1, "weight": 0}})
    problem = read_problem(str(path))
    assert "No indicator earns points" in words(
        draw_indicators(plan_by_hand(problem, [[1, 0]]), "en")
    )


# ---- the folder ---------------------------------------------------------------------------------


def report(**files: str) -> Callable[[Path], None]:
    """A writer of a report: plan.json and the given CSV tables."""

    def write(folder: Path) -> None:
        (folder / "plan.json").write_text("{}")
        for name, content in files.items():
            (folder / f"{name}.csv").write_text(content)

    return write


def content(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MADE
    }


def hidden(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".")]


def killed(target: Path, code: str) -> None:
    """Run a report in a process of its own that dies without any farewell."""
    script = f"""
import os, pathlib
from portfolio.report import folder
def write(new):
    (new / "plan.json").write_text("half")
    {code}
folder.write_folder({str(target)!r}, write)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 9


# Dies right after the first of the two renames of the swap, where there is no exchange in one step.
AFTER_FIRST_RENAME = """folder.exchange = lambda one, other: False
    rename = pathlib.Path.rename
    def once(self, to): rename(self, to); os._exit(9)
    pathlib.Path.rename = once"""


def test_folder_is_made_with_its_parents_and_then_replaced(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "基准"
    write_folder(target, report(a="1", old="1"))
    write_folder(target, report(a="2"))
    # `old` was the earlier report's own file: it goes, or it would look like part of this one.
    assert content(target) == {"plan.json": "{}", "a.csv": "2"}
    assert hidden(target.parent) == []


def test_notes_move_to_the_new_report(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))
    (target / "批注.txt").write_text("请核")
    (target / "附件").mkdir()
    (target / "附件" / "函.txt").write_text("复函")
    (target / "b.csv").write_text("the clerk's")
    write_folder(target, report(a="2", b="the report's"))
    expected = {
        "plan.json": "{}",
        "a.csv": "2",
        "b.csv": "the report's",
        "b.kept.csv": "the clerk's",  # not lost to a report that now makes a file of that name
        "批注.txt": "请核",
        "附件/函.txt": "复函",
    }
    assert content(target) == expected
    write_folder(target, report(a="2", b="the report's"))
    assert content(target) == expected


def test_a_folder_with_somebodys_own_plan_json_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("mine")
    with pytest.raises(InputError, match="without the program's mark"):
        write_folder(tmp_path, report())
    assert content(tmp_path) == {"plan.json": "mine"}


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    target = tmp_path / "empty"
    target.mkdir(mode=0o750)
    write_folder(target, report())
    assert content(target) == {"plan.json": "{}"}
    assert target.stat().st_mode & 0o777 == 0o750  # who may read it stays as it was


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "a.jpg").write_text("dear to somebody")
    with pytest.raises(InputError) as caught:
        write_folder(target, lambda _: pytest.fail("written all the same"))
    assert caught.value.lines("zh") == [
        f"{target}：读到有其他内容、没有本程序标记 .report-files 的文件夹；"
        "应为尚不存在的文件夹、空文件夹或以前的报告；未写入任何内容"
    ]
    assert caught.value.lines("en") == [
        f"{target}: found a folder of other things, without the program's mark .report-files; "
        "allowed: a folder that is new, empty, or an earlier report; nothing was written"
    ]
    with pytest.raises(InputError, match="without the program"):
        check_folder(target)
    check_folder(tmp_path / "new")
    assert content(target) == {"a.jpg": "dear to somebody"}
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("a file")
    with pytest.raises(InputError, match="found a file; allowed"):
        write_folder(target, report())
    assert target.read_text() == "a file"
    # ... and one further up: there is no such folder, and there cannot be one.
    with pytest.raises(PortfolioError, match="a part of the path is a file"):
        write_folder(target / "base", report())


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EACCES, "没有权限，或文件正被其他程序打开"),
        (errno.EROFS, "磁盘只读"),
    ],
)
def test_a_failing_disk_is_one_line_and_loses_nothing(
    tmp_path: Path, number: int, reason: str
) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))

    def fail(folder: Path) -> None:
        report(a="2")(folder)
        raise OSError(number, os.strerror(number), str(folder / "gantt.png"))

    with pytest.raises(PortfolioError) as caught:
        write_folder(target, fail)
    line = f"{target}：报告未能写入：{reason} (gantt.png)；原有内容未改动"
    assert caught.value.lines("zh") == [line]
    assert content(target) == {"plan.json": "{}", "a.csv": "1"}
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_any_other_error_passes_and_loses_nothing(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))

    def fail(folder: Path) -> None:
        report(a="2")(folder)
        raise error

    with pytest.raises(error):
        write_folder(target, fail)
    assert content(target) == {"plan.json": "{}", "a.csv": "1"}
    assert hidden(tmp_path) == []


def test_a_swap_that_fails_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if ".new-" in self.name:
            raise PermissionError(errno.EACCES, "in use", str(self))
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr("portfolio.report.folder.exchange", lambda one, other: False)
    with pytest.raises(PortfolioError, match="no permission, or a file is in use"):
        write_folder(target, report(a="2"))
    assert content(target) == {"plan.json": "{}", "a.csv": "1"}
    assert hidden(tmp_path) == []


def test_a_run_killed_while_writing_leaves_the_report_and_is_tidied_up(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))
    killed(target, "os._exit(9)")
    assert content(target) == {"plan.json": "{}", "a.csv": "1"}
    assert len(hidden(tmp_path)) == 1  # what the killed run had written so far
    write_folder(target, report(a="2"))
    assert content(target) == {"plan.json": "{}", "a.csv": "2"}
    assert hidden(tmp_path) == []


def test_a_run_killed_in_the_middle_of_the_swap_loses_nothing(tmp_path: Path) -> None:
    target = tmp_path / "base"
    write_folder(target, report(a="1"))
    (target / "批注.txt").write_text("请核")
    killed(target, AFTER_FIRST_RENAME)
    assert not target.exists()
    # The next run brings it back, and takes the note along.
    write_folder(target, report(a="2"))
    assert content(target) == {"plan.json": "{}", "a.csv": "2", "批注.txt": "请核"}
    assert hidden(tmp_path) == []


def test_a_run_does_not_tidy_up_what_another_is_writing(tmp_path: Path) -> None:
    target = tmp_path / "base"

    def slow(folder: Path) -> None:
        report(a="slow")(folder)
        write_folder(target, report(a="quick"))  # another run, from start to end
        assert content(target) == {"plan.json": "{}", "a.csv": "quick"}

    write_folder(target, slow)
    assert content(target) == {"plan.json": "{}", "a.csv": "slow"}  # the last one to end
    assert hidden(tmp_path) == []


def test_a_link_to_a_report_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "base")
    write_folder(tmp_path / "link", report(a="1"))
    assert (tmp_path / "link").is_symlink()
    assert content(tmp_path / "base") == {"plan.json": "{}", "a.csv": "1"}


# ---- the parts of a picture ---------------------------------------------------------------------


def test_a_legend_goes_on_in_a_further_line_where_the_sheet_ends() -> None:
    sheet = new_sheet(60, 40)
    legend = Legend(sheet, 10.0)
    places = []
    for words_of_sign in ("河源市的第一个", "河源市的第二个", "第三个"):
        legend.add(8, words_of_sign, lambda x, y: places.append((x, y)))
    # 36 mm between the margins; a sign, its air and seven letters of 8 pt are 8 + 1.5 + 19.8 mm,
    # so a second one does not fit beside the first, and the third (8 + 1.5 + 8.5) not beside it.
    assert [x for x, _ in places] == [12.0, 12.0, 12.0]
    assert [y for _, y in places] == pytest.approx([10.0, 15.2, 20.4])


def test_a_table_has_lines_of_one_height() -> None:
    table = Table(new_sheet(100, 80), top=20, head=6, pitch=5, lines=4)
    assert (table.left, table.right) == (12, 88)
    assert (table.edge(0), table.middle(0), table.edge(3), table.end) == (26, 28.5, 41, 46)


def test_ones_own_plots_can_write_chinese() -> None:
    """Warnings are errors here, and matplotlib warns of a glyph that it misses."""
    with mpl.rc_context():
        assert style.use_chinese_font() == "Noto Sans SC"
        drawn = Figure()
        axes = drawn.add_subplot()
        axes.set_title("河源市：得分 −1")
        axes.plot([-1, 1], [-1, 1])
        drawn.canvas.draw()
        assert mpl.rcParams["font.sans-serif"][0] == "Noto Sans SC"
