"""The operators of `work` against loops that follow the table of section 3 of the contract."""

import math

import numpy as np
import pytest

from portfolio.engine.work import Work, arrange
from portfolio.inputs.problem import Problem
from portfolio.inputs.read import read_problem
from portfolio.terms import Mode

YEARS = (2021, 2024)


@pytest.fixture
def mixed(make) -> Problem:
    """Every kind of project: free and profiled, with and without a window, excluded."""
    path = make(
        {
            "F": {"duration": 2.5, "adds": {"S": 5}},
            "W": {"earliest_start": 2022, "latest_finish": 2023},
            "S": {"spend_profile": "0.2;0.5;0.3", "duration": 3},
            "V": {"spend_profile": "0.6;0.4", "earliest_start": 2022, "latest_finish": 2030},
            "X": {},
            "Z": {"spend_profile": "1;0", "earliest_start": 2019},
        },
        {"S": {"need": 10}, "T": {"need": 10}},
        years=YEARS,
        budget=[100] * 4,
        land=[0] * 4,
        year_weights=[0.25] * 4,
        promote={"excluded": ["X"]},
    )
    return read_problem(str(path))


def by_loops(problem: Problem, work: Work, x: np.ndarray) -> dict[str, np.ndarray]:
    """Spent, begun and finished from the names of the columns and their values."""
    p_count, n, _ = problem.size
    course = {word: np.zeros((p_count, n)) for word in ("spent", "begun", "finished")}
    for name, share in zip(work.names, x, strict=True):
        kind, project, year = name.split("_")
        if kind not in ("spend", "start"):
            continue
        p, s = problem.ids.index(project), int(year) - problem.years[0]
        shares = [1.0]  # a free project spends its share in the year of the column
        if kind == "start":
            shares = problem.projects["spend_profile"][p]
        if kind == "start" and not shares:  # whole: even over the duration rounded up
            length = math.ceil(problem.duration[p])
            shares = [1 / length] * length
        for j, part in enumerate(shares):
            course["spent"][p, s + j] += part * share  # IndexError: work beyond the horizon
        course["begun"][p, s:] += share
        course["finished"][p, s + len(shares) - 1 :] += share
    return course


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_operators_equal_loops(mixed, whole, seed):
    work = arrange(mixed, Mode.WHOLE if whole else Mode.SHARES)
    x = np.random.default_rng(seed).random(len(work.upper))
    expected = by_loops(mixed, work, x)
    for word, course in expected.items():
        np.testing.assert_allclose(
            (getattr(work, word) @ x).reshape(course.shape), course, atol=1e-12, err_msg=word
        )
    np.testing.assert_allclose(work.funded @ x, expected["begun"][:, -1], atol=1e-12)


def test_met_and_beyond_read_their_own_columns(mixed):
    work = arrange(mixed)
    x = np.arange(len(work.upper), dtype=float)
    names = np.array(work.names)
    # Only S is reached by a project that is not excluded; T has a need but nothing adds to it.
    assert names[(work.met @ x).astype(int)].tolist() == [
        f"met_S_{year}" for year in range(2021, 2025)
    ]
    assert names[(work.beyond @ x).astype(int)].tolist() == [
        f"beyond_S_{year}" for year in range(2021, 2025)
    ]


def test_columns_in_shares(mixed):
    work = arrange(mixed)
    columns = dict(zip(work.names, work.upper.tolist(), strict=True))
    assert columns == {
        # free, 2.5 years: at most 1 / 2.5 a year, in every year of the horizon
        **dict.fromkeys([f"spend_F_{year}" for year in (2021, 2022, 2023, 2024)], 0.4),
        # free, window 2022-2023
        "spend_W_2022": 1.0,
        "spend_W_2023": 1.0,
        # three years of work in four: starts in 2021 or 2022
        "start_S_2021": 1.0,
        "start_S_2022": 1.0,
        # two years of work, from 2022, and the horizon ends in 2024
        "start_V_2022": 1.0,
        "start_V_2023": 1.0,
        # X is excluded; Z has two years of work, and its window begins before the horizon
        "start_Z_2021": 1.0,
        "start_Z_2022": 1.0,
        "start_Z_2023": 1.0,
        # at most the whole need is met, in units of the need; what lies beyond is free
        **dict.fromkeys([f"met_S_{year}" for year in range(2021, 2025)], 1.0),
        **dict.fromkeys([f"beyond_S_{year}" for year in range(2021, 2025)], np.inf),
    }
    assert not work.integer.any()


def test_columns_of_whole_projects(mixed):
    work = arrange(mixed, Mode.WHOLE)
    columns = dict(zip(work.names, work.upper.tolist(), strict=True))
    starts = {name for name in columns if name.startswith("start_")}
    assert starts == {
        # 2.5 years are 3 whole ones: starts in 2021 or 2022
        "start_F_2021",
        "start_F_2022",
        "start_W_2022",
        "start_W_2023",
        "start_S_2021",
        "start_S_2022",
        "start_V_2022",
        "start_V_2023",
        "start_Z_2021",
        "start_Z_2022",
        "start_Z_2023",
    }
    assert not [name for name in columns if name.startswith("spend_")]
    whole = {name for name, each in zip(work.names, work.integer, strict=True) if each}
    assert whole == starts, "need met and beyond need stay continuous"
    assert {columns[name] for name in starts} == {1.0}


def test_whole_spends_evenly_over_the_duration_rounded_up(mixed):
    work = arrange(mixed, Mode.WHOLE)
    x = np.array([float(name == "start_F_2021") for name in work.names])
    spent = (work.spent @ x).reshape(6, 4)[0]
    np.testing.assert_allclose(spent, [1 / 3, 1 / 3, 1 / 3, 0])
    assert (work.finished @ x).reshape(6, 4)[0].tolist() == [0, 0, 1, 1]


def test_names_of_a_profiled_and_a_free_project(profiled):
    # F spends a quarter in its first year and counts after its second; G works from 2022 on.
    assert arrange(read_problem(str(profiled))).names[:4] == [
        "start_F_2021",
        "start_F_2022",
        "spend_G_2022",
        "spend_G_2023",
    ]


def test_names_of_all_columns(two_schools):
    assert arrange(read_problem(str(two_schools))).names == [
        "spend_A_2021",
        "spend_A_2022",
        "spend_B_2021",
        "spend_B_2022",
        "met_S_2021",
        "met_S_2022",
        "beyond_S_2021",
        "beyond_S_2022",
    ]


@pytest.mark.parametrize("whole", [False, True])
def test_work_that_does_not_fit_has_no_columns(make, whole):
    # Three years of work do not fit into two; a window may also lie outside the horizon.
    path = make(
        {
            "L": {"spend_profile": "0.5;0.25;0.25", "adds": {"S": 1}},
            "E": {"earliest_start": 2023, "latest_finish": 2030, "adds": {"S": 1}},
            "B": {"earliest_start": 2019, "latest_finish": 2020, "adds": {"S": 1}},
        },
        {"S": {"need": 1}},
    )
    work = arrange(read_problem(str(path)), Mode.WHOLE if whole else Mode.SHARES)
    assert len(work.project) == 0
    assert work.spent.shape == work.begun.shape == work.finished.shape == (6, 4)
    assert work.spent.nnz == work.begun.nnz == work.finished.nnz == 0


def test_a_free_project_that_is_longer_than_the_horizon_can_be_done_in_part(make):
    # Four years of work in a horizon of two: at most a quarter a year, together one half.
    path = make({"A": {"duration": 4, "adds": {"S": 1}}}, {"S": {"need": 1}})
    work = arrange(read_problem(str(path)))
    assert work.upper[:2].tolist() == [0.25, 0.25]
    assert (work.funded @ work.upper.clip(max=1))[0] == 0.5
