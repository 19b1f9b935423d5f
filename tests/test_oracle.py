"""Published tables with random rules: the same optimum as `formulation.py` and GLPK find."""

import random
from pathlib import Path

import pytest
from conftest import (
    DATA,
    toml,
    write_chain,
    write_land_binds,
    write_profiled,
    write_two_schools,
)
from formulation import best_score, read_csv

from portfolio.inputs.read import read_problem
from portfolio.plan.make import make_plan

TINY = {write_two_schools: 80, write_land_binds: 62.5, write_chain: 40, write_profiled: 65}
SEEDS = range(16)


def assert_same(path: Path) -> float | None:
    """Compare both optima; a pair of `None` says that no plan exists."""
    expected = best_score(path, "shares")
    plan = make_plan(read_problem(str(path), mode="shares"))
    if expected is None or plan is None:
        assert plan is None, path.stem
        assert expected is None, path.stem
        return None
    assert plan.bound == pytest.approx(expected, rel=1e-6), path.stem
    assert plan.score == pytest.approx(expected, rel=1e-6)
    return expected


@pytest.mark.parametrize("write", TINY, ids=lambda write: write.__name__)
def test_cases_solved_on_paper(tmp_path, write):
    assert assert_same(write(tmp_path)) == pytest.approx(TINY[write])


# ---- random variants of the published portfolio --------------------------------------------------


def random_shares(rng: random.Random, length: int) -> list[float]:
    """Shares in whole per cent that sum to 1."""
    cuts = sorted(rng.randint(0, 100) for _ in range(length - 1))
    return [(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


def random_envelope(rng: random.Random, total: float, n: int) -> dict:
    """Either of the two forms."""
    profile = [round(total / n * rng.uniform(0.6, 1.4), 2) for _ in range(n)]
    if rng.random() < 0.5:
        return {"by_year": profile}
    return {"total": round(total, 2), "profile": random_shares(rng, n)}


def random_overrides(rng: random.Random, rows: list[dict], years: tuple[int, int]) -> dict:
    """Profiles, windows, requirements and sites for some of the projects."""
    first, last = years
    overrides: dict[str, dict] = {}
    for at, row in enumerate(rows):
        cells: dict = {}
        if rng.random() < 0.35:
            length = rng.randint(1, 4)
            cells["spend_profile"] = random_shares(rng, length)
        elif rng.random() < 0.2:
            cells["duration"] = rng.choice([1, 1.5, 2.5, 3])
        if rng.random() < 0.2:  # wide enough for the longest project; the horizon may cut it
            cells["earliest_start"] = rng.randint(first - 1, last - 1)
            cells["latest_finish"] = cells["earliest_start"] + rng.randint(3, 6)
        if at and rng.random() < 0.12:  # earlier rows only, so that no circle can arise
            chosen = rng.sample(rows[:at], k=min(at, rng.randint(1, 2)))
            cells["requires"] = ";".join(each["id"] for each in chosen)
        if rng.random() < 0.15:
            cells["site_group"] = rng.choice(["a", "b", "c", "a;c"])
        if rng.random() < 0.1:
            cells["plan_investment"] = round(float(row["total_investment"]) * 0.8, 2)
        if cells:
            overrides[row["id"]] = cells
    return overrides


def random_limits(rng: random.Random, total: float) -> dict:
    domain, district = (
        rng.choice(["education", "health"]),
        rng.choice(["市本级", "龙川县", "紫金县"]),
    )
    return {
        "domain": {domain: {"min_share": 0.2, "max_share": round(rng.uniform(0.4, 0.9), 2)}},
        "district": {
            district: {
                "min_investment": round(rng.uniform(0, 0.03) * total, 1),
                "max_investment": round(rng.uniform(0.1, 0.3) * total, 1),
            }
        },
    }


def write_variant(root: Path, seed: int) -> Path:
    """Write a random scenario on the published tables, in two files: one extends the other."""
    rng = random.Random(seed)
    rows = read_csv(DATA / "projects.csv")
    n = rng.choice([3, 4, 5, 5, 6])
    first = rng.choice([2021, 2022, 2026])
    money, land = rng.uniform(3e5, 1.5e6), rng.uniform(1000, 4500)
    ids = [row["id"] for row in rows]
    chosen = rng.sample(ids, k=12)
    base = {
        "data": DATA.as_posix(),
        "horizon": {"first_year": first, "last_year": first + n - 1},
        "budget": random_envelope(rng, money, n)
        | {
            "carry_over": rng.random() < 0.5,
            "funding": {
                source: random_envelope(rng, money * rng.uniform(0.1, 0.4), n)
                for source in rng.sample(
                    ["fiscal", "state_company", "private"], k=rng.randint(0, 2)
                )
            },
        },
        "land": random_envelope(rng, land, n) | {"exempt": chosen[:3]},
        "planned": {"commitment": "required"},
        "objective": {
            "beyond_need": rng.choice([0, 0.3, 1]),
            "year_weights": random_shares(rng, n),
        },
    }
    near = {
        "extends": "far.toml",
        "budget": random_envelope(rng, money, n) if rng.random() < 0.5 else {},
        "planned": {"commitment": "optional"},
        "promote": {"required": chosen[3:5], "excluded": chosen[5:9]},
        "weights": {
            f"S{k:02d}": round(rng.uniform(0, 4), 1) for k in rng.sample(range(1, 16), k=5)
        },
        "projects": random_overrides(rng, rows, (first, first + n - 1)),
        "limits": random_limits(rng, money) if rng.random() < 0.7 else {},
    }
    # What the published tables say of some windows lies before a horizon that begins in 2026.
    for row in rows:
        if row["latest_finish"] or row["earliest_start"]:
            cells = near["projects"].setdefault(row["id"], {})
            cells.setdefault("earliest_start", first)
            cells.setdefault("latest_finish", first + 5)
    (root / "far.toml").write_text(toml(base), encoding="utf-8")
    path = root / f"variant_{seed}.toml"
    path.write_text(toml(near), encoding="utf-8")
    return path


def test_random_variants(tmp_path):
    scores = [assert_same(write_variant(tmp_path, seed)) for seed in SEEDS]
    # Both answers are compared often enough.
    assert sum(score is not None for score in scores) >= 8
    assert scores.count(None) >= 2
