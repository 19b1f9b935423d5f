"""Which columns of the tables add up, which stay in view, and what is drawn of them."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.words import Words

EVERY = "*"  # in place of columns: those that the reader named


@dataclass(frozen=True)
class Drawn:
    """
    A chart of a table.

    Attributes
    ----------
    words
        Its title.
    kind
        As `statement.Chart.kind`.
    along, values
        Names of columns.
    only
        Draws the rows that have this value in this column, and a year if `years`; empty: all rows.
    most
        Draws so many of them, as what follows is of another size.
    """

    words: Words
    kind: str
    along: str
    values: tuple[str, ...]
    only: tuple[str, str] = ("", "")
    years: bool = False
    most: int = 10_000


SUMS: dict[str, tuple[str, ...]] = {
    "cash_flow": ("budget", "investment", "balance"),
    "transfers": ("amount",),
    "moves": ("amount",),
    "land_release": ("quota", "released", "balance"),
    "adjustment": ("before", "after", "difference"),
    "assess_years": ("need", "budget"),
    "assess_land": ("need", "quota"),
}
FIXED: dict[str, int] = {
    "allocation": 2,
    "projects": 2,
    "cash_flow_detail": 3,
    "purses": 3,
    "transfers": 2,
    "moves": 2,
    "indicators": 3,
    "payments": 4,
    "payments_quarters": 5,
    "carry_over": 3,
    "bonds": 2,
    "running_cost": 4,
    "adjustment": 3,
    "adjustment_totals": 3,
    "in_hand": 4,
    "in_hand_quarters": 5,
    "choices": 2,
    "assess_purses": 3,
    "assess_sources": 3,
    "changes": 2,
    "compare": 3,
    "priority": 3,
    "livelihood": 3,
    "livelihood_swaps": 2,
    "livelihood_tasks": 3,
    "livelihood_monthly": 4,
    "livelihood_year_end": 4,
    "promote": 3,
    "cards": 4,
    "evaluation_indicators": 2,
    "evaluation_projects": 2,
    "core_index": 2,
    "core_by_cause": 2,
    "regret": 2,
    "rules": 3,
    "worth": 2,
}
# Those that belong into a Word document, and the columns that fit on its pages; none: all.
ANNEX: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("adjustment", "adjustment_curve"), ()),
    "adjustment_totals": ("by", "name", "before", "after", "difference"),
    **dict.fromkeys(("alternatives", "choices", "worth", "regret", "core_index", "cash_need"), ()),
    **dict.fromkeys(("assess_years", "assess_land", "changes"), ()),
    "broken": ("rule", "by", "unit", "text"),
    **dict.fromkeys(("livelihood", "livelihood_swaps", "livelihood_tasks"), ()),
    **dict.fromkeys(("livelihood_year_end", "evaluation_indicators", "evaluation_projects"), ()),
    "priority": (
        *("rank", "project_id", "name", "list", "domain", "district", "required", "from_factor"),
        *("cost", "land", "cost_so_far", "land_so_far"),
    ),
    "promote": (
        *("rank", "project_id", "name", "cost", "land", "score_without", "score_with"),
        *("difference", "difference_per_yi", "displaced", "delayed", "raised"),
        *("shortfall_money", "shortfall_land", "purses_missing"),
    ),
    "rules": ("title", "score_without", "gain", "money_equivalent", "note"),
    "compare": ("section", "name", "unit", EVERY),
}
# Of which only these rows: where a column holds one of these values, and those that differ.
ANNEX_ROWS: dict[str, dict[str, tuple[object, ...]]] = {
    "compare": {
        "differs": (True,),
        "year": ("",),
        "section": (
            *("score", "envelope", "money", "money_domain", "money_district", "money_funding"),
            *("money_purse", "land", "land_domain", "land_district", "met", "points", "share"),
        ),
    },
}
CHARTS: dict[str, tuple[Drawn, ...]] = {
    "cash_flow": (
        Drawn(
            Words("年度预算与投资（万元）", "Budget and investment (10,000 yuan)"),
            "column",
            "year",
            ("budget", "investment"),
        ),
    ),
    "land_release": (
        Drawn(
            Words("年度用地指标与供地（亩）", "Land quota and land released (mu)"),
            "column",
            "year",
            ("quota", "released"),
        ),
    ),
    "adjustment_curve": (
        Drawn(
            Words("让出得分与变动项目数", "Points given up and projects that move"),
            "line",
            "loss",
            ("moved_projects", "moved_projects_least"),
        ),
    ),
    "assess_years": (
        Drawn(
            Words("资金需求与可用资金（万元）", "Need and money (10,000 yuan)"),
            "column",
            "year",
            ("need", "money"),
        ),
    ),
    "assess_land": (
        Drawn(
            Words("用地需求与指标（亩）", "Land needed and quota (mu)"),
            "column",
            "year",
            ("need", "quota"),
        ),
    ),
    "compare": (
        Drawn(
            Words("得分", "Score"), "column", "name", (EVERY,), only=("section", "score"), most=3
        ),  # points; counts and amounts follow
        Drawn(
            Words("各年投资（万元）", "Investment by year (10,000 yuan)"),
            "column",
            "year",
            (EVERY,),
            only=("section", "money"),
            years=True,
        ),
    ),
    "frontier": (
        Drawn(
            Words("得分随倍数的变化", "Score over the factor"),
            "line",
            "factor",
            ("score", "list_score"),
        ),
        Drawn(
            Words("每 1 亿元或 100 亩的得分", "Points of 100 million yuan or 100 mu more"),
            "line",
            "factor",
            ("slope", "slope_less", "slope_more"),
        ),
    ),
    "promote": (
        Drawn(
            Words("得分变化（分）", "Difference in score (points)"),
            "column",
            "project_id",
            ("difference",),
        ),
    ),
    "core_index": (
        Drawn(Words("核心指数", "Core index"), "column", "project_id", ("core_index",)),
    ),
    "regret": (
        Drawn(
            Words("守住一个清单少得的分", "Points lost by keeping to a list"),
            "column",
            "title",
            ("mean", "p95", "max"),
        ),
    ),
    "cash_need": (
        Drawn(
            Words("各年资金需求与预算（万元）", "Need and budget by year (10,000 yuan)"),
            "line",
            "year",
            ("p05", "p50", "p95", "budget", "planned"),
        ),
    ),
}
