"""A plan as one reader's documents show it: in a language, as a whole or in part."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from portfolio.inputs.columns import source_shares
from portfolio.plan.plan import Plan
from portfolio.plan.shares import TRACE, in_percent
from portfolio.questions.plan.part import Part
from portfolio.report.heads.head import column
from portfolio.report.statement import Column, Kind
from portfolio.terms import Status
from portfolio.words import Words

MONEY = Words("单位：万元", "unit: 10,000 yuan")
MONEY_AND_LAND = Words("单位：万元、亩", "units: 10,000 yuan, mu (1/15 ha)")
LAND = Words("单位：亩", "unit: mu (1/15 ha)")
UNIT = Words("万元", "10,000 yuan")
EMPTY_COLUMNS = Words("资料没有的栏目留空。", "What the data do not say is left empty.")
SHORT = Words("（缺口方案，不可实施）", " (short: may not be carried out)")
# The state's five-year plans; a horizon is called by its plan only where it is exactly its years.
FIVE_YEARS = {2011: "十二五", 2016: "十三五", 2021: "十四五", 2026: "十五五", 2031: "十六五"}


@dataclass(frozen=True)
class View:
    """
    What a statement is made from.

    Attributes
    ----------
    plan, lang
        The plan, and `zh` or `en`.
    part
        The projects that the documents are about; None: all.
    quarters
        Whether quarters are asked for.
    """

    plan: Plan
    lang: str
    part: Part | None = None
    quarters: bool = False

    # ---- words --------------------------------------------------------------------------------

    def say(self, zh: str, en: str) -> str:
        """Return the text in this language."""
        return Words(zh, en).to(self.lang)

    def column(
        self, zh: str, en: str, kind: Kind = Kind.TEXT, width: float = 12, group: str = ""
    ) -> Column:
        """Return a column with its head in this language."""
        return Column(self.say(zh, en), kind, width, group)

    def head(self, name: str, kind: Kind = Kind.TEXT, width: float = 12) -> Column:
        """Return a column that the tables of a city have too: it is called the same."""
        return Column(column(name, width).text(self.lang), kind, width)

    def years(self, kind: Kind, group: str = "", width: float = 11) -> list[Column]:
        """Return a column for each year."""
        return [Column(self.year(year), kind, width, group) for year in self.plan.years]

    def year(self, year: float) -> str:
        """Return what a year is called."""
        return self.say(f"{year:.0f}年", f"{year:.0f}")

    def title(self, zh: str, en: str) -> str:
        """Return a statement's title: what it is, over which years, of which part."""
        years = self.plan.years
        span = f"{years[0]}—{years[-1]}" if len(years) > 1 else f"{years[0]}"
        of = (f"{self.part.words.zh}　", f", {self.part.words.en}") if self.part else ("", "")
        short = SHORT if self.plan.status == Status.SHORT else Words("", "")
        return self.say(
            f"{of[0]}{zh}（{span}年）{short.zh}",
            f"{en}{of[1]}, {span.replace('—', '-')}{short.en}",
        )

    @property
    def horizon(self) -> Words:
        """What the money of the horizon is called in a head."""
        first, last = self.plan.years[0], self.plan.years[-1]
        called = FIVE_YEARS.get(first) if last == first + 4 else None
        span = f"{first}—{last}年" if last > first else f"{first}年"
        said = f"{first}-{last}" if last > first else f"{first}"
        return Words(f"“{called}”计划投资" if called else f"{span}计划投资", f"Planned, {said}")

    def called(self, by: str, key: str) -> str:
        """Return what a key is called, in this language; of no name: not given."""
        if not key:
            return self.say("（未填）", "(not given)")
        return self.plan.problem.called(by, key).to(self.lang)

    # ---- projects -----------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> np.ndarray:
        """Projects that this is about, shape (P,), bool."""
        everyone = np.ones(len(self.plan.problem.ids), dtype=bool)
        return everyone if self.part is None else self.part.chosen

    @cached_property
    def investment(self) -> np.ndarray:
        """Money by project and year, 0 outside the part, shape (P, n)."""
        return self.plan.investment * self.chosen[:, None]

    @cached_property
    def land(self) -> np.ndarray:
        """Land released by project and year, 0 outside the part, shape (P, n)."""
        return self.plan.land_release * self.chosen[:, None]

    @cached_property
    def taken(self) -> np.ndarray:
        """Projects of the part that are carried out, in full or in part, shape (P,), bool."""
        work = (self.plan.funded > TRACE) | (self.plan.investment > TRACE).any(axis=1)
        return self.chosen & work

    def text(self, column: str, p: int) -> str:
        """Return a cell of the project table as text; empty where there is none."""
        return self._texts(column)[p]

    def _texts(self, column: str) -> list[str]:
        found: dict[str, list[str]] = self.__dict__.setdefault("_columns", {})
        if column not in found:
            table = self.plan.problem.projects
            cells = table[column] if column in table else [""] * len(table)
            found[column] = ["" if each is None else str(each) for each in cells]
        return found[column]

    def number(self, column: str, p: int) -> float | None:
        """Return a number of the project table; None where the cell is empty."""
        value = float(self.plan.problem.projects[column].to_numpy()[p])
        return None if math.isnan(value) else value

    def shares_by(self, by: str) -> dict[str, np.ndarray]:
        """Return the share of each project of the part under each key, shape (P,) each."""
        shares = self.plan.problem.shares_by(by)
        found = {str(key): share * self.chosen for key, share in shares.items()}
        return found if self.part is None else {k: each for k, each in found.items() if each.any()}

    def groups(self, mask: np.ndarray) -> list[tuple[str, list[int]]]:
        """Return the domains and their projects in the mask, both in the order of the tables."""
        found = [
            (self.called("domain", key), np.flatnonzero((share > 0) & mask).tolist())
            for key, share in self.shares_by("domain").items()
        ]
        return [(name, members) for name, members in found if members]

    def span(self, p: int) -> str:
        """Return first and last year of a project's work; one done in part has no last."""
        first, last = self.plan.start_year[p], self.plan.done_year[p]
        last = last if self.plan.carried_out[p] else math.nan
        if math.isnan(first):
            return ""
        if first == last:
            return f"{first:.0f}"
        dash = self.say("—", "-")
        return f"{first:.0f}{dash}" if math.isnan(last) else f"{first:.0f}{dash}{last:.0f}"

    def remark(self, p: int) -> str:
        """Say what is special about a project: promoted, in part, given up."""
        plan, said = self.plan, list[str]()
        if plan.promoted[p]:
            said.append(self.say("储备转入", "promoted from the reserve"))
        if plan.in_part[p]:
            share = in_percent(float(plan.funded[p]))
            said.append(self.say(f"部分实施 {share}", f"carried out to {share}"))
        if plan.stopped is not None and plan.stopped[p]:
            said.append(self.say("停建", "stopped"))
        return self.say("；", "; ").join(said)

    def sources(self, p: int, money: float) -> str:
        """Say how much of an amount of a project's comes from which source."""
        shares = source_shares(self.text("funding", p))
        said = [
            f"{self.called('funding', key)} {share * money:,.2f}"
            for key, share in shares.items()
            if share > 0
        ]
        return self.say("；", "; ").join(said)
