"""Special bonds (专项债): drawing, service, coverage, subsidy, and whether the term fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portfolio.inputs.cash import Bond
from portfolio.plan.cash.dates import SLIVER, done_year
from portfolio.plan.cash.money import CENT
from portfolio.plan.cash.payments import BEYOND, IN_PLAN
from portfolio.plan.cash.running import running_cost
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
    revenue, running
        Of the completed works, and their running cost; revenue is 0 where nothing is said of it.
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
    running: np.ndarray
    late: tuple[str, ...]

    @property
    def net(self) -> np.ndarray:
        """Revenue that is left for the service; the works' running cost is paid from it first."""
        return np.maximum(self.revenue - self.running, 0.0)

    @property
    def service(self) -> np.ndarray:
        """Interest and principal."""
        return self.interest + self.repaid

    @property
    def subsidy(self) -> np.ndarray:
        """What net revenue falls short of; NaN where nothing is said of revenue."""
        short = np.maximum(self.service - self.net, 0.0)
        return short if self.bond.has_revenue else np.full_like(short, np.nan)

    @property
    def coverage(self) -> np.ndarray:
        """Net revenue by service; NaN in a year without service, or where nothing is said."""
        due = (self.service > CENT) & self.bond.has_revenue
        return np.divide(self.net, self.service, out=np.full(len(due), np.nan), where=due)

    @property
    def coverage_of_all(self) -> float:
        """Net revenue of all years by service of all years."""
        total = float(self.service.sum())
        known = self.bond.has_revenue and total > CENT
        return float(self.net.sum()) / total if known else float("nan")

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
        running=_running(plan, share, np.array(years)),
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
    """Return revenue by year: of what is carried out in part, that part of it."""
    revenue = np.zeros(len(years))
    drawn = (share > 0) & (plan.funded > 0)
    done = done_year(plan)
    if bond.revenue is not None and drawn.any() and not np.isnan(done[drawn]).any():
        # It is said of all that the source may pay for: the works carried out earn as they cost.
        money = share * plan.problem.cost * ~plan.problem.excluded
        part = float(money @ plan.funded) / float(money.sum()) if money.any() else 1.0
        revenue += bond.revenue * part * (years > done[drawn].max())
    place = {name: p for p, name in enumerate(plan.problem.ids)}
    for name, amount in bond.revenue_by_project.items():
        p = place[name]
        revenue += amount * plan.funded[p] * (years > done[p])  # never after NaN
    return revenue


def _running(plan: Plan, share: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return running cost of the source's works; of one that several bonds pay for, its part."""
    bonds = plan.problem.scenario.cash.bonds
    nothing = np.zeros(len(share))
    together = sum((plan.problem.paid_by.get(source, nothing) for source in bonds), nothing)
    part = np.divide(share, together, out=np.zeros_like(together), where=together > 0)
    return np.asarray(part @ running_cost(plan, years))


def _late(plan: Plan, bond: Bond, share: np.ndarray) -> tuple[str, ...]:
    """Return the projects whose first drawing is due before they are completed."""
    drawing = share[:, None] * plan.investment
    total = drawing.sum(axis=1)
    spent = np.cumsum(drawing, axis=1) > np.maximum(SLIVER * total, CENT)[:, None]
    first = plan.years[0] + spent.argmax(axis=1)
    finish = done_year(plan)
    done = np.where(np.isnan(finish), plan.years[-1] + 1, finish)
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
                "running_cost": each.running if each.bond.has_revenue else np.nan,
                "net_revenue": each.net if each.bond.has_revenue else np.nan,
                "coverage": each.coverage,
                "subsidy": each.subsidy,
            }
        )
        for each in ledgers
    ]
    return pd.concat(parts, ignore_index=True)
