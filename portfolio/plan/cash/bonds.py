"""Special bonds (专项债): drawing, service, coverage, subsidy, and whether the term fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.inputs.cash import Bond
from portfolio.plan.cash.money import CENT
from portfolio.plan.cash.payments import BEYOND, IN_PLAN
from portfolio.plan.plan import Plan


@dataclass(frozen=True)
class BondLedger:
    """
    One source's bonds, 万元 by year, shape (N,) each, until the last repayment.

    Attributes
    ----------
    source, bond
        Which source of money, and on which terms.
    plan_years, years
        The horizon, and all years of the ledger.
    drawing, repaid, interest, owed
        Drawn, repaid, interest on what was owed at the end of the year before, and owed at the end.
    revenue
        Of the completed works; 0 where nothing is said of it.
    late
        Projects that are completed only after their first drawing is due.
    """

    source: str
    bond: Bond
    plan_years: int
    years: tuple[int, ...]
    drawing: np.ndarray
    repaid: np.ndarray
    interest: np.ndarray
    owed: np.ndarray
    revenue: np.ndarray
    late: tuple[str, ...]

    @property
    def service(self) -> np.ndarray:
        """Interest and principal."""
        return self.interest + self.repaid

    @property
    def subsidy(self) -> np.ndarray:
        """What revenue falls short of; NaN where nothing is said of revenue."""
        short = np.maximum(self.service - self.revenue, 0.0)
        return short if self.bond.has_revenue else np.full_like(short, np.nan)

    @property
    def coverage(self) -> np.ndarray:
        """Revenue by service; NaN in a year without service, or where nothing is said."""
        due = (self.service > CENT) & self.bond.has_revenue
        return np.divide(self.revenue, self.service, out=np.full(len(due), np.nan), where=due)

    @property
    def coverage_of_all(self) -> float:
        """Revenue of all years by service of all years."""
        total = float(self.service.sum())
        known = self.bond.has_revenue and total > CENT
        return float(self.revenue.sum()) / total if known else float("nan")

    @property
    def fits(self) -> bool:
        """Whether the works are completed before the bonds are due, and can bear their term."""
        bond = self.bond
        return not self.late and (bond.max_term is None or bond.term <= bond.max_term)


def bond_ledgers(plan: Plan) -> list[BondLedger]:
    """Return the ledger of each source that has bonds."""
    return [_ledger(plan, *each) for each in plan.problem.scenario.cash.bonds.items()]


def _ledger(plan: Plan, source: str, bond: Bond) -> BondLedger:
    share = plan.problem.paid_by.get(source, np.zeros(len(plan.problem.ids)))
    n = len(plan.years)
    drawing = np.pad(share @ plan.investment, (0, bond.term))
    repaid = _repayment(drawing[:n], bond)
    width = max(n, int(np.flatnonzero(repaid).max(initial=0)) + 1)
    drawing, repaid = drawing[:width], repaid[:width]
    owed = np.cumsum(drawing) - np.cumsum(repaid)
    years = tuple(range(plan.years[0], plan.years[0] + width))
    return BondLedger(
        source=source,
        bond=bond,
        plan_years=n,
        years=years,
        drawing=drawing,
        repaid=repaid,
        interest=bond.rate * np.append(0.0, owed[:-1]),
        owed=owed,
        revenue=_revenue(plan, bond, share, np.array(years)),
        late=_late(plan, bond, share),
    )


def _repayment(drawing: np.ndarray, bond: Bond) -> np.ndarray:
    """Return what is repaid in each year of horizon and term; each drawing has its own term."""
    n, repaid = len(drawing), np.zeros(len(drawing) + bond.term)
    first = bond.term if bond.repayment == "bullet" else bond.grace + 1
    for year in range(first, bond.term + 1):
        repaid[year : year + n] += drawing / (bond.term - first + 1)
    return repaid


def _revenue(plan: Plan, bond: Bond, share: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return revenue by year: of a project that is carried out in part, that part of it."""
    revenue = np.zeros(len(years))
    drawn = share * plan.funded > 0
    done = plan.done_year
    if bond.revenue is not None and drawn.any() and not np.isnan(done[drawn]).any():
        revenue += bond.revenue * (years > done[drawn].max())
    place = {name: p for p, name in enumerate(plan.problem.ids)}
    for name, amount in bond.revenue_by_project.items():
        p = place[name]
        revenue += amount * plan.funded[p] * (years > done[p])  # never after NaN
    return revenue


def _late(plan: Plan, bond: Bond, share: np.ndarray) -> tuple[str, ...]:
    """Return the projects whose first drawing is due before they are completed."""
    spent = (share[:, None] * plan.investment) > CENT
    first = plan.years[0] + spent.argmax(axis=1)
    done = np.where(np.isnan(plan.done_year), plan.years[-1] + 1, plan.done_year)
    late = spent.any(axis=1) & (first + bond.term < done)
    return tuple(plan.problem.ids[p] for p in np.flatnonzero(late))


def bond_table(ledgers: list[BondLedger]) -> pd.DataFrame:
    """A row a source and year."""
    parts = [
        pd.DataFrame(
            {
                "source": each.source,
                "year": each.years,
                "when": [
                    IN_PLAN if t < each.plan_years else BEYOND for t in range(len(each.years))
                ],
                "drawing": each.drawing,
                "interest": each.interest,
                "repaid": each.repaid,
                "service": each.service,
                "owed": each.owed,
                "revenue": each.revenue if each.bond.has_revenue else np.nan,
                "coverage": each.coverage,
                "subsidy": each.subsidy,
            }
        )
        for each in ledgers
    ]
    return pd.concat(parts, ignore_index=True)
