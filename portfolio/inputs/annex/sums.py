"""Do the rows of a list add up to what it prints? To the last digit, and nothing is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from portfolio.inputs.annex.amounts import USUAL, amount_of
from portfolio.inputs.annex.domains import Domains
from portfolio.inputs.annex.lines import Line, Sort
from portfolio.inputs.annex.lists import Annex
from portfolio.inputs.columns import LISTS
from portfolio.inputs.reconcile import plain
from portfolio.words import Words

COUNTED = "projects"  # beside the keys of `amounts.UNITS`


@dataclass(frozen=True)
class Printed:
    """
    One figure that a list prints about several of its projects.

    Attributes
    ----------
    line
        Where it stands, and about whom.
    measure
        `projects`, or a key of `amounts.UNITS`.
    column
        What is printed above it.
    printed, added
        The figure, and what the rows add up to; in 万元 or 亩.
    of
        How many projects are meant.
    """

    line: Line
    measure: str
    column: str
    printed: Decimal
    added: Decimal
    of: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same, to the last digit."""
        return self.printed == self.added

    @property
    def place(self) -> Words:
        """Table, row and column."""
        zh = f"{self.line.table} 第 {self.line.row} 行 {self.column}"
        return Words(zh, f"{self.line.table}, row {self.line.row}, {self.column}")

    @property
    def said(self) -> Words:
        """What is printed, and what the rows say."""
        name = self.line.name
        if self.measure == COUNTED:
            return Words(
                f"{name}印为 {self.printed:f} 项，所列 {self.of} 项",
                f"{name}: {self.printed:f} projects printed, {self.of} listed",
            )
        unit, less = USUAL[self.measure], _shown(self.printed - self.added)
        printed, added = _shown(self.printed), _shown(self.added)
        raw = self.line.raw[self.measure]
        zh, en = "", ""
        if amount_of(raw) != self.printed:  # in another unit
            zh, en = f"（表上为 {raw}）", f" ({raw} in its unit)"
        sign = "+" if self.printed > self.added else ""
        return Words(
            f"{name}印为 {printed} {unit}{zh}，所列 {self.of} 项相加 {added}，相差 {sign}{less}",
            f"{name}: {printed} {unit}{en} printed, its {self.of} rows add up to {added}, "
            f"a difference of {sign}{less}",
        )


def _shown(amount: Decimal) -> str:
    """
    Return an amount parted by commas, without spare zeros.

    >>> _shown(Decimal("30500.00")), _shown(Decimal("-0.50"))
    ('30,500', '-0.5')
    """
    return f"{amount.normalize():,f}"


def printed_sums(annex: Annex) -> Iterator[Printed]:
    """
    Yield every figure that a list prints about groups, and about all of it.

    A figure whose rows hold something that could not be read is left out: that is said already.
    """
    for at, line in enumerate(annex.lines):
        if line.sort not in (Sort.GROUP, Sort.TOTAL, Sort.SUBTOTAL):
            continue
        own = _members(annex.lines, at)
        if line.count is not None:
            column = annex.head.printed["name"]
            listed = Decimal(len(own))
            yield Printed(line, COUNTED, column, Decimal(line.count), listed, len(own))
        for measure, printed in line.amounts.items():
            if printed is None or any(measure not in each.amounts for each in own):
                continue
            added = sum((each.amounts[measure] or Decimal(0) for each in own), Decimal(0))
            column = annex.head.printed.get(measure, measure)
            yield Printed(line, measure, column, printed, added, len(own))


def _members(lines: Sequence[Line], at: int) -> list[Line]:
    """Return the projects that a line is about: all, those below a group, those above a 小计."""
    line = lines[at]
    near: Iterable[Line] = lines
    if line.sort is Sort.GROUP:
        below = (lines[n] for n in range(at + 1, len(lines)))
        near = takewhile(lambda e: e.sort is not Sort.GROUP or e.level > line.level, below)
    elif line.sort is Sort.SUBTOTAL:
        above = (lines[n] for n in range(at - 1, -1, -1))
        near = takewhile(lambda e: e.sort not in (Sort.GROUP, Sort.SUBTOTAL), above)
    return [each for each in near if each.sort is Sort.PROJECT]


def totals_of(annexes: Sequence[Annex], domains: Domains) -> dict[str, object]:
    """Return what is printed as `published_totals.json` has it; lists of a kind are added up."""
    content: dict[str, object] = {"unit": {"investment": "万元", "land": "亩"}}
    for kind in LISTS:
        own = [annex for annex in annexes if annex.kind == kind]
        total: dict[str, Decimal] = {}
        groups: dict[str, tuple[str, dict[str, Decimal]]] = {}
        for each in (each for annex in own for each in printed_sums(annex)):
            domain = domains.by_group.get(each.line.name, "")
            if each.line.sort is Sort.TOTAL:
                _add(total, each)
            elif each.line.sort is Sort.GROUP and each.line.level == 1 and domain:
                _add(groups.setdefault(domain, (each.line.name, {}))[1], each)
        if own:
            content[_key(own[0])] = {
                "total": _plain(total),
                "groups": [
                    {"name": name, "domain": domain} | _plain(sums)
                    for domain, (name, sums) in groups.items()
                ],
            }
    return content


def _key(annex: Annex) -> str:
    number = annex.label.removeprefix("附件")
    return f"annex{number}_{annex.kind}" if number.isascii() and number.isdigit() else annex.kind


def _add(sums: dict[str, Decimal], each: Printed) -> None:
    sums[each.measure] = sums.get(each.measure, Decimal(0)) + each.printed


def _plain(sums: dict[str, Decimal]) -> dict[str, object]:
    return {
        measure: int(amount) if measure == COUNTED else plain(amount)
        for measure, amount in sums.items()
    }
