"""The keys of a scenario file, their types and defaults (contract, section 2)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, create_model

from portfolio.inputs.columns import ORIGINS, Column, parse_cell
from portfolio.inputs.keys import (
    Allowed,
    Amount,
    Amounts,
    Count,
    Delay,
    Factor,
    Flag,
    Gap,
    Ids,
    Keys,
    Seconds,
    Share,
    Shares,
    Term,
    Text,
    Year,
    YearlyShare,
    as_cell,
    one_of,
)
from portfolio.inputs.layouts import PROJECTS
from portfolio.words import Words

PurseId = Annotated[
    str,
    Allowed(Words('资金池的编号，如 "city_fiscal"', 'the id of a purse such as "city_fiscal"')),
]
ADOPTED_FACTOR = 1.25  # assumed: an adopted livelihood matter raises its indicators by a quarter


class HorizonKeys(Keys):
    """First and last year."""

    first_year: Year | None = None
    last_year: Year | None = None


class EnvelopeKeys(Keys):
    """Yearly amounts: a total and its profile, or the amount of each year."""

    total: Amount | None = None
    profile: Amounts | None = None
    by_year: Amounts | None = None


class PurseKeys(Keys):
    """Money of a purse's own: over the horizon, or of each year."""

    total: Amount | None = None
    by_year: Amounts | None = None


# `from` is a word of Python's.
_TRANSFER: dict[str, Any] = {"from": (PurseId, ...), "to": (PurseId, ...), "max": (Amount, ...)}
TransferKeys: Any = create_model("TransferKeys", __base__=Keys, **_TRANSFER)


class BudgetKeys(EnvelopeKeys):
    """Money: the budget, whose it is, and ceilings on single sources."""

    carry_over: Flag = False
    separate: Flag | None = None
    purse: dict[str, PurseKeys] = Field(default_factory=dict)
    transfer: Annotated[
        list[TransferKeys],
        Allowed(
            Words(
                "一个或几个 [[budget.transfer]] 表，各有 from、to、max",
                "tables [[budget.transfer]] with from, to and max",
            )
        ),
    ] = Field(default_factory=list)
    funding: dict[str, EnvelopeKeys] = Field(default_factory=dict)
    quarters: Shares | None = None
    fiscal: Ids | None = None


class LandKeys(EnvelopeKeys):
    """Land quota, and projects that need none of it."""

    exempt: Ids = Field(default_factory=list)


class PlannedKeys(Keys):
    """Whether planned projects must be carried out."""

    commitment: Annotated[Literal["required", "optional"], one_of("required", "optional")] = (
        "required"
    )


class PromoteKeys(Keys):
    """Projects that must, or may not, be carried out."""

    required: Ids = Field(default_factory=list)
    excluded: Ids = Field(default_factory=list)


class ReplanKeys(Keys):
    """Projects under way that may be dropped all the same."""

    may_drop: Ids = Field(default_factory=list)


class LivelihoodKeys(Keys):
    """Livelihood matters that were adopted, and what that does to weights."""

    adopted: Ids = Field(default_factory=list)
    factor: Factor = ADOPTED_FACTOR


class ObjectiveKeys(Keys):
    """How needs count."""

    beyond_need: Share | None = None
    beyond_cap: Amount | None = None
    needs: Annotated[
        list[Annotated[str, Field(pattern=f"^({'|'.join(ORIGINS)})$")]],
        Field(min_length=1),
        Allowed(
            Words(
                f"至少一项的列表，每项为其中之一：{', '.join(ORIGINS)}",
                f"a list of at least one of {', '.join(ORIGINS)}",
            )
        ),
    ] = Field(default_factory=lambda: list(ORIGINS))
    benefit: Annotated[Literal["full", "pro_rata"], one_of("full", "pro_rata")] = "full"
    year_weights: Amounts | None = None


class RulesKeys(Keys):
    """Row families that do not hold."""

    ignore: Annotated[
        list[str],
        Allowed(
            Words('行族名称的列表，如 ["requires"]', 'a list of row families such as ["requires"]')
        ),
    ] = Field(default_factory=list)


class LimitKeys(Keys):
    """Floor and ceiling on the investment of a group."""

    min_share: Share | None = None
    max_share: Share | None = None
    min_investment: Amount | None = None
    max_investment: Amount | None = None


class UnderWayKeys(Keys):
    """Most projects of one owner or district that may be under way in a year."""

    owner: dict[str, Count] = Field(default_factory=dict)
    district: dict[str, Count] = Field(default_factory=dict)


class LimitsKeys(Keys):
    """Limits on groups of projects."""

    domain: dict[str, LimitKeys] = Field(default_factory=dict)
    district: dict[str, LimitKeys] = Field(default_factory=dict)
    under_way: UnderWayKeys = UnderWayKeys()


class PaymentKeys(Keys):
    """When work is paid: shares of its cost, and delays in years after completion."""

    with_progress: Share = 1.0
    at_settlement: Share = 0.0
    settlement_delay: Delay = 1
    retention: Share = 0.0
    retention_delay: Delay = 2
    quarters: Shares | None = None


class PricesKeys(Keys):
    """Price rise of work that has not begun: the same each year, or of each year."""

    rise: Share | None = None
    by_year: Shares | None = None


class BondKeys(Keys):
    """Special bonds behind one source of money."""

    term: Term | None = None
    rate: Share | None = None
    repayment: Annotated[Literal["bullet", "equal"], one_of("bullet", "equal")] = "bullet"
    grace: Delay = 0
    revenue: Amount | None = None
    revenue_by_project: dict[str, Amount] = Field(default_factory=dict)
    max_term: Term | None = None


class SolveKeys(Keys):
    """How the plan is searched for."""

    mode: Annotated[Literal["shares", "whole", "steady"], one_of("shares", "whole", "steady")] = (
        "shares"
    )
    least_share: YearlyShare = 0.1
    stretch: Count = 1
    thresholds: Ids = Field(default_factory=list)
    gap: Gap = 0.0001
    time_limit: Seconds | None = None
    solver: Annotated[
        str,
        Field(min_length=1),
        Allowed(Words("求解器的名称，如 HiGHS", "the name of a solver such as HiGHS")),
    ] = "HiGHS"


def _cell(column: Column) -> Any:
    """Return the type of a cell that a scenario replaces: what the table's column allows."""

    def check(value: Any) -> Any:
        parts = value if isinstance(value, list) and column.empty == () else [value]
        if not all(isinstance(part, (str, int, float)) for part in parts):
            raise ValueError(value)
        parse_cell(column, as_cell(value))
        return value

    return Annotated[Any, AfterValidator(check), Allowed(column.allowed)]


_CELLS: dict[str, Any] = {
    name: (_cell(column), None) for name, column in PROJECTS.items() if name != "id"
}
ProjectKeys: Any = create_model("ProjectKeys", __base__=Keys, **_CELLS)


class ScenarioKeys(Keys):
    """A scenario file; what is not given comes from the file that it extends, or is a default."""

    title: Text | None = None
    extends: Text | None = None
    data: Text | None = None
    horizon: HorizonKeys = HorizonKeys()
    budget: BudgetKeys = BudgetKeys()
    land: LandKeys = LandKeys()
    planned: PlannedKeys = PlannedKeys()
    promote: PromoteKeys = PromoteKeys()
    replan: ReplanKeys = ReplanKeys()
    livelihood: LivelihoodKeys = LivelihoodKeys()
    objective: ObjectiveKeys = ObjectiveKeys()
    rules: RulesKeys = RulesKeys()
    weights: dict[str, Amount] = Field(default_factory=dict)
    projects: dict[str, ProjectKeys] = Field(default_factory=dict)
    limits: LimitsKeys = LimitsKeys()
    payment: PaymentKeys | None = None
    prices: PricesKeys | None = None
    bonds: dict[str, BondKeys] = Field(default_factory=dict)
    solve: SolveKeys = SolveKeys()
