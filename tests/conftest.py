"""What all tests share: a builder of tiny cases, and four named ones solved on paper."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from portfolio.errors import InputError
from portfolio.inputs.layouts import CONTRIBUTIONS, INDICATORS, KINDS, PROJECTS, PURSES
from portfolio.listen import Listener
from portfolio.words import Words

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
SCENARIOS = ROOT / "scenarios"
DOCUMENTS = ("plan.docx", "plan.xlsx", "report.html")  # beside every report

Cells = Mapping[str, Any]
Make = Callable[..., Path]


def write_case(
    root: Path,
    projects: Mapping[str, Cells],
    indicators: Mapping[str, Cells],
    years: tuple[int, int] = (2021, 2022),
    budget: Sequence[float] = (100, 100),
    land: Sequence[float] = (0, 0),
    year_weights: Sequence[float] = (0.5, 0.5),
    beyond_need: float = 0.3,
    name: str = "tiny",
    purses: Mapping[str, Cells] | None = None,
    sources: Mapping[str, Cells] | None = None,
    domains: Mapping[str, Cells] | None = None,
    **scenario: Cells,
) -> Path:
    """
    Write `root/data/*.csv` and `root/scenarios/<name>.toml`; return the scenario's path.

    A project is reserve, costs 100, takes no land and one year unless its cells say otherwise;
    its cell `adds` holds what it contributes, by indicator. An indicator has weight 1. Further
    keywords are tables of the scenario, merged key by key: `promote={"required": ["A"]}`,
    `budget_table={"carry_over": True}`, `land_table={"exempt": ["A"]}`,
    `objective_table={"beyond_cap": 1}`.
    `purses.csv`, `sources.csv` and `domains.csv` are written where they are given. A purse has
    fiscal money of all districts, none of it published, unless its cells say otherwise.

    >>> path = write_case(getfixture("tmp_path"), {"A": {"adds": {"S": 1}}}, {"S": {"need": 1}})
    >>> path.name, sorted(each.name for each in (path.parents[1] / "data").iterdir())
    ('tiny.toml', ['contributions.csv', 'indicators.csv', 'projects.csv'])
    """
    usual_project = {
        "list": "reserve",
        "domain": "education",
        "district": "东城区",
        "funding": "fiscal",
        "total_investment": 100,
        "land": 0,
        "duration": 1,
    }
    usual_indicator = {
        "sense": "at_least",
        "cumulative": "true",
        "attribute": "expected",
        "weight": 1,
    }
    data, folder = root / "data", root / "scenarios"
    data.mkdir(exist_ok=True)
    folder.mkdir(exist_ok=True)
    write_csv(
        data / "projects.csv",
        list(PROJECTS),
        [{"id": key, "name": key} | usual_project | dict(cells) for key, cells in projects.items()],
    )
    write_csv(
        data / "indicators.csv",
        list(INDICATORS),
        [
            {"id": key, "name": key} | usual_indicator | dict(cells)
            for key, cells in indicators.items()
        ],
    )
    write_csv(
        data / "contributions.csv",
        list(CONTRIBUTIONS),
        [
            {"project_id": key, "indicator_id": other, "amount": amount, "confidence": "stated"}
            for key, cells in projects.items()
            for other, amount in cells.get("adds", {}).items()
        ],
    )
    for file, columns, cells_by_id in (
        ("purses", PURSES, purses),
        ("sources", KINDS, sources),
        ("domains", KINDS, domains),
    ):
        if cells_by_id is not None:
            rows = [
                {"id": key, "name": key, "name_zh": key, "name_en": key}
                | {"funding": "fiscal", "total": 0}
                | dict(cells)
                for key, cells in cells_by_id.items()
            ]
            write_csv(data / f"{file}.csv", list(columns), rows)
    tree: dict[str, Any] = {
        "title": name,
        "data": "../data",
        "horizon": {"first_year": years[0], "last_year": years[1]},
        "budget": {"by_year": list(budget)} | dict(scenario.pop("budget_table", {})),
        "land": {"by_year": list(land)} | dict(scenario.pop("land_table", {})),
        "objective": {"beyond_need": beyond_need, "year_weights": list(year_weights)}
        | dict(scenario.pop("objective_table", {})),
    }
    path = folder / f"{name}.toml"
    path.write_text(toml(tree | scenario), encoding="utf-8")
    return path


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    """Write one table; cells that are not named stay empty, those without a column are dropped."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def toml(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """
    Return nested tables as TOML.

    >>> print(toml({"title": "例", "land": {"by_year": [1, 2.5], "of": {"甲": {"on": True}}}}))
    "title" = "例"
    ["land"]
    "by_year" = [1, 2.5]
    ["land"."of"."甲"]
    "on" = true
    >>> print(toml({"budget": {"transfer": [{"from": "a", "max": 5}]}}))
    [["budget"."transfer"]]
    "from" = "a"
    "max" = 5
    """
    tables = {key: value for key, value in tree.items() if isinstance(value, Mapping)}
    arrays = {key: value for key, value in tree.items() if _is_array_of_tables(value)}
    plain = {key: value for key, value in tree.items() if key not in tables | arrays}
    lines = [f"[{_dotted(path)}]"] if plain else []
    lines = lines if path else []
    lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in plain.items()]
    for key, rows in arrays.items():
        for row in rows:
            lines += [f"[[{_dotted((*path, key))}]]", toml(row)]
    lines += [toml(value, (*path, key)) for key, value in tables.items()]
    return "\n".join(line for line in lines if line)


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(json.dumps(key, ensure_ascii=False) for key in path)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file that must hold it."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaints(read: Callable[[], Any], root: Path) -> list[tuple[str, str]]:
    """Return the messages, (Chinese, English) each, that a call fails with; files from `root`."""
    with pytest.raises(InputError) as caught:
        read()
    zh, en = (
        [line.replace(f"{root.as_posix()}/", "") for line in caught.value.lines(lang)]
        for lang in ("zh", "en")
    )
    return list(zip(zh, en, strict=True))


# ---- four cases that can be solved on paper ---------------------------------------------------


def write_two_schools(root: Path) -> Path:
    """
    Money binds, and the second school is built to three quarters.

    A adds 60 places for 60 (1 a 万元), B adds 40 for 80 (0.5 a 万元); 100 are needed, so each
    place is 1 point. Budgets are 70 and 50.

    In shares: 2021 builds A (60) and 1/8 of B (10): 60 + 5 = 65 places. 2022 builds 5/8 of B
    (50): 90 places. Score 0.4 * 65 + 0.6 * 90 = 80. One more 万元 in 2021 buys 0.5 places for
    both years: 0.5 * (0.4 + 0.6) = 0.5 points; in 2022: 0.5 * 0.6 = 0.3.

    Whole: B needs 80 in one year, which neither year has. A from 2021: score 60.
    """
    return write_case(
        root,
        projects={
            "A": {"total_investment": 60, "adds": {"S": 60}},
            "B": {"total_investment": 80, "adds": {"S": 40}},
        },
        indicators={"S": {"need": 100}},
        budget=[70, 50],
        year_weights=[0.4, 0.6],
        name="two_schools",
    )


def write_land_binds(root: Path) -> Path:
    """
    Money is ample, land is not.

    H adds 50 beds on 50 亩, C adds 30 beds on 10 亩; 80 are needed, so each bed is 1.25 points.
    The quota is 20 亩 a year, the budget 200.

    In shares: 2021 builds C (10 亩) and 0.2 of H (10 亩): 30 + 10 = 40 beds. By the end of 2022
    40 亩 are released: C and 0.6 of H (30 亩): 60 beds. Score 1.25 * (0.5 * 40 + 0.5 * 60) = 62.5.
    One more 亩 released in 2021 holds one bed of H in both years: 1.25 points; in 2022: 0.625.
    Money is worth nothing.

    Whole: H never fits (50 > 40). C from 2021: 1.25 * 30 = 37.5.
    """
    return write_case(
        root,
        projects={
            "H": {"domain": "health", "land": 50, "adds": {"S": 50}},
            "C": {"domain": "health", "land": 10, "adds": {"S": 30}},
        },
        indicators={"S": {"need": 80}},
        budget=[200, 200],
        land=[20, 20],
        name="land_binds",
    )


def write_chain(root: Path) -> Path:
    """
    B requires A, which adds nothing by itself; C stands alone.

    A and B cost 60 each and together add 90 places (0.75 a 万元); C costs 100 and adds 50 (0.5 a
    万元). 200 are needed, so each place is 0.5 points. Budgets are 60 and 110.

    In shares: 2021 builds half of A and half of B: 45 places. 2022 builds the other halves (60)
    and half of C (50): 90 + 25 = 115. Score 0.5 * (0.5 * 45 + 0.5 * 115) = 40.
    One more 万元 in 2021 brings 0.75 places forward and leaves 1 万元 of 2022 for C (0.5 places):
    0.25 * 0.75 + 0.25 * 0.5 = 0.3125 points; in 2022: 0.25 * 0.5 = 0.125.
    Without `requires`, B alone would come first: 90 places, then C: 0.25 * (90 + 140) = 57.5.

    Whole: A in 2021, B in 2022: 0.25 * 90 = 22.5. (C alone in 2022 is 12.5, and B does not fit
    into 2021 beside A.)
    """
    return write_case(
        root,
        projects={
            "A": {"total_investment": 60},
            "B": {"total_investment": 60, "requires": "A", "adds": {"S": 90}},
            "C": {"total_investment": 100, "adds": {"S": 50}},
        },
        indicators={"S": {"need": 200}},
        budget=[60, 110],
        name="chain",
    )


def write_profiled(root: Path) -> Path:
    """
    F follows its profile 0.25; 0.75 and counts when its second year is over; G is free.

    F costs 80 and adds 80 of the 80 needed of S; G costs 40 over at least two years from 2022
    and adds the 10 needed of T: 50 points each. Budgets are 10, 100 and 100.

    In shares: F can start with 10 / (0.25 * 80) = 1/2 in 2021, the other half starts in 2022; it
    spends 10, 30 + 10, 30 and is finished to 0, 1/2, 1. G spends 0, 20, 20 and is finished to
    0, 1/2, 1 as well. Score 2 * 50 * (0.3 * 0.5 + 0.5 * 1) = 65.
    One more 万元 in 2021 lets 1/20 of F finish a year earlier: 50 * 0.3 / 20 = 0.75 points; money
    of 2022 and 2023 is worth nothing.

    Whole: F would need 20 in 2021, so it starts in 2022 and is finished by 2023; so is G:
    0.5 * 100 = 50.
    """
    return write_case(
        root,
        projects={
            "F": {"total_investment": 80, "spend_profile": "0.25;0.75", "adds": {"S": 80}},
            "G": {
                "total_investment": 40,
                "duration": 2,
                "earliest_start": 2022,
                "adds": {"T": 10},
            },
        },
        indicators={"S": {"need": 80}, "T": {"need": 10}},
        years=(2021, 2023),
        budget=[10, 100, 100],
        land=[0, 0, 0],
        year_weights=[0.2, 0.3, 0.5],
        name="profiled",
    )


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`write_case` in this test's folder; the path of the scenario is returned."""

    def write(*arguments: Any, **keywords: Any) -> Path:
        return write_case(tmp_path, *arguments, **keywords)

    return write


@pytest.fixture
def two_schools(tmp_path: Path) -> Path:
    """Scenario of `write_two_schools`."""
    return write_two_schools(tmp_path)


@pytest.fixture
def land_binds(tmp_path: Path) -> Path:
    """Scenario of `write_land_binds`."""
    return write_land_binds(tmp_path)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """Scenario of `write_chain`."""
    return write_chain(tmp_path)


@pytest.fixture
def profiled(tmp_path: Path) -> Path:
    """Scenario of `write_profiled`."""
    return write_profiled(tmp_path)


class Heard(Listener):
    """Keeps what it is told, and asks to stop once `enough` says so."""

    def __init__(self, enough: Callable[[Heard], bool] = lambda heard: False) -> None:
        self.enough = enough
        self.steps: list[str | Words] = []
        self.counts: list[tuple[int, int, str]] = []
        self.watched: list[tuple[float, float, float]] = []

    def step(self, name: str | Words) -> None:
        self.steps.append(name)

    def count(self, done: int, of: int, name: str = "") -> None:
        self.counts.append((done, of, name))

    def watch(self, score: float, bound: float, gap: float) -> None:
        self.watched.append((score, bound, gap))

    @property
    def stopped(self) -> bool:
        return self.enough(self)
