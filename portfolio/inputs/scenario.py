"""A scenario: what is planned, on which money and land, by which rules; checked and typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portfolio.inputs.cash import Cash
from portfolio.inputs.places import real_file
from portfolio.inputs.tables import matters_file, optional_files
from portfolio.terms import Mode

SEARCH_SECONDS = 60.0  # where a scenario has no `time_limit` (contract, section 2)


@dataclass(frozen=True)
class Envelope:
    """Yearly amounts: `by_year`, shape (years,), in 万元 or 亩."""

    by_year: tuple[float, ...]


@dataclass(frozen=True)
class OwnMoney:
    """
    Money of a purse's own, 万元: over the horizon, or of each year, which then binds each year.

    Exactly one of the two is given.
    """

    total: float | None = None
    by_year: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Transfer:
    """Support from one purse to another: at most `most` 万元 over the horizon."""

    giver: str
    taker: str
    most: float


@dataclass(frozen=True)
class Limit:
    """
    Floor and ceiling on the investment of one domain or district over the horizon.

    Shares are of all investment, amounts are 万元; None: no such limit.
    """

    min_share: float | None = None
    max_share: float | None = None
    min_investment: float | None = None
    max_investment: float | None = None


@dataclass(frozen=True)
class Scenario:
    """
    A checked scenario; money in 万元, land in 亩, shares as fractions of 1.

    Attributes
    ----------
    name, title
        The file's stem, and the title that people read.
    file, path, data
        Where it was read, as messages and as the program name it, and the folder of its tables; a
        workbook may stand for that folder (`places`).
    years
        First to last year of the horizon.
    separate
        Whether purses are kept apart; None: where there are purses.
    purse, transfers
        Money of single purses' own, and support from one to another.
    beyond_cap
        How many further needs count beyond the need; infinite where there is no such cap.
    needs
        Which origins of need earn points.
    benefit
        `full`, or `pro_rata`: a planned project adds what its money of the plan pays for.
    ignore
        Row families that do not hold.
    least_share, stretch
        Of steady work: share of a project that a year of work spends at least, and how many years
        it may take beyond the duration.
    thresholds
        Projects whose thresholds are searched for where projects are whole or steady; `all`.
    time_limit
        Seconds for all solves of one plan; None: see `search_seconds`.
    may_drop
        Projects under way that a plan made anew may drop all the same.
    adopted, adopted_factor
        Livelihood matters that were adopted, and the factor on the weights of their indicators.
    cash
        Payment, prices and bonds, from which ledgers are made of a finished plan.
    origin
        For each key path that was given, the file that gave it.
    """

    name: str
    title: str
    file: str
    path: Path
    data: Path
    years: tuple[int, ...]
    budget: Envelope
    carry_over: bool
    separate: bool | None
    purse: dict[str, OwnMoney]
    transfers: tuple[Transfer, ...]
    funding: dict[str, Envelope]
    land: Envelope
    exempt: tuple[str, ...]
    commitment: str
    required: tuple[str, ...]
    excluded: tuple[str, ...]
    beyond_need: float
    beyond_cap: float
    needs: tuple[str, ...]
    benefit: str
    ignore: tuple[str, ...]
    year_weights: tuple[float, ...]
    weights: dict[str, float]
    projects: dict[str, dict[str, Any]]
    limits: dict[str, dict[str, Limit]]
    under_way: dict[str, dict[str, int]]
    mode: Mode
    least_share: float
    stretch: int
    thresholds: tuple[str, ...]
    gap: float
    time_limit: float | None
    solver: str
    may_drop: tuple[str, ...]
    adopted: tuple[str, ...]
    adopted_factor: float
    cash: Cash
    origin: dict[str, str] = field(repr=False)

    @property
    def search_seconds(self) -> float:
        """How long a search over whole projects may take; a linear program is solved to its end."""
        return SEARCH_SECONDS if self.time_limit is None else self.time_limit

    def where(self, *keys: str) -> tuple[str, str]:
        """Return the file and the dotted key under which a value was given."""
        path = ".".join(keys)
        while path and path not in self.origin:
            path = path.rpartition(".")[0]
        return self.origin.get(path, self.file), ".".join(keys)

    def place(self, *keys: str) -> tuple[str, None, str]:
        """Return file, row (none) and column under which a finding about a value stands."""
        file, dotted = self.where(*keys)
        return file, None, dotted


def input_files(scenario: Scenario) -> list[Path]:
    """Return the files that a scenario is planned from: the scenario's, then the tables."""
    named = [Path(file) for file in dict.fromkeys(scenario.origin.values())]
    files = [*(each for each in named if each.is_file()), scenario.path]
    names = ["projects.csv", "indicators.csv", "contributions.csv"]
    names += [matters_file(scenario.data).name] if scenario.adopted else []
    tables = [*(scenario.data / name for name in names), *optional_files(scenario.data)]
    return list(dict.fromkeys(real_file(each) for each in [*files, *tables]))
